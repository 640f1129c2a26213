//! Daily limits of texts and emails. A message is counted before it is sent, once for all tries. A message above the
//! limit is not sent. A day is a UTC day. The limit of a host becomes lower while other hosts use up the limit of all
//! hosts, so that a few accounts cannot use up everything.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Channel, EventId, HostId, MessageId};

use crate::schema::{events, message_counts, messages};
use crate::snapshot::{count as number, stored};
use crate::time::millis;
use crate::{Conn, Error, Result};

/// The daily limits of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DailyLimits {
    /// Of each host.
    pub per_host: u32,
    /// Of all hosts together.
    pub all: u32,
}

impl DailyLimits {
    /// The limit of one host on a day when other hosts have sent `others` messages: its own limit, multiplied by the
    /// unused part of the limit of all hosts, rounded up. A single host has its whole limit, and the last host has a
    /// part while anything is left.
    pub fn share(self, others: u32) -> u32 {
        let left = u64::from(self.all.saturating_sub(others));
        let share = (u64::from(self.per_host) * left).div_ceil(u64::from(self.all.max(1)));
        u32::try_from(share).unwrap_or(u32::MAX)
    }
}

/// Which daily limit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsedUp {
    /// The limit of the host.
    Host {
        /// The limit of today: the host's own limit, or less because other hosts have sent much.
        share: u32,
    },
    /// The limit of all hosts together.
    All,
}

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// The number of days after which counts are deleted.
const KEPT_DAYS: i64 = 60;
/// The id of all hosts together.
const ALL: &str = "";

/// Counts a message of an event that is claimed with this lease, unless a daily limit of the channel is reached.
///
/// # Errors
/// [`Error::NotFound`] if another sender has the lease now.
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

/// Counts one message of the host of an event, unless a daily limit of the channel is reached.
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
    take_for(conn, &HostId::new(host), channel, limits, now)
}

/// Counts one message of a host, unless a daily limit of the channel is reached.
pub(crate) fn take_for(
    conn: &mut Conn,
    host: &HostId,
    channel: Channel,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<Option<UsedUp>> {
    let host = host.as_str();
    let day = millis(now).div_euclid(DAY);
    let channel = channel.as_str();
    // The count of all hosts is locked first, so that no two transactions lock the counts in different orders.
    if !count(conn, (day, channel, ALL), limits.all)? {
        return Ok(Some(UsedUp::All));
    }
    let mut share = limits.per_host;
    if count(conn, (day, channel, host), share)? {
        // The counts are read after both updates, which have locked them.
        let own = counted(conn, (day, channel, host))?;
        let all = counted(conn, (day, channel, ALL))?;
        share = limits.share(all.saturating_sub(own));
        if own <= share {
            return Ok(None);
        }
        uncount(conn, (day, channel, host))?;
    }
    uncount(conn, (day, channel, ALL))?;
    Ok(Some(UsedUp::Host { share }))
}

/// Day, channel and host.
type CountKey<'a> = (i64, &'a str, &'a str);

fn counted(conn: &mut Conn, key: CountKey<'_>) -> Result<u32> {
    let messages: i32 = message_counts::table
        .find(key)
        .select(message_counts::messages)
        .first(conn)?;
    Ok(number(messages))
}

fn uncount(conn: &mut Conn, key: CountKey<'_>) -> Result<()> {
    diesel::update(message_counts::table.find(key))
        .set(message_counts::messages.eq(message_counts::messages - 1))
        .execute(conn)?;
    Ok(())
}

fn count(conn: &mut Conn, key: CountKey<'_>, limit: u32) -> Result<bool> {
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: DailyLimits = DailyLimits {
        per_host: 250,
        all: 1_000,
    };

    /// Sends a message if the limits allow it.
    fn send(sent: &mut [u32], host: usize) -> bool {
        let others = sent.iter().sum::<u32>() - sent[host];
        let may = sent[host] < LIMITS.share(others) && others + sent[host] < LIMITS.all;
        sent[host] += u32::from(may);
        may
    }

    /// The number of messages that a host can still send after others have sent all they could, in turn or one after
    /// the other.
    fn left_for_one_more(greedy: usize, in_turn: bool) -> u32 {
        let mut sent = vec![0; greedy + 1];
        if in_turn {
            while (0..greedy).filter(|host| send(&mut sent, *host)).count() > 0 {}
        } else {
            for host in 0..greedy {
                while send(&mut sent, host) {}
            }
        }
        while send(&mut sent, greedy) {}
        sent[greedy]
    }

    #[test]
    fn a_host_alone_has_its_whole_limit() {
        assert_eq!(left_for_one_more(0, true), LIMITS.per_host);
        for (per_host, all) in [(1, 1), (7, 5), (1_000, 1_000), (0, 9), (9, 0)] {
            let limits = DailyLimits { per_host, all };
            let expected = if all == 0 { 0 } else { per_host };
            assert_eq!(limits.share(0), expected);
        }
    }

    #[test]
    fn a_few_accounts_cannot_use_up_what_all_have() {
        // With k other hosts, no limit can guarantee more than the (k + 1)-th part.
        for (greedy, in_turn, one_by_one) in [(4, 107, 79), (10, 58, 14), (100, 7, 0)] {
            assert!(left_for_one_more(greedy, true) >= in_turn, "{greedy}");
            assert!(left_for_one_more(greedy, false) >= one_by_one, "{greedy}");
        }
    }
}
