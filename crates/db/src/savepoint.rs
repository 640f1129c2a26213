use diesel::prelude::*;

use crate::{Conn, Error, Result};

/// Why a part of a transaction is rolled back.
enum Undone<E> {
    Refused(E),
    Failed(Error),
}

impl<E> From<diesel::result::Error> for Undone<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Runs `work` in this transaction, and rolls it back if it returns `Ok(Err(_))`. The rest of the transaction stays.
pub fn all_or_nothing<T, E>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<std::result::Result<T, E>>,
) -> Result<std::result::Result<T, E>> {
    let outcome = conn.transaction(|conn| match work(conn) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(refusal)) => Err(Undone::Refused(refusal)),
        Err(error) => Err(Undone::Failed(error)),
    });
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(Undone::Refused(refusal)) => Ok(Err(refusal)),
        Err(Undone::Failed(error)) => Err(error),
    }
}
