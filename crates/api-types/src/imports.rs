use std::collections::BTreeMap;

use seat_dealer_core::{ImportOutcome, ImportedField, Language, Taken};
use serde::{Deserialize, Serialize};

/// People to import, as another program exports them or as one pastes them. `text` or `file`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewImport {
    /// CSV with or without headings, vCards, HTML, or lines of names, numbers and addresses. At most
    /// 1 MB and 5,000 people.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(example = "Name,Phone,Email\nAda Lovelace,+14155550132,ada@example.com")
    )]
    pub text: Option<String>,
    /// The bytes of a file in base64, whatever their character encoding. At most 1 MB and 5,000
    /// people.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Byte))]
    pub file: Option<String>,
    /// The two letters of the country whose numbers need no country code (ISO 3166-1); the host's
    /// own unless said.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$", example = "DE")
    )]
    pub country: Option<String>,
    /// What columns of a table are, by the `index` that a preview says: `{"2": "phone"}`. The others
    /// are what their headings say.
    #[serde(default)]
    pub mapping: BTreeMap<usize, Taken>,
    /// What the host has chosen about people, by the `index` that a preview says.
    #[serde(default)]
    pub choices: Vec<ImportChoice>,
    /// Whether to leave the new contacts out of the decks of events that are dealing or paused, until
    /// the host takes them in there. Otherwise they may be invited within seconds.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub keep_out_of_decks: bool,
    /// Whether to do it; otherwise the answer only says what would be done.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub apply: bool,
}

/// What a host has chosen about somebody in an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportChoice {
    /// Which of `items` it is.
    pub index: usize,
    /// Their name, instead of what was found; 1 to 120 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = "line", min_length = 1, max_length = 120))]
    pub name: Option<String>,
    /// What not to change about the contact whom they are.
    #[serde(default)]
    pub keep: Vec<ImportedField>,
    /// Whether to leave them out altogether.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub leave_out: bool,
}

/// What becomes of the people of an import, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    /// Everybody who was found in the text.
    pub items: Vec<ImportedPerson>,
    /// How many are new.
    pub created: u32,
    /// How many were known and have changed.
    pub updated: u32,
    /// How many were known as they are.
    pub unchanged: u32,
    /// How many have no name, which `choices` can say.
    pub unnamed: u32,
    /// How many `choices` leaves out.
    pub left_out: u32,
    /// How many cannot become contacts.
    pub refused: u32,
    /// Whether it was done; otherwise this is a preview.
    pub applied: bool,
    /// The columns of a table, and what they were taken for; empty for cards and lists.
    pub columns: Vec<ImportColumn>,
    /// The host's events that are dealing: they may invite new contacts within seconds.
    pub dealing: Vec<DealingEvent>,
    /// How it can be taken back; `null` for a preview, and where nothing was written.
    pub undo: Option<ImportUndo>,
}

/// Somebody in an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedPerson {
    /// Their place in `items`, from 0, for `choices`.
    pub index: usize,
    /// The line of the text where they begin, from 1.
    pub line: u64,
    /// What becomes of them.
    pub outcome: ImportOutcome,
    /// Their name; empty where there is none.
    pub name: String,
    /// Whether the name was made from the email address, because there is no better one.
    pub name_is_a_guess: bool,
    /// Their phone number in E.164 form.
    pub phone_number: Option<String>,
    /// Their email address.
    pub email: Option<String>,
    /// How many people they are, where a column says so.
    pub party_size: Option<u32>,
    /// The tags.
    pub tags: Vec<String>,
    /// What they eat and do not eat, where a column says so.
    pub diet: Option<String>,
    /// The language of their messages, where a card says so.
    pub language: Option<Language>,
    /// What changes about a contact who was known, field by field.
    pub changes: Vec<ImportChange>,
    /// Why they are refused, what changes, with whom they share a number or an address, or what was
    /// left out, in sentences.
    pub note: Option<String>,
}

/// What an import changes about a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportChange {
    /// The field.
    pub field: ImportedField,
    /// Its value before; `null` where there was none.
    pub before: Option<String>,
    /// Its new value.
    pub after: String,
}

/// A column of a table in an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// Its place from the left, from 0, for `mapping`.
    pub index: usize,
    /// Its heading; empty in a table without headings.
    pub heading: String,
    /// What its cells were taken for.
    pub taken: Taken,
    /// Its first cells that are not empty, at most three.
    pub samples: Vec<String>,
    /// What was left out of it, in sentences.
    pub note: Option<String>,
}

/// An event that is dealing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealingEvent {
    /// The event.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// How an import can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportUndo {
    /// The import, for `DELETE /api/v1/imports/{id}`.
    pub id: String,
    /// Until when.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub until: String,
}

/// What became of an import that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportUndone {
    /// How many contacts that it had added were deleted. Invitations that they got stay.
    pub removed: u32,
    /// How many contacts are again what they were before.
    pub restored: u32,
    /// How many contacts were changed or deleted since, and stay as they are.
    pub kept: u32,
}
