//! Time that passes more quickly than it does: for tests.

use diesel::prelude::*;

use crate::schema::messages;
use crate::{Conn, Result};

/// Lets every message that waits become due, by whatever clock, as if time had passed: leases run
/// out, and what is to be tried later is tried.
pub fn let_time_pass(conn: &mut Conn) -> Result<usize> {
    Ok(
        diesel::update(messages::table.filter(messages::due_at.gt(0)))
            .set(messages::due_at.eq(0))
            .execute(conn)?,
    )
}
