//! vCards, as phones and address books export them: versions 2.1 (with its quoted-printable
//! texts), 3.0 (RFC 2426) and 4.0 (RFC 6350).

use crate::Person;

/// One person for each card.
pub(crate) fn people(text: &str) -> Vec<Person> {
    let mut people = Vec::new();
    let mut card: Option<Card> = None;
    for (line, content) in unfolded(text) {
        let Some(property) = Property::read(&content) else {
            continue;
        };
        match (property.name.as_str(), &mut card) {
            ("BEGIN", _) => card = Some(Card::at(line)),
            ("END", Some(_)) => people.extend(card.take().map(Card::person)),
            (_, Some(card)) => card.take(&property),
            (_, None) => {}
        }
    }
    // A card that was cut off is somebody, too.
    people.extend(card.map(Card::person));
    people
}

/// The lines of a text, each with its number; what was folded is one line again. Each byte is looked at
/// a fixed number of times: this reads what strangers export, up to a megabyte of it.
fn unfolded(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    // Whether the last line's value is in quoted-printable, as the line says before its colon.
    let mut is_quoted = false;
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim_end_matches('\r');
        if let Some((_, before)) = lines.last_mut() {
            if let Some(rest) = line.strip_prefix([' ', '\t']) {
                before.push_str(rest);
                continue;
            }
            if is_quoted && before.ends_with('=') {
                before.pop();
                before.push_str(line);
                continue;
            }
        }
        let head = line.split(':').next().unwrap_or_default();
        is_quoted = head.to_ascii_uppercase().contains("QUOTED-PRINTABLE");
        lines.push((number, line.to_owned()));
    }
    lines
}

/// One line of a card: `item1.TEL;TYPE=cell:+49 151 234567`.
struct Property {
    name: String,
    parameters: String,
    value: String,
}

impl Property {
    fn read(line: &str) -> Option<Self> {
        let mut is_quoted = false;
        let colon = line.find(|c| {
            is_quoted ^= c == '"';
            c == ':' && !is_quoted
        })?;
        let (head, value) = (&line[..colon], &line[colon + 1..]);
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        let name = name.rsplit('.').next().unwrap_or_default();
        let parameters = parameters.to_ascii_uppercase();
        let value = if parameters.contains("QUOTED-PRINTABLE") {
            unquoted(value)
        } else {
            value.to_owned()
        };
        Some(Self {
            name: name.trim().to_ascii_uppercase(),
            parameters,
            value,
        })
    }

    fn says(&self, word: &str) -> bool {
        self.parameters
            .split([';', ',', '=', '"'])
            .any(|part| part.trim() == word)
    }
}

/// A text in quoted-printable (RFC 2045), which is UTF-8 in every card of the last twenty years.
fn unquoted(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let byte = after
            .get(..2)
            .filter(|_| first == b'=')
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The parts of a value at its semicolons, without the backslashes before what stands for itself.
fn parts(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        let put = match character {
            ';' => {
                parts.push(String::new());
                continue;
            }
            '\\' => match characters.next() {
                Some('n' | 'N') => '\n',
                Some(escaped) => escaped,
                None => continue,
            },
            other => other,
        };
        if let Some(part) = parts.last_mut() {
            part.push(put);
        }
    }
    parts
}

/// A card that is being read.
struct Card {
    person: Person,
    /// The name in parts, for cards without a formatted one.
    name: String,
    /// Numbers with how much they are preferred, the least number first.
    phone_numbers: Vec<(u8, String)>,
}

impl Card {
    fn at(line: u64) -> Self {
        Self {
            person: Person {
                line,
                ..Person::default()
            },
            name: String::new(),
            phone_numbers: Vec::new(),
        }
    }

    fn take(&mut self, property: &Property) {
        let whole = || parts(&property.value).join(";").trim().to_owned();
        match property.name.as_str() {
            "FN" => self.person.name = whole(),
            "N" => {
                let parts = parts(&property.value);
                let part = |at: usize| parts.get(at).map_or("", String::as_str);
                self.name = format!("{} {}", part(1), part(0));
            }
            "TEL" if !property.says("FAX") && !property.says("PAGER") => {
                let is_mobile = ["CELL", "MOBILE", "IPHONE"]
                    .iter()
                    .any(|word| property.says(word));
                let rank = if is_mobile { 0 } else { 2 } + u8::from(!property.says("PREF"));
                let number = whole();
                let number = number.strip_prefix("tel:").unwrap_or(&number);
                let number = number.split(';').next().unwrap_or_default().to_owned();
                self.phone_numbers.push((rank, number));
            }
            "EMAIL" => {
                let email = whole();
                let email = email.strip_prefix("mailto:").unwrap_or(&email);
                self.person.emails.push(email.to_owned());
            }
            _ => {}
        }
    }

    fn person(mut self) -> Person {
        self.phone_numbers.sort_by_key(|(rank, _)| *rank);
        let numbers = self.phone_numbers.into_iter().map(|(_, number)| number);
        self.person.phone_numbers = numbers.filter(|number| !number.is_empty()).collect();
        self.person.emails.retain(|email| !email.is_empty());
        if self.person.name.is_empty() {
            self.person.name = self.name;
        }
        self.person
    }
}

#[cfg(test)]
mod tests {
    use crate::people;

    #[test]
    fn cards_of_every_version_are_read() {
        let text = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Love\r\n lace\r\n\
             item1.TEL;type=HOME;type=VOICE:020 7946 0000\r\nTEL;type=CELL;type=pref:07400 123456\r\n\
             TEL;type=FAX:020 7946 0001\r\nEMAIL;type=INTERNET:ada@example.org\r\n\
             PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nEND:VCARD\r\n\
             BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:S=C3=B8rensen;\
             Em=\nil;;;\nTEL;CELL:+45 20 12 34 56\nEND:VCARD\n\
             begin:vcard\nVERSION:4.0\nFN:Zo\u{eb}\\, the \\\"Great\\\"\n\
             TEL;VALUE=uri;TYPE=\"voice,cell\":tel:+41-79-555-01-32;ext=7\nEMAIL:mailto:zoe@example.org\nend:vcard";
        let read: Vec<_> = people(text)
            .into_iter()
            .map(|p| {
                (
                    p.line,
                    p.name,
                    p.phone_numbers.join(" | "),
                    p.emails.join(" | "),
                )
            })
            .collect();
        let expected = [
            (
                1,
                "Ada Lovelace",
                "07400 123456 | 020 7946 0000",
                "ada@example.org",
            ),
            (13, "Emil S\u{f8}rensen", "+45 20 12 34 56", ""),
            (
                19,
                "Zo\u{eb}, the \"Great\"",
                "+41-79-555-01-32",
                "zoe@example.org",
            ),
        ];
        let expected = expected.map(|(line, name, phone, email)| {
            (line, name.to_owned(), phone.to_owned(), email.to_owned())
        });
        assert_eq!(read, expected);
    }

    /// A reader that looks at a line again for each of its pieces takes minutes for one of these.
    #[test]
    fn a_megabyte_of_anything_is_read() {
        let shapes = [
            ("FN;ENCODING=QUOTED-PRINTABLE:", "=C3=\n", ""),
            ("FN;ENCODING=QUOTED-PRINTABLE", "=\n", ""),
            ("NOTE;QUOTED-PRINTABLE:x=\nFN:", "=\n", ""),
            ("FN:", "\n x", ""),
            ("FN", "\n\tx", ":Ada"),
            ("FN;X=\"", "\n :", "\":Ada"),
            ("N:", ";", ""),
            ("FN:", "\\", ""),
            ("FN;", "item.", ":Ada"),
            ("FN;TYPE=", "x,", ":Ada"),
            ("", "TEL:1\n", ""),
            ("", "EMAIL:a@b\n", ""),
            ("", "BEGIN:VCARD\n", ""),
            ("", "END:VCARD\n", ""),
            ("", "\r\n", ""),
        ];
        for (before, piece, after) in shapes {
            let many = piece.repeat((1 << 20) / piece.len());
            let text = format!("BEGIN:VCARD\n{before}{many}{after}\nEND:VCARD");
            assert!(!people(&text).is_empty(), "{before}{piece:?}{after}");
        }
    }

    #[test]
    fn a_card_that_was_cut_off_is_somebody_and_an_empty_one_nobody_knows() {
        let read = people("BEGIN:VCARD\nFN:Ada\nTEL:+44 7400 123456");
        assert_eq!(read[0].name, "Ada");
        assert_eq!(read[0].phone_numbers, ["+44 7400 123456"]);
        assert_eq!(people("BEGIN:VCARD\nEND:VCARD")[0].name, "");
    }
}
