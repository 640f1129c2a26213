//! The resting channels of hosts.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{ChannelState, HostId};

use crate::due;
use crate::schema::channel_states;
use crate::snapshot::{truncated, word};
use crate::time::{from_millis, millis};
use crate::{Conn, Result};

type Row = (String, Option<String>, i64);

const COLUMNS: (
    channel_states::channel,
    channel_states::resting,
    channel_states::since,
) = (
    channel_states::channel,
    channel_states::resting,
    channel_states::since,
);

/// The channels of a host that rest or have rested.
pub(crate) fn channels_of(conn: &mut Conn, host: &str) -> Result<Vec<ChannelState>> {
    let rows: Vec<Row> = channel_states::table
        .filter(channel_states::host_id.eq(host))
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(to_core).collect()
}

fn to_core((channel, resting, since): Row) -> Result<ChannelState> {
    Ok(ChannelState {
        channel: word(&channel)?,
        resting,
        since: from_millis(since),
    })
}

/// The host for whom a channel has come to rest last, and the number of hosts for whom it rests.
pub(crate) fn latest_resting(conn: &mut Conn) -> Result<Option<(ChannelState, i64)>> {
    let resting = channel_states::table.filter(channel_states::resting.is_not_null());
    let latest: Option<Row> = resting
        .order(channel_states::since.desc())
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    let Some(latest) = latest else {
        return Ok(None);
    };
    let hosts = resting
        .filter(channel_states::channel.eq(&latest.0))
        .count()
        .get_result(conn)?;
    Ok(Some((to_core(latest)?, hosts)))
}

/// Stores the channels that a decision has changed. If one no longer rests, all events of the host become due, to
/// send their messages.
pub(crate) fn write(
    conn: &mut Conn,
    host: &HostId,
    before: &[ChannelState],
    after: &[ChannelState],
    now: Timestamp,
) -> Result<()> {
    for state in after.iter().filter(|state| !before.contains(state)) {
        let row = channel_states::table.find((host.as_str(), state.channel.as_str()));
        let values = (
            channel_states::resting.eq(state.resting.as_deref().map(|why| truncated(why, 500))),
            channel_states::since.eq(millis(state.since)),
        );
        let known = diesel::update(row).set(values.clone()).execute(conn)?;
        if known == 0 {
            diesel::insert_into(channel_states::table)
                .values((
                    channel_states::host_id.eq(host.as_str()),
                    channel_states::channel.eq(state.channel.as_str()),
                    values,
                ))
                .execute(conn)?;
        }
        if state.resting.is_none() {
            due::wake(conn, host, now)?;
        }
    }
    Ok(())
}
