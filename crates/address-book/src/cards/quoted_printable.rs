//! Quoted-printable texts (RFC 2045) in the properties of version 2.1, in the character set that the
//! property names. Phones fold them in ways that no standard knows.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The properties with what was quoted as it is read in version 3.0: UTF-8, with a backslash before
/// what stands for itself.
pub(super) fn decoded(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut lines = lines.iter().copied().peekable();
    while let Some(line) = lines.next() {
        match head_and_value(line) {
            Some((head, value)) if head.to_ascii_uppercase().contains("QUOTED-PRINTABLE") => {
                let mut whole = Quoted::of(value);
                while whole.goes_on(lines.peek().copied()) {
                    whole.append(lines.next().unwrap_or_default());
                }
                text.push_str(&property(head, &whole.text));
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

/// The name with its parameters, and the value. Lines that go on with the one before have none.
fn head_and_value(line: &str) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t']) {
        return None;
    }
    line.split_once(':')
}

/// A quoted text whose lines are put together.
struct Quoted {
    text: String,
    /// Whether every byte so far is quoted, as Android quotes.
    is_all_quoted: bool,
}

impl Quoted {
    fn of(line: &str) -> Self {
        Self {
            text: line.to_owned(),
            is_all_quoted: is_all_quoted(line),
        }
    }

    /// Whether the next line belongs to the text: after a soft line break, or when it is folded.
    fn goes_on(&self, next: Option<&str>) -> bool {
        next.is_some_and(|next| self.text.ends_with('=') || next.starts_with([' ', '\t']))
    }

    fn append(&mut self, line: &str) {
        let is_soft = self.text.ends_with('=');
        if is_soft {
            self.text.pop();
        }
        let unfolded = line.trim_start_matches([' ', '\t']);
        self.is_all_quoted &= is_all_quoted(unfolded);
        // After a soft break a blank is a part of the text, unless a letter or a line of nothing but
        // quoted bytes goes on: those are Samsung's, which fold on top of it.
        let is_fold = !is_soft || self.is_all_quoted || ends_within_a_letter(&self.text);
        self.text.push_str(if is_fold { unfolded } else { line });
    }
}

fn is_all_quoted(line: &str) -> bool {
    let line = line.strip_suffix('=').unwrap_or(line);
    let mut bytes = line.bytes();
    while let Some(byte) = bytes.next() {
        let is_quoted = byte == b'='
            && bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit())
            && bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
        if !is_quoted && byte != b';' {
            return false;
        }
    }
    true
}

/// Whether the last quoted bytes are the beginning of a letter in UTF-8.
fn ends_within_a_letter(text: &str) -> bool {
    let mut following = 0;
    let mut rest = text;
    while let Some((before, byte)) = last_quoted(rest) {
        match byte {
            0x80..=0xbf if following < 3 => following += 1,
            0xc2..=0xdf => return following < 1,
            0xe0..=0xef => return following < 2,
            0xf0..=0xf4 => return following < 3,
            _ => return false,
        }
        rest = before;
    }
    false
}

fn last_quoted(text: &str) -> Option<(&str, u8)> {
    let start = text.len().checked_sub(3)?;
    let hex = text.get(start..)?.strip_prefix('=')?;
    Some((&text[..start], u8::from_str_radix(hex, 16).ok()?))
}

/// The property with its value decoded, part by part, without the parameters that say how.
fn property(head: &str, value: &str) -> String {
    let is_charset = |parameter: &&str| {
        let name = parameter.get(..8).unwrap_or_default();
        name.eq_ignore_ascii_case("CHARSET=")
    };
    let charset = head
        .split(';')
        .find(is_charset)
        .map(|parameter| &parameter[8..]);
    let kept: Vec<&str> = head
        .split(';')
        .filter(|parameter| !is_charset(parameter))
        .filter(|parameter| !parameter.to_ascii_uppercase().contains("QUOTED-PRINTABLE"))
        .collect();
    let parts: Vec<String> = value
        .replace("\\;", "=3B")
        .split(';')
        .map(|part| escaped(&text(&bytes(part), charset)))
        .collect();
    format!("{}:{}", kept.join(";"), parts.join(";"))
}

fn bytes(quoted: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(quoted.len());
    let mut rest = quoted.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let byte = after
            .get(..2)
            .filter(|_| first == b'=')
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    bytes
}

/// The text in the character set that is named. Where it is not named, or wrongly, UTF-8, and else
/// what Windows wrote in the west of Europe.
fn text(bytes: &[u8], charset: Option<&str>) -> String {
    let named = charset.and_then(|name| Encoding::for_label(name.trim_matches('"').as_bytes()));
    match (named, std::str::from_utf8(bytes)) {
        (Some(encoding), _) if encoding != UTF_8 => {
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
        (_, Ok(text)) => text.to_owned(),
        (_, Err(_)) => WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}
