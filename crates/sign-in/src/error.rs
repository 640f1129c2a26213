/// A setting that cannot work, as one sentence that names it and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidSetting(pub(crate) String);

/// Why there is no identity. Each displays as a sentence for the person who is signing in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// The sign-in would lead the browser somewhere else than to our web app.
    #[error("The redirect address must be exactly {expected}.")]
    RedirectUri {
        /// The only address that is accepted.
        expected: String,
    },
    /// The ticket is not one of ours, or was tampered with.
    #[error("This sign-in did not begin here. Please start again.")]
    Ticket,
    /// The ticket is older than ten minutes.
    #[error("This sign-in took longer than ten minutes. Please start again.")]
    TicketExpired,
    /// The state is not the one of this ticket.
    #[error("This answer belongs to another sign-in. Please start again.")]
    State,
    /// The provider does not accept the code: used, expired, or issued for another sign-in.
    #[error(
        "The sign-in provider did not accept the code; it may have been used already or be too \
         old. Please start again."
    )]
    CodeRefused,
    /// The ID token does not prove who this is.
    #[error("The sign-in could not be verified: {0}. Please start again.")]
    IdToken(IdTokenFault),
    /// The provider gave no usable email address.
    #[error(
        "The sign-in provider did not tell your email address. Please allow it, or add one to \
         your account there."
    )]
    EmailMissing,
    /// The provider does not vouch for the email address.
    #[error(
        "The sign-in provider has not verified your email address. Please verify it there first."
    )]
    EmailUnverified,
    /// The provider does not answer, or says it cannot at the moment.
    #[error("The sign-in provider is temporarily out of reach. Please try again in a moment.")]
    ProviderUnavailable,
    /// The provider's answer is not one that OpenID Connect allows.
    #[error("The sign-in provider gave an answer that cannot be understood.")]
    ProviderAnswer,
    /// The provider calls itself by another name than we do.
    #[error(
        "The sign-in provider does not call itself {expected}, which is what OAUTH2_ISSUER says."
    )]
    ProviderIssuer {
        /// The issuer of the settings.
        expected: String,
    },
    /// The provider's description contains an address that is not safe to use.
    #[error(
        "The sign-in provider cannot be used: the {name} in its description must begin with https:// \
         and have no user name, password or fragment."
    )]
    ProviderAddress {
        /// The field of the description.
        name: &'static str,
    },
    /// The provider's user information is about somebody else than its ID token.
    #[error("The sign-in provider's answers contradict each other.")]
    ProviderSubject,
    /// The provider does not know this server.
    #[error(
        "The sign-in provider does not accept this server: OAUTH2_CLIENT_ID and \
         OAUTH2_CLIENT_SECRET do not fit."
    )]
    ClientRefused,
    /// Something in this server failed that never should.
    #[error("The sign-in could not be prepared. Please try again.")]
    Internal,
}

/// What is wrong with an ID token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdTokenFault {
    /// There is none.
    #[error("there is no ID token")]
    Missing,
    /// It cannot be read.
    #[error("the ID token cannot be read")]
    Malformed,
    /// It says `alg: none`.
    #[error("the ID token is not signed")]
    Unsigned,
    /// It is signed in a way that proves nothing to us.
    #[error("the ID token is signed with an algorithm that is not accepted")]
    Algorithm,
    /// It names a key that the provider does not publish.
    #[error("the ID token is signed with an unknown key")]
    UnknownKey,
    /// The signature is not the key's.
    #[error("the signature of the ID token is wrong")]
    Signature,
    /// Another provider issued it.
    #[error("the ID token comes from another provider")]
    Issuer,
    /// It is meant for another server, or not for us alone.
    #[error("the ID token is meant for another server")]
    Audience,
    /// It is too old.
    #[error("the ID token has expired")]
    Expired,
    /// It is valid only later.
    #[error("the ID token is not valid yet")]
    NotYetValid,
    /// Its subject is blank, longer than 255 characters, or contains control characters.
    #[error("the ID token does not name anybody")]
    Subject,
    /// It belongs to another sign-in.
    #[error("the ID token belongs to another sign-in")]
    Nonce,
}

impl SignInError {
    /// The HTTP status that fits: 4xx when the caller can do something about it, 502 when the
    /// provider or its settings are at fault, 503 when trying again may help.
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
            Self::ProviderAnswer
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
