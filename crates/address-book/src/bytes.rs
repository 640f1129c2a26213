//! Bytes as text: the character encoding of files that do not name it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};
use seat_dealer_core::InvalidValue;

/// The text of a file: UTF-8, UTF-16, or what its letters look like in the language of `home`.
///
/// # Errors
/// A sentence that says what to do with a file that is no text.
pub(crate) fn text(bytes: &[u8], home: Option<&str>) -> Result<String, InvalidValue> {
    // Zip (.xlsx, .ods, .numbers) and the older compound file (.xls).
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return refuse(
            "This is a workbook, not a text: open it in its program, save it as “CSV UTF-8”, and \
             import that file.",
        );
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(decoded(encoding, &bytes[length..]));
    }
    if bytes.contains(&0) {
        return match utf_16_without_mark(bytes) {
            Some(encoding) => Ok(decoded(encoding, bytes)),
            None => refuse(
                "This file is not a text: export the address book as CSV or as vCard (.vcf), and \
                 import that file.",
            ),
        };
    }
    if is_utf_8(bytes) {
        let text = String::from_utf8_lossy(bytes);
        return Ok(encoded_once(&text).unwrap_or_else(|| text.into_owned()));
    }
    Ok(in_an_older_encoding(bytes, home))
}

fn refuse(why: &str) -> Result<String, InvalidValue> {
    Err(InvalidValue(why.to_owned()))
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Every other byte of a text in a Latin script is zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = |offset| {
        start
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    match start.len() / 4 {
        enough if odd > enough && even == 0 => Some(UTF_16LE),
        enough if even > enough && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether this is UTF-8, but for a few bytes that were cut off or put in.
fn is_utf_8(bytes: &[u8]) -> bool {
    let (mut letters, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong == 0 || letters >= 4 * wrong
}

/// `Jörg` for `JÃ¶rg`: a program took UTF-8 for Windows-1252 and wrote that as UTF-8. Nothing for other
/// texts.
fn encoded_once(text: &str) -> Option<String> {
    let (bytes, _, is_other) = WINDOWS_1252.encode(text);
    let once = String::from_utf8(bytes.into_owned()).ok()?;
    (!is_other && once != text).then_some(once)
}

/// What the bytes from 80 stand for in code page 850, which Excel calls MS-DOS.
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
                   └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

fn dos(bytes: &[u8]) -> String {
    let letters: Vec<char> = DOS.chars().collect();
    let letter = |byte: &u8| match byte.checked_sub(0x80) {
        Some(place) => letters[usize::from(place)],
        None => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

fn in_an_older_encoding(bytes: &[u8], home: Option<&str>) -> String {
    // The detector knows languages by the top-level domains of their countries.
    let domain = match home {
        Some("GB") => Some("uk".to_owned()),
        other => other
            .filter(|code| crate::is_country(code))
            .map(str::to_ascii_lowercase),
    };
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(domain.as_deref().map(str::as_bytes), Utf8Detection::Deny);
    let text = decoded(guess, bytes);
    if guess.is_single_byte() {
        // The detector does not know what Macs and DOS wrote. Of texts that are alike, the last is taken.
        let texts = [dos(bytes), decoded(MACINTOSH, bytes), text];
        return texts
            .into_iter()
            .max_by_key(|text| plausibility(text))
            .unwrap_or_default();
    }
    text
}

/// How many letters beyond ASCII stand where letters stand in names, less what stands there and
/// does not belong.
fn plausibility(text: &str) -> i64 {
    let mut letters_before = 0;
    let mut before = ' ';
    let mut sum = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let is_within = letters_before > 0 && after.is_alphabetic();
        sum += match c {
            _ if c.is_ascii() => 0,
            // Rare in the west of Europe, and what Mac Roman's ä, ö and é look like there.
            'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ' | 'ƒ' if !is_within || !after.is_lowercase() => 0,
            _ if c.is_alphabetic() => {
                let is_capital_within = before.is_lowercase() && c.is_uppercase();
                let is_before_capital = c.is_lowercase() && after.is_uppercase();
                let is_rare = matches!(c, 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ' | 'ƒ' | 'ª' | 'º');
                match (is_capital_within || is_before_capital, is_rare) {
                    (true, _) => -2,
                    (false, true) => 0,
                    (false, false) => 1,
                }
            }
            '’' if is_within && (letters_before <= 2 || after.is_uppercase()) => 1,
            '–' if is_within && after.is_uppercase() => 1,
            _ if letters_before > 0 || after.is_alphabetic() => -2,
            _ => 0,
        };
        letters_before = if c.is_alphabetic() {
            letters_before + 1
        } else {
            0
        };
        before = c;
    }
    sum
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        EUC_KR, GBK, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
        WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    };

    use super::*;

    /// The table of a host, in an encoding that cannot be told from the bytes alone.
    fn read(encoding: &'static Encoding, names: &str, home: &str) -> String {
        let table = format!("Name;Telefon\r\n{names};0151 23456789\r\n");
        let (bytes, _, wrong) = encoding.encode(&table);
        assert!(!wrong, "{names} is not {}", encoding.name());
        let text = text(&bytes, Some(home)).unwrap();
        text.lines()
            .nth(1)
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn older_encodings_are_told_by_their_letters() {
        for (encoding, names, home) in [
            (WINDOWS_1252, "Jörg Müller", "DE"),
            (WINDOWS_1252, "Zoë Weiß", "DE"),
            (WINDOWS_1252, "José Muñoz", "ES"),
            (WINDOWS_1252, "Élodie Lefèvre", "FR"),
            (WINDOWS_1252, "François Noël", "FR"),
            (WINDOWS_1252, "Conceição Araújo", "BR"),
            (WINDOWS_1252, "Niccolò D’Amico", "IT"),
            (WINDOWS_1252, "Søren Kjær", "DK"),
            (WINDOWS_1252, "Åsa Öberg", "SE"),
            (WINDOWS_1252, "Jean–Luc O’Neil", "US"),
            (WINDOWS_1250, "Tomáš Dvořák", "CZ"),
            (WINDOWS_1250, "Łukasz Wójcik", "PL"),
            (WINDOWS_1250, "Győző Szűcs", "HU"),
            (WINDOWS_1251, "Владимир Соколов", "RU"),
            (WINDOWS_1251, "Олексій Шевченко", "UA"),
            (WINDOWS_1253, "Γιώργος Παπαδόπουλος", "GR"),
            (WINDOWS_1254, "Ayşe Yıldız Öztürk", "TR"),
            (WINDOWS_1255, "יעל כהן", "IL"),
            (WINDOWS_1256, "عمر الخطيب", "AE"),
            (WINDOWS_1257, "Žydrūnas Kazlauskas", "LT"),
            (MACINTOSH, "Jörg Müller", "DE"),
            (MACINTOSH, "Zoë Weiß", "DE"),
            (MACINTOSH, "Jörg", "DE"),
            (MACINTOSH, "José Muñoz García", "ES"),
            (MACINTOSH, "Élodie Lefèvre", "FR"),
            (MACINTOSH, "François Noël", "FR"),
            (MACINTOSH, "Ånsgar Ødegård", "NO"),
            (MACINTOSH, "Jörg Müller", "US"),
            (SHIFT_JIS, "山田 太郎", "JP"),
            (SHIFT_JIS, "髙橋 さくら", "JP"),
            (SHIFT_JIS, "ヤマダ タロウ", "JP"),
            (GBK, "王小明 李华", "CN"),
            (EUC_KR, "김민수 이영희", "KR"),
        ] {
            assert_eq!(
                read(encoding, names, home),
                names,
                "{} in {home}",
                encoding.name()
            );
        }
    }

    #[test]
    fn unicode_is_known_with_and_without_a_mark() {
        let sentence = "Vorname\tTelefon\r\nJörg\t0151\r\n";
        let utf_16 = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| {
            let units = sentence.encode_utf16().flat_map(bytes);
            mark.iter().copied().chain(units).collect::<Vec<u8>>()
        };
        for bytes in [
            sentence.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", sentence.as_bytes()].concat(),
            utf_16(u16::to_le_bytes, b"\xff\xfe"),
            utf_16(u16::to_be_bytes, b"\xfe\xff"),
            utf_16(u16::to_le_bytes, b""),
            utf_16(u16::to_be_bytes, b""),
        ] {
            assert_eq!(text(&bytes, None).as_deref(), Ok(sentence));
        }
        // One byte that was cut off does not turn the other letters into others.
        let mut cut = "Jörg Müller, Zoë, Weiß, Øl, é".as_bytes().to_vec();
        cut.pop();
        assert!(
            text(&cut, Some("DE"))
                .unwrap()
                .starts_with("Jörg Müller, Zoë, Weiß, Øl, ")
        );
    }

    #[test]
    fn what_dos_wrote_and_what_was_encoded_twice_is_read() {
        let dos = b"Name;Telefon\r\nJ\x94rg M\x81ller-Gr\x94\xe1er;0151\r\n";
        assert_eq!(
            text(dos, Some("DE")).as_deref(),
            Ok("Name;Telefon\r\nJörg Müller-Größer;0151\r\n")
        );
        let twice = "Name;Telefon\r\nJÃ¶rg MÃ¼ller;0151\r\n";
        assert_eq!(
            text(twice.as_bytes(), Some("DE")).as_deref(),
            Ok("Name;Telefon\r\nJörg Müller;0151\r\n")
        );
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do() {
        for (bytes, what) in [
            (&b"PK\x03\x04\x14\0\x06\0"[..], "save it as “CSV UTF-8”"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "save it as “CSV UTF-8”",
            ),
            (
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
                "export the address book as CSV",
            ),
            (b"\0\0\0\0", "export the address book as CSV"),
        ] {
            let why = text(bytes, None).unwrap_err().to_string();
            assert!(why.contains(what), "{why}");
        }
    }
}
