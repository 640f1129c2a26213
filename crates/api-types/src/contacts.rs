use seat_dealer_core::{AddOutcome, Channel, Language};
use serde::{Deserialize, Serialize};

use crate::{FieldError, list, present, present_list};

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
    /// How many people this is when all of them come: a couple is one contact with 2.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
    pub party_size: u32,
    /// Whether the contact is in no deck. The host can still invite it by itself.
    pub not_for_dinners: bool,
    /// The channel that is tried first; `null`: text message when there is a phone number, else email.
    pub preferred_channel: Option<Channel>,
    /// The language of messages to this contact; `null`: the host's. A guest can choose it, too.
    pub language: Option<Language>,
    /// What the contact eats and does not eat. A guest can write it, too.
    pub diet: Option<String>,
    /// The host's words for the contact, at most 20. Guests never see them.
    pub tags: Vec<String>,
    /// The channels by which this contact wants no more messages: nothing is sent by them.
    pub opted_out: Vec<Channel>,
    /// When this host last invited this contact to anything.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub last_invited_at: Option<String>,
    /// When the contact was added.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// The time of the last change of the contact, or of its last invitation.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
    /// The id by which a client knows the contact.
    pub external_id: Option<String>,
    /// The ETag: send it as `If-Match` with a change.
    pub etag: String,
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
    /// How many people this is when all of them come: 1 to 20.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20, default = 1))]
    pub party_size: Option<i64>,
    /// Whether to keep the contact out of all decks.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub not_for_dinners: bool,
    /// The channel to try first.
    #[serde(default)]
    pub preferred_channel: Option<Channel>,
    /// The language of messages; the host's unless said.
    #[serde(default)]
    pub language: Option<Language>,
    /// What the contact eats and does not eat: one line of at most 200 characters.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "line", max_length = 200, example = "No nuts")
    )]
    pub diet: Option<String>,
    /// The host's words for the contact: at most 20 of at most 40 characters, without `,` and `;`.
    #[serde(default, deserialize_with = "list")]
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = Option<Vec<String>>, max_items = 20, example = json!(["book club"]))
    )]
    pub tags: Vec<String>,
    /// Whether to leave them out of the decks of events that are dealing or paused, until the host
    /// takes them in there. Otherwise they may be invited within seconds.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub keep_out_of_decks: bool,
    /// The id by which a client knows the contact: 1 to 200 characters, unique among the host's contacts.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "line", min_length = 1, max_length = 200, example = "crm-4711")
    )]
    pub external_id: Option<String>,
}

/// Contacts to add in one request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewContacts {
    /// 1 to 500 contacts.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub items: Vec<NewContact>,
}

/// The outcome of each contact of a request, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedContacts {
    /// The outcomes.
    pub items: Vec<AddedContact>,
}

/// The outcome of one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedContact {
    /// What has become of it.
    pub outcome: AddOutcome,
    /// The contact, if it was created.
    pub contact: Option<Contact>,
    /// The id of the contact that exists already.
    pub existing_id: Option<String>,
    /// What is wrong with it, if it was not created.
    pub errors: Vec<FieldError>,
}

/// A change of many contacts: of all of them, or of none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactsPatch {
    /// 1 to 500 contacts.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub contact_ids: Vec<String>,
    /// The priority that all of them get: 1 to 9.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9))]
    pub priority: Option<i64>,
    /// Tags that all of them lose. They are removed before others are added.
    #[serde(default, deserialize_with = "list")]
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = Option<Vec<String>>, max_items = 20, example = json!(["choir"]))
    )]
    pub remove_tags: Vec<String>,
    /// Tags that all of them get. A contact has at most 20.
    #[serde(default, deserialize_with = "list")]
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = Option<Vec<String>>, max_items = 20, example = json!(["book club"]))
    )]
    pub add_tags: Vec<String>,
}

/// Contacts after a change, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedContacts {
    /// The contacts.
    pub items: Vec<Contact>,
}

/// Contacts to delete in one request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactsDeletion {
    /// 1 to 500 contacts.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub contact_ids: Vec<String>,
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

/// A tag of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tag {
    /// The tag.
    pub tag: String,
    /// How many contacts have it.
    pub contacts: u32,
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
    /// 1 to 20.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, minimum = 1, maximum = 20))]
    pub party_size: Option<i64>,
    /// Whether the contact is in no deck.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub not_for_dinners: Option<bool>,
    /// The channel to try first; `null`: whichever there is.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub preferred_channel: Option<Option<Channel>>,
    /// The language of messages; `null`: the host's.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub language: Option<Option<Language>>,
    /// One line of at most 200 characters; `null`: nothing is known.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "line", max_length = 200))]
    pub diet: Option<Option<String>>,
    /// All tags of the contact: at most 20 of at most 40 characters, without `,` and `;`; `null`: none.
    #[serde(default, deserialize_with = "present_list", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub tags: Option<Vec<String>>,
    /// The id by which a client knows the contact: 1 to 200 characters, unique among the host's contacts.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "line", min_length = 1, max_length = 200))]
    pub external_id: Option<Option<String>>,
}
