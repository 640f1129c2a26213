use std::fmt;

use jiff::Timestamp;
use openidconnect::OAuth2TokenResponse;

use crate::error::{IdTokenFault, InvalidSetting, SignInError};
use crate::id_token::{self, Expected};
use crate::identity::{Identity, Profile};
use crate::provider::Provider;
use crate::settings::{SignInSettings, redirect_uri};
use crate::ticket::Tickets;

/// Sign-in with one OpenID provider. Share one per server: it remembers what it has learned
/// about the provider.
pub struct SignIn {
    redirect_uri: String,
    tickets: Tickets,
    provider: Provider,
}

/// A sign-in that has begun.
#[derive(Clone, PartialEq, Eq)]
pub struct Started {
    /// The provider's page, where the browser goes.
    pub authorization_url: String,
    /// What the browser keeps and brings back with the code; good for ten minutes.
    pub ticket: String,
}

impl SignIn {
    /// Checks the settings; asks nobody, so that the server starts without the provider.
    pub fn new(settings: &SignInSettings) -> Result<Self, InvalidSetting> {
        Ok(Self {
            redirect_uri: redirect_uri(&settings.frontend_base_uri)?,
            tickets: Tickets::new(&settings.app_secret)?,
            provider: Provider::new(settings)?,
        })
    }

    /// Begins a sign-in that comes back to `redirect_uri`, which must be the web app's.
    pub async fn start(&self, redirect_uri: &str, now: Timestamp) -> Result<Started, SignInError> {
        if redirect_uri != self.redirect_uri {
            return Err(SignInError::RedirectUri {
                expected: self.redirect_uri.clone(),
            });
        }
        let description = self.provider.description(now).await?;
        let (attempt, ticket) = self.tickets.issue(redirect_uri, now)?;
        let authorization_url = self.provider.authorization_url(&description, &attempt)?;
        Ok(Started {
            authorization_url: authorization_url.into(),
            ticket,
        })
    }

    /// Ends a sign-in with what the provider sent back and the ticket of its start.
    pub async fn finish(
        &self,
        code: &str,
        state: &str,
        ticket: &str,
        now: Timestamp,
    ) -> Result<Identity, SignInError> {
        let attempt = self.tickets.open(ticket, now)?;
        attempt.check_state(state)?;

        let mut description = self.provider.description(now).await?;
        let answer = self.provider.exchange(&description, &attempt, code).await?;

        let id_token = answer.id_token_text().ok_or(IdTokenFault::Missing)?;
        let nonce = attempt.nonce();
        let expected = Expected {
            issuer: self.provider.issuer(),
            client_id: self.provider.client_id(),
            nonce: &nonce,
            now,
        };
        let mut verified = id_token::verify(id_token, description.jwks(), &expected);
        if matches!(verified, Err(IdTokenFault::UnknownKey)) {
            // Providers change their keys; look once whether this one did.
            description = self.provider.learn(now).await?;
            verified = id_token::verify(id_token, description.jwks(), &expected);
        }
        let claims = verified?;

        let mut profile = Profile::of_id_token(&claims);
        if !profile.is_complete() {
            // Many providers tell the address only here (OpenID Connect Core 1.0, section 5.4).
            let user_info = self
                .provider
                .user_info(&description, answer.access_token(), claims.subject())
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
