use serde::{Deserialize, Serialize};

/// An error in the format of RFC 9457 (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The address of a page that explains the kind of problem: `/problems/` and the `code`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem as a code for programs. New codes may be added at any time.
    ///
    /// If the rules of the deal refuse a command, the event's log has the same code in the `detail` of its
    /// entry of the kind `refused`, except that the response has `not-found` instead of
    /// `unknown-invitation`.
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
    /// For something that was changed meanwhile: what is there now, as a request for it would return it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub current: Option<serde_json::Value>,
}

/// An invalid field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The JSON name of the field; for nested fields the path, e.g. `quietHours.from`.
    pub field: String,
    /// What is wrong as a code for programs. New codes may be added at any time.
    pub code: String,
    /// How to correct the field, as a sentence.
    pub message: String,
}
