use serde::{Deserialize, Serialize};

/// An error in the format of RFC 9457 (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that names the kind of problem, e.g. `/problems/invalid-input`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem as a short text.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request and how to correct it, as a sentence.
    pub detail: String,
    /// For invalid input: the invalid fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
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
