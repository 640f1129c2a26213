//! Tables with headings, as programs export them and spreadsheets copy them.

mod columns;
mod rows;

use std::collections::HashMap;

use seat_dealer_core::{InvalidValue, PartySize, Priority};

use self::columns::roles;
pub(crate) use self::columns::{Role, chosen};
use self::rows::rows;
pub(crate) use self::rows::{MOST_COLUMNS, Row};
use crate::unicode::one_line;
use crate::ways::{Rank, Ways};
use crate::{AddressBook, Column, LeftOut, Mapping, Person, Taken, Unread, headings, names};

/// How many cells of a column are shown.
const MOST_SAMPLES: usize = 3;
/// The longest text of a cell that is shown, in characters.
const SAMPLE_CHARS: usize = 80;
/// The longest diet, in characters, and the most tags and the longest one.
const DIET_CHARS: usize = 200;
const MOST_TAGS: usize = 20;
const TAG_CHARS: usize = 40;

/// The people under headings; nothing, when the text has none.
pub(crate) fn read(text: &str, home: Option<&str>, mapping: &Mapping) -> Option<AddressBook> {
    let (heading, rows) = heading_and_rows(text)?;
    let rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| !row.is_empty() && row.cells != heading.cells)
        .collect();
    let mut cells = columns_of(&rows);
    cells.resize(cells.len().max(heading.len()), Vec::new());
    let roles = roles(&heading, &cells, mapping, home);
    Some(people(&heading, &rows, &roles, home))
}

/// The people in rows whose columns are known.
pub(crate) fn people(
    heading: &Row,
    rows: &[Row],
    roles: &[Role],
    home: Option<&str>,
) -> AddressBook {
    let labels = roles
        .iter()
        .enumerate()
        .filter_map(|(index, role)| match role {
            Role::Label(number) => Some((*number, index)),
            _ => None,
        });
    let mut reader = Reader {
        home,
        labels: labels.collect(),
        unread: vec![None; roles.len()],
        is_name_used: vec![false; roles.len()],
        roles,
    };
    let people = rows.iter().map(|row| reader.person(row)).collect();
    let Reader {
        unread,
        is_name_used,
        ..
    } = reader;
    let cells = columns_of(rows);
    let columns = roles
        .iter()
        .zip(unread)
        .enumerate()
        .map(|(index, (role, unread))| Column {
            index,
            heading: shown(heading.cell(index)),
            taken: role.taken(is_name_used[index]),
            samples: cells
                .get(index)
                .map_or_else(Vec::new, |cells| samples(cells)),
            unread,
        });
    AddressBook {
        people,
        columns: columns.collect(),
    }
}

/// The cells of each column that are not empty.
pub(crate) fn columns_of(rows: &[Row]) -> Vec<Vec<&str>> {
    let width = rows.iter().map(Row::len).max().unwrap_or_default();
    let mut columns = vec![Vec::new(); width];
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(&row.cells) {
            if !cell.is_empty() {
                column.push(cell.as_str());
            }
        }
    }
    columns
}

/// The first of the cells, as they are shown.
pub(crate) fn samples(cells: &[&str]) -> Vec<String> {
    let first = cells.iter().take(MOST_SAMPLES);
    first.map(|cell| shown(cell)).collect()
}

fn shown(cell: &str) -> String {
    one_line(cell).chars().take(SAMPLE_CHARS).collect()
}

/// The row with the headings, and the rows below it, divided by what gives the most headings.
fn heading_and_rows(text: &str) -> Option<(Row, Vec<Row>)> {
    // Excel's line that says what divides the cells.
    let (delimiters, body, skipped) = match text.split_once('\n') {
        Some((first, rest))
            if let Some(delimiter) = first.trim_matches(['"', ' ', '\r']).strip_prefix("sep=") =>
        {
            let delimiter = delimiter.bytes().next().unwrap_or(b'\t');
            (vec![delimiter], rest, 1)
        }
        _ => (vec![b'\t', b';', b',', b'|'], text, 0),
    };
    // The headings stand at the top: the rest is not needed to find them.
    let top = body
        .char_indices()
        .nth(20_000)
        .map_or(body, |(end, _)| &body[..end]);
    let found = delimiters.into_iter().filter_map(|delimiter| {
        let top = rows(top, delimiter, skipped);
        let at = top.iter().take(5).enumerate().find_map(|(place, row)| {
            let known = known_headings(row);
            // A title above the headings may have one word that is known.
            (known >= if place == 0 { 1 } else { 2 }).then_some((known, row.len(), place))
        });
        at.map(|(known, columns, place)| (known, columns, place, delimiter))
    });
    let (_, _, place, delimiter) = found.max_by_key(|(known, columns, ..)| (*known, *columns))?;
    let mut below = rows(body, delimiter, skipped).into_iter().skip(place);
    Some((below.next()?, below.collect()))
}

/// How many cells of a row are headings; none, when the row holds a number or an address, or
/// nothing that says whom it is about.
fn known_headings(row: &Row) -> usize {
    use headings::Meaning::{
        Email, FamilyName, FamilyNameOrNickname, FullName, GivenName, Name, Phone,
    };
    if row
        .cells
        .iter()
        .any(|cell| cell.contains('@') || crate::phone::looks_like_a_number(cell))
    {
        return 0;
    }
    let known: Vec<_> = row
        .cells
        .iter()
        .filter_map(|cell| headings::meaning(cell))
        .collect();
    let says_whom = known.iter().any(|meaning| {
        matches!(
            meaning,
            FullName
                | Name
                | GivenName
                | FamilyName
                | FamilyNameOrNickname
                | Email { .. }
                | Phone {
                    is_certain: true,
                    ..
                }
        )
    });
    if says_whom { known.len() } else { 0 }
}

/// Reads rows, and remembers what could not be read.
struct Reader<'a> {
    home: Option<&'a str>,
    roles: &'a [Role],
    /// The columns with labels, by the number of what they label.
    labels: HashMap<u32, usize>,
    unread: Vec<Option<Unread>>,
    /// Whether somebody has their name from this column.
    is_name_used: Vec<bool>,
}

impl Reader<'_> {
    fn person(&mut self, row: &Row) -> Person {
        let mut person = Person {
            line: row.line,
            ..Person::default()
        };
        let mut ways = Ways::default();
        for (index, (role, cell)) in self.roles.iter().zip(&row.cells).enumerate() {
            if cell.is_empty() {
                continue;
            }
            let before = ways.left_out.len();
            match role {
                Role::Phone(rank, number) => {
                    if let Some(rank) = self.rank(row, *rank, *number) {
                        for value in values(cell) {
                            ways.number(rank, value, self.home);
                        }
                    }
                }
                Role::Email(rank) => {
                    for value in values(cell) {
                        ways.addresses(*rank, value);
                    }
                }
                Role::Any(_) if cell.contains('@') => ways.addresses(Rank::Home, cell),
                Role::Any(_) => ways.number(Rank::Home, cell, self.home),
                Role::Name(_) if cell.contains('@') => ways.addresses(Rank::Other, cell),
                Role::Priority => person.priority = self.count(row, index, Priority::parse),
                Role::PartySize => person.party_size = self.count(row, index, PartySize::parse),
                Role::Tags => add_tags(&mut person.tags, cell),
                Role::Diet => person.diet = Some(one_line(cell).chars().take(DIET_CHARS).collect()),
                Role::Name(_) | Role::Given | Role::Family | Role::Label(_) | Role::None => {}
            }
            for left_out in &ways.left_out[before..] {
                note(&mut self.unread[index], row.line, left_out.clone());
            }
        }
        person.name = self.name(row);
        ways.give(&mut person);
        person
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
    fn name(&mut self, row: &Row) -> String {
        let cells = || self.roles.iter().zip(&row.cells);
        let whole = cells()
            .enumerate()
            .filter_map(|(index, (role, cell))| match role {
                Role::Name(order) => {
                    // `Ada Lovelace <ada@example.org>`
                    let before = cell.split(['<', '(']).next().filter(|_| cell.contains('@'));
                    Some((*order, Some(index), names::name(before.unwrap_or(cell))?))
                }
                _ => None,
            });
        let part = |wanted| {
            let parts = cells().filter(move |(role, _)| **role == wanted);
            parts.map(|(_, cell)| cell.as_str()).collect::<Vec<_>>()
        };
        let parts = one_line(&[part(Role::Given), part(Role::Family)].concat().join(" "));
        let is_name = parts.contains(char::is_alphanumeric);
        let parts = is_name.then_some((columns::PARTS_OF_A_NAME, None, parts));
        let best = whole.chain(parts).min_by_key(|(order, ..)| *order);
        let Some((_, index, name)) = best else {
            return String::new();
        };
        if let Some(index) = index {
            self.is_name_used[index] = true;
        }
        name
    }

    fn count<T>(
        &mut self,
        row: &Row,
        index: usize,
        parse: impl Fn(i64) -> Result<T, InvalidValue>,
    ) -> Option<T> {
        let cell = row.cell(index);
        // A text that is no number is as wrong as one below the least.
        match parse(rows::whole_number(cell).unwrap_or(-1)) {
            Ok(count) => Some(count),
            Err(why) => {
                note(&mut self.unread[index], row.line, LeftOut::new(cell, &why));
                None
            }
        }
    }
}

pub(crate) fn note(unread: &mut Option<Unread>, line: u64, first: LeftOut) {
    match unread {
        Some(unread) => unread.cells += 1,
        None => {
            *unread = Some(Unread {
                cells: 1,
                line,
                first,
            });
        }
    }
}

/// The values of a cell: Google joins several of one label.
fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(":::")
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

/// Adds the tags of a cell, without the groups that Google gives to everybody.
pub(crate) fn add_tags(tags: &mut Vec<String>, cell: &str) {
    for tag in cell
        .split(":::")
        .flat_map(|part| part.split([',', ';', '\n']))
    {
        let tag = one_line(tag.trim_start_matches([' ', '*']));
        let is_everybody = [
            "mycontacts",
            "my contacts",
            "othercontacts",
            "other contacts",
        ]
        .contains(&tag.to_lowercase().as_str());
        let is_new = !tags
            .iter()
            .any(|known| known.to_lowercase() == tag.to_lowercase());
        let fits = tag.chars().count() <= TAG_CHARS && tags.len() < MOST_TAGS;
        if !tag.is_empty() && !is_everybody && is_new && fits {
            tags.push(tag);
        }
    }
}

impl Role {
    /// The role in the words of the API. A name that nobody has is not used.
    fn taken(self, is_name_used: bool) -> Taken {
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
            Role::Name(_) | Role::Label(_) | Role::None => Taken::None,
        }
    }
}
