//! Messages that wait for the host to pass them on.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Channel, Command, InvitationId, MessageKind, MessageStatus};

use crate::moments::millis;
use crate::schema::messages;
use crate::snapshot::word;
use crate::{Conn, Result};

/// What the messages to this guest are about that wait for the host, oldest first.
pub fn to_hand_over(conn: &mut Conn, invitation: &InvitationId) -> Result<Vec<MessageKind>> {
    let kinds: Vec<String> = messages::table
        .filter(messages::invitation_id.eq(invitation.as_str()))
        .filter(messages::channel.eq(Channel::ByHand.as_str()))
        .filter(messages::status.eq(MessageStatus::Queued.as_str()))
        .order((messages::created_at, messages::id))
        .select(messages::kind)
        .load(conn)?;
    kinds.iter().map(|kind| word(kind)).collect()
}

/// The plan after the host has passed on all that waited.
pub fn hand_over(conn: &mut Conn, invitation: &InvitationId, now: Timestamp) -> Result<Command> {
    let kinds = to_hand_over(conn, invitation)?;
    diesel::update(
        messages::table
            .filter(messages::invitation_id.eq(invitation.as_str()))
            .filter(messages::channel.eq(Channel::ByHand.as_str()))
            .filter(messages::status.eq(MessageStatus::Queued.as_str())),
    )
    .set((
        messages::status.eq(MessageStatus::Sent.as_str()),
        messages::updated_at.eq(millis(now)),
    ))
    .execute(conn)?;
    Ok(Command::HandedOver {
        invitation: invitation.clone(),
        messages: kinds,
    })
}
