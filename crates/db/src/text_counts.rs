//! How many texts leave in a day. They are counted before they leave, each once however often it is
//! tried; with more than the limit nothing leaves. A day is one of UTC, so that its end is known.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{EventId, MessageId};

use crate::moments::millis;
use crate::schema::{events, messages, text_counts};
use crate::snapshot::stored;
use crate::{Conn, Error, Result};

/// How many texts may leave in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DailyLimits {
    /// Of each host.
    pub per_host: u32,
    /// Of all hosts together.
    pub all: u32,
}

/// Whose texts of the day are used up.
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

/// Lets a message of an event, claimed with this lease, leave as a text, unless the day's texts are used up.
///
/// # Errors
/// [`Error::NotFound`] when the lease is no longer this sender's.
pub fn permit(
    conn: &mut Conn,
    message: &MessageId,
    lease: &str,
    event: &EventId,
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
    let used_up = take(conn, event, limits, now)?;
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

/// Counts one more text on behalf of the host of an event, unless the day's texts are used up.
pub fn take(
    conn: &mut Conn,
    event: &EventId,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<Option<UsedUp>> {
    let host: String = events::table
        .find(event.as_str())
        .select(events::host_id)
        .first(conn)?;
    let day = millis(now).div_euclid(DAY);
    // The count of all comes first: whoever has it keeps the others waiting, and nobody waits for
    // two that were taken in different orders.
    if !count(conn, day, ALL, limits.all)? {
        return Ok(Some(UsedUp::All));
    }
    if count(conn, day, &host, limits.per_host)? {
        return Ok(None);
    }
    diesel::update(text_counts::table.find((day, ALL)))
        .set(text_counts::texts.eq(text_counts::texts - 1))
        .execute(conn)?;
    Ok(Some(UsedUp::Hosts))
}

fn count(conn: &mut Conn, day: i64, host: &str, limit: u32) -> Result<bool> {
    let one_more = |conn: &mut Conn| {
        diesel::update(
            text_counts::table
                .find((day, host))
                .filter(text_counts::texts.lt(stored(limit))),
        )
        .set(text_counts::texts.eq(text_counts::texts + 1))
        .execute(conn)
    };
    if one_more(conn)? == 1 {
        return Ok(true);
    }
    let known: Option<i32> = text_counts::table
        .find((day, host))
        .select(text_counts::texts)
        .first(conn)
        .optional()?;
    if known.is_some() || limit == 0 {
        return Ok(false);
    }
    if host == ALL {
        diesel::delete(text_counts::table.filter(text_counts::day.lt(day - KEPT_DAYS)))
            .execute(conn)?;
    }
    diesel::insert_into(text_counts::table)
        .values((
            text_counts::day.eq(day),
            text_counts::host_id.eq(host),
            text_counts::texts.eq(1),
        ))
        .execute(conn)?;
    Ok(true)
}
