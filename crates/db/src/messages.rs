//! The outbox. A message is written in the transaction that decided it; a sender claims it for the
//! time of a lease, sends it with no connection held, and writes down how it went, if the lease is
//! still its own.
//!
//! Sending is at least once by nature: who dies between the provider's yes and writing that down,
//! leaves a lease that runs out. The outcome of such a message is *unknown*, as is that of one whose sender heard no answer:
//! whoever claims it next is told so, and asks the provider first where it can be asked.

mod by_hand;
mod outbox;
mod reconcile;
mod reports;
mod taken_back;
mod waiting;

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Channel, Command, Event, EventId, Invitation, InvitationId, MessageId, MessageKind,
    MessageStatus,
};

use crate::schema::{contacts, events, hosts, invitations, messages};
use crate::snapshot::{CardRow, EventRow, InvitationRow, bound, count, word};
use crate::time::{from_millis, millis};
use crate::{Conn, Error, Result};

pub use by_hand::{hand_over, to_hand_over};
pub use outbox::{Outbox, outbox};
pub use reconcile::{found, others_are_under_way, provider_ids};
pub use reports::{News, Report, Reported, reported, reported_on};
pub(crate) use taken_back::{take_back, take_back_queued, take_back_unsent};
pub use waiting::used_up;

/// How long a sender may take. Longer than every time-out of a provider's client together.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// A message that one sender may send until its lease ends.
#[derive(Debug)]
pub struct Claimed {
    /// Its id; the same at every try.
    pub id: MessageId,
    /// The event.
    pub event_id: EventId,
    /// What it is about.
    pub kind: MessageKind,
    /// How to send it.
    pub channel: Channel,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// Whether nobody knows what became of the try before: a sender heard no answer, or died.
    pub is_unknown: bool,
    /// When it was decided. Nothing that a provider took before is this message.
    pub written_at: Timestamp,
    /// The proof of the claim.
    pub lease: String,
    /// The guest's number or address for this channel; `None` when the contact has lost it.
    pub address: Option<String>,
    /// Whether the guest wants no more messages there.
    pub opted_out: bool,
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
pub fn claim(conn: &mut Conn, lease: &str, limit: usize, now: Timestamp) -> Result<Vec<Claimed>> {
    let due: Vec<(String, String, Option<i64>)> = messages::table
        .filter(messages::due_at.le(millis(now)))
        .order((messages::due_at, messages::id))
        .limit(bound(limit))
        .select((messages::id, messages::status, messages::due_at))
        .load(conn)?;
    let mut claimed = Vec::new();
    for (id, status, due_at) in due {
        let is_unknown = status != MessageStatus::Queued.as_str();
        let status = if is_unknown {
            MessageStatus::Unknown
        } else {
            MessageStatus::Sending
        };
        // Won if and only if nobody has touched its `due_at` since.
        let won = diesel::update(
            messages::table
                .find(&id)
                .filter(messages::due_at.eq(due_at)),
        )
        .set((
            messages::status.eq(status.as_str()),
            messages::due_at.eq(millis(now.saturating_add(LEASE).unwrap_or(now))),
            messages::lease.eq(lease),
            messages::attempts.eq(messages::attempts + 1),
            messages::updated_at.eq(millis(now)),
        ))
        .execute(conn)?;
        if won == 1 {
            claimed.push(read(conn, &id, lease, is_unknown)?);
        }
    }
    Ok(claimed)
}

fn read(conn: &mut Conn, id: &str, lease: &str, is_unknown: bool) -> Result<Claimed> {
    type Row = (
        (String, String, i32, i64),
        InvitationRow,
        EventRow,
        CardRow,
        String,
    );
    let (message, invitation, event, contact, host_name): Row = messages::table
        .inner_join(
            invitations::table
                .inner_join(contacts::table)
                .inner_join(events::table.inner_join(hosts::table)),
        )
        .filter(messages::id.eq(id))
        .select((
            (
                messages::kind,
                messages::channel,
                messages::attempts,
                messages::created_at,
            ),
            InvitationRow::as_select(),
            EventRow::as_select(),
            CardRow::as_select(),
            hosts::name,
        ))
        .first(conn)?;
    let (kind, channel, attempts, written_at) = message;
    let channel: Channel = word(&channel)?;
    Ok(Claimed {
        id: MessageId::new(id),
        event_id: EventId::new(event.id.clone()),
        kind: word(&kind)?,
        channel,
        attempt: count(attempts),
        is_unknown,
        written_at: from_millis(written_at),
        lease: lease.to_owned(),
        opted_out: match channel {
            Channel::Sms => contact.sms_opted_out,
            Channel::Email => contact.email_opted_out,
            Channel::ByHand => false,
        },
        address: match channel {
            Channel::Sms => contact.phone_number,
            Channel::Email => contact.email,
            Channel::ByHand => None,
        },
        invitation: invitation.to_core()?,
        calendar_changes: count(invitation.calendar_changes),
        event: event.to_core()?,
        description: event.description,
        host_name,
    })
}

/// When the next message becomes due.
pub fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let due: Option<Option<i64>> = messages::table
        .filter(messages::due_at.is_not_null())
        .order(messages::due_at)
        .select(messages::due_at)
        .first(conn)
        .optional()?;
    Ok(due.flatten().map(from_millis))
}

/// How many messages are still to be sent.
pub fn outstanding(conn: &mut Conn) -> Result<i64> {
    Ok(messages::table
        .filter(messages::due_at.is_not_null())
        .select(diesel::dsl::count_star())
        .first(conn)?)
}

/// Puts a message back for another try. `false`: the lease is no longer this sender's, or the
/// message has been taken back since.
pub fn retry(
    conn: &mut Conn,
    message: &MessageId,
    lease: &str,
    why: &str,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let changed = diesel::update(
        messages::table
            .find(message.as_str())
            .filter(messages::lease.eq(lease))
            .filter(messages::due_at.is_not_null()),
    )
    .set((
        messages::status.eq(MessageStatus::Queued.as_str()),
        messages::due_at.eq(millis(not_before)),
        messages::lease.eq(None::<String>),
        messages::error.eq(why),
        messages::updated_at.eq(millis(now)),
    ))
    .execute(conn)?;
    if changed == 0 {
        // Without a lease, a message that was taken back counts as one that never left.
        settle(
            conn,
            message,
            lease,
            MessageStatus::Cancelled,
            None,
            Some(why),
            now,
        )?;
    }
    Ok(changed == 1)
}

/// Writes down that nobody can tell whether the provider took a message. With `again`, somebody looks
/// then; otherwise it is left to the host. `false` as for [`retry`].
pub fn unknown(
    conn: &mut Conn,
    message: &MessageId,
    lease: &str,
    why: &str,
    again: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    let mine = messages::table
        .find(message.as_str())
        .filter(messages::lease.eq(lease));
    let unknown = || {
        (
            messages::status.eq(MessageStatus::Unknown.as_str()),
            messages::lease.eq(None::<String>),
            messages::error.eq(why),
            messages::updated_at.eq(millis(now)),
        )
    };
    // One that was taken back meanwhile is not tried again, but it may have left.
    let tried_again = diesel::update(mine.filter(messages::due_at.is_not_null()))
        .set((unknown(), messages::due_at.eq(again.map(millis))))
        .execute(conn)?;
    let changed = match tried_again {
        0 => diesel::update(mine).set(unknown()).execute(conn)?,
        changed => changed,
    };
    Ok(changed == 1)
}

/// The plan after a provider took a message, or it arrived.
///
/// # Errors
/// [`Error::NotFound`] when the lease is no longer this sender's.
pub fn sent(
    conn: &mut Conn,
    message: &Claimed,
    provider_id: Option<&str>,
    delivered: bool,
    now: Timestamp,
) -> Result<Command> {
    let status = if delivered {
        MessageStatus::Delivered
    } else {
        MessageStatus::Sent
    };
    must_settle(conn, message, status, provider_id, None, now)?;
    Ok(Command::Progress {
        invitation: message.invitation.id.clone(),
        message: message.kind,
        channel: message.channel,
        delivered,
        at: now,
    })
}

/// The plan after a message failed for good: the contact's other channel, unless that has failed
/// with the same kind of message before.
pub fn failed(conn: &mut Conn, message: &Claimed, why: &str, now: Timestamp) -> Result<Command> {
    must_settle(conn, message, MessageStatus::Failed, None, Some(why), now)?;
    let next = other_channel(conn, &message.invitation.id, message.kind, message.channel)?;
    Ok(Command::DeliveryFailed {
        invitation: message.invitation.id.clone(),
        message: message.kind,
        channel: message.channel,
        why: why.to_owned(),
        next,
    })
}

/// The channel to try after `channel`: one by which the same kind of message has not failed before.
fn other_channel(
    conn: &mut Conn,
    invitation: &InvitationId,
    kind: MessageKind,
    channel: Channel,
) -> Result<Option<Channel>> {
    let failed: Vec<String> = messages::table
        .filter(messages::invitation_id.eq(invitation.as_str()))
        .filter(messages::kind.eq(kind.as_str()))
        .filter(messages::status.eq(MessageStatus::Failed.as_str()))
        .select(messages::channel)
        .load(conn)?;
    Ok(crate::invitations::channels(conn, invitation)?
        .into_iter()
        .find(|other| *other != channel && !failed.iter().any(|failed| failed == other.as_str())))
}

fn must_settle(
    conn: &mut Conn,
    message: &Claimed,
    status: MessageStatus,
    provider_id: Option<&str>,
    error: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    match settle(
        conn,
        &message.id,
        &message.lease,
        status,
        provider_id,
        error,
        now,
    )? {
        1 => Ok(()),
        _ => Err(Error::NotFound),
    }
}

fn settle(
    conn: &mut Conn,
    message: &MessageId,
    lease: &str,
    status: MessageStatus,
    provider_id: Option<&str>,
    error: Option<&str>,
    now: Timestamp,
) -> Result<usize> {
    Ok(diesel::update(
        messages::table
            .find(message.as_str())
            .filter(messages::lease.eq(lease)),
    )
    .set((
        messages::status.eq(status.as_str()),
        messages::due_at.eq(None::<i64>),
        messages::lease.eq(None::<String>),
        messages::provider_id.eq(provider_id.map(|id| bounded(id, 160))),
        messages::error.eq(error),
        messages::updated_at.eq(millis(now)),
    ))
    .execute(conn)?)
}

/// The text as far as a column of `length` characters holds it.
fn bounded(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}
