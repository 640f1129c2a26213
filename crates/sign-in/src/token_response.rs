//! The response of the token endpoint, with the ID token as text. So an invalid ID token can be
//! distinguished from an invalid response, and `google_issuer.rs` can rewrite Google's short issuer
//! before the token is parsed.

use std::fmt;
use std::time::Duration;

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreIdToken,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessToken, Client, EmptyAdditionalClaims, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    ExtraTokenFields, OAuth2TokenResponse, RefreshToken, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};

/// `CoreClient` with another type for the response of the token endpoint.
pub(crate) type ProviderClient = Client<
    EmptyAdditionalClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    ProviderTokenResponse,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The response of the token endpoint.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ProviderTokenResponse(StandardTokenResponse<IdTokenText, CoreTokenType>);

#[derive(Serialize, Deserialize)]
struct IdTokenText {
    id_token: Option<String>,
}

impl ProviderTokenResponse {
    /// The ID token, not yet verified.
    pub(crate) fn id_token_text(&self) -> Option<&str> {
        self.0.extra_fields().id_token.as_deref()
    }
}

impl ExtraTokenFields for IdTokenText {}

impl fmt::Debug for IdTokenText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IdTokenText([hidden])")
    }
}

impl OAuth2TokenResponse for ProviderTokenResponse {
    type TokenType = CoreTokenType;

    fn access_token(&self) -> &AccessToken {
        self.0.access_token()
    }

    fn token_type(&self) -> &CoreTokenType {
        self.0.token_type()
    }

    fn expires_in(&self) -> Option<Duration> {
        self.0.expires_in()
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.0.refresh_token()
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        self.0.scopes()
    }
}

impl
    TokenResponse<
        EmptyAdditionalClaims,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    > for ProviderTokenResponse
{
    /// Always `None`: `id_token.rs` parses and verifies the text.
    fn id_token(&self) -> Option<&CoreIdToken> {
        None
    }
}
