//! The ways to reach somebody, from which one number and one address are chosen.

use std::collections::HashSet;

use seat_dealer_core::{EmailAddress, InvalidValue, PhoneNumber};

use crate::headings::Rank;
use crate::{LeftOut, Person, emails, headings, phone, pieces};

/// How many texts that cannot be read are remembered of a person.
const MOST_LEFT_OUT: usize = 10;

/// Numbers and addresses in the order of the address book.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ways {
    numbers: Vec<(Rank, bool, PhoneNumber)>,
    emails: Vec<(Rank, EmailAddress)>,
    pub(crate) left_out: Vec<LeftOut>,
}

impl Ways {
    /// Reads a number, or several with labels: `Tel. 030 901820, mobile 0151 23456789`.
    pub(crate) fn number(&mut self, rank: Rank, text: &str, home: Option<&str>) {
        let why = match phone::phone_number(text, home) {
            Ok(number) => {
                let is_land_line = phone::is_land_line(&number);
                return self.numbers.push((rank, is_land_line, number));
            }
            Err(why) => why,
        };
        let Some(labelled) = pieces::labelled_numbers(text) else {
            return self.leave_out([LeftOut::new(text, &why)]);
        };
        for (label, number) in labelled {
            match headings::label_rank(&label) {
                Some(said) => self.number(rank.min(said), &number, home),
                None => self.leave_out([not_to_text(&number)]),
            }
        }
    }

    /// Reads the addresses in a text.
    pub(crate) fn addresses(&mut self, rank: Rank, text: &str) {
        for address in emails::addresses(text) {
            match address {
                Ok(address) => self.emails.push((rank, address)),
                Err(left_out) => self.leave_out([left_out]),
            }
        }
    }

    /// Adds the ways of another part of the same person.
    pub(crate) fn append(&mut self, other: Self) {
        self.numbers.extend(other.numbers);
        self.emails.extend(other.emails);
        self.leave_out(other.left_out);
    }

    /// Remembers what could not be read.
    pub(crate) fn leave_out(&mut self, left_out: impl IntoIterator<Item = LeftOut>) {
        self.left_out.extend(left_out);
        self.left_out.truncate(MOST_LEFT_OUT);
    }

    /// Each number and each address on its own; what could not be read goes with the first.
    pub(crate) fn one_by_one(self) -> Vec<Self> {
        let numbers = self.numbers.into_iter().map(|number| Self {
            numbers: vec![number],
            ..Self::default()
        });
        let emails = self.emails.into_iter().map(|email| Self {
            emails: vec![email],
            ..Self::default()
        });
        let mut all: Vec<Self> = numbers.chain(emails).collect();
        if let Some(first) = all.first_mut() {
            first.left_out = self.left_out;
        }
        all
    }

    /// Whether there are numbers, and whether there are addresses.
    pub(crate) fn kinds(&self) -> (bool, bool) {
        (!self.numbers.is_empty(), !self.emails.is_empty())
    }

    /// Gives a person the best of each. Of two numbers alike, the one that is no land line.
    pub(crate) fn give(mut self, person: &mut Person) {
        // The first of several that are alike is taken.
        let numbers = self.numbers.iter();
        let number = numbers.min_by_key(|(rank, land, _)| (*rank, *land));
        person.phone_number = number.map(|(_, _, number)| number.clone());
        let email = self.emails.iter().min_by_key(|(rank, _)| *rank);
        person.email = email.map(|(_, email)| email.clone());
        self.leave_out(self.further(&taken(std::slice::from_ref(person))));
        person.left_out = self.left_out;
    }

    /// The numbers and the addresses that are not among those that people have, each once.
    pub(crate) fn further(&self, taken: &HashSet<String>) -> Vec<LeftOut> {
        let numbers = self.numbers.iter().map(|(_, _, number)| {
            let why = "A contact has one phone number.";
            (number.line(), number.as_str(), why)
        });
        let emails = self.emails.iter().map(|(_, email)| {
            let why = "A contact has one email address.";
            (EmailAddress::fold(email.as_str()), email.as_str(), why)
        });
        let mut told = HashSet::new();
        numbers
            .chain(emails)
            .filter(|(key, ..)| !taken.contains(key) && told.insert(key.clone()))
            .map(|(_, text, why)| LeftOut::new(text, &InvalidValue(why.to_owned())))
            .collect()
    }
}

/// The numbers and the addresses that people have.
pub(crate) fn taken(people: &[Person]) -> HashSet<String> {
    let numbers = people
        .iter()
        .filter_map(|person| person.phone_number.as_ref());
    let emails = people.iter().filter_map(|person| person.email.as_ref());
    let emails = emails.map(|email| EmailAddress::fold(email.as_str()));
    numbers.map(PhoneNumber::line).chain(emails).collect()
}

/// A number that its label takes from the person: a fax, an assistant's, a company's.
pub(crate) fn not_to_text(number: &str) -> LeftOut {
    let why = "The label says that it is a fax, or not the person's own phone.";
    LeftOut::new(number, &InvalidValue(why.to_owned()))
}
