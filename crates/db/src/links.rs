//! Guests' links after the application's secret has changed.

use diesel::prelude::*;
use seat_dealer_core::InvitationId;

use crate::schema::invitations;
use crate::{Conn, Result, RsvpTokens};

/// How many invitations are looked at together.
const BATCH: i64 = 1000;

/// Lets every invitation be found by the link that is derived from the secret of `tokens`. What was
/// derived from another one leads nowhere from then on. Returns how many links are new.
///
/// No event is locked for it: nothing that is decided depends on a link.
pub fn renew(conn: &mut Conn, tokens: &RsvpTokens) -> Result<usize> {
    let mut renewed = 0;
    let mut last = String::new();
    loop {
        let batch: Vec<(String, String)> = invitations::table
            .filter(invitations::id.gt(&last))
            .order(invitations::id)
            .limit(BATCH)
            .select((invitations::id, invitations::token_hash))
            .load(conn)?;
        let Some((end, _)) = batch.last() else {
            return Ok(renewed);
        };
        last.clone_from(end);
        for (id, known) in batch {
            let hash = tokens.hash_for(&InvitationId::new(id.as_str()));
            if hash != known {
                renewed += diesel::update(invitations::table.find(id))
                    .set(invitations::token_hash.eq(hash))
                    .execute(conn)?;
            }
        }
    }
}
