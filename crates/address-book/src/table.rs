//! Tables: CSV as spreadsheets and address books export it, and lines as people paste them.

use crate::Person;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    GivenName,
    FamilyName,
    Mobile,
    Phone,
    Email,
    Priority,
}

/// One person for each row; several for a row of nothing but email addresses.
pub(crate) fn people(text: &str) -> Vec<Person> {
    let (delimiter, text, skipped) = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut people = Vec::new();
    let mut is_first = true;
    let (mut line, mut counted) = (1 + skipped, 0);
    // A text in memory can always be read, and what it holds is UTF-8 as it was before.
    for record in reader.records().map_while(Result::ok) {
        // The reader's own count of lines leaves out the ends of lines before a row.
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(counted);
        let ends = text.as_bytes()[start..].iter();
        let start = start
            + ends
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
        let passed = text.as_bytes()[counted..start].iter();
        line += passed
            .filter(|byte| **byte == b'\n')
            .map(|_| 1)
            .sum::<u64>();
        counted = start;
        let cells: Vec<&str> = record.iter().collect();
        if std::mem::take(&mut is_first) && is_heading(&cells) {
            columns = Some(cells.iter().map(|cell| column(cell)).collect());
            continue;
        }
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        match &columns {
            Some(columns) => people.push(under_headings(line, columns, &cells)),
            None => people.extend(without_headings(line, &cells)),
        }
    }
    people
}

/// What stands between cells, the text without a line that only says so, and how many lines that
/// leaves out.
fn delimiter(text: &str) -> (u8, &str, u64) {
    if let Some((first, rest)) = text.split_once('\n')
        && let Some(&[delimiter]) = first.trim().strip_prefix("sep=").map(str::as_bytes)
    {
        return (delimiter, rest, 1);
    }
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [(b'\t', 0), (b';', 0), (b',', 0)];
    for byte in first.bytes() {
        is_quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!is_quoted && byte == *delimiter);
        }
    }
    let most = counts
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or_default();
    let found = counts.iter().find(|(_, count)| most > 0 && *count == most);
    (found.map_or(b',', |(delimiter, _)| *delimiter), text, 0)
}

/// Whether a row says what the columns are.
fn is_heading(cells: &[&str]) -> bool {
    let says_something =
        |cell: &&str| column(cell).is_some_and(|column| column != Column::Priority);
    cells.iter().any(says_something)
        && !cells
            .iter()
            .any(|cell| is_email(cell) || is_phone_number(cell))
}

/// What a heading means: in English, German, Spanish and French, as the usual programs write it.
fn column(heading: &str) -> Option<Column> {
    let heading = heading.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    let is = |words: &[&str]| words.contains(&heading.trim());
    if is(&[
        "name",
        "full name",
        "display name",
        "anzeigename",
        "nombre completo",
        "nom complet",
    ]) {
        return Some(Column::Name);
    }
    if is(&[
        "first name",
        "given name",
        "firstname",
        "vorname",
        "nombre",
        "prénom",
        "prenom",
    ]) {
        return Some(Column::GivenName);
    }
    let family = [
        "last name",
        "family name",
        "lastname",
        "surname",
        "nachname",
        "familienname",
        "apellido",
        "apellidos",
        "nom",
        "nom de famille",
    ];
    if is(&family) {
        return Some(Column::FamilyName);
    }
    if says(&["phonetic", "fax", "pager", "type", "label"]) {
        return None;
    }
    if says(&["mail", "courriel", "correo"]) {
        return Some(Column::Email);
    }
    if says(&[
        "mobile", "cell", "handy", "móvil", "movil", "portable", "natel",
    ]) {
        return Some(Column::Mobile);
    }
    if says(&[
        "phone",
        "telefon",
        "teléfono",
        "telefono",
        "téléphone",
        "number",
    ]) || is(&["tel", "tel."])
    {
        return Some(Column::Phone);
    }
    says(&["priority", "priorit", "prioridad"]).then_some(Column::Priority)
}

fn under_headings(line: u64, columns: &[Option<Column>], cells: &[&str]) -> Person {
    let of = |wanted: Column| {
        let cells = columns.iter().zip(cells);
        cells
            .filter(move |(column, cell)| **column == Some(wanted) && !cell.is_empty())
            .map(|(_, cell)| *cell)
    };
    // Several values of one cell, as Google writes them.
    let values = |wanted| {
        let values = of(wanted).flat_map(|cell| cell.split(":::"));
        values
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    let name = match of(Column::Name).next() {
        Some(name) => name.to_owned(),
        None => of(Column::GivenName)
            .chain(of(Column::FamilyName))
            .collect::<Vec<_>>()
            .join(" "),
    };
    Person {
        line,
        name,
        phone_numbers: values(Column::Mobile)
            .chain(values(Column::Phone))
            .collect(),
        emails: values(Column::Email)
            .flat_map(|value| addresses(&value))
            .collect(),
        priority: of(Column::Priority).next().map(str::to_owned),
    }
}

/// Cells tell by their looks what they are.
fn without_headings(line: u64, cells: &[&str]) -> Vec<Person> {
    let cells: Vec<&str> = cells.iter().flat_map(|cell| addressees(cell)).collect();
    if cells.len() > 1 && cells.iter().all(|cell| is_email(cell)) {
        return cells
            .iter()
            .flat_map(|cell| without_headings(line, &[cell]))
            .collect();
    }
    let mut person = Person {
        line,
        ..Person::default()
    };
    let mut name = Vec::new();
    for cell in cells {
        if is_email(cell) {
            let (before, email) = addressee(cell);
            name.push(before);
            person.emails.push(email.to_owned());
        } else if is_phone_number(cell) {
            person.phone_numbers.push((*cell).to_owned());
        } else if matches!(cell.as_bytes(), [b'1'..=b'9']) {
            person.priority = Some((*cell).to_owned());
        } else {
            name.push(cell);
        }
    }
    person.name = name.join(" ");
    vec![person]
}

/// The addressees in a cell: what follows a comma or a semicolon after an address is the next one.
fn addressees(cell: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = cell;
    while let Some(at) = rest.find('@')
        && let Some(end) = rest[at..].find([',', ';'])
    {
        found.push(&rest[..at + end]);
        rest = &rest[at + end + 1..];
    }
    found.push(rest);
    let found = found.into_iter().map(str::trim);
    found.filter(|cell| !cell.is_empty()).collect()
}

/// The addresses in a cell, without names.
fn addresses(cell: &str) -> Vec<String> {
    let cells = addressees(cell).into_iter();
    cells.map(|cell| addressee(cell).1.to_owned()).collect()
}

/// The name and the address in `Ada Lovelace <ada@example.org>`, or in `ada@example.org` alone.
fn addressee(cell: &str) -> (&str, &str) {
    match cell.split_once('<') {
        Some((name, rest)) => (
            name.trim().trim_matches(['"', '\'']),
            rest.split('>').next().unwrap_or_default().trim(),
        ),
        None => ("", cell),
    }
}

fn is_email(cell: &str) -> bool {
    cell.contains('@')
}

/// Six digits at least, and nothing but what stands in phone numbers.
fn is_phone_number(cell: &str) -> bool {
    cell.bytes().filter(u8::is_ascii_digit).count() >= 6
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || " \u{a0}+-./()".contains(c))
}

#[cfg(test)]
mod tests;
