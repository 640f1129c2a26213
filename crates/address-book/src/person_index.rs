//! Finds a person among known people. People with the same name and a number or an address in common are the same
//! person. People with other names share a number or an address, as couples, families and offices do.

use std::collections::HashMap;

use seat_dealer_core::{EmailAddress, PhoneNumber};

use crate::unicode::words;

/// Known people, indexed by name, number and address. `Id` identifies a person.
#[derive(Debug, Clone)]
pub struct PersonIndex<Id> {
    /// By name, and number or address.
    people: HashMap<(String, String), Id>,
    /// By number or address.
    ways: HashMap<String, Id>,
    names: HashMap<String, Id>,
}

/// The result of a search among known people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match<Id> {
    /// This person.
    Same(Id),
    /// One of two people with this name: the first has the number, the second the address.
    Either(Id, Id),
    /// An unknown person.
    New {
        /// A person with another name and the same number.
        shares_number: Option<Id>,
        /// A person with another name and the same address.
        shares_email: Option<Id>,
        /// A person with the same name, another number and another address.
        namesake: Option<Id>,
    },
}

impl<Id> Default for PersonIndex<Id> {
    fn default() -> Self {
        Self {
            people: HashMap::new(),
            ways: HashMap::new(),
            names: HashMap::new(),
        }
    }
}

impl<Id: Clone + Eq> PersonIndex<Id> {
    /// Adds a person. Of several people with the same name and number, the first is kept.
    pub fn add(
        &mut self,
        id: &Id,
        name: &str,
        phone_number: Option<&PhoneNumber>,
        email: Option<&EmailAddress>,
    ) {
        let name = name_key(name);
        for way in [phone_number.map(number_key), email.map(email_key)]
            .into_iter()
            .flatten()
        {
            self.people
                .entry((name.clone(), way.clone()))
                .or_insert_with(|| id.clone());
            self.ways.entry(way).or_insert_with(|| id.clone());
        }
        self.names.entry(name).or_insert_with(|| id.clone());
    }

    /// Finds a person, in constant time.
    pub fn find(
        &self,
        name: &str,
        phone_number: Option<&PhoneNumber>,
        email: Option<&EmailAddress>,
    ) -> Match<Id> {
        let name = name_key(name);
        let (number, email) = (phone_number.map(number_key), email.map(email_key));
        let same = |way: &Option<String>| {
            let way = way.as_ref()?;
            self.people.get(&(name.clone(), way.clone())).cloned()
        };
        match (same(&number), same(&email)) {
            (Some(one), Some(other)) if one != other => Match::Either(one, other),
            (Some(one), _) | (None, Some(one)) => Match::Same(one),
            (None, None) => {
                let shares = |way: Option<String>| self.ways.get(&way?).cloned();
                Match::New {
                    shares_number: shares(number),
                    shares_email: shares(email),
                    namesake: self.names.get(&name).cloned(),
                }
            }
        }
    }
}

/// The key of a name, for comparing: its words, sorted, without case and accents. `Müller, Jörg` and `jorg MULLER`
/// have the same key.
pub fn name_key(name: &str) -> String {
    let mut words = words(name);
    words.sort_unstable();
    words.join(" ")
}

fn number_key(number: &PhoneNumber) -> String {
    number.line()
}

fn email_key(email: &EmailAddress) -> String {
    EmailAddress::fold(email.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> PhoneNumber {
        PhoneNumber::parse(text).unwrap()
    }

    fn email(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    fn known() -> PersonIndex<u8> {
        let mut known = PersonIndex::default();
        known.add(
            &1,
            "Ola Roe",
            Some(&number("+14155552678")),
            Some(&email("ola@example.com")),
        );
        known.add(&2, "Jörg Müller", Some(&number("+525512345678")), None);
        known.add(&3, "Jörg Müller", None, Some(&email("joerg@example.org")));
        known
    }

    #[test]
    fn the_same_name_with_one_way_in_common_is_the_same_person() {
        let known = known();
        let find = |name, phone: Option<&str>, mail: Option<&str>| {
            known.find(name, phone.map(number).as_ref(), mail.map(email).as_ref())
        };
        assert_eq!(
            find("Ola Roe", Some("+14155552678"), Some("new@example.com")),
            Match::Same(1)
        );
        assert_eq!(
            find("OLA  ROE", None, Some("Ola@Example.com")),
            Match::Same(1)
        );
        assert_eq!(find("Roe, Ola", Some("+14155552678"), None), Match::Same(1));
        assert_eq!(
            find("Jorg Muller", Some("+5215512345678"), None),
            Match::Same(2)
        );
        assert_eq!(
            find(
                "Jörg Müller",
                Some("+525512345678"),
                Some("joerg@example.org")
            ),
            Match::Either(2, 3)
        );
    }

    #[test]
    fn a_shared_way_with_another_name_is_another_person() {
        let known = known();
        let pat = known.find(
            "Pat Roe",
            Some(&number("+14155552678")),
            Some(&email("pat@example.com")),
        );
        let expected = Match::New {
            shares_number: Some(1),
            shares_email: None,
            namesake: None,
        };
        assert_eq!(pat, expected);
        let ola = known.find("Ola Roe", None, Some(&email("other@example.com")));
        let expected = Match::New {
            shares_number: None,
            shares_email: None,
            namesake: Some(1),
        };
        assert_eq!(ola, expected);
        let both = known.find(
            "Di",
            Some(&number("+14155552678")),
            Some(&email("joerg@example.org")),
        );
        let expected = Match::New {
            shares_number: Some(1),
            shares_email: Some(3),
            namesake: None,
        };
        assert_eq!(both, expected);
    }
}
