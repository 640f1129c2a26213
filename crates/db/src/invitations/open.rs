//! The invitations that one phone number or email address can still answer, of all hosts.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Channel, EventStatus, InvitationStatus, MessageStatus};

use super::{GuestRow, GuestView, guest_view};
use crate::schema::{contacts, events, hosts, invitations, messages};
use crate::snapshot::{EventRow, InvitationRow};
use crate::suppression_list::spellings;
use crate::time::millis;
use crate::{Conn, Result};

/// The maximum number of open invitations that are returned: the latest ones.
const MOST_OPEN: usize = 20;
/// The maximum number of rows that are read. The database does not sort them, because it would copy all rows first.
const MOST_READ: i64 = 1_000;
/// The statuses of a text that the guest may have received.
const MAY_HAVE_ARRIVED: [MessageStatus; 4] = [
    MessageStatus::Sending,
    MessageStatus::Sent,
    MessageStatus::Delivered,
    MessageStatus::Unknown,
];

/// The invitations that the owner of this number or address can still answer, oldest first, at most 20.
pub fn open_to(
    conn: &mut Conn,
    channel: Channel,
    address: &str,
    now: Timestamp,
) -> Result<Vec<GuestView>> {
    find(conn, channel, address, false, now)
}

/// The open invitations that a text from this number may answer, oldest first, at most 20: those with a sent text, or
/// all if there is none. So another host can make an answer ambiguous only by a text that the guest receives, too.
pub fn texted_to(conn: &mut Conn, number: &str, now: Timestamp) -> Result<Vec<GuestView>> {
    let texted = find(conn, Channel::Sms, number, true, now)?;
    if texted.is_empty() {
        return open_to(conn, Channel::Sms, number, now);
    }
    Ok(texted)
}

fn find(
    conn: &mut Conn,
    channel: Channel,
    address: &str,
    only_texted: bool,
    now: Timestamp,
) -> Result<Vec<GuestView>> {
    let mut query = invitations::table
        .inner_join(contacts::table)
        .inner_join(events::table.inner_join(hosts::table))
        .filter(events::deleted_at.is_null())
        .filter(events::status.ne(EventStatus::Cancelled.as_str()))
        .filter(
            events::starts_at
                .is_null()
                .or(events::starts_at.gt(millis(now))),
        )
        .filter(invitations::status.ne(InvitationStatus::Withdrawn.as_str()))
        .limit(MOST_READ)
        .select((
            InvitationRow::as_select(),
            EventRow::as_select(),
            hosts::name,
            contacts::language,
            contacts::diet,
        ))
        .into_boxed();
    query = match channel {
        Channel::Sms => query.filter(contacts::phone_number.eq_any(spellings(channel, address))),
        Channel::Email => query.filter(contacts::email.eq_any(spellings(channel, address))),
        Channel::ByHand => return Ok(Vec::new()),
    };
    if only_texted {
        // With EXISTS, MariaDB would read all messages first.
        let text = messages::table
            .filter(messages::invitation_id.eq(invitations::id))
            .filter(messages::channel.eq(Channel::Sms.as_str()))
            .filter(messages::status.eq_any(MAY_HAVE_ARRIVED.map(MessageStatus::as_str)))
            .select(messages::id)
            .limit(1);
        query = query.filter(text.single_value().is_not_null());
    }
    let mut found: Vec<GuestRow> = query.load(conn)?;
    found.sort_by(|(one, ..), (other, ..)| {
        (one.invited_at, &one.id).cmp(&(other.invited_at, &other.id))
    });
    let latest = found.len().saturating_sub(MOST_OPEN);
    found.drain(..latest);
    found.into_iter().map(|row| guest_view(conn, row)).collect()
}
