//! What the outbox looks like from outside.

use diesel::prelude::*;
use jiff::Timestamp;

use crate::schema::messages;
use crate::time::from_millis;
use crate::{Conn, Result};

/// How full the outbox is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outbox {
    /// How many messages are still to be sent; those past [`Outbox::MOST`] are not counted.
    pub waiting: usize,
    /// When the first of them was to be sent, or will be.
    pub first_due: Option<Timestamp>,
}

impl Outbox {
    /// Looking stops here, so that a look costs little however much waits.
    pub const MOST: i64 = 10_000;
}

/// How full the outbox is, by an index and within bounds.
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
