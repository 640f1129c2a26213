use serde::{Deserialize, Serialize};

/// An error in the format of RFC 9457 (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that names the kind of problem: `/problems/` and the `code`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem as a code for programs, e.g. `invalid-input`. New codes may be added at any
    /// time.
    ///
    /// If the rules of the deal refuse a command: `event-cancelled`, `event-begun`,
    /// `deal-until-passed`, `not-dealing`, `seats-taken`, `no-open-seat`, `quiet-until-begin`,
    /// `already-invited`, `contact-unreachable`, `channel-rests`, `nothing-to-hand-over`,
    /// `unknown-invitation`, `invitation-withdrawn`, `party-limit` or `no-room-for-party`. The event's
    /// log has the same code in the `detail` of its entry of the kind `refused`, except that the response has
    /// `not-found` instead of `unknown-invitation`.
    pub code: String,
    /// The kind of problem as a short text.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request and how to correct it, as a sentence.
    pub detail: String,
    /// For invalid input: the invalid fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// For a conflict with something that is there already: its id.
    #[serde(rename = "existingId", default, skip_serializing_if = "Option::is_none")]
    pub existing_id: Option<String>,
}

/// An invalid field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The JSON name of the field; for nested fields the path, e.g. `quietHours.from`.
    pub field: String,
    /// How to correct the field, as a sentence.
    pub message: String,
}
