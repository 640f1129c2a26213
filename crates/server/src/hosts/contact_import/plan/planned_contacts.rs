use seat_dealer_address_book::{Person, PersonIndex};
use seat_dealer_core::ContactId;
use seat_dealer_db::contacts::{Contact, ContactFields};

use crate::hosts::duplicates;

/// The contacts of a host, followed by those that an import adds.
pub(super) struct PlannedContacts {
    pub(super) entries: Vec<PlannedContact>,
    /// The positions in `entries`, by name, number and address.
    pub(super) known: PersonIndex<usize>,
}

pub(super) struct PlannedContact {
    /// `None` for a new contact.
    pub(super) id: Option<ContactId>,
    pub(super) fields: ContactFields,
    /// What the lines of the import above say about the person; `None`: the person is in none.
    pub(super) above: Option<Above>,
    /// The index of the write that changes the contact.
    pub(super) write: Option<usize>,
}

/// What the lines of an import above say about a person.
#[derive(Default)]
pub(super) struct Above {
    /// The first line with the person.
    pub(super) line: u64,
    /// Whether one of them has a priority.
    pub(super) has_priority: bool,
    /// Whether one of them has a party size.
    pub(super) has_party_size: bool,
}

impl Above {
    pub(super) fn of(person: &Person) -> Self {
        Self {
            line: person.line,
            has_priority: person.priority.is_some(),
            has_party_size: person.party_size.is_some(),
        }
    }
}

impl PlannedContacts {
    pub(super) fn of(contacts: &[Contact]) -> Self {
        let mut planned = Self {
            entries: Vec::new(),
            known: PersonIndex::default(),
        };
        for contact in contacts {
            // Stored values are valid.
            if let Ok(fields) = duplicates::fields(contact) {
                planned.add(PlannedContact {
                    id: Some(contact.id.clone()),
                    fields,
                    above: None,
                    write: None,
                });
            }
        }
        planned
    }

    pub(super) fn add(&mut self, entry: PlannedContact) {
        self.entries.push(entry);
        self.index(self.entries.len() - 1);
    }

    /// Adds an entry to the index by its name, number and address.
    pub(super) fn index(&mut self, place: usize) {
        let ContactFields {
            name,
            phone_number,
            email,
            ..
        } = &self.entries[place].fields;
        self.known
            .add(&place, name.as_str(), phone_number.as_ref(), email.as_ref());
    }

    pub(super) fn name(&self, place: usize) -> &str {
        self.entries[place].fields.name.as_str()
    }
}
