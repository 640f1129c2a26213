use std::fmt;

use jiff::Timestamp;
use openidconnect::OAuth2TokenResponse;

use crate::error::{IdTokenFault, InvalidSetting, SignInError};
use crate::id_token::{self, Expected};
use crate::identity::{Identity, Profile};
use crate::provider::Provider;
use crate::settings::{SignInSettings, redirect_uri};
use crate::ticket::Tickets;

/// Sign-in with one OpenID provider. Use one instance per server, because it caches the provider's
/// metadata.
pub struct SignIn {
    redirect_uri: String,
    tickets: Tickets,
    provider: Provider,
}

/// A sign-in that was started.
#[derive(Clone, PartialEq, Eq)]
pub struct Started {
    /// The provider's page that the browser must open.
    pub authorization_url: String,
    /// The ticket that the browser keeps and sends with the code. It is valid for ten minutes.
    pub ticket: String,
}

impl SignIn {
    /// Checks the settings. It sends no request, so the server starts without the provider.
    pub fn new(settings: &SignInSettings) -> Result<Self, InvalidSetting> {
        Ok(Self {
            redirect_uri: redirect_uri(&settings.frontend_base_uri)?,
            tickets: Tickets::new(&settings.app_secret)?,
            provider: Provider::new(settings)?,
        })
    }

    /// Starts a sign-in. `redirect_uri` must be the callback of the web app.
    pub async fn start(&self, redirect_uri: &str, now: Timestamp) -> Result<Started, SignInError> {
        if redirect_uri != self.redirect_uri {
            return Err(SignInError::RedirectUri {
                expected: self.redirect_uri.clone(),
            });
        }
        let metadata = self.provider.metadata(now).await?;
        let (attempt, ticket) = self.tickets.issue(redirect_uri, now)?;
        let authorization_url = self.provider.authorization_url(&metadata, &attempt)?;
        Ok(Started {
            authorization_url: authorization_url.into(),
            ticket,
        })
    }

    /// Finishes a sign-in with the provider's `code` and `state`, and the ticket of [`Self::start`].
    pub async fn finish(
        &self,
        code: &str,
        state: &str,
        ticket: &str,
        now: Timestamp,
    ) -> Result<Identity, SignInError> {
        let attempt = self.tickets.open(ticket, now)?;
        attempt.check_state(state)?;

        let mut metadata = self.provider.metadata(now).await?;
        let response = self.provider.exchange(&metadata, &attempt, code).await?;

        let id_token = response.id_token_text().ok_or(IdTokenFault::Missing)?;
        let nonce = attempt.nonce();
        let expected = Expected {
            issuer: self.provider.issuer(),
            client_id: self.provider.client_id(),
            nonce: &nonce,
            now,
        };
        let mut verified = id_token::verify(id_token, metadata.jwks(), &expected);
        if matches!(verified, Err(IdTokenFault::UnknownKey)) {
            // Providers rotate their keys, so fetch them once more.
            metadata = self.provider.discover(now).await?;
            verified = id_token::verify(id_token, metadata.jwks(), &expected);
        }
        let claims = verified?;

        let mut profile = Profile::of_id_token(&claims);
        if !profile.is_complete() {
            // Many providers give the email address only here (OpenID Connect Core 1.0, section 5.4).
            let user_info = self
                .provider
                .user_info(&metadata, response.access_token(), claims.subject())
                .await?;
            if let Some(user_info) = user_info {
                profile = Profile::of_user_info(&user_info);
            }
        }
        let (email, name) = profile.person()?;
        Ok(Identity {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            email,
            name,
        })
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignIn")
            .field("issuer", &self.provider.issuer().as_str())
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Started {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Started([hidden])")
    }
}
