//! Who is in a line: one person with several parts, or several people beside each other.

use seat_dealer_core::{InvalidValue, Priority};

use super::parts::Part;
use crate::ways::Ways;
use crate::{LeftOut, Person, names};

/// The people in the parts of a line. `ranks` says for each part whether a number there is a priority;
/// `is_row` whether all lines have the same parts, as the rows of a table.
pub(super) fn of(
    line: u64,
    mut parts: Vec<Part>,
    separator: char,
    ranks: &[bool],
    is_row: bool,
) -> Vec<Person> {
    if separator == ',' {
        join_family_name(&mut parts);
    }
    let is_whole = |part: &&Part| part.name.is_some() && part.has_way();
    let whole = parts.iter().filter(is_whole).count();
    let addresses = parts.iter().filter(|part| part.ways.kinds().1).count();
    let are_addressees = parts.iter().any(|part| part.is_addressee);
    let drafts = if whole >= 2 || whole == 1 && addresses >= 2 || are_addressees {
        addressees(parts, separator)
    } else if parts.iter().all(|part| part.name.is_none()) && are_alike(&parts) {
        let ways = parts.into_iter().flat_map(|part| part.ways.one_by_one());
        ways.map(Draft::unnamed).collect()
    } else if are_pairs(&parts) {
        pairs(parts)
    } else if !is_row && is_irregular(&parts) {
        irregular(parts)
    } else if !is_row && parts.iter().all(|part| !part.has_way()) {
        parts
            .into_iter()
            .filter(|part| part.name.is_some())
            .map(Draft::of)
            .collect()
    } else {
        vec![one(parts, ranks, is_row)]
    };
    let people = drafts.into_iter().map(|draft| draft.person(line));
    people.collect()
}

/// `Low, Ada: 0151 …` is Ada Low, and `von der Heide, Hans Peter: 0151 …` is Hans Peter von der Heide.
fn join_family_name(parts: &mut Vec<Part>) {
    let is_family_name =
        |name: &&mut String| !name.contains(' ') || name.starts_with(char::is_lowercase);
    let is_given_name = |name: &&mut String| name.split(' ').count() <= 2;
    if let [family, given] = &mut parts[..]
        && !family.has_way()
        && given.ways.kinds() == (true, false)
        && let Some(family_name) = family.name.as_mut().filter(is_family_name)
        && let Some(given_name) = given.name.as_mut().filter(is_given_name)
    {
        *given_name = format!("{given_name} {family_name}");
        parts.remove(0);
    }
}

#[derive(Default)]
struct Draft {
    name: String,
    ways: Ways,
    priority: Option<Priority>,
}

impl Draft {
    fn of(mut part: Part) -> Self {
        part.ways.leave_out(part.references);
        Self {
            name: part.name.unwrap_or_default(),
            ways: part.ways,
            priority: None,
        }
    }

    fn unnamed(ways: Ways) -> Self {
        Self {
            ways,
            ..Self::default()
        }
    }

    fn person(self, line: u64) -> Person {
        let mut person = Person {
            line,
            name: self.name,
            priority: self.priority,
            ..Person::default()
        };
        self.ways.give(&mut person);
        person
    }
}

/// `Ada <ada@…>, "Keller, Bea" <bea@…>, cleo@…`: each address is somebody.
fn addressees(parts: Vec<Part>, separator: char) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut family_name: Option<String> = None;
    for part in parts {
        let is_address = part.ways.kinds().1;
        if !part.has_way() {
            family_name = part.name;
            continue;
        }
        match drafts.last_mut() {
            // A number belongs to whoever stands before it.
            Some(last) if part.name.is_none() && !is_address => last.ways.append(part.ways),
            _ => {
                // `Keller, Bea <bea@…>` without quotation marks.
                let is_second_half = part.is_addressee && separator == ',';
                let family_name = family_name.take();
                let mut draft = Draft::of(part);
                if let Some(family_name) = family_name {
                    if draft.name.is_empty() {
                        draft.name = family_name;
                    } else if is_second_half {
                        let both = format!("{family_name}, {}", draft.name);
                        draft.name = names::name(&both).unwrap_or(draft.name);
                    }
                }
                drafts.push(draft);
            }
        }
    }
    drafts
}

/// Whether these are numbers, or addresses, and nothing else.
fn are_alike(parts: &[Part]) -> bool {
    let ways = parts.iter().filter(|part| part.has_way());
    let mut kinds = ways.map(|part| part.ways.kinds());
    let first = kinds.next();
    matches!(first, Some((true, false) | (false, true))) && kinds.all(|kinds| Some(kinds) == first)
}

/// `Ada, 0151 …, Bea, 0170 …`: a name before each number. A number may be missing.
fn are_pairs(parts: &[Part]) -> bool {
    let pairs = parts.chunks(2);
    let kinds = parts
        .iter()
        .find(|part| part.has_way())
        .map(|part| part.ways.kinds());
    let is_pair = |pair: &[Part]| match pair {
        [name, way] => {
            name.name.is_some()
                && !name.has_way()
                && way.name.is_none()
                && way.count.is_none()
                && (!way.has_way() || Some(way.ways.kinds()) == kinds)
        }
        _ => false,
    };
    parts.len() >= 4 && kinds.is_some() && pairs.into_iter().all(is_pair)
}

/// Several numbers, and a name behind the first of them: nobody can tell whose they are.
fn is_irregular(parts: &[Part]) -> bool {
    let mut behind = parts.iter().skip_while(|part| !part.ways.kinds().0);
    let numbers = parts.iter().filter(|part| part.ways.kinds().0).count();
    numbers >= 2 && behind.any(|part| part.name.is_some() && !part.has_way())
}

/// Each number on its own. The first says which names were not imported.
fn irregular(parts: Vec<Part>) -> Vec<Draft> {
    let why = "It is not clear which number this person has: give each person a line.";
    let why = InvalidValue(why.to_owned());
    let names = parts.iter().filter_map(|part| part.name.as_deref());
    let names: Vec<LeftOut> = names.map(|name| LeftOut::new(name, &why)).collect();
    let ways = parts.into_iter().flat_map(|part| part.ways.one_by_one());
    let mut drafts: Vec<Draft> = ways.map(Draft::unnamed).collect();
    if let Some(first) = drafts.first_mut() {
        first.ways.leave_out(names);
    }
    drafts
}

fn pairs(parts: Vec<Part>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut parts = parts.into_iter();
    while let (Some(name), Some(way)) = (parts.next(), parts.next()) {
        drafts.push(Draft {
            name: name.name.unwrap_or_default(),
            ..Draft::of(way)
        });
    }
    drafts
}

/// One person: the first name, and all numbers and addresses. Other texts of a row are in the samples of
/// their columns; those of a line of its own are named as left out.
fn one(parts: Vec<Part>, ranks: &[bool], is_row: bool) -> Draft {
    let mut draft = Draft::default();
    for (index, part) in parts.into_iter().enumerate() {
        match part.name {
            Some(name) if draft.name.is_empty() => draft.name = name,
            Some(name) if !is_row => {
                let why = "This was not imported. A second person needs a line of their own.";
                let why = InvalidValue(why.to_owned());
                draft.ways.leave_out([LeftOut::new(&name, &why)]);
            }
            _ => {}
        }
        draft.ways.append(part.ways);
        draft.ways.leave_out(part.references);
        if let Some(count) = part.count
            && ranks.get(index).is_some_and(|is_rank| *is_rank)
        {
            draft.priority = Priority::parse(count).ok();
        }
    }
    draft
}
