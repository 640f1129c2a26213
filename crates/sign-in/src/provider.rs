//! The client of the provider: fetches its metadata, exchanges codes for tokens, and queries the
//! user information.

use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreClientAuthMethod, CoreErrorResponseType, CoreProviderMetadata, CoreResponseType,
    CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, Client,
    ClientId, ClientSecret, DiscoveryError, IssuerUrl, PkceCodeChallenge, RedirectUrl,
    RequestTokenError, Scope, StandardErrorResponse, SubjectIdentifier, TokenUrl, UserInfoError,
    UserInfoUrl,
};
use url::Url;

use crate::error::{InvalidSetting, SignInError};
use crate::http::{ProviderHttp, ProviderHttpError};
use crate::loopback::is_loopback;
use crate::settings::{SignInSettings, issuer_address};
use crate::ticket::Attempt;
use crate::token_response::{ProviderClient, ProviderTokenResponse};

/// How long the provider's metadata and keys are cached.
const METADATA_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// The client of one OpenID provider.
pub(crate) struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: ClientSecret,
    http: ProviderHttp,
    cached: RwLock<Option<CachedMetadata>>,
}

struct CachedMetadata {
    metadata: Arc<CoreProviderMetadata>,
    fetched_at: Timestamp,
}

impl Provider {
    pub(crate) fn new(settings: &SignInSettings) -> Result<Self, InvalidSetting> {
        let http = ProviderHttp::new(&issuer_address(&settings.issuer)?)?;
        let issuer = IssuerUrl::new(settings.issuer.clone())
            .map_err(|_| InvalidSetting("OAUTH2_ISSUER must be an address.".to_owned()))?;
        if settings.client_id.is_empty() || settings.client_secret.is_empty() {
            return Err(InvalidSetting(
                "OAUTH2_CLIENT_ID and OAUTH2_CLIENT_SECRET must both be set; the provider's \
                 console gives them."
                    .to_owned(),
            ));
        }
        Ok(Self {
            issuer,
            client_id: ClientId::new(settings.client_id.clone()),
            client_secret: ClientSecret::new(settings.client_secret.clone()),
            http,
            cached: RwLock::new(None),
        })
    }

    pub(crate) fn issuer(&self) -> &IssuerUrl {
        &self.issuer
    }

    pub(crate) fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The provider's metadata with its keys, from the cache for at most a day.
    pub(crate) async fn metadata(
        &self,
        now: Timestamp,
    ) -> Result<Arc<CoreProviderMetadata>, SignInError> {
        let cached = self
            .cached
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .and_then(|cached| {
                let age = now.duration_since(cached.fetched_at);
                (age < METADATA_LIFETIME).then(|| Arc::clone(&cached.metadata))
            });
        match cached {
            Some(metadata) => Ok(metadata),
            None => self.discover(now).await,
        }
    }

    /// Fetches the provider's metadata and keys, and replaces the cache.
    pub(crate) async fn discover(
        &self,
        now: Timestamp,
    ) -> Result<Arc<CoreProviderMetadata>, SignInError> {
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|error| self.discovery_failed(&error))?;
        self.check_addresses(&metadata)?;
        let metadata = Arc::new(metadata);
        let cached = CachedMetadata {
            metadata: Arc::clone(&metadata),
            fetched_at: now,
        };
        *self.cached.write().unwrap_or_else(PoisonError::into_inner) = Some(cached);
        Ok(metadata)
    }

    /// Accepts `https` addresses of any host (Google's metadata have four), and loopback addresses if the
    /// provider runs on this machine, without a user name, a password or a fragment (RFC 6749, section
    /// 3). The browser opens one of these addresses, and this server sends the client secret to another.
    fn check_addresses(&self, metadata: &CoreProviderMetadata) -> Result<(), SignInError> {
        let is_local = is_loopback(self.issuer.url());
        let is_safe = |address: &Url| {
            let is_reachable = match address.scheme() {
                "https" => true,
                "http" => is_local && is_loopback(address),
                _ => false,
            };
            is_reachable
                && address.username().is_empty()
                && address.password().is_none()
                && address.fragment().is_none()
        };
        let token = metadata.token_endpoint();
        let user_info = metadata.userinfo_endpoint();
        let addresses = [
            (
                "authorization_endpoint",
                Some(metadata.authorization_endpoint().url()),
            ),
            ("token_endpoint", token.map(TokenUrl::url)),
            ("userinfo_endpoint", user_info.map(UserInfoUrl::url)),
            ("jwks_uri", Some(metadata.jwks_uri().url())),
        ];
        for (name, address) in addresses {
            if address.is_some_and(|address| !is_safe(address)) {
                tracing::warn!(
                    name,
                    "the sign-in provider's metadata contain an address that is not allowed"
                );
                return Err(SignInError::ProviderAddress { name });
            }
        }
        Ok(())
    }

    /// The address of the page where the user signs in.
    pub(crate) fn authorization_url(
        &self,
        metadata: &CoreProviderMetadata,
        attempt: &Attempt,
    ) -> Result<Url, SignInError> {
        let (state, nonce) = (attempt.state(), attempt.nonce());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&attempt.pkce_verifier());
        let (url, _, _) = self
            .client(metadata)
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || state,
                || nonce,
            )
            .set_redirect_uri(Cow::Owned(redirect_url(attempt)?))
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(url)
    }

    /// Exchanges a code for tokens.
    pub(crate) async fn exchange(
        &self,
        metadata: &CoreProviderMetadata,
        attempt: &Attempt,
        code: &str,
    ) -> Result<ProviderTokenResponse, SignInError> {
        self.client(metadata)
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| invalid_response("metadata"))?
            .set_pkce_verifier(attempt.pkce_verifier())
            .set_redirect_uri(Cow::Owned(redirect_url(attempt)?))
            .request_async(&self.http)
            .await
            .map_err(|error| exchange_failed(&error))
    }

    /// Queries the user information. `None` if the provider has no such endpoint.
    pub(crate) async fn user_info(
        &self,
        metadata: &CoreProviderMetadata,
        access_token: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Option<CoreUserInfoClaims>, SignInError> {
        let client = self.client(metadata);
        let Ok(request) = client.user_info(access_token.clone(), Some(subject.clone())) else {
            return Ok(None);
        };
        request
            .request_async(&self.http)
            .await
            .map(Some)
            .map_err(|error| match error {
                UserInfoError::ClaimsVerification(ClaimsVerificationError::InvalidSubject(_)) => {
                    SignInError::ProviderSubject
                }
                UserInfoError::Request(error) => no_response("user information", &error),
                _ => invalid_response("user information"),
            })
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> ProviderClient {
        let auth_type = match metadata.token_endpoint_auth_methods_supported() {
            Some(methods)
                if methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                    && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic) =>
            {
                AuthType::RequestBody
            }
            _ => AuthType::BasicAuth,
        };
        Client::from_provider_metadata(
            metadata.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        )
        .set_auth_type(auth_type)
    }

    fn discovery_failed(&self, error: &DiscoveryError<ProviderHttpError>) -> SignInError {
        match error {
            DiscoveryError::Request(error) => no_response("metadata", error),
            DiscoveryError::Validation(_) => {
                tracing::warn!(
                    issuer = self.issuer.as_str(),
                    "the issuer in the sign-in provider's metadata is not OAUTH2_ISSUER"
                );
                SignInError::ProviderIssuer {
                    expected: self.issuer.to_string(),
                }
            }
            _ => invalid_response("metadata"),
        }
    }
}

fn redirect_url(attempt: &Attempt) -> Result<RedirectUrl, SignInError> {
    RedirectUrl::new(attempt.redirect_uri.clone()).map_err(|_| SignInError::Internal)
}

fn exchange_failed(
    error: &RequestTokenError<ProviderHttpError, StandardErrorResponse<CoreErrorResponseType>>,
) -> SignInError {
    match error {
        RequestTokenError::ServerResponse(refusal) => match refusal.error() {
            // The code is the only part of the request that comes from the caller.
            CoreErrorResponseType::InvalidGrant | CoreErrorResponseType::InvalidRequest => {
                SignInError::CodeRefused
            }
            CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                tracing::warn!("the sign-in provider refused this server's client id or secret");
                SignInError::ClientRefused
            }
            error => {
                let error = error_code(error.as_ref());
                tracing::warn!(
                    error,
                    "the sign-in provider refused the exchange of the code"
                );
                SignInError::ProviderResponse
            }
        },
        RequestTokenError::Request(error) => no_response("the exchange of the code", error),
        _ => invalid_response("the exchange of the code"),
    }
}

/// Logs why there is no response. A response that is too long is the provider's fault; other errors
/// may be temporary.
fn no_response(request: &str, error: &ProviderHttpError) -> SignInError {
    tracing::warn!(request, %error, "the sign-in provider did not respond");
    match error {
        ProviderHttpError::TooLong => SignInError::ProviderResponse,
        ProviderHttpError::Request(_) | ProviderHttpError::Status(_) => {
            SignInError::ProviderUnavailable
        }
    }
}

/// The provider's error code, for the log. Text that does not look like a code is not logged.
fn error_code(error: &str) -> &str {
    let is_code = error.len() <= 40 && error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if is_code {
        error
    } else {
        "(not an error code)"
    }
}

/// Logs the request only, because the response may contain tokens.
fn invalid_response(request: &str) -> SignInError {
    tracing::warn!(request, "the sign-in provider's response is invalid");
    SignInError::ProviderResponse
}
