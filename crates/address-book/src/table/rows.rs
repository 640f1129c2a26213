//! The rows of a text whose cells one sign divides (RFC 4180).

use std::borrow::Cow;

/// No program writes more columns; the cells beyond are not imported.
pub(crate) const MOST_COLUMNS: usize = 500;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line of the text where it begins, from 1.
    pub(crate) line: u64,
    pub(crate) cells: Vec<String>,
    /// The first text in the cells beyond; empty: there is none.
    pub(crate) beyond: String,
}

impl Row {
    /// A cell without blanks around it; empty beyond the last one.
    pub(crate) fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty) && self.beyond.is_empty()
    }
}

/// The rows of a text, without lines that are blank. `skipped` is the number of lines before it.
pub(crate) fn rows(text: &str, delimiter: u8, skipped: u64) -> Vec<Row> {
    /// How many quotation marks that are never closed are passed over.
    const MOST_REPAIRS: usize = 8;

    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST_REPAIRS {
        let rows = divided(&text, delimiter, skipped);
        let is_odd = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let Some(mark) = is_odd
            .then(|| stray_mark(&text, delimiter, &rows))
            .flatten()
        else {
            return rows.into_iter().map(|(_, row)| row).collect();
        };
        text.to_mut().replace_range(mark..=mark, " ");
    }
    let rows = divided(&text, delimiter, skipped).into_iter();
    rows.map(|(_, row)| row).collect()
}

/// Where the quotation mark stands that is never closed: before a cell that holds rows.
fn stray_mark(text: &str, delimiter: u8, rows: &[(usize, Row)]) -> Option<usize> {
    let width = rows.first()?.1.len();
    let holds_rows = |cell: &String| {
        let mut below = cell.split('\n').skip(1);
        below.any(|line| line.bytes().filter(|byte| *byte == delimiter).count() + 1 >= width)
    };
    let (start, _) = rows
        .iter()
        .find(|(_, row)| row.cells.iter().any(holds_rows))?;
    let first_line = text[*start..].split('\n').next()?;
    Some(start + first_line.rfind('"')?)
}

/// The rows, each with the place in the text where it begins.
fn divided(text: &str, delimiter: u8, skipped: u64) -> Vec<(usize, Row)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1 + skipped, 0);
    let bytes = text.as_bytes();
    // A text in memory can always be read, and is UTF-8.
    for record in reader.records().map_while(Result::ok) {
        // The reader's own count of lines leaves out blank lines before a row.
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(counted);
        let blank = bytes[start..].iter().take_while(|byte| **byte == b'\n');
        let start = start + blank.count();
        let passed = bytes[counted..start].iter().filter(|byte| **byte == b'\n');
        line += passed.map(|_| 1).sum::<u64>();
        counted = start;
        let mut cells = record.iter().map(clean);
        let row = Row {
            line,
            cells: cells
                .by_ref()
                .take(MOST_COLUMNS)
                .map(str::to_owned)
                .collect(),
            beyond: cells
                .find(|cell| !cell.is_empty())
                .unwrap_or_default()
                .to_owned(),
        };
        rows.push((start, row));
    }
    rows
}

/// A cell without what programs put around it: quotation marks after a blank, and the apostrophe
/// before what a spreadsheet would take for a formula.
fn clean(cell: &str) -> &str {
    let inner = cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let cell = inner.unwrap_or(cell).trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// A number without a fraction, as spreadsheets write it, with or without what it counts: `2`, `2.0`,
/// `2 people`.
pub(crate) fn whole_number(cell: &str) -> Option<i64> {
    let plain = crate::unicode::plain(cell);
    let is_word = |c: char| c.is_alphabetic() || c == ' ';
    let number = match plain.split_once(' ') {
        Some((number, counted)) if counted.chars().all(is_word) => number,
        _ => &plain,
    };
    let whole = number
        .strip_suffix(".0")
        .or_else(|| number.strip_suffix(",0"));
    // `+1` is one more.
    let whole = whole.unwrap_or(number);
    whole.parse().ok().filter(|_| !whole.starts_with('+'))
}
