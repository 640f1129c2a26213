//! People in blocks of lines: a name on a line of its own, and what belongs to it on the lines below.

use super::Line;
use super::parts::Part;
use crate::table::Row;

/// What stands on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    /// Numbers and addresses.
    Ways,
    /// A name beside them.
    Both,
    Nothing,
}

/// The lines, with those of one person put together. Lines belong together only up to a blank one, and
/// only where nobody can take them for anything else.
pub(super) fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut joined = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    while let Some(first) = lines.next() {
        let mut end = first.end;
        let mut paragraph = vec![first];
        while let Some(next) = lines.next_if(|next| next.row.line == end + 1) {
            end = next.end;
            paragraph.push(next);
        }
        let starts = starts(&paragraph);
        for (place, line) in paragraph.into_iter().enumerate() {
            match joined.last_mut() {
                Some(before) if !starts.contains(&place) => append(before, line),
                _ => joined.push(line),
            }
        }
    }
    joined
}

/// The places in a paragraph where somebody begins: all of them, unless there are blocks.
fn starts(paragraph: &[Line]) -> Vec<usize> {
    let all = || (0..paragraph.len()).collect::<Vec<_>>();
    let kinds: Vec<Kind> = paragraph.iter().map(kind).collect();
    let count = |wanted| kinds.iter().filter(|kind| **kind == wanted).count();
    if paragraph.len() < 2 || count(Kind::Both) > 0 || count(Kind::Name) == 0 {
        return all();
    }
    let mut starts = vec![0];
    let is_first_way = kinds.iter().find(|kind| **kind != Kind::Nothing) == Some(&Kind::Ways);
    if is_first_way {
        // A name below its number: of several, nobody can tell where they begin.
        if count(Kind::Name) > 1 {
            return all();
        }
    } else {
        let is_heading = |place: usize| {
            place == 0
                && paragraph[0]
                    .row
                    .cells
                    .last()
                    .is_some_and(|cell| cell.ends_with(':'))
        };
        let mut before = Kind::Nothing;
        for (place, kind) in kinds.iter().enumerate() {
            if *kind == Kind::Name
                && (before == Kind::Ways || place == 1 && before == Kind::Name && is_heading(0))
            {
                starts.push(place);
            }
            if *kind != Kind::Nothing {
                before = *kind;
            }
        }
    }
    let ends = starts.iter().skip(1).copied().chain([paragraph.len()]);
    let are_blocks = starts.iter().zip(ends).all(|(start, end)| {
        let names = kinds[*start..end]
            .iter()
            .filter(|kind| **kind == Kind::Name)
            .count();
        // An address below a name is left out; where the next name is not told by a blank line, it
        // could be somebody else.
        (names <= 1 || starts.len() == 1) && is_one(&paragraph[*start..end])
    });
    if are_blocks { starts } else { all() }
}

fn kind(line: &Line) -> Kind {
    let has_name = line.parts.iter().any(|part| part.name.is_some());
    match (has_name, line.parts.iter().any(Part::has_way)) {
        (true, false) => Kind::Name,
        (false, true) => Kind::Ways,
        (true, true) => Kind::Both,
        (false, false) => Kind::Nothing,
    }
}

/// Whether these lines can be about one person: several numbers without labels, or several addresses,
/// can be those of several people under a heading.
fn is_one(lines: &[Line]) -> bool {
    let parts = || lines.iter().flat_map(|line| &line.parts);
    let numbers: usize = parts().map(|part| part.unlabelled).sum();
    let addresses = parts().filter(|part| part.ways.kinds().1).count();
    numbers <= 1 && addresses <= 1
}

fn append(to: &mut Line, line: Line) {
    let Row { cells, .. } = line.row;
    to.row.cells.extend(cells);
    to.parts.extend(line.parts);
    to.separator = '\n';
    to.end = line.end;
}
