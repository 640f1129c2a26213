//! Email addresses as address books write them.

use seat_dealer_core::{EmailAddress, InvalidValue};

use crate::LeftOut;
use crate::unicode::plain;

/// The addresses in a text: several, with the names of the people, as links. A text without any is
/// left out.
pub(crate) fn addresses(text: &str) -> Vec<Result<EmailAddress, LeftOut>> {
    let plain = plain(text);
    let found: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || "<>()[]{}\",;|".contains(c))
        .filter(|word| word.contains('@'))
        .flat_map(|word| {
            let several = word.matches('@').count() > 1;
            word.split(move |c| several && c == '/')
        })
        .map(bare)
        .collect();
    if found.is_empty() && !plain.is_empty() {
        let why = InvalidValue("The email address must look like name@example.com.".to_owned());
        return vec![Err(LeftOut::new(text, &why))];
    }
    let parse = |text: &str| EmailAddress::parse(text).map_err(|error| LeftOut::new(text, &error));
    found.into_iter().map(parse).collect()
}

/// An address without the scheme of a link before it and without punctuation around it.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| "'`.:*".contains(c));
    let schemes = ["mailto:", "smtp:", "email:", "e-mail:", "mail:"];
    let link = schemes.iter().find_map(|scheme| {
        let start = word.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| &word[scheme.len()..])
    });
    let word = link.map_or(word, |link| link.split('?').next().unwrap_or(link));
    word.trim_matches('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_whatever_stands_around_them() {
        for (text, found) in [
            ("ada@example.org", "ada@example.org"),
            ("MAILTO:ada@example.org?subject=Hi", "ada@example.org"),
            ("\"Mia Roe\" <mia@example.com>", "mia@example.com"),
            ("\"Mia Roe\"<mailto:mia@example.com>", "mia@example.com"),
            ("Mia (mia@example.com)", "mia@example.com"),
            ("'ada@example.org'", "ada@example.org"),
            ("smtp:ada@Example.org", "ada@example.org"),
            ("ada＠example.org", "ada@example.org"),
            ("\u{200e}ada@example.org\u{a0}", "ada@example.org"),
            ("ada@a.org / ada@b.org", "ada@a.org ada@b.org"),
            ("ada@a.org/ada@b.org", "ada@a.org ada@b.org"),
            ("ada@a.org\nada@b.org", "ada@a.org ada@b.org"),
            (
                "ada@a.org; ada@b.org, ada@c.org",
                "ada@a.org ada@b.org ada@c.org",
            ),
            ("", ""),
        ] {
            let read: Vec<_> = addresses(text).into_iter().map(Result::unwrap).collect();
            let read: Vec<_> = read.iter().map(EmailAddress::as_str).collect();
            assert_eq!(read.join(" "), found, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_left_out_with_the_reason() {
        for text in ["/o=Firma/cn=ute", "none", "ada@example", "@ada"] {
            let left_out = addresses(text).remove(0).unwrap_err();
            assert_eq!(
                left_out.why,
                "The email address must look like name@example.com."
            );
        }
    }
}
