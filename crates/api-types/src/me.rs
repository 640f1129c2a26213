use serde::{Deserialize, Serialize};

use crate::{QuietHours, present};

/// The signed-in host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Opaque id.
    pub id: String,
    /// Their verified email address.
    pub email: String,
    /// Their name; guests see it.
    pub name: String,
    /// IANA name of the time zone for new events.
    pub time_zone: Option<String>,
    /// The two letters of the country whose phone numbers need no country code (ISO 3166-1).
    pub country: Option<String>,
    /// When nothing is dealt or sent for new events; `null`: none.
    pub quiet_hours: Option<QuietHours>,
    /// How many invitations to a new event may wait at once; `null`: the deal decides.
    pub hand_size: Option<u32>,
    /// How long a guest of a new event has to answer; `null`: the deal decides.
    pub response_window_minutes: Option<u32>,
    /// Whether messages go to the development mailbox instead of to people.
    pub development_mailbox: bool,
}

/// What to change about the signed-in host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MePatch {
    /// 1 to 120 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, format = "line", min_length = 1, max_length = 120)
    )]
    pub name: Option<String>,
    /// IANA name.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, format = "time-zone", example = "Europe/Berlin")
    )]
    pub time_zone: Option<String>,
    /// Two letters (ISO 3166-1): phone numbers may then be written as one dials them there.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            nullable = false,
            min_length = 2,
            max_length = 2,
            pattern = "^[A-Z]{2}$",
            example = "DE"
        )
    )]
    pub country: Option<String>,
    /// Quiet hours of new events; `null` for none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<Option<QuietHours>>,
    /// Hand size of new events, 1 to 10,000; `null`: the deal decides.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub hand_size: Option<Option<i64>>,
    /// Response window of new events, 5 to 86,400; `null`: the deal decides.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 5, maximum = 86_400))]
    pub response_window_minutes: Option<Option<i64>>,
}

/// A device on which the host is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Opaque id.
    pub id: String,
    /// Browser and system, in plain words.
    pub device: String,
    /// When the host signed in there.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// When it was last used, to the hour.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub last_used_at: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Closes the account and erases what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountDeletion {
    /// The host's own address, as a sign that it is meant.
    #[cfg_attr(feature = "openapi", schema(example = "ada@example.com"))]
    pub email: String,
}
