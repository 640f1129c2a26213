//! A part of a line: a name, numbers, addresses, or a name beside them.

use crate::phone::is_date;
use crate::unicode::{one_line, plain};
use crate::ways::{Rank, Ways};
use crate::{LeftOut, headings, names};

/// Fewer digits are no phone number, but a postal code, a size or a year.
const LEAST_DIGITS: usize = 6;

/// The longest number, in digits, that can be the end of a name.
const SHORT_DIGITS: usize = 3;

/// What a part of a line holds.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) name: Option<String>,
    pub(super) ways: Ways,
    /// Whether the address stands in angle brackets, as addressees have it.
    pub(super) is_addressee: bool,
    /// The number, when the part is one of at most two digits.
    pub(super) count: Option<i64>,
}

impl Part {
    pub(super) fn read(text: &str, home: Option<&str>) -> Self {
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
        let mut names = Vec::new();
        let mut label = String::new();
        let mut numbers = Vec::new();
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) if headings::is_label(&words) => label = words,
                Piece::Words(words) => {
                    label = label_at_the_end(&words)
                        .map(str::to_owned)
                        .unwrap_or_default();
                    names.extend(names::name(without_label(&words)));
                }
                Piece::Number(number) => numbers.push((std::mem::take(&mut label), number)),
                Piece::Address(address) => part.ways.addresses(Rank::Home, &address),
            }
        }
        part.name = names.into_iter().next();
        let is_said_which = numbers.iter().all(|(label, _)| !label.is_empty());
        if numbers.len() > 1 && !is_said_which {
            let why = "There is more than one phone number: give one, or say which is mobile.";
            let why = seat_dealer_core::InvalidValue(why.to_owned());
            part.ways.leave_out([LeftOut::new(text, &why)]);
            return part;
        }
        for (label, number) in numbers {
            if let Some(rank) = super::rank(&label) {
                part.ways.number(rank, &number, home);
            }
        }
        part
    }

    /// Whether there is something to reach somebody by, even if it cannot be read.
    pub(super) fn has_way(&self) -> bool {
        self.ways.kinds() != (false, false) || !self.ways.left_out.is_empty()
    }
}

enum Piece {
    Words(String),
    Number(String),
    Address(String),
}

/// The pieces of a text: words, numbers with their blanks, addresses. Dates are left out.
fn pieces(text: &str) -> Vec<Piece> {
    let spaced = spaced(text);
    let mut pieces: Vec<Piece> = Vec::new();
    // A sign on its own divides words, and belongs to a number on both of its sides.
    let mut sign = None;
    for word in spaced.split_whitespace() {
        let simple = plain(word);
        let bare = simple.trim_end_matches([',', ';', ':', '.']);
        if word.contains('@') {
            pieces.push(Piece::Address(word.to_owned()));
        } else if is_date(bare) {
            pieces.push(Piece::Words(String::new()));
        } else if !bare.is_empty() && bare.chars().all(|c| "-/+().[]·".contains(c)) {
            sign = Some(word);
            continue;
        } else if is_of_a_number(bare) {
            match pieces.last_mut() {
                // A plus sign begins a number, and a colon ends one.
                Some(Piece::Number(number)) if !bare.starts_with('+') && !number.ends_with(':') => {
                    number.push(' ');
                    number.extend(sign);
                    number.push_str(word);
                }
                _ => pieces.push(Piece::Number(format!("{}{word}", sign.unwrap_or_default()))),
            }
        } else {
            match pieces.last_mut() {
                Some(Piece::Words(words)) if sign.is_none() && !words.is_empty() => {
                    words.push(' ');
                    words.push_str(word);
                }
                _ => pieces.push(Piece::Words(word.to_owned())),
            }
        }
        sign = None;
    }
    join_short_number(&mut pieces);
    let is_long = |number: &str| number.chars().filter(|c| c.is_numeric()).count() >= LEAST_DIGITS;
    pieces.retain(|piece| match piece {
        Piece::Number(number) => is_long(number),
        Piece::Words(words) => !words.is_empty(),
        Piece::Address(_) => true,
    });
    pieces
}

/// `Guest 12` is a name: a short number behind words, before a number, an address or nothing.
fn join_short_number(pieces: &mut Vec<Piece>) {
    if !matches!(pieces.get(2), Some(Piece::Words(_)))
        && let [Piece::Words(words), Piece::Number(number), ..] = &mut pieces[..]
        && let short = number.trim_end_matches(':')
        && !words.is_empty()
        && short.len() <= SHORT_DIGITS
        && short.bytes().all(|byte| byte.is_ascii_digit())
    {
        words.push(' ');
        words.push_str(short);
        pieces.remove(1);
    }
}

/// The text on one line, without angle brackets, and with a blank after a label's colon.
fn spaced(text: &str) -> String {
    let line = one_line(text);
    let mut spaced = String::with_capacity(line.len() + 8);
    let mut characters = line.chars().peekable();
    let mut before = ' ';
    while let Some(c) = characters.next() {
        spaced.push(if matches!(c, '<' | '>') { ' ' } else { c });
        let after = characters.peek().copied().unwrap_or(' ');
        let is_scheme = || {
            let start = spaced.len().checked_sub("mailto:".len());
            let scheme = start.and_then(|start| spaced.get(start..));
            after == '/' || scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
        };
        if matches!(c, ':' | '：' | '=') && before.is_alphabetic() && !is_scheme() {
            spaced.push(' ');
        }
        before = c;
    }
    spaced
}

fn is_of_a_number(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || "+-./()[]·~".contains(c))
}

/// `mobile` in `Ada Lovelace (mobile)` and in `Ada Lovelace, Tel.`: the last word, where it is a
/// label for what follows.
fn label_at_the_end(words: &str) -> Option<&str> {
    let (_, last) = words.rsplit_once(' ')?;
    let is_marked = last.starts_with(['(', '[']) || last.ends_with(':');
    let is_phone = || {
        use headings::Meaning::Phone;
        matches!(
            headings::meaning(last),
            Some(Phone {
                is_certain: true,
                ..
            })
        )
    };
    (headings::is_label(last) && (is_marked || is_phone() || last.to_lowercase().contains("fax")))
        .then_some(last)
}

fn without_label(words: &str) -> &str {
    let rest = label_at_the_end(words).map_or(words, |label| &words[..words.len() - label.len()]);
    rest.trim_matches(|c: char| c.is_whitespace() || "-–—:：=|,;•*".contains(c))
}
