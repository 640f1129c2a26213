use serde::{Deserialize, Serialize};

/// People to import, as another program exports them or as one pastes them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewImport {
    /// CSV with or without headings, vCards, or lines of names, numbers and addresses. At most
    /// 1 MB and 5,000 people.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "Name,Phone,Email\nAda Lovelace,+14155550132,ada@example.com")
    )]
    pub text: String,
    /// The two letters of the country whose numbers need no country code (ISO 3166-1); the host's
    /// own unless said.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$", example = "DE")
    )]
    pub country: Option<String>,
    /// Whether to do it; otherwise the answer only says what would be done.
    #[serde(default)]
    pub apply: bool,
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
    /// How many cannot become contacts.
    pub refused: u32,
}

/// Somebody in an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedPerson {
    /// The line of the text where they begin, from 1.
    pub line: u64,
    /// What becomes of them.
    pub outcome: ImportOutcome,
    /// Their name.
    pub name: String,
    /// Their phone number in E.164 form.
    pub phone_number: Option<String>,
    /// Their email address.
    pub email: Option<String>,
    /// Why they are refused, what changes, or what was left out, in a sentence.
    pub note: Option<String>,
}

/// What becomes of somebody in an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ImportOutcome {
    /// A new contact.
    Created,
    /// A contact with the same name and the same number or address, changed.
    Updated,
    /// A contact with the same name and the same number or address, as it was.
    Unchanged,
    /// Nothing: `note` says why.
    Refused,
}
