//! The pieces of a text: words, numbers with their blanks, addresses and dates.

use crate::headings;
use crate::phone::is_date;
use crate::unicode::{one_line, plain};

/// The longest number, in digits, that can be the end of a name.
const SHORT_DIGITS: usize = 3;

/// Signs that stand within phone numbers.
const SIGNS: &str = "-/+().[]·";

/// What divides a name from a number.
const DIVIDERS: &str = "-/+().[]·_…=~→►➜|*•:☎✆📞📱📲📧✉";

#[derive(Debug)]
pub(crate) enum Piece {
    Words(String),
    /// A number of any length.
    Number(String),
    Address(String),
    Date,
}

pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let spaced = spaced(text);
    let mut pieces: Vec<Piece> = Vec::new();
    // A sign on its own divides words, and belongs to a number on both of its sides.
    let mut sign = None;
    for word in spaced.split_whitespace() {
        let simple = plain(word);
        let bare = simple.trim_end_matches([',', ';', ':', '.']);
        let sign_before = sign.take();
        let joining = sign_before.filter(|sign: &&str| is_of(sign, SIGNS) && sign.len() <= 2);
        if word.contains('@') {
            pieces.push(Piece::Address(word.to_owned()));
        } else if is_date(bare.trim_matches(|c| "()[]*".contains(c))) {
            pieces.push(Piece::Date);
        } else if is_of(&simple, DIVIDERS) {
            sign = Some(word);
        } else if is_of_a_number(bare) {
            let word = word.trim_end_matches([',', ';']);
            match pieces.last_mut() {
                // A plus sign begins a number, and a colon ends one.
                Some(Piece::Number(number))
                    if !bare.starts_with('+')
                        && !number.ends_with(':')
                        && joining == sign_before =>
                {
                    number.push(' ');
                    number.extend(joining);
                    number.push_str(word);
                }
                _ => pieces.push(Piece::Number(format!(
                    "{}{word}",
                    joining.unwrap_or_default()
                ))),
            }
        } else {
            match pieces.last_mut() {
                // `Eva + Finn` is a couple.
                Some(Piece::Words(words)) if matches!(sign_before, None | Some("+")) => {
                    for part in sign_before.into_iter().chain([word]) {
                        words.push(' ');
                        words.push_str(part);
                    }
                }
                _ => pieces.push(Piece::Words(word.to_owned())),
            }
        }
    }
    drop_heading(&mut pieces);
    join_short_number(&mut pieces);
    pieces
}

fn is_of(word: &str, signs: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| signs.contains(c))
}

/// `Table 5: Ada Low 0151 …` is about Ada Low.
fn drop_heading(pieces: &mut Vec<Piece>) {
    if let [Piece::Words(_), Piece::Number(number), Piece::Words(_), ..] = &pieces[..]
        && number
            .strip_suffix(':')
            .is_some_and(|number| number.len() <= SHORT_DIGITS)
    {
        pieces.drain(..2);
    }
}

/// `Guest 12` is a name: a short number behind words, before a number, an address or nothing.
fn join_short_number(pieces: &mut Vec<Piece>) {
    if !matches!(pieces.get(2), Some(Piece::Words(_)))
        && let [Piece::Words(words), Piece::Number(number), ..] = &mut pieces[..]
        && let short = number.trim_end_matches(':')
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
        let after = characters.peek().copied().unwrap_or(' ');
        if matches!(c, '-' | '–' | '—') && before.is_alphabetic() && is_start_of_a_number(after)
        {
            spaced.push(' ');
        }
        spaced.push(if matches!(c, '<' | '>') { ' ' } else { c });
        let is_scheme = || {
            let start = spaced.len().checked_sub("mailto:".len());
            let scheme = start.and_then(|start| spaced.get(start..));
            after == '/' || scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
        };
        let is_label = matches!(c, ':' | '：' | '=') && before.is_alphabetic() && !is_scheme();
        if is_label || matches!(c, '#' | '№') {
            spaced.push(' ');
        }
        before = c;
    }
    spaced
}

fn is_start_of_a_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '(' | '+')
}

fn is_of_a_number(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || "+-./()[]·~".contains(c))
}

/// The numbers of a text that has nothing else but their labels: `Tel. 030 …, mobile 0151 …`.
pub(crate) fn labelled_numbers(text: &str) -> Option<Vec<(String, String)>> {
    let mut numbers: Vec<(String, String)> = Vec::new();
    let mut label = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) if headings::is_label(&words) => label = words,
            Piece::Number(number) => numbers.push((std::mem::take(&mut label), number)),
            _ => return None,
        }
    }
    match &mut numbers[..] {
        [(only, _)] if only.is_empty() => *only = label,
        _ if !label.is_empty() => return None,
        _ => {}
    }
    let are_labelled = numbers.iter().all(|(label, _)| !label.is_empty());
    (are_labelled && !numbers.is_empty()).then_some(numbers)
}
