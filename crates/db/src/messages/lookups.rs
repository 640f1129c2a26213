//! Queries about messages outside of decisions.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Channel, EventId, InvitationId, Message, MessageId, MessageStatus};

use super::{MessageRow, known};
use crate::schema::messages;
use crate::snapshot::word;
use crate::time::from_millis;
use crate::{Conn, Result};

/// The time at which the next message becomes due.
pub fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let due: Option<Option<i64>> = messages::table
        .filter(messages::due_at.is_not_null())
        .order(messages::due_at)
        .select(messages::due_at)
        .first(conn)
        .optional()?;
    Ok(due.flatten().map(from_millis))
}

/// The number of messages that are not sent yet.
pub fn outstanding(conn: &mut Conn) -> Result<i64> {
    Ok(messages::table
        .filter(messages::due_at.is_not_null())
        .select(diesel::dsl::count_star())
        .first(conn)?)
}

/// Whether the provider may have another message of the same invitation whose id is unknown: it is queued, being
/// sent, or its outcome is unknown.
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

/// The known provider's ids of an invitation's messages.
pub fn provider_ids(conn: &mut Conn, invitation: &InvitationId) -> Result<Vec<String>> {
    let ids: Vec<Option<String>> = messages::table
        .filter(messages::invitation_id.eq(invitation.as_str()))
        .filter(messages::provider_id.is_not_null())
        .select(messages::provider_id)
        .load(conn)?;
    Ok(ids.into_iter().flatten().collect())
}

/// The message of a report: its id, its event and its status. It is found by this server's id if the report contains
/// it, or else by the provider's id.
pub fn reported_on(
    conn: &mut Conn,
    message: Option<&MessageId>,
    provider_id: &str,
) -> Result<Option<(MessageId, EventId, MessageStatus)>> {
    let mut query = messages::table
        .select((messages::id, messages::event_id, messages::status))
        .into_boxed();
    query = match message {
        Some(id) => query.filter(messages::id.eq(id.as_str().to_owned())),
        None => query.filter(messages::provider_id.eq(provider_id.to_owned())),
    };
    let row: Option<(String, String, String)> = query.first(conn).optional()?;
    row.map(|(id, event, status)| Ok((MessageId::new(id), EventId::new(event), word(&status)?)))
        .transpose()
}

/// The messages to this guest that the host has to pass on, oldest first.
pub fn to_hand_over(conn: &mut Conn, invitation: &InvitationId) -> Result<Vec<Message>> {
    let waiting = messages::table
        .filter(messages::invitation_id.eq(invitation.as_str()))
        .filter(messages::channel.eq(Channel::ByHand.as_str()))
        .filter(messages::status.eq(MessageStatus::Queued.as_str()))
        .order((messages::occasion, messages::kind))
        .select(MessageRow::as_select())
        .load(conn)?;
    known(waiting)
}
