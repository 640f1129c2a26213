//! The secret addresses of hosts' calendars.

use diesel::prelude::*;
use seat_dealer_core::HostId;

use crate::hosts::Host;
use crate::schema::hosts;
use crate::tokens::hash;
use crate::{Conn, Error, Result};

/// Gives a host's calendar a new address, and ends the previous one. Returns the token, which is not stored.
pub fn renew(conn: &mut Conn, host: &HostId) -> Result<String> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| Error::Unavailable(error.to_string()))?;
    let token = bs58::encode(random).into_string();
    diesel::update(hosts::table.find(host.as_str()))
        .set(hosts::calendar_hash.eq(hash(&token)))
        .execute(conn)?;
    Ok(token)
}

/// Ends the address of a host's calendar.
///
/// # Errors
/// [`Error::NotFound`] if there is none.
pub fn end(conn: &mut Conn, host: &HostId) -> Result<()> {
    let has_address = hosts::calendar_hash.is_not_null();
    let ended = diesel::update(hosts::table.find(host.as_str()).filter(has_address))
        .set(hosts::calendar_hash.eq(None::<String>))
        .execute(conn)?;
    if ended == 1 {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// The host of an address.
///
/// # Errors
/// [`Error::NotFound`] if it is no address of a calendar, or not any more.
pub fn host_of(conn: &mut Conn, token: &str) -> Result<Host> {
    let id: Option<String> = hosts::table
        .filter(hosts::calendar_hash.eq(hash(token)))
        .select(hosts::id)
        .first(conn)
        .optional()?;
    crate::hosts::get(conn, &HostId::new(id.ok_or(Error::NotFound)?))
}
