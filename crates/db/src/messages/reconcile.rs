//! What is known of messages that may or may not have been taken, and of their neighbours.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Command, InvitationId, MessageId, MessageStatus};

use super::{Claimed, sent};
use crate::schema::messages;
use crate::{Conn, Error, Result};

/// Whether another message of the same invitation may be with the provider without anybody knowing
/// its name there: it is queued, being sent, or its outcome is unknown.
pub fn others_are_under_way(
    conn: &mut Conn,
    invitation: &InvitationId,
    message: &MessageId,
) -> Result<bool> {
    let others = messages::table
        .filter(messages::invitation_id.eq(invitation.as_str()))
        .filter(messages::id.ne(message.as_str()))
        .filter(
            messages::due_at
                .is_not_null()
                .or(messages::lease.is_not_null())
                .or(messages::status.eq(MessageStatus::Unknown.as_str())),
        );
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(conn)?)
}

/// The provider's names for an invitation's messages, as far as they are known.
pub fn provider_ids(conn: &mut Conn, invitation: &InvitationId) -> Result<Vec<String>> {
    let ids: Vec<Option<String>> = messages::table
        .filter(messages::invitation_id.eq(invitation.as_str()))
        .filter(messages::provider_id.is_not_null())
        .select(messages::provider_id)
        .load(conn)?;
    Ok(ids.into_iter().flatten().collect())
}

/// [`sent`] for a message of unknown outcome that was found at its provider. Two messages to the same guest with
/// the same words may find the same one, if both look before either has noted it: who comes second
/// looks again when the claim has run out.
///
/// # Errors
/// [`Error::NotFound`] when another message has this name, or the lease is no longer this sender's.
pub fn found(
    conn: &mut Conn,
    message: &Claimed,
    provider_id: &str,
    delivered: bool,
    now: Timestamp,
) -> Result<Command> {
    let known = provider_ids(conn, &message.invitation.id)?;
    if known.iter().any(|known| known == provider_id) {
        return Err(Error::NotFound);
    }
    sent(conn, message, Some(provider_id), delivered, now)
}
