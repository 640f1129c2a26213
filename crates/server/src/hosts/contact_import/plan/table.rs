use seat_dealer_address_book::Known;
use seat_dealer_core::ContactId;
use seat_dealer_db::contacts::{Contact, ContactFields};

use crate::hosts::duplicates;

/// The contacts that a host has, and after them those that an import adds.
pub(super) struct PlannedContacts {
    pub(super) entries: Vec<PlannedContact>,
    /// By name, number and address, with their places in `entries`.
    pub(super) known: Known<usize>,
}

pub(super) struct PlannedContact {
    /// Nothing for somebody who is added.
    pub(super) id: Option<ContactId>,
    pub(super) fields: ContactFields,
    /// The line of the import where they were first.
    pub(super) line: Option<u64>,
    /// The write that changes them.
    pub(super) write: Option<usize>,
}

impl PlannedContacts {
    pub(super) fn of(contacts: &[Contact]) -> Self {
        let mut table = Self {
            entries: Vec::new(),
            known: Known::default(),
        };
        for contact in contacts {
            // What is stored was parsed when it was written.
            if let Ok(fields) = duplicates::fields(contact) {
                table.add(PlannedContact {
                    id: Some(contact.id.clone()),
                    fields,
                    line: None,
                    write: None,
                });
            }
        }
        table
    }

    pub(super) fn add(&mut self, entry: PlannedContact) {
        self.entries.push(entry);
        self.learn(self.entries.len() - 1);
    }

    /// Makes an entry known by its name, number and address.
    pub(super) fn learn(&mut self, place: usize) {
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
