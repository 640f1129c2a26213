//! Lines as people paste them: the addressees of an email, lists with marks and numbers, rows of a
//! table without headings. What a part of a line is shows in its looks.

mod blocks;
mod parts;
mod people;

use self::parts::{Announced, Part};
use crate::phone::{is_date, looks_like_a_number};
use crate::table::{self, Role, Row};
use crate::ways::{Ways, taken};
use crate::{AddressBook, Column, LeftOutCells, Mapping, Person, Taken, names};

/// How many lines a part in quotation marks may go over.
const MOST_LINES: usize = 6;

/// The people in a text without headings.
pub(crate) fn read(text: &str, home: Option<&str>, mapping: &Mapping) -> AddressBook {
    let lines = blocks::joined(lines(text, home));
    let width = lines.first().map_or(0, |line| line.row.len());
    let is_regular = (2..=table::MOST_COLUMNS).contains(&width)
        && lines.iter().all(|line| line.row.len() == width);
    let are_rows = is_regular
        && lines.len() > 1
        && lines
            .iter()
            .any(|line| line.parts.iter().any(Part::has_way));
    let ranks = columns_of_ranks(&lines);
    let mut columns = Columns::new(if is_regular { width } else { 0 });
    let mut book = AddressBook::default();
    let mut rows = Vec::new();
    for Line {
        row,
        parts,
        separator,
        ..
    } in lines
    {
        columns.count(&row, &parts, &ranks);
        let ways: Vec<Ways> = parts.iter().map(Part::all_ways).collect();
        let mut people = people::of(row.line, parts, separator, &ranks, are_rows);
        if are_rows {
            columns.note(row.line, &ways, &people);
            people.iter_mut().for_each(Person::leave_to_columns);
        }
        book.people.extend(people);
        rows.push(row);
    }
    if !mapping.is_empty() && is_regular {
        let roles = columns.most().enumerate().map(|(index, taken)| {
            let guess = table::chosen(taken, Role::None);
            mapping
                .get(&index)
                .map_or(guess, |taken| table::chosen(*taken, guess))
        });
        let heading = Row {
            line: 0,
            cells: Vec::new(),
            beyond: String::new(),
        };
        let roles: Vec<_> = roles.collect();
        return table::people(&heading, &rows, &roles, &vec![1; roles.len()], home);
    }
    let cells = table::columns_of(&rows);
    let most: Vec<Taken> = columns.most().collect();
    let left_out = columns.unread.into_iter().zip(columns.further);
    let found = most.into_iter().zip(left_out).enumerate();
    book.columns = found
        .map(|(index, (taken, (unread, further)))| Column {
            index,
            heading: String::new(),
            taken,
            samples: cells
                .get(index)
                .map_or_else(Vec::new, |cells| table::samples(cells)),
            unread,
            further,
        })
        .collect();
    book
}

struct Line {
    row: Row,
    parts: Vec<Part>,
    separator: char,
    /// The number of its last line in the text.
    end: u64,
}

fn lines(text: &str, home: Option<&str>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut announced = Announced::default();
    for (number, text) in whole_lines(text) {
        // A label on a line of its own is one for the next line.
        let is_announced = lines.last().is_some_and(|before| {
            before.end + 1 == number && before.parts.iter().all(Part::is_empty)
        });
        if !is_announced {
            announced = Announced::default();
        }
        let (cells, separator) = cells(unmarked(&text));
        let parts = cells.iter();
        let parts = parts.map(|cell| Part::read(cell, &mut announced, home));
        lines.push(Line {
            parts: parts.collect(),
            row: Row {
                line: number,
                cells,
                beyond: String::new(),
            },
            separator,
            end: number + text.matches('\n').count() as u64,
        });
    }
    lines
}

/// What the parts of lines with equally many parts are, column by column.
struct Columns {
    counts: Vec<Vec<(Taken, usize)>>,
    unread: Vec<Option<LeftOutCells>>,
    further: Vec<Option<LeftOutCells>>,
}

impl Columns {
    fn new(width: usize) -> Self {
        Self {
            counts: vec![Vec::new(); width],
            unread: vec![None; width],
            further: vec![None; width],
        }
    }

    fn count(&mut self, row: &Row, parts: &[Part], ranks: &[bool]) {
        let named = parts.iter().position(|part| part.name.is_some());
        for (index, (part, counts)) in parts.iter().zip(&mut self.counts).enumerate() {
            let taken = match part.ways.kinds() {
                (_, true) => Taken::Email,
                (true, _) => Taken::Phone,
                _ if named == Some(index) => Taken::Name,
                _ if ranks[index] && part.count.is_some() => Taken::Priority,
                _ => Taken::None,
            };
            if !row.cell(index).is_empty() {
                match counts.iter_mut().find(|(known, _)| *known == taken) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((taken, 1)),
                }
            }
        }
    }

    /// Notes what is left out of the parts of a row with these people.
    fn note(&mut self, line: u64, parts: &[Ways], people: &[Person]) {
        let taken = taken(people);
        for (index, ways) in parts.iter().enumerate() {
            for left_out in &ways.left_out {
                table::note(&mut self.unread[index], line, left_out.clone());
            }
            for left_out in ways.further(&taken) {
                table::note(&mut self.further[index], line, left_out);
            }
        }
    }

    fn most(&self) -> impl Iterator<Item = Taken> {
        self.counts.iter().map(|counts| {
            let most = counts.iter().max_by_key(|(_, count)| *count);
            most.map_or(Taken::None, |(taken, _)| *taken)
        })
    }
}

/// For each column whether its numbers go from 1 to 9 in every line. The first numbers the lines.
fn columns_of_ranks(lines: &[Line]) -> Vec<bool> {
    let width = lines
        .iter()
        .map(|line| line.parts.len())
        .max()
        .unwrap_or_default();
    let mut is_rank = vec![true; width];
    if let Some(first) = is_rank.first_mut() {
        *first = false;
    }
    for (index, part) in lines.iter().flat_map(|line| line.parts.iter().enumerate()) {
        is_rank[index] &= part.count.is_none_or(|count| (1..=9).contains(&count));
    }
    is_rank
}

/// The lines that are not blank, each with its number; a part in quotation marks keeps its lines
/// together.
fn whole_lines(text: &str) -> Vec<(u64, String)> {
    let lines: Vec<&str> = text.split('\n').collect();
    let is_open = |line: &str| line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let mut whole = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let number = at as u64 + 1;
        let below = lines[at + 1..].iter().take(MOST_LINES);
        // Every second mark closes a part.
        let closing = if is_open(line) {
            below.clone().position(|line| is_open(line))
        } else {
            None
        };
        let taken = closing.map_or(1, |closing| closing + 2);
        let line = lines[at..at + taken].join("\n");
        let is_separator_line = number == 1 && line.trim_start_matches('"').starts_with("sep=");
        if line.contains(char::is_alphanumeric) && !is_separator_line {
            whole.push((number, line));
        }
        at += taken;
    }
    whole
}

/// A line without what stands before its first person: a bullet, a check box, a number, `To:`.
fn unmarked(line: &str) -> &str {
    let line = without_mark(without_time(line));
    let heading = line.split_once(':').filter(|(heading, rest)| {
        let heading = crate::unicode::words(heading).join(" ");
        rest.contains('@') && ADDRESSEES.contains(&heading.as_str())
    });
    heading.map_or(line, |(_, rest)| rest.trim_start())
}

/// What mail programs write before addressees.
const ADDRESSEES: [&str; 21] = [
    "to",
    "cc",
    "bcc",
    "from",
    "reply to",
    "an",
    "von",
    "kopie",
    "blindkopie",
    "a",
    "de",
    "cci",
    "para",
    "cco",
    "da",
    "aan",
    "van",
    "copie a",
    "guests",
    "invitees",
    "gaste",
];

/// `[01.05.26, 18:03:22] Ada: …` and `01/05/26, 18:03 - Ada: …`, as messengers export a chat.
fn without_time(line: &str) -> &str {
    let message = || {
        let line = line.trim_start_matches(|c: char| c == '[' || !c.is_ascii());
        let (date, rest) = line.split_once([',', ' '])?;
        let (time, message) = rest.split_once("] ").or_else(|| rest.split_once(" - "))?;
        let is_time = time.contains(':')
            && time
                .chars()
                .all(|c| !c.is_alphabetic() || "apmAPM".contains(c));
        (is_date(date) && is_time).then_some(message)
    };
    let Some(message) = message() else {
        return line;
    };
    // What an unknown sender wrote is not their name.
    match message.split_once(": ") {
        Some((sender, _)) if looks_like_a_number(sender) => sender,
        _ => message,
    }
}

fn without_mark(line: &str) -> &str {
    let is_mark = |c: char| !c.is_alphanumeric() && !"+(\"'<[@=\u{ff0b}".contains(c);
    let line = line.trim_start_matches(|c: char| is_mark(c) && !c.is_control());
    let line = ["[ ]", "[x]", "[X]", "[]"]
        .iter()
        .find_map(|check_box| line.strip_prefix(check_box))
        .unwrap_or(line)
        .trim_start();
    without_place(line).unwrap_or_else(|| line.trim_end())
}

/// What follows the place in a list: `1.`, `(2)`, `c)`, `4️⃣`.
fn without_place(line: &str) -> Option<&str> {
    let bracketed = line.strip_prefix('(');
    let counted = bracketed.unwrap_or(line);
    let is_letter = |c: char| c.is_ascii_lowercase();
    let digits = counted.trim_start_matches(|c: char| c.is_ascii_digit());
    let (length, rest) = match counted.strip_prefix(is_letter) {
        Some(rest) => (1, rest.strip_prefix(')')?),
        None => (
            counted.len() - digits.len(),
            digits
                .strip_prefix(['.', ')', ':'])
                .or_else(|| digits.strip_prefix("\u{fe0f}\u{20e3}"))?,
        ),
    };
    let after = rest.trim_start();
    // `(628) 555-0111` begins with an area code.
    let is_area_code = bracketed.is_some()
        && (length > 1 || counted.starts_with('0'))
        && after.starts_with(|c: char| c.is_ascii_digit());
    let is_place = (1..=3).contains(&length)
        && rest.starts_with(char::is_whitespace)
        && after.contains(char::is_alphanumeric);
    (is_place && !is_area_code).then_some(after)
}

/// The parts of a line, and what divides them: tabs, else semicolons, else bars, else commas. A part
/// in quotation marks is one.
fn cells(line: &str) -> (Vec<String>, char) {
    let separator = ['\t', ';', '|', ',']
        .into_iter()
        .find(|separator| outside_quotes(line).any(|(_, c)| same(c) == *separator))
        .unwrap_or(',');
    let cells = divided(line, &[separator]);
    // Addressees that were put together from two programs.
    let are_mixed = separator == ';'
        && cells
            .iter()
            .any(|cell| cell.matches('@').count() > 1 && cell.contains(','));
    if are_mixed {
        (divided(line, &[';', ',']), ',')
    } else {
        (cells, separator)
    }
}

fn divided(line: &str, separators: &[char]) -> Vec<String> {
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, c) in outside_quotes(line) {
        if separators.contains(&same(c)) {
            cells.push(unquoted_way(line[start..at].trim()));
            start = at + c.len_utf8();
        }
    }
    cells.push(unquoted_way(line[start..].trim()));
    cells
}

/// A number or an address without the quotation marks around it. A name in them is one name.
fn unquoted_way(cell: &str) -> String {
    let inner = cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let way = inner.filter(|inner| !inner.contains('"') && names::name(inner).is_none());
    way.unwrap_or(cell).to_owned()
}

/// What stands outside of quotation marks, with its place.
fn outside_quotes(line: &str) -> impl Iterator<Item = (usize, char)> {
    let are_pairs = line.bytes().filter(|byte| *byte == b'"').count() % 2 == 0;
    let mut is_quoted = false;
    line.char_indices().filter(move |(_, c)| {
        is_quoted ^= *c == '"' && are_pairs;
        !is_quoted
    })
}

/// Separators in East Asian and in Arabic writing.
fn same(c: char) -> char {
    match c {
        '；' | '؛' => ';',
        '，' | '、' | '،' => ',',
        other => other,
    }
}
