//! Names of people.

use crate::phone::looks_like_a_number;
use crate::unicode::{one_line, words};

/// What stands behind a name and a comma without being a given name.
const SUFFIXES: &str = "jr sr ii iii iv md phd esq dds dvm rn cpa mba dr prof mr mrs ms inc llc ltd \
                        gmbh co corp ag kg sa sl srl bv ev";

/// What is written where a name is not known.
const NO_NAMES: [&str; 21] = [
    "n/a",
    "#n/a",
    "n.a.",
    "unknown",
    "none",
    "null",
    "tbd",
    "tba",
    "unbekannt",
    "inconnu",
    "desconocido",
    "sconosciuto",
    "onbekend",
    "desconhecido",
    // Answers to *Plus one?*.
    "yes",
    "no",
    "ja",
    "nein",
    "oui",
    "non",
    "sí",
];

/// A name as one writes it on an invitation: on one line, the given name first. Nothing where the
/// text is none: empty, a phone number, an email address or a website.
pub(crate) fn name(text: &str) -> Option<String> {
    let line = one_line(text);
    let line = unquoted(&line);
    let is_name = line.contains(char::is_alphabetic)
        && !NO_NAMES.contains(&line.to_lowercase().as_str())
        && !line.contains('@')
        && !line.to_lowercase().contains("www.")
        && !looks_like_a_number(line);
    is_name.then(|| given_name_first(line))
}

/// A text without the quotation marks and the signs around it.
fn unquoted(text: &str) -> &str {
    let bare = |text: &'static str| move |c: char| c.is_whitespace() || text.contains(c);
    let text = text.trim_matches(bare("<>,;:，；：、"));
    let within = |mark: char| text.strip_prefix(mark)?.strip_suffix(mark);
    let inner = within('"').or_else(|| within('\''));
    let inner = inner.unwrap_or(text).trim_matches(bare("<>,;:"));
    if inner.matches('"').count() == 1 {
        inner.trim_matches(bare("\""))
    } else {
        inner
    }
}

/// `Keller, Bea` is Bea Keller.
fn given_name_first(name: &str) -> String {
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    let is_suffix = |part: &str| {
        let part = words(part).concat();
        SUFFIXES.split(' ').any(|suffix| suffix == part)
    };
    let is_part = |part: &str| {
        !part.is_empty() && part.split(' ').count() <= 4 && !part.contains(|c: char| c.is_numeric())
    };
    match parts[..] {
        [family, given] if is_part(family) && is_part(given) && !is_suffix(given) => {
            format!("{given} {family}")
        }
        [family, given, suffix] if is_part(family) && is_part(given) && is_suffix(suffix) => {
            format!("{given} {family} {suffix}")
        }
        _ => name.to_owned(),
    }
}

/// A name for somebody who is known by an address only: `ada.lovelace@…` is Ada Lovelace.
pub(crate) fn of_mailbox(email: &str) -> String {
    let local = email.split('@').next().unwrap_or_default();
    let local = local.split('+').next().unwrap_or_default();
    let words = local
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let capitalised = words.map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    capitalised.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_given_name_comes_first() {
        for (text, written) in [
            ("Keller, Bea", "Bea Keller"),
            ("\"Keller, Bea\"", "Bea Keller"),
            ("García Márquez, Gabriel", "Gabriel García Márquez"),
            ("Smith, John & Jane", "John & Jane Smith"),
            ("King, Martin, Jr.", "Martin King Jr."),
            ("Martin King, Jr.", "Martin King, Jr."),
            ("Ada Low, Ph.D.", "Ada Low, Ph.D."),
            ("Blue Door, Inc.", "Blue Door, Inc."),
            (" Ada \n Lovelace ", "Ada Lovelace"),
            ("'Ada'", "Ada"),
            ("\u{202b}عمر\u{202c}", "عمر"),
            ("O'Neil", "O'Neil"),
            ("Zoë \"the Great\"", "Zoë \"the Great\""),
            ("\"Ada", "Ada"),
            ("Ada:", "Ada"),
        ] {
            assert_eq!(name(text).as_deref(), Some(written), "{text}");
        }
        for other in [
            "",
            " ",
            "\"\"",
            "+49 151 23456789",
            "ada@example.org",
            "-",
            "(628) 555-0190",
            "N/A",
            "Unknown",
            "W: www.example.org",
        ] {
            assert_eq!(name(other), None, "{other}");
        }
    }

    #[test]
    fn a_mailbox_gives_a_name_to_ask_about() {
        for (email, name) in [
            ("ada.lovelace@example.org", "Ada Lovelace"),
            ("bea_k-99@example.org", "Bea K"),
            ("cy+dinner@example.org", "Cy"),
            ("1234@example.org", ""),
            ("zoë@example.org", "Zoë"),
        ] {
            assert_eq!(of_mailbox(email), name);
        }
    }
}
