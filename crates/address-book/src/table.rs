//! Tables with headings, as programs export them and spreadsheets copy them.

mod columns;
mod reader;
mod rows;

use std::collections::{BTreeMap, HashSet};

use seat_dealer_core::Tag;

use self::columns::roles;
pub(crate) use self::columns::{Role, chosen};
use self::reader::Reader;
use self::rows::rows;
pub(crate) use self::rows::{MOST_COLUMNS, Row};
use crate::headings::{Heading, Meaning};
use crate::unicode::one_line;
use crate::{AddressBook, Column, LeftOut, LeftOutCells, Mapping, Person, headings};

/// How many cells of a column are shown.
const MOST_SAMPLES: usize = 3;
/// The longest text of a cell that is shown, in characters.
const SAMPLE_CHARS: usize = 80;

/// A cell with as many digits is no heading.
const LEAST_DIGITS: usize = 6;

/// The people under headings; nothing, when the text has none.
pub(crate) fn read(text: &str, home: Option<&str>, mapping: &Mapping) -> Option<AddressBook> {
    let (heading, rows) = heading_and_rows(text)?;
    let rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| !row.is_empty() && row.cells != heading.cells)
        .collect();
    let mut cells = columns_of(&rows);
    cells.resize(cells.len().max(heading.len()), Vec::new());
    let (roles, persons) = roles(&heading, &cells, mapping, home);
    Some(people(&heading, &rows, &roles, &persons, home))
}

/// A text in which every row is one cell in quotation marks, as spreadsheets write what they did not
/// divide; nothing for other texts.
pub(crate) fn unwrapped(text: &str) -> Option<String> {
    let rows = text.lines().map(|line| {
        let inner = line
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let row = inner.map(|inner| inner.replace("\"\"", "\0"));
        let row = row.filter(|row| !row.contains('"'));
        row.or_else(|| line.trim().is_empty().then(String::new))
    });
    let rows: Vec<String> = rows.collect::<Option<_>>()?;
    Some(rows.join("\n").replace('\0', "\""))
}

/// The people in rows whose columns are known. `persons` tells whose column each is, from 1.
pub(crate) fn people(
    heading: &Row,
    rows: &[Row],
    roles: &[Role],
    persons: &[u32],
    home: Option<&str>,
) -> AddressBook {
    let mut reader = Reader::new(roles, home);
    let mut columns: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, person) in persons.iter().enumerate() {
        columns.entry(*person).or_default().push(index);
    }
    let people = rows
        .iter()
        .flat_map(|row| reader.people(row, &columns))
        .collect();
    let Reader {
        unread,
        further,
        is_name_used,
        ..
    } = reader;
    let cells = columns_of(rows);
    let columns = roles
        .iter()
        .zip(unread.into_iter().zip(further))
        .enumerate()
        .map(|(index, (role, (unread, further)))| Column {
            index,
            heading: shown(heading.cell(index)),
            taken: role.taken(is_name_used[index]),
            samples: cells
                .get(index)
                .map_or_else(Vec::new, |cells| samples(cells)),
            unread,
            further,
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
    let is_a_way = |cell: &String| cell.contains('@') || crate::phone::looks_like_a_number(cell);
    if row.cells.iter().any(is_a_way) {
        return 0;
    }
    let (mut known, mut says_whom) = (0, false);
    for cell in &row.cells {
        let is_of_nobody = headings::is_of_nobody(cell);
        let meaning = Heading::read(cell).meaning;
        if meaning.is_none() && !is_of_nobody {
            continue;
        }
        // `Cell: 628-555-0101` is a number with its label.
        if cell.chars().filter(|c| c.is_numeric()).count() >= LEAST_DIGITS {
            return 0;
        }
        known += 1;
        says_whom |= is_of_nobody
            || meaning.is_some_and(|meaning| {
                meaning.is_name()
                    || matches!(
                        meaning,
                        Meaning::Email { .. }
                            | Meaning::Phone {
                                is_certain: true,
                                ..
                            }
                    )
            });
    }
    if says_whom { known } else { 0 }
}

pub(crate) fn note(cells: &mut Option<LeftOutCells>, line: u64, first: LeftOut) {
    match cells {
        Some(cells) => cells.cells += 1,
        None => {
            *cells = Some(LeftOutCells {
                cells: 1,
                line,
                first,
            });
        }
    }
}

/// Adds the tags of these cells, without the groups that Google gives to everybody.
pub(crate) fn add_tags(person: &mut Person, cells: impl IntoIterator<Item: AsRef<str>>) {
    let mut known = HashSet::new();
    for cell in cells {
        let parts = cell.as_ref().split(":::");
        for text in parts.flat_map(|part| part.split([',', ';', '\n'])) {
            let text = one_line(text.trim_matches([' ', '*', '"']));
            let is_everybody = [
                "mycontacts",
                "my contacts",
                "othercontacts",
                "other contacts",
            ]
            .contains(&text.to_lowercase().as_str());
            if text.is_empty() || is_everybody {
                continue;
            }
            match Tag::parse(&text) {
                Ok(tag) if known.insert(tag.key()) => person.tags.push(tag),
                Ok(_) => {}
                Err(why) => person.left_out_tags.push(LeftOut::new(&text, &why)),
            }
        }
    }
}
