//! How many texts and emails leave in a day. They are counted before they leave, each once however
//! often it is tried; with more than the limit nothing leaves. A day is one of UTC, so that its end is
//! known.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Channel, EventId, MessageId};

use crate::moments::millis;
use crate::schema::{events, message_counts, messages};
use crate::snapshot::stored;
use crate::{Conn, Error, Result};

/// How many messages of one channel may leave in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DailyLimits {
    /// Of each host.
    pub per_host: u32,
    /// Of all hosts together.
    pub all: u32,
}

/// Whose messages of the day are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsedUp {
    /// The host's.
    Hosts,
    /// Those of all hosts together.
    All,
}

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Counts are of interest for as many days.
const KEPT_DAYS: i64 = 60;
/// Stands for all hosts together.
const ALL: &str = "";

/// Lets a message of an event, claimed with this lease, leave by a channel, unless the day's messages by
/// it are used up.
///
/// # Errors
/// [`Error::NotFound`] when the lease is no longer this sender's.
pub fn permit(
    conn: &mut Conn,
    message: &MessageId,
    lease: &str,
    event: &EventId,
    channel: Channel,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<Option<UsedUp>> {
    let counted: bool = messages::table
        .find(message.as_str())
        .filter(messages::lease.eq(lease))
        .select(messages::counted)
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)?;
    if counted {
        return Ok(None);
    }
    let used_up = take(conn, event, channel, limits, now)?;
    if used_up.is_none() {
        let marked = diesel::update(
            messages::table
                .find(message.as_str())
                .filter(messages::lease.eq(lease)),
        )
        .set(messages::counted.eq(true))
        .execute(conn)?;
        if marked == 0 {
            return Err(Error::NotFound);
        }
    }
    Ok(used_up)
}

/// Counts one more message on behalf of the host of an event, unless the day's messages by this channel
/// are used up.
pub fn take(
    conn: &mut Conn,
    event: &EventId,
    channel: Channel,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<Option<UsedUp>> {
    let host: String = events::table
        .find(event.as_str())
        .select(events::host_id)
        .first(conn)?;
    let day = millis(now).div_euclid(DAY);
    let channel = channel.as_str();
    // The count of all comes first: whoever has it keeps the others waiting, and nobody waits for
    // two that were taken in different orders.
    if !count(conn, (day, channel, ALL), limits.all)? {
        return Ok(Some(UsedUp::All));
    }
    if count(conn, (day, channel, &host), limits.per_host)? {
        return Ok(None);
    }
    diesel::update(message_counts::table.find((day, channel, ALL)))
        .set(message_counts::messages.eq(message_counts::messages - 1))
        .execute(conn)?;
    Ok(Some(UsedUp::Hosts))
}

/// Day, channel and host.
type Key<'a> = (i64, &'a str, &'a str);

fn count(conn: &mut Conn, key: Key<'_>, limit: u32) -> Result<bool> {
    let (day, channel, host) = key;
    let one_more = |conn: &mut Conn| {
        diesel::update(
            message_counts::table
                .find(key)
                .filter(message_counts::messages.lt(stored(limit))),
        )
        .set(message_counts::messages.eq(message_counts::messages + 1))
        .execute(conn)
    };
    if one_more(conn)? == 1 {
        return Ok(true);
    }
    let known: Option<i32> = message_counts::table
        .find(key)
        .select(message_counts::messages)
        .first(conn)
        .optional()?;
    if known.is_some() || limit == 0 {
        return Ok(false);
    }
    if host == ALL {
        diesel::delete(message_counts::table.filter(message_counts::day.lt(day - KEPT_DAYS)))
            .execute(conn)?;
    }
    diesel::insert_into(message_counts::table)
        .values((
            message_counts::day.eq(day),
            message_counts::channel.eq(channel),
            message_counts::host_id.eq(host),
            message_counts::messages.eq(1),
        ))
        .execute(conn)?;
    Ok(true)
}
