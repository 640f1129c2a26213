use serde::{Deserialize, Serialize};

/// Begins a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginStart {
    /// Where the provider sends the browser back to: `/login/callback` of the web app.
    pub redirect_uri: String,
}

/// Where to send the browser, and what to bring back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginStarted {
    /// The provider's page.
    pub authorization_url: String,
    /// Signed and short-lived; kept by the browser and posted back with the code.
    pub ticket: String,
}

/// Ends a sign-in with what the provider sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginFinish {
    /// The provider's `code`.
    pub code: String,
    /// The provider's `state`.
    pub state: String,
    /// The ticket of the start.
    pub ticket: String,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// The session key, for `Authorization: Bearer`.
    pub auth_token: String,
    /// Who signed in.
    pub user: User,
}

/// A host, as the sign-in knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Opaque id.
    pub id: String,
    /// Their verified email address.
    pub email: String,
    /// Their name.
    pub name: String,
}

/// A key for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    /// Opaque id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// When it was last used, to the hour.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub last_used_at: Option<String>,
}

/// A key to make.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApiKey {
    /// What it is for; 1 to 120 characters.
    #[cfg_attr(feature = "openapi", schema(format = "line", min_length = 1, max_length = 120))]
    pub name: String,
}

/// A key that was just made; the only time it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApiKeyCreated {
    /// Opaque id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// The key itself, for `Authorization: Bearer`.
    pub key: String,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}
