//! Guests' links after the application's secret has changed.

use diesel::prelude::*;
use seat_dealer_core::InvitationId;

use crate::schema::invitations;
use crate::{Conn, Result, RsvpTokens};

/// The number of invitations in one transaction.
const BATCH: i64 = 1000;

/// Stores the hash of each invitation's link that is derived from the secret of `tokens`. Links that were derived
/// from another secret become invalid. Returns the number of new links.
///
/// Events are not locked, because no decision depends on a link.
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
