//! A part of a line: a name, numbers, addresses, or a name beside them.

use seat_dealer_core::InvalidValue;

use crate::headings::Rank;
use crate::pieces::{Piece, pieces};
use crate::unicode::plain;
use crate::ways::{Ways, not_to_text};
use crate::{LeftOut, headings, names};

/// Fewer digits are no phone number, but a postal code, a size or a year.
const LEAST_DIGITS: usize = 6;

/// What a part of a line holds.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) name: Option<String>,
    pub(super) ways: Ways,
    /// How many of the numbers have no label.
    pub(super) unlabelled: usize,
    /// The numbers that are no phone numbers.
    pub(super) references: Vec<LeftOut>,
    /// Whether the address stands in angle brackets, as addressees have it.
    pub(super) is_addressee: bool,
    /// The number, when the part is one of at most two digits.
    pub(super) count: Option<i64>,
}

/// What the parts before say about the number that comes next.
#[derive(Debug, Default)]
pub(super) struct Announced {
    label: String,
    /// Whether it is an account, an order or a room.
    is_reference: bool,
}

impl Part {
    pub(super) fn read(text: &str, announced: &mut Announced, home: Option<&str>) -> Self {
        let mut part = Self {
            is_addressee: text.contains('<') && text.contains('@'),
            ..Self::default()
        };
        if text.len() <= 2
            && let Ok(count) = plain(text).parse()
        {
            part.count = Some(count);
            return part;
        }
        let is_only_a_role = headings::is_role(text);
        let mut names = Vec::new();
        let Announced {
            mut label,
            mut is_reference,
        } = std::mem::take(announced);
        let mut numbers: Vec<(String, String)> = Vec::new();
        let mut is_behind_number = false;
        for piece in pieces(text) {
            let was_behind_number = std::mem::take(&mut is_behind_number);
            match piece {
                Piece::Words(words) => {
                    is_reference = false;
                    if let Some((_, number)) = numbers.last_mut().filter(|_| was_behind_number)
                        && is_extension(&words)
                    {
                        number.push(' ');
                        number.push_str(&words);
                    } else if headings::is_label(&words) {
                        match numbers.last_mut() {
                            // `0151 23456789 (mobile), 030 901820 (home)`
                            Some((behind, _)) if was_behind_number && words.starts_with('(') => {
                                *behind = words;
                            }
                            _ => label = words,
                        }
                    } else {
                        let before = headings::before_reference(&words);
                        is_reference = before.is_some();
                        let words = before.unwrap_or(&words);
                        let (words, behind) =
                            words.split_at(headings::label_start(words).unwrap_or(words.len()));
                        behind.clone_into(&mut label);
                        names.extend(names::name(without_heading(bare(words))));
                    }
                }
                Piece::Number(number) => {
                    let is_short = number.chars().filter(|c| c.is_numeric()).count() < LEAST_DIGITS;
                    let label = std::mem::take(&mut label);
                    if std::mem::take(&mut is_reference) {
                        let why = InvalidValue(
                            "The word before it says that this is no phone number.".to_owned(),
                        );
                        part.references
                            .extend((!is_short).then(|| LeftOut::new(&number, &why)));
                    } else if !is_short {
                        // `0151 23456789: Ada`
                        let number = number.trim_end_matches(':').to_owned();
                        numbers.push((label, number));
                        is_behind_number = true;
                    }
                }
                Piece::Address(address) => {
                    label.clear();
                    part.ways.addresses(Rank::Home, &address);
                }
                Piece::Date => is_reference = false,
            }
        }
        part.name = names.into_iter().next();
        // `0151 23456789 (mobile)`
        if let Some((last, _)) = numbers.last_mut().filter(|(last, _)| last.is_empty()) {
            std::mem::swap(last, &mut label);
        }
        *announced = Announced {
            label,
            is_reference: is_reference && !is_only_a_role && part.name.is_none(),
        };
        part.unlabelled = numbers.iter().filter(|(label, _)| label.is_empty()).count();
        if part.unlabelled > 1 {
            let why = "There is more than one phone number: give one, or say which is mobile.";
            let why = InvalidValue(why.to_owned());
            part.ways.leave_out([LeftOut::new(text, &why)]);
            return part;
        }
        for (label, number) in numbers {
            match headings::label_rank(&label) {
                Some(rank) => part.ways.number(rank, &number, home),
                None => part.references.push(not_to_text(&number)),
            }
        }
        part
    }

    /// The ways, with the numbers that are no phone numbers as left out.
    pub(super) fn all_ways(&self) -> Ways {
        let mut ways = self.ways.clone();
        ways.leave_out(self.references.iter().cloned());
        ways
    }

    /// Whether it says nothing about anybody; a label may be in it.
    pub(super) fn is_empty(&self) -> bool {
        self.name.is_none() && !self.has_way() && self.references.is_empty()
    }

    /// Whether there is something to reach somebody by, even if it cannot be read.
    pub(super) fn has_way(&self) -> bool {
        self.ways.kinds() != (false, false) || !self.ways.left_out.is_empty()
    }
}

/// `x12`, `ext. 12`: no text message reaches a telephone behind another one.
fn is_extension(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let first = first.trim_matches(['(', ')', '.', ':']).to_lowercase();
    let is_counted = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    ["x", "ext", "extn", "extension", "dw", "poste", "interno"].contains(&first.as_str())
        || ["x", "ext"]
            .iter()
            .any(|sign| first.strip_prefix(sign).is_some_and(is_counted))
}

/// `Ada` in `Name: Ada`.
fn without_heading(words: &str) -> &str {
    let is_name =
        |heading: &str| headings::meaning(heading).is_some_and(headings::Meaning::is_name);
    match words.split_once(':') {
        Some((heading, name)) if is_name(heading) => name.trim_start(),
        _ => words,
    }
}

/// A name without the signs and the brackets around it.
fn bare(words: &str) -> &str {
    let words = words.trim_matches(|c: char| c.is_whitespace() || "-–—:：=|,;•*".contains(c));
    let inner = words
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inner
        .filter(|inner| !inner.contains(['(', ')']))
        .unwrap_or(words)
}
