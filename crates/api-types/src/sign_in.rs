use seat_dealer_core::Scope;
use serde::{Deserialize, Serialize};

use crate::present;

/// Starts a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginStart {
    /// The address that the provider redirects the browser to: `/login/callback` of the web app.
    pub redirect_uri: String,
}

/// A sign-in that was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginStarted {
    /// The provider's page that the browser must open.
    pub authorization_url: String,
    /// The ticket that the browser keeps and posts with the code. It is valid for ten minutes.
    pub ticket: String,
}

/// Finishes a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginFinish {
    /// The `code` from the provider.
    pub code: String,
    /// The `state` from the provider.
    pub state: String,
    /// The ticket of the started sign-in.
    pub ticket: String,
}

/// A new session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// The session key, for `Authorization: Bearer`.
    pub auth_token: String,
    /// The signed-in host.
    pub user: User,
}

/// The signed-in host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Opaque id.
    pub id: String,
    /// The verified email address.
    pub email: String,
    /// The name.
    pub name: String,
}

/// An API key, without the key itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    /// Opaque id.
    pub id: String,
    /// The purpose of the key.
    pub name: String,
    /// The time at which the key was created.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// The time of the last use, to the hour.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub last_used_at: Option<String>,
    /// What the key may be used for.
    pub scopes: Vec<Scope>,
    /// The time at which the key expires; `null`: never.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: Option<String>,
}

/// A new API key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApiKey {
    /// The purpose of the key; 1 to 120 characters.
    #[cfg_attr(feature = "openapi", schema(format = "line", min_length = 1, max_length = 120))]
    pub name: String,
    /// What the key may be used for: at least one scope. The default is `read` and `write`.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, min_items = 1, max_items = 3, example = json!(["read"]))
    )]
    pub scopes: Option<Vec<Scope>>,
    /// RFC 3339; `null`: the key does not expire.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = DateTime, example = "2031-01-01T00:00:00Z"))]
    pub expires_at: Option<String>,
}

/// A created API key. The key itself is shown only here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApiKeyCreated {
    /// Opaque id.
    pub id: String,
    /// The purpose of the key.
    pub name: String,
    /// The key itself, for `Authorization: Bearer`.
    pub key: String,
    /// What the key may be used for.
    pub scopes: Vec<Scope>,
    /// The time at which the key expires; `null`: never.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: Option<String>,
    /// The time at which the key was created.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}
