//! Ids in requests.

use std::collections::HashSet;

use seat_dealer_core::ContactId;
use seat_dealer_db as db;

use crate::http::errors::ApiError;

/// Names the field that holds an unknown id.
pub(super) fn unknown(error: db::Error, field: &'static str, what: &str) -> db::Error {
    match error {
        db::Error::NotFound => db::Error::Invalid {
            field,
            code: "unknown-reference",
            message: format!("There is no such {what}."),
        },
        other => other,
    }
}

/// Parses a list of contact ids.
///
/// # Errors
/// An invalid field if the list is too long or contains an id twice.
pub(super) fn contact_ids(field: &str, ids: Vec<String>) -> Result<Vec<ContactId>, ApiError> {
    if ids.len() > 1_000 {
        return Err(ApiError::invalid(
            field,
            "too-many-items",
            "The list must have at most 1000 contacts.",
        ));
    }
    let mut seen = HashSet::new();
    if let Some(twice) = ids.iter().find(|id| !seen.insert(id.as_str())) {
        return Err(ApiError::invalid(
            field,
            "duplicate-item",
            format!("The contact {twice} is in the list twice."),
        ));
    }
    Ok(ids.into_iter().map(ContactId::new).collect())
}
