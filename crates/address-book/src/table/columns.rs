//! What the columns of a table are for: by their headings, by their cells where a heading can mean
//! two things, and by what the host says.

use std::collections::BTreeMap;

use super::rows::{Row, whole_number};
use crate::headings::{self, Heading, Meaning, Rank};
use crate::phone::looks_like_a_number;
use crate::{Mapping, Taken, names, phone_number};

/// The place of given and family name among the names of a row; 0 is a whole name.
pub(super) const PARTS_OF_A_NAME: u8 = 1;

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A name; of several in a row the one with the least number.
    Name(u8),
    Given,
    Family,
    /// Phone numbers; the second is the number of the column among those of a kind.
    Phone(Rank, u32),
    Email(Rank),
    /// The kind of the phone of that number.
    Label(u32),
    /// Numbers and addresses; what most of them are.
    Any(Taken),
    Priority,
    PartySize,
    Tags,
    Diet,
    /// The country of the numbers in the row.
    Country,
    /// Of another person in the row, who has no name or no way of their own.
    Second,
    None,
}

impl Role {
    /// Whether its cells are a name, a number or an address.
    pub(super) fn is_of_somebody(self) -> bool {
        use Role::{Any, Email, Family, Given, Name, Phone};
        matches!(
            self,
            Name(_) | Given | Family | Phone(..) | Email(_) | Any(_)
        )
    }

    /// The role in the words of the API. A name that nobody has is not used.
    pub(super) fn taken(self, is_name_used: bool) -> Taken {
        match self {
            Role::Name(0) => Taken::Name,
            Role::Name(_) if is_name_used => Taken::Name,
            Role::Given => Taken::GivenName,
            Role::Family => Taken::FamilyName,
            Role::Phone(..) => Taken::Phone,
            Role::Email(_) => Taken::Email,
            Role::Any(most) => most,
            Role::Priority => Taken::Priority,
            Role::PartySize => Taken::PartySize,
            Role::Tags => Taken::Tags,
            Role::Diet => Taken::Diet,
            Role::Name(_) | Role::Label(_) | Role::Country | Role::Second | Role::None => {
                Taken::None
            }
        }
    }
}

/// The roles of all columns, and the person of the row whose column each is, from 1. `cells` are those of
/// each column that are not empty.
pub(super) fn roles(
    heading: &Row,
    cells: &[Vec<&str>],
    mapping: &Mapping,
    home: Option<&str>,
) -> (Vec<Role>, Vec<u32>) {
    let mut headings: Vec<Heading> = (0..cells.len())
        .map(|index| Heading::read(heading.cell(index)))
        .collect();
    for (heading, cells) in headings.iter_mut().zip(cells) {
        // `Plus one?` with *yes* and *no* is about nobody.
        let has_names = cells.is_empty() || cells.iter().any(|cell| names::name(cell).is_some());
        if heading.person.is_some() && heading.meaning.is_some_and(Meaning::is_name) && !has_names {
            heading.meaning = None;
        }
    }
    let mut persons = headings::persons(&headings);
    let mut roles = vec![Role::None; cells.len()];
    let mut columns: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, person) in persons.iter().enumerate() {
        columns.entry(*person).or_default().push(index);
    }
    for (person, columns) in columns {
        let meanings = || columns.iter().filter_map(|index| headings[*index].meaning);
        let others = Others::of(meanings);
        let is_somebody =
            person == 1 || meanings().any(Meaning::is_name) && meanings().any(Meaning::is_way);
        for index in columns {
            roles[index] = match headings[index].meaning {
                Some(meaning) if is_somebody => role(meaning, others, &cells[index], home),
                Some(meaning) if meaning.is_name() || meaning.is_way() => Role::Second,
                _ => Role::None,
            };
            if !is_somebody {
                persons[index] = 1;
            }
        }
    }
    for (index, role) in roles.iter_mut().enumerate() {
        if let Some(taken) = mapping.get(&index) {
            *role = chosen(*taken, *role);
        }
    }
    (roles, persons)
}

/// Which names a person of the table has, and whether phones.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "the flags are independent of each other")]
struct Others {
    full_name: bool,
    given_name: bool,
    family_name: bool,
    family_name_or_nickname: bool,
    phone: bool,
}

impl Others {
    fn of<I: Iterator<Item = Meaning>>(meanings: impl Fn() -> I) -> Self {
        let has = |wanted: &[Meaning]| meanings().any(|meaning| wanted.contains(&meaning));
        Self {
            full_name: has(&[Meaning::FullName, Meaning::Name]),
            given_name: has(&[Meaning::GivenName]),
            family_name: has(&[Meaning::FamilyName]),
            family_name_or_nickname: has(&[Meaning::FamilyNameOrNickname]),
            phone: meanings().any(|meaning| matches!(meaning, Meaning::Phone { .. })),
        }
    }
}

fn role(meaning: Meaning, others: Others, cells: &[&str], home: Option<&str>) -> Role {
    // At least half of the cells; an empty column is nothing.
    let most = |is_so: &dyn Fn(&str) -> bool| {
        let so = cells.iter().filter(|cell| is_so(cell)).count();
        so > 0 && so * 2 >= cells.len()
    };
    let is_a_count =
        || most(&|cell| whole_number(cell).is_some_and(|count| (0..=99).contains(&count)));
    let is_a_number = |cell: &str| phone_number(cell, home).is_ok() || looks_like_a_number(cell);
    let is_an_address = |cell: &str| cell.contains('@');
    let only_if = |is_so: bool, role: Role| if is_so { role } else { Role::None };
    match meaning {
        Meaning::FullName => Role::Name(0),
        Meaning::Name => match (
            others.given_name,
            others.family_name || others.family_name_or_nickname,
        ) {
            (true, false) => Role::Family,
            (false, true) => Role::Given,
            _ => Role::Name(0),
        },
        Meaning::GivenName => Role::Given,
        Meaning::FamilyNameOrNickname if others.family_name => Role::Name(PARTS_OF_A_NAME + 2),
        Meaning::FamilyName | Meaning::FamilyNameOrNickname => Role::Family,
        Meaning::OtherName(order) => Role::Name(PARTS_OF_A_NAME + 1 + order),
        Meaning::Phone {
            rank,
            number,
            is_certain,
        } => only_if(is_certain || most(&is_a_number), Role::Phone(rank, number)),
        Meaning::Email { rank, .. } => {
            let is_mail = cells.is_empty() || cells.iter().any(|cell| is_an_address(cell));
            only_if(is_mail, Role::Email(rank))
        }
        Meaning::PhoneLabel(number) => Role::Label(number),
        Meaning::Number => only_if(!others.phone && most(&is_a_number), Role::Any(Taken::Phone)),
        Meaning::Any if most(&is_an_address) => Role::Any(Taken::Email),
        Meaning::Any if most(&|cell| is_an_address(cell) || is_a_number(cell)) => {
            Role::Any(Taken::Phone)
        }
        Meaning::PartySizeOrName if is_a_count() => Role::PartySize,
        Meaning::Any | Meaning::PartySizeOrName => {
            let has_name = others.full_name || others.given_name || others.family_name;
            let is_a_name = |cell: &str| cell.contains(char::is_alphabetic);
            only_if(!has_name && most(&is_a_name), Role::Name(0))
        }
        Meaning::PartySize => only_if(is_a_count(), Role::PartySize),
        Meaning::Priority => {
            let is_rank = |cell: &&str| matches!(whole_number(cell), Some(1..=9));
            only_if(
                !cells.is_empty() && cells.iter().all(is_rank),
                Role::Priority,
            )
        }
        Meaning::Tags => Role::Tags,
        Meaning::Diet => Role::Diet,
        Meaning::Country => Role::Country,
    }
}

/// The role that the host chose. Where the heading says the same, it says more: which number is
/// mobile.
pub(crate) fn chosen(taken: Taken, role: Role) -> Role {
    match (taken, role) {
        (Taken::Name, Role::Name(_))
        | (Taken::Phone, Role::Phone(..) | Role::Any(_))
        | (Taken::Email, Role::Email(_) | Role::Any(_))
        | (Taken::None, Role::Label(_) | Role::Country | Role::Second) => role,
        (Taken::Name, _) => Role::Name(0),
        (Taken::GivenName, _) => Role::Given,
        (Taken::FamilyName, _) => Role::Family,
        // No label has this number.
        (Taken::Phone, _) => Role::Phone(Rank::Chosen, 0),
        (Taken::Email, _) => Role::Email(Rank::Chosen),
        (Taken::Priority, _) => Role::Priority,
        (Taken::PartySize, _) => Role::PartySize,
        (Taken::Tags, _) => Role::Tags,
        (Taken::Diet, _) => Role::Diet,
        (Taken::None, _) => Role::None,
    }
}
