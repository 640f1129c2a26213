//! The claims of senders.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    CalendarEntry, Channel, Event, EventId, Invitation, Message, MessageId, MessageKind,
    MessageStatus,
};

use crate::channels::channels_of;
use crate::opt_outs::is_out;
use crate::schema::{contacts, events, hosts, invitations, messages};
use crate::snapshot::{CardRow, EventRow, InvitationRow, bound};
use crate::time::millis;
use crate::{Conn, Error, Result};

use super::stored::MessageRow;

/// How long a claim holds unless its sender renews it, which it does every 10 s. At least 20 s are
/// left when a sender begins to send, more than Twilio may take to answer.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// When a message that this release cannot read is looked at again.
const UNREADABLE_WAIT: SignedDuration = SignedDuration::from_mins(10);

/// What a sender has claimed.
#[derive(Debug, Default)]
pub struct Claims {
    /// The messages that it may send.
    pub claimed: Vec<Claimed>,
    /// The messages that this release cannot read, as after a rollback. They wait, and nobody has
    /// claimed them.
    pub unreadable: Vec<Unreadable>,
}

/// A message that only a newer release can read.
#[derive(Debug)]
pub struct Unreadable {
    /// The message.
    pub id: String,
    /// The channel, if this release knows it.
    pub channel: Option<Channel>,
    /// What cannot be read.
    pub error: Error,
}

/// A message that one sender may send until its lease ends.
#[derive(Debug)]
pub struct Claimed {
    /// The message. It is *unknown* if nobody knows what became of the try before: a sender heard no
    /// answer, or died.
    pub message: Message,
    /// The event.
    pub event_id: EventId,
    /// The proof of the claim.
    pub lease: String,
    /// The guest's number or address for this channel; `None` when the contact has lost it. What
    /// removes an entry from a calendar goes to the address that got the entry.
    pub address: Option<String>,
    /// The contact's email address.
    pub email: Option<String>,
    /// Whether the guest wants no more messages there.
    pub opted_out: bool,
    /// Whether the channel rests.
    pub rests: bool,
    /// The invitation.
    pub invitation: Invitation,
    /// How often what the guest's calendar shows has changed since the invitation.
    pub calendar_changes: u32,
    /// The event's settings.
    pub event: Event,
    /// What guests should know of the event.
    pub description: String,
    /// Who invites.
    pub host_name: String,
}

/// Claims up to `limit` messages that are due, the longest due first. Those that are due at the same
/// moment come in random order: what guests receive, and when, must not follow the deck. One of
/// unknown outcome stays *unknown* meanwhile.
pub fn claim(conn: &mut Conn, lease: &str, limit: usize, now: Timestamp) -> Result<Claims> {
    let due: Vec<(String, String, String, Option<i64>)> = messages::table
        .filter(messages::due_at.le(millis(now)))
        .order((messages::due_at, messages::id))
        .limit(bound(limit))
        .select((
            messages::id,
            messages::channel,
            messages::status,
            messages::due_at,
        ))
        .load(conn)?;
    let mut claims = Claims::default();
    for (id, channel, before, due_at) in due {
        let status = if before == MessageStatus::Queued.as_str() {
            MessageStatus::Sending
        } else {
            MessageStatus::Unknown
        };
        // Won if and only if nobody has touched its `due_at` since.
        let won = diesel::update(
            messages::table
                .find(&id)
                .filter(messages::due_at.eq(due_at)),
        )
        .set((
            messages::status.eq(status.as_str()),
            messages::due_at.eq(lease_end(now)),
            messages::lease.eq(lease),
            messages::attempts.eq(messages::attempts + 1),
            messages::updated_at.eq(millis(now)),
        ))
        .execute(conn)?;
        if won == 0 {
            continue;
        }
        match read(conn, &id, lease) {
            Ok(message) => claims.claimed.push(message),
            Err(error @ Error::Unreadable(_)) => {
                set_aside(conn, &id, &before, now)?;
                claims.unreadable.push(Unreadable {
                    id,
                    channel: channel.parse().ok(),
                    error,
                });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(claims)
}

fn lease_end(now: Timestamp) -> i64 {
    millis(now.saturating_add(LEASE).unwrap_or(now))
}

/// Undoes a claim of a message that cannot be read. It must not keep others waiting.
fn set_aside(conn: &mut Conn, id: &str, before: &str, now: Timestamp) -> Result<()> {
    let again = now.saturating_add(UNREADABLE_WAIT).unwrap_or(now);
    diesel::update(messages::table.find(id))
        .set((
            messages::status.eq(before),
            messages::due_at.eq(millis(again)),
            messages::lease.eq(None::<String>),
            messages::attempts.eq(messages::attempts - 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Renews the lease of a message that is still being sent. One that was cancelled meanwhile is not
/// due again.
pub fn renew(conn: &mut Conn, message: &MessageId, lease: &str, now: Timestamp) -> Result<()> {
    diesel::update(
        messages::table
            .find(message.as_str())
            .filter(messages::lease.eq(lease))
            .filter(messages::due_at.is_not_null()),
    )
    .set(messages::due_at.eq(lease_end(now)))
    .execute(conn)?;
    Ok(())
}

fn read(conn: &mut Conn, id: &str, lease: &str) -> Result<Claimed> {
    type Row = (MessageRow, InvitationRow, EventRow, CardRow, String);
    let (message, invitation, event, contact, host_name): Row = messages::table
        .inner_join(
            invitations::table
                .inner_join(contacts::table)
                .inner_join(events::table.inner_join(hosts::table)),
        )
        .filter(messages::id.eq(id))
        .select((
            MessageRow::as_select(),
            InvitationRow::as_select(),
            EventRow::as_select(),
            CardRow::as_select(),
            hosts::name,
        ))
        .first(conn)?;
    let message = message.into_core()?;
    let calendar_changes = crate::snapshot::count(invitation.calendar_changes);
    let invitation = invitation.to_core()?;
    let channels = channels_of(conn, &event.host_id)?;
    let rests = |channel| {
        let mut states = channels.iter();
        states.any(|state| state.channel == channel && state.resting.is_some())
    };
    let old_address = match (&invitation.calendar, message.kind, message.channel) {
        (Some(CalendarEntry { address, .. }), MessageKind::Released, Channel::Email) => {
            address.clone()
        }
        _ => None,
    };
    let opted_out = match (&old_address, message.channel) {
        (Some(address), _) => is_out(conn, Channel::Email, Some(address))?,
        (None, Channel::Sms) => contact.sms_opted_out,
        (None, Channel::Email) => contact.email_opted_out,
        (None, Channel::ByHand) => false,
    };
    let email = contact.email.clone();
    Ok(Claimed {
        event_id: EventId::new(event.id.clone()),
        lease: lease.to_owned(),
        opted_out,
        rests: rests(message.channel),
        address: old_address.or(match message.channel {
            Channel::Sms => contact.phone_number,
            Channel::Email => contact.email,
            Channel::ByHand => None,
        }),
        email,
        invitation,
        calendar_changes,
        event: event.to_core()?,
        description: event.description,
        host_name,
        message,
    })
}

/// Makes sure that a message is still claimed with this lease. To be asked in the transaction that
/// decides what became of it.
///
/// # Errors
/// [`Error::NotFound`] when another sender has it, or it has come to an end.
pub fn must_hold(conn: &mut Conn, message: &MessageId, lease: &str) -> Result<()> {
    let held: Option<String> = messages::table
        .find(message.as_str())
        .filter(messages::lease.eq(lease))
        .select(messages::id)
        .first(conn)
        .optional()?;
    held.map(|_| ()).ok_or(Error::NotFound)
}
