//! Plans an import: what happens to each person of an address book. It is pure, so that the import does exactly what
//! the preview says.

mod changes;
mod planned_contacts;

use std::collections::BTreeMap;

use seat_dealer_address_book::{AddressBook, LeftOut, Match, Person};
use seat_dealer_api_types::{Import, ImportChange, ImportOutcome, ImportedField, ImportedPerson};
use seat_dealer_core::{EmailAddress, Name, PartySize, PhoneNumber, Tags};
use seat_dealer_db::contacts::{Contact, ContactFields};
use seat_dealer_db::imports::Write;

use self::changes::{changed, missing, not_taken_sentence, sentence};
use self::planned_contacts::{Above, PlannedContact, PlannedContacts};

/// The host's choices about people, by their index in the address book.
pub(crate) type Choices = BTreeMap<usize, Choice>;

/// The host's choice about one person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    /// The name.
    pub(crate) name: Option<Name>,
    /// The fields that stay as they are.
    pub(crate) keep: Vec<ImportedField>,
    /// Whether the person is left out.
    pub(crate) leave_out: bool,
}

/// The plan of an import.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// The result for each person.
    pub(crate) items: Vec<ImportedPerson>,
    /// The writes, with the index of their person.
    pub(crate) writes: Vec<(usize, Write)>,
}

impl Plan {
    /// Plans the import of these people. `known` are the host's contacts.
    ///
    /// A person with the name of a contact and its number or address is that contact. With another name, the number
    /// or address is shared: couples, families and offices share one.
    pub(crate) fn of(book: &AddressBook, known: &[Contact], choices: &Choices) -> Self {
        let mut planner = Planner {
            contacts: PlannedContacts::of(known),
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
                party_size: person.party_size.map(PartySize::get),
                tags: tags_of(person).texts(),
                diet: diet_of(person),
                language: person.language,
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

/// The name for the preview, also if it is too long for a contact.
fn name_of(person: &Person, choice: &Choice) -> String {
    let name = choice
        .name
        .as_ref()
        .map_or(person.name.as_str(), Name::as_str);
    name.chars().take(Name::MAX_CHARS).collect()
}

/// The result for one person.
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
    contacts: PlannedContacts,
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
            let notes = [vec![note], left_out(person)].concat();
            return Told::new(ImportOutcome::Unchanged, notes);
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
        match self.contacts.known.find(name.as_str(), number, email) {
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
                        self.contacts.name(place)
                    )
                }));
                notes.extend(left_out(person));
                notes.extend(left_out_tags(person, &tags_of(person)));
                self.create(index, person, name);
                Told::new(ImportOutcome::Created, notes)
            }
        }
    }

    /// A note for a person without a name: the contact with this number or address, and what it does not get.
    fn owner(&self, number: Option<&PhoneNumber>, email: Option<&EmailAddress>) -> Option<String> {
        let Match::New {
            shares_number,
            shares_email,
            ..
        } = self.contacts.known.find("", number, email)
        else {
            return None;
        };
        let (place, way, other) = match shares_number {
            Some(place) => {
                let other = email.filter(|_| shares_email != Some(place));
                (place, "phone number", other.map(EmailAddress::as_str))
            }
            None => (
                shares_email?,
                "email address",
                number.map(PhoneNumber::as_str),
            ),
        };
        let name = self.contacts.name(place);
        Some(match other {
            None => format!("{name} has this {way}."),
            Some(other) => {
                format!("{name} has this {way}. {other} was left out, because there is no name.")
            }
        })
    }

    fn shared(&self, number: Option<usize>, email: Option<usize>) -> Vec<String> {
        [(number, "phone number"), (email, "email address")]
            .into_iter()
            .filter_map(|(place, way)| {
                Some(format!(
                    "{} has this {way}, too.",
                    self.contacts.name(place?)
                ))
            })
            .collect()
    }

    fn create(&mut self, index: usize, person: &Person, name: Name) {
        let fields = ContactFields {
            name,
            phone_number: person.phone_number.clone(),
            email: person.email.clone(),
            priority: person.priority.unwrap_or_default(),
            party_size: person.party_size.unwrap_or_default(),
            not_for_dinners: false,
            preferred_channel: None,
            language: person.language,
            diet: person.diet.clone().unwrap_or_default(),
            tags: tags_of(person),
        };
        self.contacts.add(PlannedContact {
            id: None,
            fields: fields.clone(),
            above: Some(Above::of(person)),
            write: Some(self.plan.writes.len()),
        });
        self.plan.writes.push((index, Write::Create(fields)));
    }

    /// Plans a person who is a contact or was in an earlier line.
    fn same(&mut self, index: usize, person: &Person, choice: &Choice, place: usize) -> Told {
        let entry = &mut self.contacts.entries[place];
        let mut notes = Vec::new();
        let (changes, fields) = match &mut entry.above {
            None => {
                entry.above = Some(Above::of(person));
                changed(&entry.fields, person, &choice.keep)
            }
            Some(above) => {
                notes.push(format!("This is the person in line {}.", above.line));
                // Two lines about one person: the second one only adds missing fields.
                let missing = missing(person, &entry.fields, above);
                above.has_priority |= person.priority.is_some();
                above.has_party_size |= person.party_size.is_some();
                changed(&entry.fields, &missing, &choice.keep)
            }
        };
        // What would still change is not taken.
        let (not_taken, _) = changed(&fields, person, &choice.keep);
        let mut also_left_out: Vec<String> = not_taken.iter().map(not_taken_sentence).collect();
        if !choice.keep.contains(&ImportedField::Tags) {
            also_left_out.extend(left_out_tags(person, &fields.tags));
        }
        also_left_out.extend(left_out(person));
        if changes.is_empty() {
            notes.extend(also_left_out);
            return Told::new(ImportOutcome::Unchanged, notes);
        }
        entry.fields = fields.clone();
        let mut told = match (entry.write, entry.id.clone()) {
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
            // An entry without an id is a planned write.
            (None, None) => Told::new(ImportOutcome::Unchanged, notes),
        };
        told.notes.extend(also_left_out);
        self.contacts.index(place);
        told
    }
}

/// Why a person without a number and an address cannot be invited.
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

/// The tags of a person that a contact can have.
fn tags_of(person: &Person) -> Tags {
    Tags::default().with(&person.tags)
}

/// A note about the tags of a person that are not among the contact's, if there are any.
fn left_out_tags(person: &Person, tags: &Tags) -> Option<String> {
    let too_many = person.tags.iter().filter(|tag| !tags.has(tag));
    let too_many = too_many.map(|tag| LeftOut {
        text: tag.as_str().to_owned(),
        why: format!("A contact has at most {} tags.", Tags::MAX),
    });
    let mut left_out = person.left_out_tags.iter().cloned().chain(too_many);
    let LeftOut { text, why } = left_out.next()?;
    Some(match left_out.count() {
        0 => format!("The tag “{text}” was left out. {why}"),
        more => format!(
            "{} tags were left out. The first is “{text}”. {why}",
            more + 1
        ),
    })
}

fn diet_of(person: &Person) -> Option<String> {
    let diet = person.diet.as_ref()?.text()?;
    Some(diet.to_owned())
}

#[cfg(test)]
mod tests;
