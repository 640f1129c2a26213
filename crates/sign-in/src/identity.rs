use openidconnect::core::{CoreIdTokenClaims, CoreUserInfoClaims};
use openidconnect::{EndUserEmail, EndUserName, LocalizedClaim};
use seat_dealer_core::{EmailAddress, Name};

use crate::error::SignInError;

/// The person who has signed in. The key of a host is (`issuer`, `subject`). The email address may
/// change, and may later belong to another person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider's address, with the scheme.
    pub issuer: String,
    /// The provider's id of the person, which it never reuses.
    pub subject: String,
    /// The email address, which the provider has verified.
    pub email: EmailAddress,
    /// The name that the provider gives, or else the local part of the email address.
    pub name: Name,
}

/// The claims about a person, from the ID token or from the user information.
pub(crate) struct Profile {
    email: Option<String>,
    verified: Option<bool>,
    name: Option<String>,
}

impl Profile {
    pub(crate) fn of_id_token(claims: &CoreIdTokenClaims) -> Self {
        Self::of(claims.email(), claims.email_verified(), claims.name())
    }

    pub(crate) fn of_user_info(claims: &CoreUserInfoClaims) -> Self {
        Self::of(claims.email(), claims.email_verified(), claims.name())
    }

    fn of(
        email: Option<&EndUserEmail>,
        verified: Option<bool>,
        name: Option<&LocalizedClaim<EndUserName>>,
    ) -> Self {
        let name = name.and_then(|name| {
            name.get(None)
                .or_else(|| name.iter().next().map(|(_, name)| name))
        });
        Self {
            email: email.map(|email| email.to_string()),
            verified,
            name: name.map(|name| name.to_string()),
        }
    }

    /// Whether the email address and `email_verified` are both present.
    pub(crate) fn is_complete(&self) -> bool {
        self.email.is_some() && self.verified.is_some()
    }

    /// The verified email address and the name.
    pub(crate) fn person(&self) -> Result<(EmailAddress, Name), SignInError> {
        let email = self.email.as_deref().ok_or(SignInError::EmailMissing)?;
        let email = EmailAddress::parse(email).map_err(|_| SignInError::EmailMissing)?;
        if self.verified != Some(true) {
            return Err(SignInError::EmailUnverified);
        }
        let name = self
            .name
            .as_deref()
            .and_then(|name| Name::parse(&one_line(name)).ok())
            .map_or_else(|| local_part(&email), Ok)?;
        Ok((email, name))
    }
}

/// The text as a single line, cut to the maximum length of a name.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(Name::MAX_CHARS)
        .collect()
}

fn local_part(email: &EmailAddress) -> Result<Name, SignInError> {
    let local = email.as_str().split('@').next().unwrap_or_default();
    Name::parse(local).map_err(|_| SignInError::EmailMissing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(email: Option<&str>, verified: Option<bool>, name: Option<&str>) -> Profile {
        Profile {
            email: email.map(str::to_owned),
            verified,
            name: name.map(str::to_owned),
        }
    }

    #[test]
    fn a_verified_address_makes_a_person() {
        let (email, name) = profile(Some("Ada@Example.COM"), Some(true), Some("Ada"))
            .person()
            .unwrap();
        assert_eq!((email.as_str(), name.as_str()), ("Ada@example.com", "Ada"));
    }

    #[test]
    fn the_name_falls_back_to_the_local_part_and_is_one_short_line() {
        let named = |name: Option<&str>| {
            profile(Some("ada.l@example.com"), Some(true), name)
                .person()
                .unwrap()
                .1
        };
        assert_eq!(named(None).as_str(), "ada.l");
        assert_eq!(named(Some(" \n ")).as_str(), "ada.l");
        assert_eq!(named(Some("Ada\r\nBcc:\tall")).as_str(), "Ada Bcc: all");
        assert_eq!(named(Some("\u{202e}A\u{200b}da\u{202c}")).as_str(), "Ada");
        assert_eq!(named(Some("\u{200b}\u{2066} \u{3164}")).as_str(), "ada.l");
        assert_eq!(
            named(Some(&"é".repeat(500))).as_str().chars().count(),
            Name::MAX_CHARS
        );
    }

    #[test]
    fn without_a_verified_address_there_is_nobody() {
        let error = |email, verified| profile(email, verified, Some("Ada")).person().unwrap_err();
        assert_eq!(error(None, Some(true)), SignInError::EmailMissing);
        assert_eq!(
            error(Some("nonsense"), Some(true)),
            SignInError::EmailMissing
        );
        assert_eq!(
            error(Some("ada@example.com"), None),
            SignInError::EmailUnverified
        );
        assert_eq!(
            error(Some("ada@example.com"), Some(false)),
            SignInError::EmailUnverified
        );
    }
}
