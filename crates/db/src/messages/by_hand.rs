//! Messages that wait for the host to pass them on.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Channel, Command, InvitationId, MessageKind, MessageStatus};

use crate::schema::messages;
use crate::snapshot::word;
use crate::time::millis;
use crate::{Conn, Result};

/// What the messages to this guest are about that wait for the host, oldest first.
pub fn to_hand_over(conn: &mut Conn, invitation: &InvitationId) -> Result<Vec<MessageKind>> {
    let waiting = waiting(conn, invitation)?;
    Ok(waiting.into_iter().map(|(_, kind)| kind).collect())
}

/// The plan after the host has passed on all that waited.
pub fn hand_over(conn: &mut Conn, invitation: &InvitationId, now: Timestamp) -> Result<Command> {
    let mut kinds = Vec::new();
    for (id, kind) in waiting(conn, invitation)? {
        diesel::update(messages::table.find(id))
            .set((
                messages::status.eq(MessageStatus::Sent.as_str()),
                messages::updated_at.eq(millis(now)),
            ))
            .execute(conn)?;
        kinds.push(kind);
    }
    Ok(Command::HandedOver {
        invitation: invitation.clone(),
        messages: kinds,
    })
}

/// Ids and kinds. What waits for the host is changed under the event's lock only, so that it can be
/// looked up before it is changed one by one.
fn waiting(conn: &mut Conn, invitation: &InvitationId) -> Result<Vec<(String, MessageKind)>> {
    let found: Vec<(String, String)> = messages::table
        .filter(messages::invitation_id.eq(invitation.as_str()))
        .filter(messages::channel.eq(Channel::ByHand.as_str()))
        .filter(messages::status.eq(MessageStatus::Queued.as_str()))
        .order((messages::occasion, messages::kind))
        .select((messages::id, messages::kind))
        .load(conn)?;
    let mut waiting = Vec::with_capacity(found.len());
    for (id, kind) in found {
        waiting.push((id, word(&kind)?));
    }
    Ok(waiting)
}
