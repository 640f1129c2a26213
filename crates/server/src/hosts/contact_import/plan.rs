//! What becomes of the people of an address book. Pure, so that a preview says exactly what is
//! done afterwards.

use std::collections::HashMap;

use seat_dealer_address_book::{Person, phone_number};
use seat_dealer_api_types::{Import, ImportOutcome, ImportedPerson};
use seat_dealer_core::{ContactId, EmailAddress, InvalidValue, Name, PhoneNumber, Priority};
use seat_dealer_db::contacts::{Contact, ContactFields};

/// What importing does.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// What the host is told.
    pub(crate) import: Import,
    /// What has to be written.
    pub(crate) writes: Vec<Write>,
}

/// Something to write.
#[derive(Debug)]
pub(crate) enum Write {
    /// A new contact.
    Create(ContactFields),
    /// A known contact as it is from now on.
    Update(ContactId, ContactFields),
}

/// What of a person can become a contact, and what cannot, in sentences.
struct Read {
    name: Name,
    phone_number: Option<PhoneNumber>,
    email: Option<EmailAddress>,
    priority: Option<Priority>,
    notes: Vec<String>,
}

impl Plan {
    /// Plans for these people beside the contacts that are known. `home` is the country whose
    /// numbers need no country code.
    pub(crate) fn of(people: &[Person], known: &[Contact], home: Option<&str>) -> Self {
        let known = Known::of(known);
        let mut earlier = HashMap::new();
        let mut plan = Self::default();
        for person in people {
            let item = match read(person, home) {
                Ok(read) => plan.take(person, read, &known, &mut earlier),
                Err(why) => refused(person, why),
            };
            let import = &mut plan.import;
            *match item.outcome {
                ImportOutcome::Created => &mut import.created,
                ImportOutcome::Updated => &mut import.updated,
                ImportOutcome::Unchanged => &mut import.unchanged,
                ImportOutcome::Refused => &mut import.refused,
            } += 1;
            import.items.push(item);
        }
        plan
    }

    fn take(
        &mut self,
        person: &Person,
        read: Read,
        known: &Known<'_>,
        earlier: &mut HashMap<String, u64>,
    ) -> ImportedPerson {
        let phone_number = read
            .phone_number
            .as_ref()
            .map(|number| number.as_str().to_owned());
        let email = read.email.as_ref().map(|email| email.as_str().to_owned());
        for way in [&phone_number, &email].into_iter().flatten() {
            if let Some(line) = earlier.get(&key(way)) {
                return refused(person, format!("{way} is in line {line} already."));
            }
        }
        let found = match known.find(phone_number.as_deref(), email.as_deref()) {
            Ok(found) => found,
            Err(why) => return refused(person, why),
        };
        for way in [&phone_number, &email].into_iter().flatten() {
            earlier.insert(key(way), person.line);
        }
        let mut notes = read.notes;
        let outcome = if let Some(old) = found {
            let (changes, fields) =
                changed(old, read.name, read.phone_number, read.email, read.priority);
            if changes.is_empty() {
                ImportOutcome::Unchanged
            } else {
                notes.splice(0..0, changes);
                self.writes.push(Write::Update(old.id.clone(), fields));
                ImportOutcome::Updated
            }
        } else {
            if let Some(twin) = known.names.get(&read.name.as_str().to_lowercase()) {
                notes.push(format!(
                    "You have another contact called {}, with another number or address.",
                    twin.name
                ));
            }
            self.writes.push(Write::Create(ContactFields {
                name: read.name,
                phone_number: read.phone_number,
                email: read.email,
                priority: read.priority.unwrap_or_default(),
                preferred_channel: None,
            }));
            ImportOutcome::Created
        };
        ImportedPerson {
            line: person.line,
            outcome,
            name: person.name.clone(),
            phone_number,
            email,
            note: (!notes.is_empty()).then(|| notes.join(" ")),
        }
    }
}

fn refused(person: &Person, why: String) -> ImportedPerson {
    ImportedPerson {
        line: person.line,
        outcome: ImportOutcome::Refused,
        name: person.name.chars().take(Name::MAX_CHARS).collect(),
        phone_number: None,
        email: None,
        note: Some(why),
    }
}

/// Takes of a person what is well formed: the first number and the first address. Without either,
/// or without a name, there is nobody to invite.
fn read(person: &Person, home: Option<&str>) -> Result<Read, String> {
    let name = Name::parse(&person.name).map_err(|error| error.to_string())?;
    let (number, mut notes) = first(&person.phone_numbers, |text| phone_number(text, home));
    let (email, wrong) = first(&person.emails, EmailAddress::parse);
    notes.extend(wrong);
    if number.is_none() && email.is_none() {
        return Err(if notes.is_empty() {
            "There is no phone number and no email address.".to_owned()
        } else {
            notes.join(" ")
        });
    }
    let priority = person.priority.as_ref().and_then(|text| {
        let priority = text
            .parse()
            .ok()
            .and_then(|number| Priority::parse(number).ok());
        if priority.is_none() {
            notes.push(format!(
                "The priority {text} was left out: it goes from 1 to 9."
            ));
        }
        priority
    });
    Ok(Read {
        name,
        phone_number: number,
        email,
        priority,
        notes,
    })
}

/// The first text that can be parsed; when there is none, what is wrong with each, in sentences.
fn first<T>(
    texts: &[String],
    parse: impl Fn(&str) -> Result<T, InvalidValue>,
) -> (Option<T>, Vec<String>) {
    let mut wrong = Vec::new();
    for text in texts {
        match parse(text) {
            Ok(value) => return (Some(value), Vec::new()),
            Err(error) => wrong.push(format!("{text} was left out. {error}")),
        }
    }
    (None, wrong)
}

/// What changes about a contact, in sentences, and what it is then. What the address book does not
/// say stays as it is.
fn changed(
    old: &Contact,
    name: Name,
    phone_number: Option<PhoneNumber>,
    email: Option<EmailAddress>,
    priority: Option<Priority>,
) -> (Vec<String>, ContactFields) {
    let mut changes = Vec::new();
    let mut note = |what: &str, before: Option<&str>, after: Option<&str>| {
        if let Some(after) = after
            && before != Some(after)
        {
            changes.push(match before {
                Some(before) => format!("{what} was {before}."),
                None => format!("{what} is new."),
            });
        }
    };
    note("Name", Some(&old.name), Some(name.as_str()));
    let number = phone_number.as_ref().map(PhoneNumber::as_str);
    note("Phone number", old.phone_number.as_deref(), number);
    let address = email.as_ref().map(EmailAddress::as_str);
    note("Email", old.email.as_deref(), address);
    let before = old.priority.to_string();
    let after = priority.map(|priority| priority.get().to_string());
    note("Priority", Some(&before), after.as_deref());
    let fields = ContactFields {
        name,
        // What is stored was parsed when it was written.
        phone_number: phone_number
            .or_else(|| PhoneNumber::parse(old.phone_number.as_deref()?).ok()),
        email: email.or_else(|| EmailAddress::parse(old.email.as_deref()?).ok()),
        priority: priority
            .or_else(|| Priority::parse(old.priority.into()).ok())
            .unwrap_or_default(),
        preferred_channel: old.preferred_channel,
    };
    (changes, fields)
}

/// Numbers and addresses are the same whatever the case of their letters.
fn key(way: &str) -> String {
    EmailAddress::fold(way)
}

/// The contacts that a host has, by what tells them apart.
struct Known<'a> {
    ways: HashMap<String, &'a Contact>,
    names: HashMap<String, &'a Contact>,
}

impl<'a> Known<'a> {
    fn of(contacts: &'a [Contact]) -> Self {
        let mut known = Self {
            ways: HashMap::new(),
            names: HashMap::new(),
        };
        for contact in contacts {
            for way in [&contact.phone_number, &contact.email]
                .into_iter()
                .flatten()
            {
                known.ways.entry(key(way)).or_insert(contact);
            }
            known.names.insert(contact.name.to_lowercase(), contact);
        }
        known
    }

    /// The contact with this number or this address.
    fn find(
        &self,
        number: Option<&str>,
        email: Option<&str>,
    ) -> Result<Option<&'a Contact>, String> {
        let of = |way: Option<&str>| way.and_then(|way| self.ways.get(&key(way)).copied());
        match (of(number), of(email)) {
            (Some(one), Some(other)) if one.id != other.id => Err(format!(
                "The phone number is {}'s and the email address {}'s: change one of them first.",
                one.name, other.name
            )),
            (found, other) => Ok(found.or(other)),
        }
    }
}

#[cfg(test)]
mod tests;
