//! The deletion of accounts. A closed account has no keys and no identity, so its data are not found any more. Its
//! events are cancelled by the rules, and after the guests have been told, all data are erased.
//!
//! Opt-outs ([`opt_outs`](crate::opt_outs)) remain, because guests have told them to the server and not to the host.

use diesel::dsl::exists;
use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Channel, Command, EmailAddress, EventId, EventStatus, HostId};

use crate::schema::{
    access_keys, channel_states, contacts, events, hosts, import_changes, message_counts, messages,
    repeatable_requests,
};
use crate::time::millis;
use crate::{
    Conn, Db, ERASE_BATCH, Error, Result, host_messages, host_news, push_subscriptions, webhooks,
};

/// Closes the account of a host who has confirmed their email address. Keys, webhooks and the address of the calendar
/// end at once, and a later sign-in with the same identity creates a new host. [`Db::finish_closing`] does the rest.
///
/// # Errors
/// [`Error::Invalid`] if it is another address.
pub fn close(conn: &mut Conn, host: &HostId, email: &str, now: Timestamp) -> Result<()> {
    let known: String = hosts::table
        .find(host.as_str())
        .filter(hosts::closed_at.is_null())
        .select(hosts::email)
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)?;
    if EmailAddress::fold(&known) != EmailAddress::fold(email.trim()) {
        return Err(Error::Invalid {
            field: "email",
            code: "invalid-value",
            message: "Type the email address that you sign in with.".to_owned(),
        });
    }
    diesel::delete(access_keys::table.filter(access_keys::host_id.eq(host.as_str())))
        .execute(conn)?;
    webhooks::delete_all(conn, host)?;
    host_news::erase(conn, host)?;
    host_messages::erase(conn, host)?;
    // The name is needed for messages to guests.
    diesel::update(hosts::table.find(host.as_str()))
        .set((
            hosts::closed_at.eq(millis(now)),
            hosts::issuer.eq(None::<String>),
            hosts::subject.eq(None::<String>),
            hosts::unclaimed_email.eq(None::<String>),
            hosts::calendar_hash.eq(None::<String>),
            hosts::email.eq(""),
        ))
        .execute(conn)?;
    Ok(())
}

impl Db {
    /// Continues with every closed account: cancels its events, and erases it when its outbox is empty. Returns the
    /// number of erased accounts. An error of one account is logged and does not affect the others. The next call
    /// continues an interrupted one; several calls may run at the same time.
    pub async fn finish_closing(&self, now: Timestamp) -> Result<usize> {
        let closed: Vec<String> = self
            .read(|conn| {
                Ok(hosts::table
                    .filter(hosts::closed_at.is_not_null())
                    .order(hosts::closed_at)
                    .select(hosts::id)
                    .load(conn)?)
            })
            .await?;
        let mut erased = 0;
        for host in closed.into_iter().map(HostId::new) {
            match self.finish_closing_one(&host, now).await {
                Ok(done) => erased += usize::from(done),
                Err(error) => tracing::error!(
                    %error,
                    host = host.as_str(),
                    "a closed account could not be erased; it is tried again"
                ),
            }
        }
        Ok(erased)
    }

    /// Returns whether the account is erased.
    async fn finish_closing_one(&self, host: &HostId, now: Timestamp) -> Result<bool> {
        self.call_off_all(host, now).await?;
        self.erase(host).await
    }

    async fn call_off_all(&self, host: &HostId, now: Timestamp) -> Result<()> {
        let owner = host.clone();
        for event in self.read(move |conn| ahead(conn, &owner, now)).await? {
            let cancel = |_: &mut Conn, _: &EventId| Ok(Command::Cancel);
            match self.advance_event(&event, now, cancel).await {
                // The event has begun meanwhile, so it cannot be cancelled.
                Ok(_) | Err(Error::NotFound | Error::Refused(..)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Erases a host in pieces, so that other transactions do not wait long; `false` while its outbox is not empty.
    async fn erase(&self, host: &HostId) -> Result<bool> {
        let owner = host.clone();
        if self.read(move |conn| is_telling(conn, &owner)).await? {
            return Ok(false);
        }
        let owner = host.clone();
        while let Some(event) = self
            .read({
                let owner = owner.clone();
                move |conn| any_event(conn, &owner)
            })
            .await?
        {
            if !self.erase_event(&event).await? {
                return Ok(false);
            }
        }
        while self
            .write({
                let owner = owner.clone();
                move |conn| erase_contacts(conn, &owner)
            })
            .await?
        {}
        self.write(move |conn| erase_host(conn, &owner)).await?;
        Ok(true)
    }
}

/// The events of a host that can still be cancelled.
fn ahead(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<Vec<EventId>> {
    let ids: Vec<String> = events::table
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::status.ne(EventStatus::Cancelled.as_str()))
        .filter(
            events::starts_at
                .is_null()
                .or(events::starts_at.gt(millis(now))),
        )
        .order(events::id)
        .select(events::id)
        .load(conn)?;
    Ok(ids.into_iter().map(EventId::new).collect())
}

/// Whether a message of a host is not sent yet or is being sent.
fn is_telling(conn: &mut Conn, host: &HostId) -> Result<bool> {
    let outstanding = messages::table
        .inner_join(events::table)
        .filter(events::host_id.eq(host.as_str()))
        .filter(messages::due_at.is_not_null());
    Ok(diesel::select(exists(outstanding.select(messages::id))).get_result(conn)?)
}

fn any_event(conn: &mut Conn, host: &HostId) -> Result<Option<EventId>> {
    let id: Option<String> = events::table
        .filter(events::host_id.eq(host.as_str()))
        .select(events::id)
        .first(conn)
        .optional()?;
    Ok(id.map(EventId::new))
}

/// Erases some contacts; `false` if there were none.
fn erase_contacts(conn: &mut Conn, host: &HostId) -> Result<bool> {
    let ids: Vec<String> = contacts::table
        .filter(contacts::host_id.eq(host.as_str()))
        .limit(ERASE_BATCH)
        .select(contacts::id)
        .load(conn)?;
    diesel::delete(contacts::table.filter(contacts::id.eq_any(&ids))).execute(conn)?;
    Ok(!ids.is_empty())
}

fn erase_host(conn: &mut Conn, host: &HostId) -> Result<()> {
    let id = host.as_str();
    push_subscriptions::erase(conn, host)?;
    diesel::delete(access_keys::table.filter(access_keys::host_id.eq(id))).execute(conn)?;
    for channel in [Channel::Sms, Channel::Email] {
        diesel::delete(channel_states::table.find((id, channel.as_str()))).execute(conn)?;
    }
    diesel::delete(import_changes::table.filter(import_changes::host_id.eq(id))).execute(conn)?;
    diesel::delete(repeatable_requests::table.filter(repeatable_requests::host_id.eq(id)))
        .execute(conn)?;
    host_news::erase(conn, host)?;
    host_messages::erase(conn, host)?;
    let counts: Vec<(i64, String)> = message_counts::table
        .filter(message_counts::host_id.eq(id))
        .select((message_counts::day, message_counts::channel))
        .load(conn)?;
    for (day, channel) in counts {
        diesel::delete(message_counts::table.find((day, channel, id))).execute(conn)?;
    }
    diesel::delete(hosts::table.find(id)).execute(conn)?;
    Ok(())
}
