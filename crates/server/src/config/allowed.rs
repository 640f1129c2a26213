//! `SIGN_IN_ALLOWED`.

use seat_dealer_core::EmailAddress;

use super::SettingError;

/// `SIGN_IN_ALLOWED`: the email addresses and domains whose owners may be hosts. The default is
/// everybody. A value of blanks only is malformed, because it was meant to restrict the sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed(Option<Vec<String>>);

impl Allowed {
    pub(super) fn read(get: &impl Fn(&str) -> Option<String>) -> Result<Self, SettingError> {
        let Some(text) = get("SIGN_IN_ALLOWED").filter(|text| !text.is_empty()) else {
            return Ok(Self(None));
        };
        let one = |entry: &str| {
            let entry = entry.trim();
            let name = entry.strip_prefix('@').unwrap_or(entry);
            let address = if name.contains('@') {
                EmailAddress::parse(name).map(|address| EmailAddress::fold(address.as_str()))
            } else {
                // A domain is valid if an address with it is.
                EmailAddress::parse(&format!("somebody@{name}"))
                    .map(|address| domain_of(address.as_str()).to_owned())
            };
            address.map_err(|_| {
                SettingError(format!(
                    "SIGN_IN_ALLOWED must be email addresses and domains with commas between them, \
                     like ada@example.org,example.com; {entry:?} is neither."
                ))
            })
        };
        let entries = text.split(',').map(one).collect::<Result<_, _>>()?;
        Ok(Self(Some(entries)))
    }

    /// Whether the setting is missing, so that everybody may sign in.
    pub(crate) fn is_everybody(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the owner of this address may be a host.
    pub fn allows(&self, email: &str) -> bool {
        let Some(entries) = &self.0 else {
            return true;
        };
        let email = EmailAddress::fold(email);
        let domain = domain_of(&email);
        entries
            .iter()
            .any(|entry| *entry == email || entry == domain)
    }
}

fn domain_of(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(text: &str) -> Result<Allowed, SettingError> {
        Allowed::read(&|_| Some(text.to_owned()))
    }

    #[test]
    fn a_list_has_addresses_and_domains() {
        let list =
            allowed("Ada@example.org, @club.example, House.example, kim@example.org").unwrap();
        for (email, may) in [
            ("ada@example.org", true),
            ("ADA@Example.org", true),
            ("bea@example.org", false),
            ("anybody@club.example", true),
            ("anybody@house.example", true),
            ("anybody@sub.house.example", false),
            ("anybody@nothouse.example", false),
            ("house.example@evil.example", false),
            // The Kelvin sign, whose lower case is k, and another letter that looks alike.
            ("\u{212a}im@example.org", false),
            ("k\u{131}m@example.org", false),
            ("KIM@example.org", true),
        ] {
            assert_eq!(list.allows(email), may, "{email}");
        }
        assert!(allowed("").unwrap().allows("anybody@example.net"));
    }

    #[test]
    fn other_entries_are_refused() {
        for text in [
            " ",
            "\t\n",
            "ada@",
            ",",
            "ada@example.org,,x",
            "two words",
            "@",
            "a@b@c",
            "ada@localhost",
            "localhost",
            "ada@127.0.0.1",
        ] {
            let sentence = allowed(text).unwrap_err().to_string();
            assert!(
                sentence.starts_with("SIGN_IN_ALLOWED"),
                "{text}: {sentence}"
            );
        }
    }
}
