//! External ids: the ids by which a client of the API knows contacts and events. Each is unique among the contacts, or the
//! events, of a host. What has been deleted has none.

use diesel::prelude::*;
use seat_dealer_core::{ContactId, EventId, ExternalId, HostId};

use crate::schema::{contacts, events};
use crate::{Conn, Error, Result};

macro_rules! external_ids {
    ($check:ident, $set:ident, $id:ty, $table:ident, $what:literal) => {
        #[doc = concat!("Succeeds if no other ", $what, " of the host has this external id.")]
        ///
        /// # Errors
        /// [`Error::Existing`] if one has it.
        pub fn $check(
            conn: &mut Conn,
            host: &HostId,
            external_id: &ExternalId,
            except: Option<&$id>,
        ) -> Result<()> {
            let other: Option<String> = $table::table
                .filter($table::host_id.eq(host.as_str()))
                .filter($table::external_id.eq(external_id.as_str()))
                .filter($table::id.ne(except.map_or("", <$id>::as_str)))
                .select($table::id)
                .first(conn)
                .optional()?;
            match other {
                None => Ok(()),
                Some(id) => Err(Error::Existing {
                    code: "external-id-taken",
                    id,
                    sentence: concat!(
                        "Another ",
                        $what,
                        " has this externalId. Change that one, or use another \
                         externalId."
                    )
                    .to_owned(),
                }),
            }
        }

        #[doc = concat!("Sets or clears the external id of this ", $what, " of the host.")]
        ///
        /// # Errors
        /// [`Error::Existing`] if another one has it.
        pub fn $set(
            conn: &mut Conn,
            host: &HostId,
            id: &$id,
            external_id: Option<&ExternalId>,
        ) -> Result<()> {
            if let Some(external_id) = external_id {
                $check(conn, host, external_id, Some(id))?;
            }
            let own = $table::table.find(id.as_str());
            diesel::update(own.filter($table::host_id.eq(host.as_str())))
                .set($table::external_id.eq(external_id.map(ExternalId::as_str)))
                .execute(conn)?;
            Ok(())
        }
    };
}

external_ids!(
    must_be_new_contact,
    set_of_contact,
    ContactId,
    contacts,
    "contact"
);
external_ids!(must_be_new_event, set_of_event, EventId, events, "event");
