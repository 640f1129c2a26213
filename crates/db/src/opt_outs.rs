//! Opt-outs: guests who want no more messages on a channel. An opt-out is valid for the sender that received it (a
//! number, a messaging service or an address), because the provider, too, blocks only that sender. Its effect is also
//! stored in the contacts, so that decks are read without this table.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Channel, Command, EmailAddress, HostId, InvitationId};

use crate::contacts::count_change;
use crate::due::wake;
use crate::schema::{contacts, opt_outs};
use crate::suppression_list::{keys, spellings};
use crate::time::millis;
use crate::{Conn, Db, Result, invitations};

pub use crate::suppression_list::is_out;

/// The sender of all opt-outs of email, whatever address email is sent from.
pub const EMAIL_SENDER: &str = "email";

impl Db {
    /// Stores that the owner of this number or address wants no more messages from `sender`, and sends the open
    /// invitations on another channel. A repeated opt-out changes nothing.
    pub async fn opt_out(
        &self,
        channel: Channel,
        sender: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<()> {
        let (from, of) = (sender.to_owned(), address.to_owned());
        let news = self
            .write(move |conn| add(conn, channel, &from, &of, now))
            .await?;
        if news {
            self.tell_events(channel, address, now, move |invitation| Command::OptedOut {
                invitation,
                channel,
            })
            .await?;
        }
        Ok(())
    }

    /// Removes an opt-out. Without one, nothing changes.
    pub async fn opt_in(
        &self,
        channel: Channel,
        sender: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<()> {
        let (from, of) = (sender.to_owned(), address.to_owned());
        let news = self
            .write(move |conn| remove(conn, channel, &from, &of, now))
            .await?;
        if news {
            self.tell_events(channel, address, now, move |invitation| Command::OptedIn {
                invitation,
                channel,
            })
            .await?;
        }
        Ok(())
    }

    /// Gives a command to the event of each open invitation to this number or address.
    async fn tell_events(
        &self,
        channel: Channel,
        address: &str,
        now: Timestamp,
        command: impl Fn(InvitationId) -> Command,
    ) -> Result<()> {
        let of = address.to_owned();
        let open = self
            .read(move |conn| invitations::open_to(conn, channel, &of, now))
            .await?;
        for view in open {
            let command = command(view.invitation.id);
            self.advance_event(&view.event_id, now, move |_, _| Ok(command.clone()))
                .await?;
        }
        Ok(())
    }
}

/// Puts the opt-outs of this sender into force, and no others. Call it when a process starts, because the setting may
/// have changed.
pub fn use_sender(conn: &mut Conn, channel: Channel, sender: &str, now: Timestamp) -> Result<()> {
    let all: Vec<(String, String, bool)> = opt_outs::table
        .filter(opt_outs::channel.eq(channel.as_str()))
        .filter(
            opt_outs::sender
                .eq(sender)
                .and(opt_outs::in_force.eq(false))
                .or(opt_outs::sender.ne(sender).and(opt_outs::in_force.eq(true))),
        )
        .order((opt_outs::in_force.desc(), opt_outs::address))
        .select((opt_outs::address, opt_outs::sender, opt_outs::in_force))
        .load(conn)?;
    for (address, said_to, was_in_force) in all {
        diesel::update(opt_outs::table.find((&address, channel.as_str(), &said_to)))
            .set(opt_outs::in_force.eq(!was_in_force))
            .execute(conn)?;
        mark_contacts(conn, channel, &address, !was_in_force, now)?;
    }
    Ok(())
}

/// Whether an opt-out of this sender is stored, in force or not.
fn is_stored(conn: &mut Conn, channel: Channel, sender: &str, address: &str) -> Result<bool> {
    let known: Option<bool> = opt_outs::table
        .filter(opt_outs::address.eq_any(keys(channel, address)))
        .filter(opt_outs::channel.eq(channel.as_str()))
        .filter(opt_outs::sender.eq(sender))
        .select(opt_outs::in_force)
        .first(conn)
        .optional()?;
    Ok(known.is_some())
}

fn add(
    conn: &mut Conn,
    channel: Channel,
    sender: &str,
    address: &str,
    now: Timestamp,
) -> Result<bool> {
    if is_stored(conn, channel, sender, address)? {
        return Ok(false);
    }
    mark_contacts(conn, channel, address, true, now)?;
    diesel::insert_into(opt_outs::table)
        .values((
            opt_outs::address.eq(match channel {
                Channel::Sms | Channel::ByHand => address.to_owned(),
                Channel::Email => EmailAddress::fold(address),
            }),
            opt_outs::channel.eq(channel.as_str()),
            opt_outs::sender.eq(sender),
            opt_outs::in_force.eq(true),
            opt_outs::at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok(true)
}

fn remove(
    conn: &mut Conn,
    channel: Channel,
    sender: &str,
    address: &str,
    now: Timestamp,
) -> Result<bool> {
    if !is_stored(conn, channel, sender, address)? {
        return Ok(false);
    }
    mark_contacts(conn, channel, address, false, now)?;
    let noted = opt_outs::table
        .filter(opt_outs::address.eq_any(keys(channel, address)))
        .filter(opt_outs::channel.eq(channel.as_str()))
        .filter(opt_outs::sender.eq(sender));
    diesel::delete(noted).execute(conn)?;
    Ok(true)
}

/// Id and host of a contact, whether it has a number and an address, whether it has opted out of
/// texts and email, and whether it has not been deleted.
type ContactRow = (
    (String, String),
    bool,
    bool,
    (bool, bool),
    bool,
    Option<String>,
);

/// Stores the effect of an opt-out in the contacts of every host. They are queried first and then changed one by one, to
/// lock them in order.
fn mark_contacts(
    conn: &mut Conn,
    channel: Channel,
    address: &str,
    out: bool,
    now: Timestamp,
) -> Result<()> {
    let mut query = contacts::table
        .order((contacts::host_id, contacts::id))
        .select((
            (contacts::id, contacts::host_id),
            contacts::phone_number.is_not_null(),
            contacts::email.is_not_null(),
            (contacts::sms_opted_out, contacts::email_opted_out),
            contacts::deleted_at.is_null(),
            contacts::preferred_channel,
        ))
        .into_boxed();
    query = match channel {
        Channel::Sms => query.filter(contacts::phone_number.eq_any(spellings(channel, address))),
        Channel::Email => query.filter(contacts::email.eq_any(spellings(channel, address))),
        // There is no opt-out of invitations by hand.
        Channel::ByHand => return Ok(()),
    };
    let rows: Vec<ContactRow> = query.load(conn)?;
    let mut hosts: Vec<&str> = rows.iter().map(|row| row.0.1.as_str()).collect();
    hosts.dedup();
    for host in &hosts {
        count_change(conn, &HostId::new(*host))?;
    }
    if !out {
        // Whoever can be reached again may be what an event waits for.
        for host in hosts {
            wake(conn, &HostId::new(host), now)?;
        }
    }
    for ((id, _), has_number, has_address, (no_texts, no_emails), listed, preferred) in &rows {
        let (no_texts, no_emails) = match channel {
            Channel::Sms => (out, *no_emails),
            Channel::Email | Channel::ByHand => (*no_texts, out),
        };
        let by_hand = preferred.as_deref() == Some(Channel::ByHand.as_str());
        let reachable =
            *listed && (by_hand || (*has_number && !no_texts) || (*has_address && !no_emails));
        diesel::update(contacts::table.find(id))
            .set((
                contacts::sms_opted_out.eq(no_texts),
                contacts::email_opted_out.eq(no_emails),
                contacts::reachable.eq(reachable),
                contacts::updated_at.eq(millis(now)),
            ))
            .execute(conn)?;
    }
    Ok(())
}
