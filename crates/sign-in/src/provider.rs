//! What is known about the provider, and what it is asked: its description, a code's tokens, and
//! a person's email address.

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
use crate::token_answer::{ProviderClient, TokenAnswer};

/// How long the provider's description and keys are believed.
const DESCRIPTION_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// The OpenID provider, as this server sees it.
pub(crate) struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: ClientSecret,
    http: ProviderHttp,
    known: RwLock<Option<Known>>,
}

struct Known {
    description: Arc<CoreProviderMetadata>,
    learned_at: Timestamp,
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
            known: RwLock::new(None),
        })
    }

    pub(crate) fn issuer(&self) -> &IssuerUrl {
        &self.issuer
    }

    pub(crate) fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The provider's description with its keys, learned anew once a day.
    pub(crate) async fn description(
        &self,
        now: Timestamp,
    ) -> Result<Arc<CoreProviderMetadata>, SignInError> {
        let known = self
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .and_then(|known| {
                let age = now.duration_since(known.learned_at);
                (age < DESCRIPTION_LIFETIME).then(|| Arc::clone(&known.description))
            });
        match known {
            Some(description) => Ok(description),
            None => self.learn(now).await,
        }
    }

    /// Asks the provider for its description and its keys, whatever is known already.
    pub(crate) async fn learn(
        &self,
        now: Timestamp,
    ) -> Result<Arc<CoreProviderMetadata>, SignInError> {
        let description = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|error| self.discovery_failed(&error))?;
        self.check_addresses(&description)?;
        let description = Arc::new(description);
        let known = Known {
            description: Arc::clone(&description),
            learned_at: now,
        };
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
        Ok(description)
    }

    /// Accepts `https` addresses, of any host (Google's description names four), and addresses of this
    /// machine when the provider runs here; none with a user, a password or a fragment (RFC 6749, section 3).
    /// The browser goes to one of them, and this server sends the client's secret to another.
    fn check_addresses(&self, description: &CoreProviderMetadata) -> Result<(), SignInError> {
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
        let token = description.token_endpoint();
        let user_info = description.userinfo_endpoint();
        let addresses = [
            (
                "authorization_endpoint",
                Some(description.authorization_endpoint().url()),
            ),
            ("token_endpoint", token.map(TokenUrl::url)),
            ("userinfo_endpoint", user_info.map(UserInfoUrl::url)),
            ("jwks_uri", Some(description.jwks_uri().url())),
        ];
        for (name, address) in addresses {
            if address.is_some_and(|address| !is_safe(address)) {
                tracing::warn!(
                    name,
                    "the sign-in provider names an address that is not safe"
                );
                return Err(SignInError::ProviderAddress { name });
            }
        }
        Ok(())
    }

    /// The address of the page where a person signs in.
    pub(crate) fn authorization_url(
        &self,
        description: &CoreProviderMetadata,
        attempt: &Attempt,
    ) -> Result<Url, SignInError> {
        let (state, nonce) = (attempt.state(), attempt.nonce());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&attempt.pkce_verifier());
        let (url, _, _) = self
            .client(description)
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

    /// Exchanges the code.
    pub(crate) async fn exchange(
        &self,
        description: &CoreProviderMetadata,
        attempt: &Attempt,
        code: &str,
    ) -> Result<TokenAnswer, SignInError> {
        self.client(description)
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| not_understood("its description"))?
            .set_pkce_verifier(attempt.pkce_verifier())
            .set_redirect_uri(Cow::Owned(redirect_url(attempt)?))
            .request_async(&self.http)
            .await
            .map_err(|error| exchange_failed(&error))
    }

    /// What the provider tells about a person besides the ID token; nothing when it has no such
    /// endpoint.
    pub(crate) async fn user_info(
        &self,
        description: &CoreProviderMetadata,
        access_token: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Option<CoreUserInfoClaims>, SignInError> {
        let client = self.client(description);
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
                UserInfoError::Request(error) => unanswered("user information", &error),
                _ => not_understood("user information"),
            })
    }

    fn client(&self, description: &CoreProviderMetadata) -> ProviderClient {
        let auth_type = match description.token_endpoint_auth_methods_supported() {
            Some(methods)
                if methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                    && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic) =>
            {
                AuthType::RequestBody
            }
            _ => AuthType::BasicAuth,
        };
        Client::from_provider_metadata(
            description.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        )
        .set_auth_type(auth_type)
    }

    fn discovery_failed(&self, error: &DiscoveryError<ProviderHttpError>) -> SignInError {
        match error {
            DiscoveryError::Request(error) => unanswered("its description", error),
            DiscoveryError::Validation(_) => {
                tracing::warn!(
                    issuer = self.issuer.as_str(),
                    "the sign-in provider calls itself by another name than OAUTH2_ISSUER"
                );
                SignInError::ProviderIssuer {
                    expected: self.issuer.to_string(),
                }
            }
            _ => not_understood("its description"),
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
            // The code is the only part of the request that the caller can make invalid.
            CoreErrorResponseType::InvalidGrant | CoreErrorResponseType::InvalidRequest => {
                SignInError::CodeRefused
            }
            CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                tracing::warn!("the sign-in provider refuses this server's client id or secret");
                SignInError::ClientRefused
            }
            error => {
                let error = plain_word(error.as_ref());
                tracing::warn!(
                    error,
                    "the sign-in provider refuses the exchange of the code"
                );
                SignInError::ProviderAnswer
            }
        },
        RequestTokenError::Request(error) => unanswered("the exchange of the code", error),
        _ => not_understood("the exchange of the code"),
    }
}

/// Logs why the provider did not answer. An answer that is too long is its fault, all else may pass.
fn unanswered(question: &str, error: &ProviderHttpError) -> SignInError {
    tracing::warn!(question, %error, "the sign-in provider did not answer");
    match error {
        ProviderHttpError::TooLong => SignInError::ProviderAnswer,
        ProviderHttpError::Request(_) | ProviderHttpError::Status(_) => {
            SignInError::ProviderUnavailable
        }
    }
}

/// The provider's word for an error, which names what is wrong with the settings there; nothing
/// that could be more than such a word.
fn plain_word(error: &str) -> &str {
    let plain = error.len() <= 40 && error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if plain { error } else { "(not a plain word)" }
}

/// Logs no more than the question: the answer may hold tokens.
fn not_understood(question: &str) -> SignInError {
    tracing::warn!(
        question,
        "the sign-in provider's answer cannot be understood"
    );
    SignInError::ProviderAnswer
}
