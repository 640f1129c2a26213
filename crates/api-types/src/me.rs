use seat_dealer_core::{self as core, AnswerNews, Language};
use serde::{Deserialize, Serialize};

use crate::{QuietHours, present};

/// The signed-in host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Opaque id.
    pub id: String,
    /// The verified email address.
    pub email: String,
    /// The name, which guests see.
    pub name: String,
    /// The IANA name of the time zone of new events.
    pub time_zone: Option<String>,
    /// The country (two letters, ISO 3166-1) whose phone numbers can be entered without a country code.
    pub country: Option<String>,
    /// The quiet hours of new events; `null`: none.
    pub quiet_hours: Option<QuietHours>,
    /// The number of invitations to a new event that may wait for an answer at the same time; `null`:
    /// chosen by the rules.
    pub hand_size: Option<u32>,
    /// The minutes that a guest of a new event has to answer; `null`: chosen by the rules.
    pub response_window_minutes: Option<u32>,
    /// Whether the calendar has a secret address.
    pub calendar: bool,
    /// The language of messages to contacts, and of their pages, where the contact has none.
    pub language: Language,
    /// Whether messages go to the development mailbox instead of to guests.
    pub development_mailbox: bool,
    /// The ETag: send it as `If-Match` with a change.
    pub etag: String,
}

/// The secret address of the host's calendar. It is shown only here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarAddress {
    /// The address to which a calendar program subscribes.
    pub url: String,
}

/// A change of the signed-in host. An absent field keeps its value, and `null` clears it.
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
    /// IANA name; `null` unsets it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "time-zone", example = "Europe/Berlin"))]
    pub time_zone: Option<Option<String>>,
    /// The country (two letters, ISO 3166-1) whose phone numbers can be entered without a country code;
    /// `null` unsets it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$", example = "DE")
    )]
    pub country: Option<Option<String>>,
    /// The quiet hours of new events; `null`: none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<Option<QuietHours>>,
    /// The hand size of new events, 1 to 10,000; `null`: chosen by the rules.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub hand_size: Option<Option<i64>>,
    /// The response window of new events in minutes, 5 to 86,400; `null`: chosen by the rules.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 5, maximum = 86_400))]
    pub response_window_minutes: Option<Option<i64>>,
    /// The language of messages to contacts, and of their pages, where the contact has none; `null`: the language that
    /// the server is set to.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub language: Option<Option<Language>>,
}

/// What the host hears, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Notifications {
    /// What needs the host, such as an empty deck or a guest who cannot be reached: at once.
    #[cfg_attr(feature = "openapi", schema(default = true))]
    pub needs_you: bool,
    /// The guests' answers: each, once a day, or not at all.
    #[cfg_attr(feature = "openapi", schema(default = "daily"))]
    pub answers: AnswerNews,
    /// That the table is full: once.
    #[cfg_attr(feature = "openapi", schema(default = true))]
    pub full: bool,
    /// Whether emails are sent at all.
    #[cfg_attr(feature = "openapi", schema(default = true))]
    pub email: bool,
    /// Whether the subscribed browsers show news at all.
    #[cfg_attr(feature = "openapi", schema(default = true))]
    pub push: bool,
    /// Whether browsers show names and words of guests. They also show them when the screen is locked.
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub push_names: bool,
    /// The server's public key as base64url, with which browsers subscribe (`applicationServerKey`). A value in a
    /// request is ignored.
    #[cfg_attr(feature = "openapi", schema(read_only))]
    pub push_public_key: String,
}

impl Default for Notifications {
    fn default() -> Self {
        Self::new(core::Notifications::default(), String::new())
    }
}

impl Notifications {
    /// What a host of the server with this key hears.
    pub fn new(notifications: core::Notifications, push_public_key: String) -> Self {
        let core::Notifications {
            needs_you,
            answers,
            full,
            email,
            push,
            push_names,
        } = notifications;
        Self {
            needs_you,
            answers,
            full,
            email,
            push,
            push_names,
            push_public_key,
        }
    }
}

impl From<Notifications> for core::Notifications {
    fn from(notifications: Notifications) -> Self {
        let Notifications {
            needs_you,
            answers,
            full,
            email,
            push,
            push_names,
            push_public_key: _,
        } = notifications;
        Self {
            needs_you,
            answers,
            full,
            email,
            push,
            push_names,
        }
    }
}

/// A device on which the host is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Opaque id.
    pub id: String,
    /// The browser and the operating system, as text.
    pub device: String,
    /// The time of the sign-in.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// The time of the last use, to the hour.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub last_used_at: Option<String>,
    /// Whether this request uses the session.
    pub current: bool,
}

/// Closes the account and erases its data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountDeletion {
    /// The host's own email address, as a confirmation.
    #[cfg_attr(feature = "openapi", schema(example = "ada@example.com"))]
    pub email: String,
}
