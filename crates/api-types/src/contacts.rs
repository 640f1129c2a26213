use seat_dealer_core::Channel;
use serde::{Deserialize, Serialize};

use crate::present;

/// A person the host may invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// Opaque id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// In E.164 form.
    pub phone_number: Option<String>,
    /// An email address.
    pub email: Option<String>,
    /// 1 is dealt before 9.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9))]
    pub priority: u32,
    /// The channel that is tried first; `null`: text message when there is a phone number, else email.
    pub preferred_channel: Option<Channel>,
    /// The channels by which this contact wants no more messages: nothing is sent by them.
    pub opted_out: Vec<Channel>,
    /// When this host last invited this contact to anything.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub last_invited_at: Option<String>,
    /// When the contact was added.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}

/// A contact to add. At least one of `phoneNumber` and `email` is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewContact {
    /// 1 to 120 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(format = "line", min_length = 1, max_length = 120, example = "Ada Lovelace")
    )]
    pub name: String,
    /// In international form, e.g. `+14155550132`, or as one dials it in the host's country.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "phone", example = "+14155550132", min_length = 8, max_length = 40)
    )]
    pub phone_number: Option<String>,
    /// An email address.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Email, max_length = 254, example = "ada@example.com"))]
    pub email: Option<String>,
    /// 1 to 9.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9, default = 5))]
    pub priority: Option<i64>,
    /// The channel to try first.
    #[serde(default)]
    pub preferred_channel: Option<Channel>,
    /// Whether to leave them out of the decks of events that are dealing or paused, until the host
    /// takes them in there. Otherwise they may be invited within seconds.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub keep_out_of_decks: bool,
}

/// Contacts who may be one person twice: their phone numbers are two spellings of one number, or they
/// have the same name and the same number or address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DuplicateContacts {
    /// The number or the address that they share, the number in E.164 form.
    pub shared: String,
    /// Two or more contacts, the oldest first.
    pub contacts: Vec<Contact>,
}

/// What to change about a contact: a field that is absent stays as it is, `null` clears it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactPatch {
    /// 1 to 120 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, format = "line", min_length = 1, max_length = 120)
    )]
    pub name: Option<String>,
    /// In international form; `null` removes it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "phone", example = "+14155550132", min_length = 8, max_length = 40)
    )]
    pub phone_number: Option<Option<String>>,
    /// An email address; `null` removes it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = Email, max_length = 254, example = "ada@example.com"))]
    pub email: Option<Option<String>>,
    /// 1 to 9.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, minimum = 1, maximum = 9))]
    pub priority: Option<i64>,
    /// The channel to try first; `null`: whichever there is.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub preferred_channel: Option<Option<Channel>>,
}
