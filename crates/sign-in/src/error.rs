/// An invalid setting. Displays as a sentence that names the setting and says how to correct it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidSetting(pub(crate) String);

/// Why a sign-in failed. Displays as a sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// The redirect address is not the callback of the web app.
    #[error("The redirect address must be exactly {expected}.")]
    RedirectUri {
        /// The only accepted address.
        expected: String,
    },
    /// The ticket was not issued by this installation, or was changed.
    #[error("This sign-in was not started here. Please start again.")]
    Ticket,
    /// The ticket is older than ten minutes.
    #[error("This sign-in took longer than ten minutes. Please start again.")]
    TicketExpired,
    /// The state does not belong to the ticket.
    #[error("This response belongs to another sign-in. Please start again.")]
    State,
    /// The provider refused the code: it was used, has expired, or belongs to another sign-in.
    #[error(
        "The sign-in provider did not accept the code. It may have been used already, or it has \
         expired. Please start again."
    )]
    CodeRefused,
    /// The ID token is invalid.
    #[error("The sign-in could not be verified: {0}. Please start again.")]
    IdToken(IdTokenFault),
    /// The provider gave no valid email address.
    #[error(
        "The sign-in provider did not share your email address. Please allow it, or add an address \
         to your account there."
    )]
    EmailMissing,
    /// The provider has not verified the email address.
    #[error(
        "The sign-in provider has not verified your email address. Please verify it there first."
    )]
    EmailUnverified,
    /// The provider does not respond, or responds with a temporary error.
    #[error("The sign-in provider is temporarily unavailable. Please try again in a moment.")]
    ProviderUnavailable,
    /// The provider's response does not conform to OpenID Connect.
    #[error("The sign-in provider sent an invalid response.")]
    ProviderResponse,
    /// The issuer in the provider's metadata is not `OAUTH2_ISSUER`.
    #[error("The sign-in provider has another issuer than {expected}, the value of OAUTH2_ISSUER.")]
    ProviderIssuer {
        /// The issuer in the settings.
        expected: String,
    },
    /// The provider's metadata contain an address that is not allowed.
    #[error(
        "The sign-in provider cannot be used: the {name} in its metadata must begin with https:// and \
         have no user name, password or fragment."
    )]
    ProviderAddress {
        /// The field of the metadata.
        name: &'static str,
    },
    /// The subject of the user information differs from that of the ID token.
    #[error("The sign-in provider's responses are about different users.")]
    ProviderSubject,
    /// The provider refused the client id or the client secret.
    #[error(
        "The sign-in provider does not accept this server: OAUTH2_CLIENT_ID or \
         OAUTH2_CLIENT_SECRET is wrong."
    )]
    ClientRefused,
    /// An internal error of this server.
    #[error("The sign-in failed because of an internal error. Please try again.")]
    Internal,
}

/// What is wrong with an ID token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdTokenFault {
    /// The response contains no ID token.
    #[error("there is no ID token")]
    Missing,
    /// The ID token cannot be parsed.
    #[error("the ID token cannot be parsed")]
    Malformed,
    /// The algorithm is `none`.
    #[error("the ID token is not signed")]
    Unsigned,
    /// The algorithm is not accepted.
    #[error("the ID token is signed with an algorithm that is not accepted")]
    Algorithm,
    /// The provider does not publish the key.
    #[error("the ID token is signed with an unknown key")]
    UnknownKey,
    /// The signature does not match the key.
    #[error("the signature of the ID token is wrong")]
    Signature,
    /// The issuer is another provider.
    #[error("the ID token comes from another provider")]
    Issuer,
    /// The audience is another client, or more than this client.
    #[error("the ID token is meant for another server")]
    Audience,
    /// The ID token has expired.
    #[error("the ID token has expired")]
    Expired,
    /// `nbf` is in the future.
    #[error("the ID token is not valid yet")]
    NotYetValid,
    /// The subject is blank, has blanks around it, is longer than 255 characters, or contains control
    /// characters.
    #[error("the ID token has no valid subject")]
    Subject,
    /// The nonce belongs to another sign-in.
    #[error("the ID token belongs to another sign-in")]
    Nonce,
}

impl SignInError {
    /// The HTTP status: 4xx if the caller can correct the error, 502 if the provider or the settings
    /// are wrong, 503 if another try may succeed.
    pub const fn status(&self) -> u16 {
        match self {
            Self::RedirectUri { .. }
            | Self::Ticket
            | Self::TicketExpired
            | Self::State
            | Self::CodeRefused => 400,
            Self::IdToken(_) => 401,
            Self::EmailMissing | Self::EmailUnverified => 403,
            Self::Internal => 500,
            Self::ProviderResponse
            | Self::ProviderIssuer { .. }
            | Self::ProviderAddress { .. }
            | Self::ProviderSubject
            | Self::ClientRefused => 502,
            Self::ProviderUnavailable => 503,
        }
    }
}

impl From<IdTokenFault> for SignInError {
    fn from(fault: IdTokenFault) -> Self {
        Self::IdToken(fault)
    }
}
