use serde::Serialize;

use super::{InvalidValue, invalid};
use crate::invisible::is_blank;

/// An email address: one `@`, a local part and a domain with a dot, no blanks or control
/// characters, at most 254 bytes (RFC 5321). The address may not exist.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Trims the text and makes its domain lower case.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        const HOW: &str = "The email address must look like name@example.com.";
        let text = text.trim();
        let Some((local, domain)) = text.rsplit_once('@') else {
            return invalid(HOW);
        };
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| {
                (c.is_alphanumeric() && !is_blank(c))
                    || (c.is_ascii_graphic() && !"()<>[]:;@\\,\"".contains(c))
            });
        let ascii_letters = |text: &str| text.chars().filter(char::is_ascii).count();
        let lowered = domain.to_lowercase();
        // The lower case of `İ` and of the Kelvin sign contains ASCII letters, which name another domain.
        let is_same_domain = ascii_letters(&lowered) == ascii_letters(domain);
        let domain = lowered;
        let domain_ok = is_same_domain
            && domain
                .rsplit_once('.')
                .is_some_and(|(_, top)| !top.chars().all(|c| c.is_ascii_digit()))
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label
                        .chars()
                        .all(|c| (c.is_alphanumeric() && !is_blank(c)) || c == '-')
            });
        if local_ok && domain_ok && local.len() + 1 + domain.len() <= 254 {
            Ok(Self(format!("{local}@{domain}")))
        } else {
            invalid(HOW)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which addresses that have been parsed are compared. Only letters of ASCII become
    /// lower case: by Unicode, the Kelvin sign would become the `k` of somebody else's address.
    pub fn fold(address: &str) -> String {
        address.to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_of_ascii_are_the_same_in_both_cases() {
        let folded = |text: &str| EmailAddress::fold(EmailAddress::parse(text).unwrap().as_str());
        assert_eq!(folded("Kim@Example.ORG"), "kim@example.org");
        assert_eq!(folded("kim@EXÄMPLE.org"), "kim@exämple.org");
        for other in [
            "\u{212a}im@example.org",
            "k\u{131}m@example.org",
            "K\u{130}m@example.org",
        ] {
            assert_ne!(folded(other), "kim@example.org", "{other}");
        }
        assert_ne!(folded("\u{17f}am@example.org"), "sam@example.org");
    }

    #[test]
    fn email_addresses_are_plausible_and_contain_no_header() {
        assert_eq!(
            EmailAddress::parse(" Ada@Example.COM ").unwrap().as_str(),
            "Ada@example.com"
        );
        assert!(EmailAddress::parse("ada+dinner@sub.example.org").is_ok());
        assert!(EmailAddress::parse("zoë@exämple.org").is_ok());
        for text in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@example",
            "ada@127.0.0.1",
            "a da@example.com",
            "ada@example.com\r\nBcc: x@y.z",
            "ada@@example.com",
            "ada@.com",
            "ada@-x.com",
            "<ada@example.com>",
            ".a@example.com",
            "a..b@example.com",
            "ada@example.İ",
            "ada@boo\u{212a}s.example",
            &format!("a@{}com", "Ⱥ.".repeat(83)),
        ] {
            assert!(EmailAddress::parse(text).is_err(), "{text}");
        }
    }
}
