//! Texts that make a reader which looks back from each place to the beginning run for hours: every
//! shape has 150,000 bytes. Whoever reads them in one pass is done in a moment; there is no clock here.

use seat_dealer_address_book::{Mapping, Taken, read_text};

const LENGTH: usize = 150_000;

fn repeated(before: &str, part: &str, after: &str) -> String {
    format!("{before}{}{after}", part.repeat(LENGTH / part.len()))
}

fn read(text: &str) -> usize {
    let people = |mapping: Mapping| {
        let book = read_text(text, Some("DE"), &mapping);
        book.map_or(0, |book| book.people.len())
    };
    people(Mapping::new()) + people([(0, Taken::Phone), (1, Taken::Name)].into())
}

#[test]
fn cards() {
    const QUOTED: &str = "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:";
    for text in [
        repeated(QUOTED, "=C3=\n", ""),
        repeated(QUOTED, "=C3=\n ", ""),
        repeated(QUOTED, "=\n", ""),
        repeated(QUOTED, "\n ", ""),
        repeated(QUOTED, "=80", "=\n x"),
        repeated(QUOTED, ";", ""),
        repeated("BEGIN:VCARD\nFN:", "a\n ", ""),
        repeated("BEGIN:VCARD\nN:", ";", ""),
        repeated("BEGIN:VCARD\nN:", ",", ""),
        repeated("BEGIN:VCARD\nFN:", "\\", ""),
        repeated("BEGIN:VCARD\nTEL", ";A", ":1"),
        repeated("BEGIN:VCARD\nTEL;TYPE=", "CELL,", ":0151 23456789"),
        repeated("BEGIN:VCARD\n", "a.TEL:1\n", ""),
        repeated("BEGIN:VCARD\n", "a.TEL:1\na.X-ABLabel:b\n", ""),
        repeated("BEGIN:VCARD\n", "EMAIL;PREF=1:a@b.c\n", ""),
        repeated("BEGIN:VCARD\n", "AGENT:\nBEGIN:VCARD\n", ""),
        repeated("BEGIN:VCARD\nPHOTO;ENCODING=B:\n", "QUJD\n", ""),
        repeated("", "BEGIN:VCARD\n", ""),
        repeated("BEGIN:VCARD\nCATEGORIES:", "a,", ""),
        repeated("BEGIN:VCARD\nFN;X=\"", "a", ""),
    ] {
        assert!(read(&text) > 0);
    }
}

#[test]
fn tables() {
    for text in [
        repeated("", "Phone,", "\n1\n"),
        repeated(
            "",
            "Name,Vorname,Phone 1 - Label,Phone 1 - Value,",
            "\nAda\n",
        ),
        repeated("Name,Phone\n", "\n", "Ada,0151 23456789"),
        repeated("Name,Phone\n", "a\n", ""),
        repeated("Name,Phone\n", "\"", ""),
        repeated("Name,Phone\n", "\"a\n", ""),
        repeated("Name,Phone\n\"", "a\n", ""),
        repeated("Name,Phone\nAda,", "1", ""),
        repeated("Name,Phone\nAda,", "1/", ""),
        repeated("Name,Phone\nAda,", "+", ""),
        repeated("Name,Phone\nAda,", "1:::", ""),
        repeated("Name,Email\nAda,", "@", ""),
        repeated("Name,Email\nAda,", "a@b/", ""),
        repeated("Name,Tags\nAda,\"", "a;", "\""),
        repeated("Name,Phone\n", ",", "\nAda"),
        repeated("Name,Phone\n", ",\n", ""),
        repeated("Name,Phone\n\"", "a,", "\",1"),
    ] {
        read(&text);
    }
    // Many columns that most rows do not have.
    let wide = format!("{}\n{}", "Email,".repeat(60_000), "a\n".repeat(60_000));
    read(&wide);
}

#[test]
fn lines() {
    for text in [
        repeated("", ",", ""),
        repeated("", "a,", ""),
        repeated("", "a;1,", ""),
        repeated("", "1,", ""),
        repeated("", "\"", ""),
        repeated("", "\"a\n", ""),
        repeated("", "a:", ""),
        repeated("", "a: 1 ", ""),
        repeated("", "1 ", ""),
        repeated("", "- ", ""),
        repeated("", "- 1 ", ""),
        repeated("", "1. ", ""),
        repeated("", "(", "a"),
        repeated("", "<a@b.c>", ""),
        repeated("", "a <a@b.c>, ", ""),
        repeated("", "a@b.c ", ""),
        repeated("", "@", ""),
        repeated("", "Tel. 0151 23456789 ", ""),
        repeated("", "a, 0151 23456789, ", ""),
        repeated("", "a\u{300}", ""),
        repeated("", "\u{202a}", "a"),
        repeated("", "a\n", ""),
        repeated("", "a,1\n", ""),
        repeated("", "a\n0151 23456789\n", ""),
        repeated("", "0151 23456789\n", "a"),
        repeated("", "a\n", "0151 23456789"),
        repeated("", "Tel\n", ""),
        repeated("", "a tel ", ""),
        repeated("", "no ", ""),
        repeated("", "id no ", ""),
        repeated("", "=?", ""),
        repeated("", "=?utf-8?q?", ""),
        repeated("", "=?utf-8?q?a?= ", ""),
        repeated("", "=?utf-8?q?a?=\n", "x"),
        repeated("", "[1.1.26, 1:1", ""),
    ] {
        read(&text);
    }
}

#[test]
fn pages() {
    for text in [
        repeated("<table>", "<td>", "</table>"),
        repeated("<table>", "<tr><td>a", "</table>"),
        repeated("<p></p>", "<", ""),
        repeated("<p></p>", "<a a='", ""),
        repeated("<p></p>", "<!--", ""),
        repeated("<p></p>", "&amp", ""),
        repeated("<p></p><a ", "a ", ">"),
        repeated("<table>", "<table><td>", "</table>"),
        repeated("<p></p>", "<style>", ""),
    ] {
        read(&text);
    }
}
