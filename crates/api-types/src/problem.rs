use serde::{Deserialize, Serialize};

/// An error, as RFC 9457 has it (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that names the kind of problem: `/problems/` and the `code`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem as a word for programs, e.g. `invalid-input`. There may be new ones at any
    /// time.
    ///
    /// If the rules of the deal refuse something: `event-cancelled`, `event-begun`,
    /// `deal-until-passed`, `not-dealing`, `seats-taken`, `no-open-seat`, `quiet-until-begin`,
    /// `already-invited`, `contact-unreachable`, `nothing-to-hand-over`, `unknown-invitation`,
    /// `invitation-withdrawn`, `party-limit` or `no-room-for-party`. The event's log has the same
    /// code in the `detail` of its entry of the kind `refused`, but `not-found` is sent instead of
    /// `unknown-invitation`.
    pub code: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What went wrong this time and how to mend it, in a sentence.
    pub detail: String,
    /// For bad input: what to mend, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One field that has to be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's JSON name, with a path where it is nested, e.g. `quietHours.from`.
    pub field: String,
    /// What to do about it, as a sentence.
    pub message: String,
}
