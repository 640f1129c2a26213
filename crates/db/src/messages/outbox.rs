//! Metrics of the outbox.

use diesel::prelude::*;
use jiff::Timestamp;

use crate::schema::messages;
use crate::time::from_millis;
use crate::{Conn, Result};

/// The size of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outbox {
    /// The number of messages that are not sent yet; at most [`Outbox::MOST`] are counted.
    pub waiting: usize,
    /// The earliest time at which one of them is due.
    pub first_due: Option<Timestamp>,
}

impl Outbox {
    /// The count stops here, so that it is cheap even if the outbox is large.
    pub const MOST: i64 = 10_000;
}

/// Reads the size of the outbox by an index.
pub fn outbox(conn: &mut Conn) -> Result<Outbox> {
    let due: Vec<Option<i64>> = messages::table
        .filter(messages::due_at.is_not_null())
        .order(messages::due_at)
        .limit(Outbox::MOST)
        .select(messages::due_at)
        .load(conn)?;
    Ok(Outbox {
        waiting: due.len(),
        first_due: due.first().copied().flatten().map(from_millis),
    })
}
