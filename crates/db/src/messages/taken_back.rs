//! Messages that shall not leave any more.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{EventId, InvitationId, MessageId, MessageKind, MessageStatus};

use crate::schema::{invitations, messages};
use crate::snapshot::word;
use crate::time::millis;
use crate::{Conn, Result};

/// Takes back every message of an event that has not left, but for the news that it is cancelled,
/// and says who has not been told of the event: neither by a message that left, nor by one that
/// may be leaving just now.
pub(crate) fn take_back_unsent(
    conn: &mut Conn,
    event: &EventId,
    now: Timestamp,
) -> Result<Vec<InvitationId>> {
    for (id, _, kind) in outstanding_of(conn, event.as_str())? {
        if kind != MessageKind::Cancelled.as_str() {
            cancel(conn, &id, now)?;
        }
    }
    let told = messages::table
        .filter(messages::event_id.eq(event.as_str()))
        .filter(messages::kind.eq(MessageKind::Invitation.as_str()))
        .filter(
            messages::status
                .eq_any([
                    MessageStatus::Sent.as_str(),
                    MessageStatus::Delivered.as_str(),
                    MessageStatus::Unknown.as_str(),
                ])
                .or(messages::lease.is_not_null()),
        )
        .select(messages::invitation_id);
    let untold: Vec<String> = invitations::table
        .filter(invitations::event_id.eq(event.as_str()))
        .filter(invitations::id.ne_all(told))
        .select(invitations::id)
        .load(conn)?;
    Ok(untold.into_iter().map(InvitationId::new).collect())
}

/// Takes back what a decision says, as far as it has not left.
pub(crate) fn take_back(
    conn: &mut Conn,
    event: &str,
    taken_back: &[(InvitationId, &'static [MessageKind])],
    now: Timestamp,
) -> Result<()> {
    if taken_back.is_empty() {
        return Ok(());
    }
    for (id, invitation, kind) in outstanding_of(conn, event)? {
        let kind = word::<MessageKind>(&kind)?;
        let concerned = taken_back
            .iter()
            .any(|(whose, kinds)| whose.as_str() == invitation && kinds.contains(&kind));
        if concerned {
            cancel(conn, &id, now)?;
        }
    }
    Ok(())
}

/// The messages of an event that are queued, also for the host to pass on, or being sent: id, invitation and kind. They are looked
/// for before they are changed one by one, because a change of all that match would also lock the
/// places between them, where other events add theirs.
fn outstanding_of(conn: &mut Conn, event: &str) -> Result<Vec<(String, String, String)>> {
    Ok(messages::table
        .filter(messages::event_id.eq(event))
        .filter(
            messages::due_at
                .is_not_null()
                .or(messages::status.eq(MessageStatus::Queued.as_str())),
        )
        .select((messages::id, messages::invitation_id, messages::kind))
        .load(conn)?)
}

/// Sees to it that a message does not leave any more. When a sender has claimed it, the sender
/// keeps its lease and writes down how it went, but there is no other try. One of unknown outcome stays so:
/// the guest may have it.
fn cancel(conn: &mut Conn, id: &str, now: Timestamp) -> Result<()> {
    let outstanding = messages::table.find(id).filter(
        messages::due_at
            .is_not_null()
            .or(messages::status.eq(MessageStatus::Queued.as_str())),
    );
    let over = || {
        (
            messages::due_at.eq(None::<i64>),
            messages::updated_at.eq(millis(now)),
        )
    };
    let unknown = MessageStatus::Unknown.as_str();
    let taken_back = diesel::update(outstanding.filter(messages::status.ne(unknown)))
        .set((
            messages::status.eq(MessageStatus::Cancelled.as_str()),
            over(),
        ))
        .execute(conn)?;
    if taken_back == 0 {
        diesel::update(outstanding.filter(messages::status.eq(unknown)))
            .set(over())
            .execute(conn)?;
    }
    Ok(())
}

/// Takes back a message that waits, whose it is; `false` when a sender has claimed it meanwhile.
pub(crate) fn take_back_queued(conn: &mut Conn, id: &MessageId, now: Timestamp) -> Result<bool> {
    let rows = diesel::update(
        messages::table
            .find(id.as_str())
            .filter(messages::status.eq(MessageStatus::Queued.as_str())),
    )
    .set((
        messages::status.eq(MessageStatus::Cancelled.as_str()),
        messages::due_at.eq(None::<i64>),
        messages::updated_at.eq(millis(now)),
    ))
    .execute(conn)?;
    Ok(rows == 1)
}
