//! What becomes of the people of an address book. Pure, so that a preview says exactly what is
//! done afterwards.

use seat_dealer_address_book::{Known, Match, Person};
use seat_dealer_api_types::{Import, ImportOutcome, ImportedPerson};
use seat_dealer_core::{ContactId, EmailAddress, Name, PhoneNumber, Priority};
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

impl Plan {
    /// Plans for these people beside the contacts that are known.
    ///
    /// Whoever has the name of a contact, and the number or the address, is that contact. A number or
    /// an address alone is shared with somebody else: couples, families and offices share one.
    pub(crate) fn of(people: &[Person], known: &[Contact]) -> Self {
        let mut table = Table::of(known);
        let mut plan = Self::default();
        for person in people {
            let item = match read(person) {
                Ok(read) => plan.take(person, read, &mut table),
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

    fn take(&mut self, person: &Person, read: Read, table: &mut Table) -> ImportedPerson {
        let (number, email) = (person.phone_number.as_ref(), person.email.as_ref());
        let (outcome, notes) = match table.known.find(read.name.as_str(), number, email) {
            Match::Same(place) => self.same(person, &read, place, table),
            Match::Either(..) => {
                let why = format!(
                    "There are two contacts called {}: one has the phone number, the other the email \
                     address. Change one of them first.",
                    read.name.as_str()
                );
                return refused(person, why);
            }
            Match::New {
                shares_number,
                shares_email,
                namesake,
            } => {
                let name = |place: usize| table.entries[place].fields.name.as_str();
                let shared = [
                    (shares_number, "phone number"),
                    (shares_email, "email address"),
                ];
                let mut notes: Vec<String> = shared
                    .into_iter()
                    .filter_map(|(place, way)| {
                        Some(format!("{} has this {way}, too.", name(place?)))
                    })
                    .collect();
                notes.extend(namesake.map(|place| {
                    format!(
                        "You have another contact called {}, with another number or address.",
                        name(place)
                    )
                }));
                notes.extend(read.notes);
                let fields = ContactFields {
                    name: read.name,
                    phone_number: person.phone_number.clone(),
                    email: person.email.clone(),
                    priority: person.priority.unwrap_or_default(),
                    preferred_channel: None,
                };
                table.add(Entry {
                    id: None,
                    fields: fields.clone(),
                    written: Some((self.writes.len(), person.line)),
                });
                self.writes.push(Write::Create(fields));
                (ImportOutcome::Created, notes)
            }
        };
        ImportedPerson {
            line: person.line,
            outcome,
            name: person.name.clone(),
            phone_number: number.map(|number| number.as_str().to_owned()),
            email: email.map(|email| email.as_str().to_owned()),
            note: (!notes.is_empty()).then(|| notes.join(" ")),
        }
    }

    /// Somebody who is known, or who was in a line above.
    fn same(
        &mut self,
        person: &Person,
        read: &Read,
        place: usize,
        table: &mut Table,
    ) -> (ImportOutcome, Vec<String>) {
        let entry = &mut table.entries[place];
        if let Some((write, line)) = entry.written {
            // Two lines on one person: the first one counts, and the second adds to it.
            let missing = Person {
                phone_number: person
                    .phone_number
                    .clone()
                    .filter(|_| entry.fields.phone_number.is_none()),
                email: person
                    .email
                    .clone()
                    .filter(|_| entry.fields.email.is_none()),
                ..Person::default()
            };
            let (_, fields) = changed(&entry.fields, &missing);
            entry.fields = fields.clone();
            match &mut self.writes[write] {
                Write::Create(written) | Write::Update(_, written) => *written = fields,
            }
            return (
                ImportOutcome::Unchanged,
                vec![format!("This is the person in line {line}.")],
            );
        }
        let (mut notes, fields) = changed(&entry.fields, person);
        let Some(id) = entry.id.clone().filter(|_| !notes.is_empty()) else {
            return (ImportOutcome::Unchanged, read.notes.clone());
        };
        notes.extend(read.notes.iter().cloned());
        entry.fields = fields.clone();
        entry.written = Some((self.writes.len(), person.line));
        self.writes.push(Write::Update(id, fields));
        table.learn(place);
        (ImportOutcome::Updated, notes)
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

/// Of a person what can become a contact, and what was left out, in sentences.
struct Read {
    name: Name,
    notes: Vec<String>,
}

/// Without a number and an address, or without a name, there is nobody to invite.
fn read(person: &Person) -> Result<Read, String> {
    let left_out = person.left_out.iter();
    let left_out: Vec<String> = left_out
        .map(|left_out| format!("{} was left out. {}", left_out.text, left_out.why))
        .collect();
    let (has_number, has_email) = (person.phone_number.is_some(), person.email.is_some());
    if !has_number && !has_email {
        return Err(if left_out.is_empty() {
            "There is no phone number and no email address.".to_owned()
        } else {
            left_out.join(" ")
        });
    }
    if person.name.is_empty() {
        return Err("There is no name: write one beside the number or the address.".to_owned());
    }
    let name = Name::parse(&person.name).map_err(|error| error.to_string())?;
    // Where there is one of each, nobody misses the others.
    let notes = if has_number && has_email {
        Vec::new()
    } else {
        left_out
    };
    Ok(Read { name, notes })
}

/// What changes about a contact, in sentences, and what it is then. What the address book does not
/// say stays as it is, and so does the spelling of the name, the number and the address.
fn changed(old: &ContactFields, person: &Person) -> (Vec<String>, ContactFields) {
    let mut changes = Vec::new();
    let mut note = |what: &str, before: Option<&str>| {
        changes.push(match before {
            Some(before) => format!("{what} was {before}."),
            None => format!("{what} is new."),
        });
    };
    let mut fields = old.clone();
    if let Some(number) = &person.phone_number
        && !old
            .phone_number
            .as_ref()
            .is_some_and(|old| old.same_line(number))
    {
        note(
            "Phone number",
            old.phone_number.as_ref().map(PhoneNumber::as_str),
        );
        fields.phone_number = Some(number.clone());
    }
    let fold = |email: &EmailAddress| EmailAddress::fold(email.as_str());
    if let Some(email) = &person.email
        && old.email.as_ref().map(fold) != Some(fold(email))
    {
        note("Email", old.email.as_ref().map(EmailAddress::as_str));
        fields.email = Some(email.clone());
    }
    if let Some(priority) = person.priority
        && old.priority != priority
    {
        note("Priority", Some(&old.priority.get().to_string()));
        fields.priority = priority;
    }
    (changes, fields)
}

/// The contacts that a host has, and after them those that an import adds.
struct Table {
    entries: Vec<Entry>,
    /// By name, number and address, with their places in `entries`.
    known: Known<usize>,
}

struct Entry {
    /// Nothing for somebody who is added.
    id: Option<ContactId>,
    fields: ContactFields,
    /// The write that changes them, and the line that it comes from.
    written: Option<(usize, u64)>,
}

impl Table {
    fn of(contacts: &[Contact]) -> Self {
        let mut table = Self {
            entries: Vec::new(),
            known: Known::default(),
        };
        for contact in contacts {
            // What is stored was parsed when it was written.
            if let Some(fields) = fields(contact) {
                table.add(Entry {
                    id: Some(contact.id.clone()),
                    fields,
                    written: None,
                });
            }
        }
        table
    }

    fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.learn(self.entries.len() - 1);
    }

    /// Makes an entry known by its name, number and address.
    fn learn(&mut self, place: usize) {
        let ContactFields {
            name,
            phone_number,
            email,
            ..
        } = &self.entries[place].fields;
        self.known
            .add(&place, name.as_str(), phone_number.as_ref(), email.as_ref());
    }
}

fn fields(contact: &Contact) -> Option<ContactFields> {
    let number = contact.phone_number.as_deref();
    let email = contact.email.as_deref();
    Some(ContactFields {
        name: Name::parse(&contact.name).ok()?,
        phone_number: number.and_then(|number| PhoneNumber::parse(number).ok()),
        email: email.and_then(|email| EmailAddress::parse(email).ok()),
        priority: Priority::parse(contact.priority.into()).ok()?,
        preferred_channel: contact.preferred_channel,
    })
}

#[cfg(test)]
mod tests;
