//! What becomes of the people of an address book. Pure, so that a preview says exactly what is
//! done afterwards.

mod table;

use std::collections::BTreeMap;

use seat_dealer_address_book::{AddressBook, Match, Person};
use seat_dealer_api_types::{Import, ImportChange, ImportOutcome, ImportedField, ImportedPerson};
use seat_dealer_core::{EmailAddress, Name, PhoneNumber};
use seat_dealer_db::contacts::{Contact, ContactFields};
use seat_dealer_db::imports::Write;

use self::table::{PlannedContact, PlannedContacts};

/// What a host has chosen about people, by their places in the address book.
pub(crate) type Choices = BTreeMap<usize, Choice>;

/// What a host has chosen about somebody.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    /// Their name.
    pub(crate) name: Option<Name>,
    /// What stays as it is.
    pub(crate) keep: Vec<ImportedField>,
    /// Whether they are left out.
    pub(crate) leave_out: bool,
}

/// What importing does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// What the host is told, for each person.
    pub(crate) items: Vec<ImportedPerson>,
    /// What has to be written, with the place of the person for whom it is.
    pub(crate) writes: Vec<(usize, Write)>,
}

impl Plan {
    /// Plans for these people beside the contacts that are known.
    ///
    /// Whoever has the name of a contact, and the number or the address, is that contact. A number or
    /// an address alone is shared with somebody else: couples, families and offices share one.
    pub(crate) fn of(book: &AddressBook, known: &[Contact], choices: &Choices) -> Self {
        let mut planner = Planner {
            table: PlannedContacts::of(known),
            // What is left out of columns is said once for each of them.
            has_columns: !book.columns.is_empty(),
            plan: Self::default(),
        };
        let default = Choice::default();
        for (index, person) in book.people.iter().enumerate() {
            let choice = choices.get(&index).unwrap_or(&default);
            let told = planner.told(index, person, choice);
            planner.plan.items.push(ImportedPerson {
                index,
                line: person.line,
                outcome: told.outcome,
                name: name_of(person, choice),
                name_is_a_guess: person.name_is_a_guess && choice.name.is_none(),
                phone_number: person
                    .phone_number
                    .as_ref()
                    .map(|number| number.as_str().to_owned()),
                email: person.email.as_ref().map(|email| email.as_str().to_owned()),
                changes: told.changes,
                note: (!told.notes.is_empty()).then(|| told.notes.join(" ")),
            });
        }
        planner.plan
    }
}

/// The items of an import with their counts.
pub(crate) fn counted(items: Vec<ImportedPerson>) -> Import {
    let mut import = Import::default();
    for item in &items {
        *match item.outcome {
            ImportOutcome::Created => &mut import.created,
            ImportOutcome::Updated => &mut import.updated,
            ImportOutcome::Unchanged => &mut import.unchanged,
            ImportOutcome::Unnamed => &mut import.unnamed,
            ImportOutcome::LeftOut => &mut import.left_out,
            ImportOutcome::Refused => &mut import.refused,
        } += 1;
    }
    Import { items, ..import }
}

/// The name as it is shown, also where it is too long for a contact.
fn name_of(person: &Person, choice: &Choice) -> String {
    let name = choice
        .name
        .as_ref()
        .map_or(person.name.as_str(), Name::as_str);
    name.chars().take(Name::MAX_CHARS).collect()
}

/// What a host is told of somebody.
struct Told {
    outcome: ImportOutcome,
    changes: Vec<ImportChange>,
    notes: Vec<String>,
}

impl Told {
    fn new(outcome: ImportOutcome, notes: Vec<String>) -> Self {
        Self {
            outcome,
            changes: Vec::new(),
            notes,
        }
    }
}

struct Planner {
    table: PlannedContacts,
    has_columns: bool,
    plan: Plan,
}

impl Planner {
    fn told(&mut self, index: usize, person: &Person, choice: &Choice) -> Told {
        let (number, email) = (person.phone_number.as_ref(), person.email.as_ref());
        if choice.leave_out {
            return Told::new(ImportOutcome::LeftOut, Vec::new());
        }
        if number.is_none() && email.is_none() {
            return Told::new(ImportOutcome::Refused, why_nobody(person));
        }
        let is_unknown =
            choice.name.is_none() && (person.name.is_empty() || person.name_is_a_guess);
        if is_unknown && let Some(note) = self.owner(number, email) {
            return Told::new(ImportOutcome::Unchanged, vec![note]);
        }
        let name = match choice
            .name
            .clone()
            .map_or_else(|| Name::parse(&person.name), Ok)
        {
            Ok(name) => name,
            Err(_) if person.name.is_empty() => {
                let note = "There is no name: say who this is.".to_owned();
                return Told::new(ImportOutcome::Unnamed, vec![note]);
            }
            Err(error) => return Told::new(ImportOutcome::Unnamed, vec![error.to_string()]),
        };
        match self.table.known.find(name.as_str(), number, email) {
            Match::Same(place) => self.same(index, person, choice, place),
            Match::Either(..) => {
                let note = format!(
                    "There are two contacts called {}: one has the phone number, the other the email \
                     address. Change one of them first.",
                    name.as_str()
                );
                Told::new(ImportOutcome::Refused, vec![note])
            }
            Match::New {
                shares_number,
                shares_email,
                namesake,
            } => {
                let mut notes = self.shared(shares_number, shares_email);
                notes.extend(namesake.map(|place| {
                    format!(
                        "You have another contact called {}, with another number or address.",
                        self.table.name(place)
                    )
                }));
                notes.extend(self.left_out(person));
                self.create(index, person, name);
                Told::new(ImportOutcome::Created, notes)
            }
        }
    }

    /// Who has a number or an address, of which nobody says whose it is.
    fn owner(&self, number: Option<&PhoneNumber>, email: Option<&EmailAddress>) -> Option<String> {
        let Match::New {
            shares_number,
            shares_email,
            ..
        } = self.table.known.find("", number, email)
        else {
            return None;
        };
        let way = if shares_number.is_some() {
            "phone number"
        } else {
            "email address"
        };
        let place = shares_number.or(shares_email)?;
        Some(format!("{} has this {way}.", self.table.name(place)))
    }

    fn shared(&self, number: Option<usize>, email: Option<usize>) -> Vec<String> {
        [(number, "phone number"), (email, "email address")]
            .into_iter()
            .filter_map(|(place, way)| {
                Some(format!("{} has this {way}, too.", self.table.name(place?)))
            })
            .collect()
    }

    /// What could not be read of somebody, in sentences. Where there is one number and one address,
    /// nobody misses the others.
    fn left_out(&self, person: &Person) -> Vec<String> {
        let has_both = person.phone_number.is_some() && person.email.is_some();
        if self.has_columns || has_both {
            Vec::new()
        } else {
            left_out(person)
        }
    }

    fn create(&mut self, index: usize, person: &Person, name: Name) {
        let fields = ContactFields {
            name,
            phone_number: person.phone_number.clone(),
            email: person.email.clone(),
            priority: person.priority.unwrap_or_default(),
            preferred_channel: None,
        };
        self.table.add(PlannedContact {
            id: None,
            fields: fields.clone(),
            line: Some(person.line),
            write: Some(self.plan.writes.len()),
        });
        self.plan.writes.push((index, Write::Create(fields)));
    }

    /// Somebody who is known, or who was in a line above.
    fn same(&mut self, index: usize, person: &Person, choice: &Choice, place: usize) -> Told {
        let entry = &mut self.table.entries[place];
        let above = entry.line;
        let mut notes = Vec::new();
        let (changes, fields) = match above {
            None => changed(&entry.fields, person, &choice.keep),
            Some(line) => {
                notes.push(format!("This is the person in line {line}."));
                // Two lines on one person: the first one counts, and the second adds to it.
                changed(&entry.fields, &missing(person, &entry.fields), &choice.keep)
            }
        };
        entry.line = above.or(Some(person.line));
        if changes.is_empty() {
            notes.extend(self.left_out(person));
            return Told::new(ImportOutcome::Unchanged, notes);
        }
        entry.fields = fields.clone();
        let told = match (entry.write, entry.id.clone()) {
            (Some(write), _) => {
                match &mut self.plan.writes[write].1 {
                    Write::Create(written) | Write::Update(_, written) => *written = fields,
                }
                Told::new(ImportOutcome::Unchanged, notes)
            }
            (None, Some(id)) => {
                entry.write = Some(self.plan.writes.len());
                self.plan.writes.push((index, Write::Update(id, fields)));
                notes.extend(changes.iter().map(sentence));
                Told {
                    outcome: ImportOutcome::Updated,
                    changes,
                    notes,
                }
            }
            // Whoever has no id is written.
            (None, None) => Told::new(ImportOutcome::Unchanged, notes),
        };
        self.table.learn(place);
        told
    }
}

/// Why somebody without a number and an address cannot be invited.
fn why_nobody(person: &Person) -> Vec<String> {
    let left_out = left_out(person);
    if left_out.is_empty() {
        vec!["There is no phone number and no email address.".to_owned()]
    } else {
        left_out
    }
}

fn left_out(person: &Person) -> Vec<String> {
    let left_out = person.left_out.iter();
    left_out
        .map(|left_out| format!("{} was left out. {}", left_out.text, left_out.why))
        .collect()
}

/// Of a person the ways that are missing in these fields.
fn missing(person: &Person, fields: &ContactFields) -> Person {
    let number = person.phone_number.clone();
    let email = person.email.clone();
    Person {
        phone_number: number.filter(|_| fields.phone_number.is_none()),
        email: email.filter(|_| fields.email.is_none()),
        ..Person::default()
    }
}

/// What changes about a contact, and what it is then. What the address book does not say stays as it
/// is, and so does the spelling of the name, the number and the address.
fn changed(
    old: &ContactFields,
    person: &Person,
    keep: &[ImportedField],
) -> (Vec<ImportChange>, ContactFields) {
    let mut changes = Vec::new();
    let mut note = |field, before: Option<&str>, after: &str| {
        changes.push(ImportChange {
            field,
            before: before.map(str::to_owned),
            after: after.to_owned(),
        });
    };
    let may_change = |field| !keep.contains(&field);
    let mut fields = old.clone();
    if let Some(number) = &person.phone_number
        && may_change(ImportedField::PhoneNumber)
        && !old
            .phone_number
            .as_ref()
            .is_some_and(|old| old.same_line(number))
    {
        let before = old.phone_number.as_ref().map(PhoneNumber::as_str);
        note(ImportedField::PhoneNumber, before, number.as_str());
        fields.phone_number = Some(number.clone());
    }
    let fold = |email: &EmailAddress| EmailAddress::fold(email.as_str());
    if let Some(email) = &person.email
        && may_change(ImportedField::Email)
        && old.email.as_ref().map(fold) != Some(fold(email))
    {
        let before = old.email.as_ref().map(EmailAddress::as_str);
        note(ImportedField::Email, before, email.as_str());
        fields.email = Some(email.clone());
    }
    if let Some(priority) = person.priority
        && may_change(ImportedField::Priority)
        && old.priority != priority
    {
        let (before, after) = (old.priority.get().to_string(), priority.get().to_string());
        note(ImportedField::Priority, Some(&before), &after);
        fields.priority = priority;
    }
    (changes, fields)
}

fn sentence(change: &ImportChange) -> String {
    let what = match change.field {
        ImportedField::PhoneNumber => "Phone number",
        ImportedField::Email => "Email",
        ImportedField::Priority => "Priority",
    };
    match &change.before {
        Some(before) => format!("{what} was {before}."),
        None => format!("{what} is new."),
    }
}

#[cfg(test)]
mod tests;
