use serde::{Deserialize, Serialize};

/// The reminders that guests of an event get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reminders {
    /// Whether guests who have not answered are reminded once. A reminder by text counts as a text.
    pub unanswered: bool,
    /// Whether guests who have a seat hear once, on the day before, that they are expected.
    pub day_before: bool,
}

/// The reminders that guests of an event get. An absent field keeps its value; in a new event it is
/// `true`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemindersPatch {
    /// Whether guests who have not answered are reminded once. A reminder by text counts as a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<bool>,
    /// Whether guests who have a seat hear once, on the day before, that they are expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_before: Option<bool>,
}
