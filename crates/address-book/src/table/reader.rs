//! Reads the people in the rows of a table whose columns are known.

use std::collections::{BTreeMap, HashMap};

use seat_dealer_core::{Diet, InvalidValue, PartySize, Priority};

use super::columns::{PARTS_OF_A_NAME, Role};
use super::rows::{MOST_COLUMNS, Row, whole_number};
use super::{add_tags, note};
use crate::headings::Rank;
use crate::phone::looks_like_a_number;
use crate::unicode::one_line;
use crate::ways::{Ways, not_to_text, taken};
use crate::{LeftOut, LeftOutCells, Person, countries, headings, names};

/// Reads rows, and remembers what could not be read.
pub(super) struct Reader<'a> {
    home: Option<&'a str>,
    roles: &'a [Role],
    /// The columns with labels, by the number of what they label.
    labels: HashMap<u32, usize>,
    /// The columns with the country of the numbers.
    countries: Vec<usize>,
    pub(super) unread: Vec<Option<LeftOutCells>>,
    pub(super) further: Vec<Option<LeftOutCells>>,
    /// Whether somebody has their name from this column.
    pub(super) is_name_used: Vec<bool>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(roles: &'a [Role], home: Option<&'a str>) -> Self {
        let columns = || roles.iter().enumerate();
        let label = |(index, role): (usize, &Role)| match role {
            Role::Label(number) => Some((*number, index)),
            _ => None,
        };
        let countries = columns().filter(|(_, role)| **role == Role::Country);
        Self {
            home,
            labels: columns().filter_map(label).collect(),
            countries: countries.map(|(index, _)| index).collect(),
            unread: vec![None; roles.len()],
            further: vec![None; roles.len()],
            is_name_used: vec![false; roles.len()],
            roles,
        }
    }

    /// Everybody in a row: those of whom it says anything, else one whom it says nothing about.
    pub(super) fn people(&mut self, row: &Row, columns: &BTreeMap<u32, Vec<usize>>) -> Vec<Person> {
        let is_there = |columns: &&Vec<usize>| {
            let mut columns = columns.iter();
            columns.any(|index| self.roles[*index].is_of_somebody() && !row.cell(*index).is_empty())
        };
        let mut there: Vec<_> = columns.values().filter(is_there).collect();
        if there.is_empty() {
            there.extend(columns.values().next());
        }
        if let Some(last) = self.unread.last_mut().filter(|_| !row.beyond.is_empty()) {
            let why = format!(
                "A table can have at most {MOST_COLUMNS} columns: delete those that say nothing about guests."
            );
            note(
                last,
                row.line,
                LeftOut::new(&row.beyond, &InvalidValue(why)),
            );
        }
        let people = there.into_iter().map(|columns| self.person(row, columns));
        people.collect()
    }

    fn person(&mut self, row: &Row, columns: &[usize]) -> Person {
        let mut person = Person {
            line: row.line,
            ..Person::default()
        };
        let mut all = Vec::new();
        let mut tags = Vec::new();
        let country = self.country(row);
        let home = country.as_deref();
        for &index in columns {
            let (role, cell) = (&self.roles[index], row.cell(index));
            if cell.is_empty() {
                continue;
            }
            let mut ways = Ways::default();
            match role {
                Role::Phone(rank, number) => {
                    let rank = self.rank(row, *rank, *number);
                    for value in values(cell) {
                        match rank {
                            Some(rank) => ways.number(rank, value, home),
                            None => ways.leave_out([not_to_text(value)]),
                        }
                    }
                }
                Role::Email(rank) => {
                    for value in values(cell) {
                        ways.addresses(*rank, value);
                    }
                }
                Role::Any(_) if cell.contains('@') => {
                    ways.addresses(Rank::Home, cell);
                    for part in cell.split([',', ';', '/', '|', '\n']) {
                        if looks_like_a_number(part) {
                            ways.number(Rank::Home, part, home);
                        }
                    }
                }
                Role::Any(_) => ways.number(Rank::Home, cell, home),
                Role::Name(_) if cell.contains('@') => ways.addresses(Rank::Other, cell),
                Role::Priority => person.priority = self.count(row, index, Priority::parse),
                Role::PartySize => person.party_size = self.count(row, index, PartySize::parse),
                Role::Tags => tags.push(cell),
                Role::Diet => person.diet = self.diet(row, index),
                Role::Second => {
                    let why = "This is about a second person: put them on a row of their own.";
                    let left_out = LeftOut::new(cell, &InvalidValue(why.to_owned()));
                    note(&mut self.unread[index], row.line, left_out);
                }
                Role::Name(_)
                | Role::Given
                | Role::Family
                | Role::Label(_)
                | Role::Country
                | Role::None => {}
            }
            for left_out in &ways.left_out {
                note(&mut self.unread[index], row.line, left_out.clone());
            }
            all.push((index, ways));
        }
        add_tags(&mut person, tags);
        person.name = self.name(row, columns);
        let mut ways = Ways::default();
        for (_, of_column) in &all {
            ways.append(of_column.clone());
        }
        ways.give(&mut person);
        let taken = taken(std::slice::from_ref(&person));
        for (index, of_column) in all {
            for left_out in of_column.further(&taken) {
                note(&mut self.further[index], row.line, left_out);
            }
        }
        person.leave_to_columns();
        person
    }

    /// The country of the numbers in a row. Nothing where the row has one that is not known: its numbers
    /// have to be in international form.
    fn country(&self, row: &Row) -> Option<String> {
        let cells = self.countries.iter().map(|index| row.cell(*index));
        let mut cells = cells.filter(|cell| !cell.is_empty()).peekable();
        if cells.peek().is_none() {
            return self.home.map(str::to_owned);
        }
        cells.find_map(countries::country)
    }

    /// The rank of a number by the label beside it; nothing for numbers that are not the guest's.
    fn rank(&self, row: &Row, rank: Rank, number: u32) -> Option<Rank> {
        let label = self.labels.get(&number);
        match label
            .map(|index| row.cell(*index))
            .filter(|label| !label.is_empty())
        {
            Some(label) if rank != Rank::Chosen => headings::label_rank(label),
            _ => Some(rank),
        }
    }

    /// The best of the names in a row: the name, the parts of one, and what there is instead.
    fn name(&mut self, row: &Row, columns: &[usize]) -> String {
        let cells = || {
            columns
                .iter()
                .map(|index| (*index, &self.roles[*index], row.cell(*index)))
        };
        let whole = cells().filter_map(|(index, role, cell)| match role {
            Role::Name(order) => {
                // `Ada Lovelace <ada@example.org>`
                let before = cell.split(['<', '(']).next().filter(|_| cell.contains('@'));
                Some((*order, Some(index), names::name(before.unwrap_or(cell))?))
            }
            _ => None,
        });
        let part = |wanted| {
            let parts = cells().filter(move |(_, role, _)| **role == wanted);
            parts.map(|(.., cell)| cell).collect::<Vec<_>>()
        };
        let parts = one_line(&[part(Role::Given), part(Role::Family)].concat().join(" "));
        let is_name = parts.contains(char::is_alphanumeric);
        let parts = is_name.then_some((PARTS_OF_A_NAME, None, parts));
        let best = whole.chain(parts).min_by_key(|(order, ..)| *order);
        let Some((_, index, name)) = best else {
            return String::new();
        };
        if let Some(index) = index {
            self.is_name_used[index] = true;
        }
        name
    }

    /// The diet in a cell. One that is too long is left out as a whole, because half of it could be dangerous.
    fn diet(&mut self, row: &Row, index: usize) -> Option<Diet> {
        let cell = row.cell(index);
        match Diet::parse(&one_line(cell)) {
            Ok(diet) => diet.text().is_some().then_some(diet),
            Err(why) => {
                note(&mut self.unread[index], row.line, LeftOut::new(cell, &why));
                None
            }
        }
    }

    fn count<T>(
        &mut self,
        row: &Row,
        index: usize,
        parse: impl Fn(i64) -> Result<T, InvalidValue>,
    ) -> Option<T> {
        let cell = row.cell(index);
        // A text that is no number is as wrong as one below the least.
        match parse(whole_number(cell).unwrap_or(-1)) {
            Ok(count) => Some(count),
            Err(why) => {
                note(&mut self.unread[index], row.line, LeftOut::new(cell, &why));
                None
            }
        }
    }
}

/// The values of a cell: Google joins several of one label.
fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(":::")
        .map(str::trim)
        .filter(|value| !value.is_empty())
}
