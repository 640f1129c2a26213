//! The claims of senders.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    CalendarEntry, Channel, Event, EventId, Invitation, Language, Look, Message, MessageId,
    MessageKind, MessageStatus,
};

use crate::channels::channels_of;
use crate::page::bound;
use crate::schema::{contacts, events, hosts, invitations, messages};
use crate::snapshot::{CardRow, EventRow, InvitationRow, coalesce, language};
use crate::suppression_list::is_out;
use crate::time::millis;
use crate::{Conn, Error, Result};

use super::stored::MessageRow;

/// The duration of a claim. Its sender renews it every 10 s, so at least 20 s are left when it begins to send: more
/// than the timeout of Twilio.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// The time after which a message that this release cannot read is claimed again.
const UNREADABLE_WAIT: SignedDuration = SignedDuration::from_mins(10);

/// The result of a claim.
#[derive(Debug, Default)]
pub struct Claims {
    /// The messages that it may send.
    pub claimed: Vec<Claimed>,
    /// The messages that this release cannot read, as after a rollback. They are not claimed and wait.
    pub unreadable: Vec<Unreadable>,
}

/// A message that only a newer release can read.
#[derive(Debug)]
pub struct Unreadable {
    /// The message.
    pub id: String,
    /// The channel, if this release knows it.
    pub channel: Option<Channel>,
    /// The value that cannot be read.
    pub error: Error,
}

/// A message that one sender may send until its lease ends.
#[derive(Debug)]
pub struct Claimed {
    /// The message. Its status is *unknown* if the outcome of the previous try is: its sender got no response, or has
    /// died.
    pub message: Message,
    /// The event.
    pub event_id: EventId,
    /// The proof of the claim.
    pub lease: String,
    /// The guest's number or address for this channel; `None` if the contact has none any more. A message that
    /// removes a calendar entry is sent to the address that has got the entry.
    pub address: Option<String>,
    /// The contact's email address.
    pub email: Option<String>,
    /// Whether the guest has opted out of this channel.
    pub opted_out: bool,
    /// Whether the channel rests.
    pub rests: bool,
    /// The invitation.
    pub invitation: Invitation,
    /// The number of changes of the guest's calendar entry since the invitation.
    pub calendar_changes: u32,
    /// The event's settings.
    pub event: Event,
    /// The description of the event for guests.
    pub description: String,
    /// The look that the host has chosen.
    pub look: Look,
    /// The name of the host.
    pub host_name: String,
    /// The guest's language, or else the host's; `None`: that of the server.
    pub language: Option<Language>,
}

/// Claims up to `limit` due messages, in the order of their due times. Messages that are due at the same time are
/// claimed in random order, so that the order of sending does not show the order of the deck. The status *unknown*
/// stays.
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
        // The update succeeds only if no other sender has changed `due_at` meanwhile.
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

pub(crate) fn lease_end(now: Timestamp) -> i64 {
    millis(now.saturating_add(LEASE).unwrap_or(now))
}

/// Undoes the claim of a message that cannot be read, and delays it, so that it does not block others.
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

/// Renews the lease of a message that is being sent. A message that was cancelled meanwhile does not become due
/// again.
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
    type Row = (
        MessageRow,
        InvitationRow,
        EventRow,
        CardRow,
        String,
        Option<String>,
    );
    let (message, invitation, event, contact, host_name, tag): Row = messages::table
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
            coalesce(contacts::language, hosts::language),
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
        look: event.look()?,
        description: event.description,
        host_name,
        language: language(tag.as_deref()),
        message,
    })
}

/// Checks that a message is still claimed with this lease. Call it in the transaction that records the outcome.
///
/// # Errors
/// [`Error::NotFound`] if another sender has claimed it, or it is finished.
pub fn must_hold(conn: &mut Conn, message: &MessageId, lease: &str) -> Result<()> {
    let held: Option<String> = messages::table
        .find(message.as_str())
        .filter(messages::lease.eq(lease))
        .select(messages::id)
        .first(conn)
        .optional()?;
    held.map(|_| ()).ok_or(Error::NotFound)
}
