//! Messages that cannot leave yet although nothing is wrong with them.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Command, MessageStatus};

use super::{Claimed, failed, other_channel};
use crate::schema::messages;
use crate::time::millis;
use crate::{Conn, Error, Result};

/// The plan for a claimed message whose channel is used up until a moment: the contact's other
/// channel, where there is one, because news of today is worth more than a text of tomorrow;
/// otherwise it waits. That it was claimed does not count as a try.
///
/// # Errors
/// [`Error::NotFound`] when the lease is no longer this sender's.
pub fn used_up(
    conn: &mut Conn,
    message: &Claimed,
    why: &str,
    until: Timestamp,
    now: Timestamp,
) -> Result<Command> {
    let invitation = &message.invitation.id;
    if other_channel(conn, invitation, message.kind, message.channel)?.is_some() {
        return failed(conn, message, why, now);
    }
    let rows = diesel::update(
        messages::table
            .find(message.id.as_str())
            .filter(messages::lease.eq(&message.lease))
            .filter(messages::due_at.is_not_null()),
    )
    .set((
        messages::status.eq(MessageStatus::Queued.as_str()),
        messages::due_at.eq(millis(until)),
        messages::lease.eq(None::<String>),
        messages::attempts.eq(messages::attempts - 1),
        messages::error.eq(why),
        messages::updated_at.eq(millis(now)),
    ))
    .execute(conn)?;
    if rows == 0 {
        return Err(Error::NotFound);
    }
    Ok(Command::Waits {
        invitation: invitation.clone(),
        message: message.kind,
        channel: message.channel,
        until,
        why: why.to_owned(),
    })
}
