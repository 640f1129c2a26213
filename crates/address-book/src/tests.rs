use std::collections::HashSet;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn read_text(text: &str, home: Option<&str>, mapping: &Mapping) -> AddressBook {
    super::read_text(text, home, mapping).unwrap()
}

/// Parts of which address books are made, whole and broken.
fn fragments() -> impl Strategy<Value = String> {
    let known = select(vec![
        "Name",
        "Vorname",
        "Phone 1 - Label",
        "Phone 1 - Value",
        "Mobile",
        "E-mail",
        "Party",
        "Priority",
        "Notes",
        "Ada",
        "Keller, Bea",
        "\"Keller, Bea\"",
        "ada@example.org",
        "<ada@example.org>",
        "+49 (0)151 23456789",
        "0151 23456789",
        "628-555-0111",
        "٠٥٠ ٢٣٤ ٥٦٧٨",
        "2026-05-01",
        "DE89 3704 0044 0532 0130 00",
        "4.91512E+12",
        "1.",
        "•",
        "- [x]",
        "To:",
        "Tel.:",
        "fax",
        ",",
        ";",
        "\t",
        "|",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "'",
        "=",
        ":",
        ":::",
        "/",
        "(",
        ")",
        "+",
        "sep=;",
        "BEGIN:VCARD",
        "END:VCARD",
        "VERSION:2.1",
        "FN:",
        "N:",
        "TEL;CELL:",
        "EMAIL;PREF=1:",
        "AGENT:",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:",
        "=C3=",
        "=C3=B6",
        " ",
        "\u{202a}",
        "\u{feff}",
        "\0",
    ]);
    let part =
        prop_oneof![8 => known.prop_map(str::to_owned), 1 => "\\PC{0,8}", 1 => "[0-9 ]{1,12}"];
    vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn homes() -> impl Strategy<Value = Option<&'static str>> {
    select(vec![
        None,
        Some("DE"),
        Some("US"),
        Some("AU"),
        Some("MX"),
        Some("AR"),
        Some("IT"),
        Some("XX"),
    ])
}

fn mappings() -> impl Strategy<Value = Mapping> {
    use Taken::{Diet, Email, FamilyName, GivenName, Name, None, PartySize, Phone, Priority, Tags};
    let taken = select(vec![
        Name, GivenName, FamilyName, Phone, Email, Priority, PartySize, Tags, Diet, None,
    ]);
    btree_map(0_usize..12, taken, 0..4)
}

fn digits(text: &str) -> String {
    unicode::plain(text)
        .chars()
        .filter(char::is_ascii_digit)
        .collect()
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in fragments(), home in homes(), mapping in mappings()) {
        let Ok(book) = super::read_text(&text, home, &mapping) else { return Ok(()) };
        let lines = text.replace("\r\n", "\n").replace('\r', "\n").split('\n').count() as u64;
        for person in &book.people {
            prop_assert!((1..=lines).contains(&person.line), "line {} of {lines}", person.line);
            prop_assert!(!person.name.contains(char::is_control), "{:?}", person.name);
            prop_assert!(!person.name_is_a_guess || person.email.is_some());
            let keys: HashSet<String> = person.tags.iter().map(Tag::key).collect();
            prop_assert_eq!(keys.len(), person.tags.len());
            if let Some(number) = &person.phone_number {
                // The country code may be added, and what dials a long distance taken away; the end
                // of a number is always as somebody wrote it.
                let number = number.as_str();
                let end = &number[number.len() - 6..];
                prop_assert!(digits(&text).contains(end), "{number} is not in {text:?}");
            }
            if let Some(email) = &person.email {
                let local = email.as_str().split('@').next().unwrap_or_default().to_lowercase();
                prop_assert!(unicode::plain(&text).to_lowercase().contains(&local));
            }
        }
        for (index, column) in book.columns.iter().enumerate() {
            prop_assert_eq!(column.index, index);
            prop_assert!(column.samples.len() <= 3);
        }
    }

    #[test]
    fn any_bytes_can_be_read(bytes in vec(any::<u8>(), 0..400), home in homes()) {
        _ = read(&bytes, home, &Mapping::new());
    }

    #[test]
    fn what_is_read_is_a_number_again(text in "[+0-9 ()/.-]{0,24}", home in homes()) {
        if let Ok(number) = phone_number(&text, home) {
            prop_assert_eq!(phone_number(number.as_str(), None), Ok(number.clone()));
            prop_assert_eq!(phone_number(number.as_str(), home), Ok(number));
        }
    }
}

#[test]
fn columns_say_what_they_were_taken_for() {
    let text =
        "Name;Handy;Miete;Priorität\nAda;0151 23456789;700;1\nBea;112;;2\nCy;call me;650;3\n";
    let book = read_text(text, Some("DE"), &Mapping::new());
    let taken: Vec<_> = book
        .columns
        .iter()
        .map(|column| (column.heading.as_str(), column.taken))
        .collect();
    let expected = [
        ("Name", Taken::Name),
        ("Handy", Taken::Phone),
        ("Miete", Taken::None),
        ("Priorität", Taken::Priority),
    ];
    assert_eq!(taken, expected);
    assert_eq!(book.columns[2].samples, ["700", "650"]);
    let unread = book.columns[1].unread.as_ref().unwrap();
    assert_eq!(
        (unread.cells, unread.line, unread.first.text.as_str()),
        (2, 3, "112")
    );
    assert!(unread.first.why.starts_with("112 "), "{}", unread.first.why);
    assert!(book.columns[0].unread.is_none() && book.columns[3].unread.is_none());
}

#[test]
fn the_host_says_what_columns_are() {
    let mapping = |pairs: &[(usize, Taken)]| pairs.iter().copied().collect::<Mapping>();
    let text = "Name,Nickname,Reached by,Mobile\nAda Low,Addy,030 901820,0151 23456789\n";
    let told = |pairs: &[(usize, Taken)]| {
        let book = read_text(text, Some("DE"), &mapping(pairs));
        let person = &book.people[0];
        let number = person
            .phone_number
            .as_ref()
            .map(|number| number.as_str().to_owned());
        (person.name.clone(), number.unwrap_or_default())
    };
    assert_eq!(
        told(&[]),
        ("Ada Low".to_owned(), "+4915123456789".to_owned())
    );
    assert_eq!(
        told(&[(2, Taken::Phone)]).1,
        "+4930901820",
        "what the host chose goes first"
    );
    assert_eq!(told(&[(0, Taken::None), (1, Taken::Name)]).0, "Addy");
    assert_eq!(told(&[(3, Taken::None)]).1, "");
    // Saying again what was found changes nothing.
    let all = read_text(text, Some("DE"), &Mapping::new());
    let again: Mapping = all
        .columns
        .iter()
        .map(|column| (column.index, column.taken))
        .collect();
    assert_eq!(read_text(text, Some("DE"), &again), all);
}

#[test]
fn the_host_says_what_columns_without_headings_are() {
    let text = "Low,Ada,0151 23456789,3\nKent,Bea,0151 23456780,1\n";
    let book = read_text(text, Some("DE"), &Mapping::new());
    let taken: Vec<_> = book.columns.iter().map(|column| column.taken).collect();
    assert_eq!(
        taken,
        [Taken::Name, Taken::None, Taken::Phone, Taken::Priority]
    );
    assert_eq!(book.columns[1].samples, ["Ada", "Bea"]);
    let mapping = [
        (0, Taken::FamilyName),
        (1, Taken::GivenName),
        (3, Taken::PartySize),
    ]
    .into();
    let book = read_text(text, Some("DE"), &mapping);
    let people: Vec<_> = book
        .people
        .iter()
        .map(|person| (person.name.as_str(), person.party_size.map(PartySize::get)))
        .collect();
    assert_eq!(people, [("Ada Low", Some(3)), ("Bea Kent", Some(1))]);
    assert!(
        book.people
            .iter()
            .all(|person| person.phone_number.is_some() && person.priority.is_none())
    );
}

#[test]
fn what_is_taken_has_the_words_of_the_api() {
    use Taken::{Diet, Email, FamilyName, GivenName, Name, None, PartySize, Phone, Priority, Tags};
    let all = [
        Name, GivenName, FamilyName, Phone, Email, Priority, PartySize, Tags, Diet, None,
    ];
    let words = serde_json::to_string(&all).unwrap();
    assert_eq!(
        words,
        r#"["name","givenName","familyName","phone","email","priority","partySize","tags","diet","none"]"#
    );
    let mapping: Mapping = serde_json::from_str(r#"{"0":"name","2":"none"}"#).unwrap();
    assert_eq!(mapping, [(0, Name), (2, None)].into());
}

#[test]
fn nothing_is_nobody() {
    for text in ["", "\n\n", " , ;", "Name,Email\n", "\u{feff}", "\"\n"] {
        assert_eq!(
            read_text(text, None, &Mapping::new()).people,
            [],
            "{text:?}"
        );
    }
}

fn people(text: &str, home: &str) -> Vec<(u64, String, String, String)> {
    let book = read_text(text, Some(home), &Mapping::new());
    let people = book.people.into_iter().map(|person| {
        let number = person.phone_number.map(|number| number.as_str().to_owned());
        let email = person.email.map(|email| email.as_str().to_owned());
        (
            person.line,
            person.name,
            number.unwrap_or_default(),
            email.unwrap_or_default(),
        )
    });
    people.collect()
}

fn person(line: u64, name: &str, number: &str, email: &str) -> (u64, String, String, String) {
    (line, name.to_owned(), number.to_owned(), email.to_owned())
}

#[test]
fn columns_are_known_by_their_headings_whatever_divides_them() {
    for text in [
        "Name,Email,Phone,Priority\nAda,ada@example.org,0151 23456789,2",
        "name;E-Mail;Telefon;Priorität\nAda;ada@example.org;0151 23456789;2",
        "sep=;\nNombre completo;Correo;Teléfono;Prioridad\nAda;ada@example.org;0151 23456789;2",
        "\u{feff}Priority\tTéléphone\tCourriel\tNom complet\r\n2\t0151 23456789\tada@example.org\tAda\r\n",
    ] {
        let line = 2 + u64::from(text.starts_with("sep="));
        let expected = person(line, "Ada", "+4915123456789", "ada@example.org");
        assert_eq!(people(text, "DE"), [expected], "{text}");
        let book = read_text(text, Some("DE"), &Mapping::new());
        assert_eq!(
            book.people[0].priority.map(Priority::get),
            Some(2),
            "{text}"
        );
    }
}

#[test]
fn nobody_is_lost_where_programs_part_addressees_differently() {
    assert_eq!(
        people(
            "\"Keller, Bea\" <bea@example.org>, Cleo <cleo@example.org>; dora@example.org;",
            "DE"
        ),
        [
            person(1, "Bea Keller", "", "bea@example.org"),
            person(1, "Cleo", "", "cleo@example.org"),
            person(1, "Dora", "", "dora@example.org"),
        ]
    );
    for text in [
        "Ada,\"ada@example.org; ada@example.com\"",
        "Name,Email\nAda,\"Work <ada@example.org>, ada@example.com\"",
    ] {
        let line = text.matches('\n').count() as u64 + 1;
        assert_eq!(
            people(text, "DE"),
            [person(line, "Ada", "", "ada@example.org")]
        );
    }
}

#[test]
fn a_name_may_end_with_a_short_number() {
    assert_eq!(
        people(
            "Guest 1, guest1@example.org\nGuest 2 <guest2@example.org>\nGuest 3 +1 415 555 2673\n\
             Guest 12: 415 555 2674",
            "US"
        ),
        [
            person(1, "Guest 1", "", "guest1@example.org"),
            person(2, "Guest 2", "", "guest2@example.org"),
            person(3, "Guest 3", "+14155552673", ""),
            person(4, "Guest 12", "+14155552674", ""),
        ]
    );
}

#[test]
fn lines_in_quotes_stay_together_and_keep_their_number() {
    for text in [
        "Name,Email\n\"Ada\nLovelace\",ada@example.org\nBea,bea@example.org",
        "\"\n\"\n\"Ada\nLovelace\",ada@example.org\nBea,bea@example.org",
    ] {
        let first = people(text, "DE").first().map_or(0, |person| person.0);
        assert_eq!(
            people(text, "DE"),
            [
                person(first, "Ada Lovelace", "", "ada@example.org"),
                person(first + 2, "Bea", "", "bea@example.org"),
            ]
        );
    }
}

#[test]
fn cards_of_every_version_are_read() {
    let text = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Love\r\n lace\r\n\
         item1.TEL;type=HOME;type=VOICE:020 7946 0000\r\nTEL;type=CELL;type=pref:07400 123456\r\n\
         TEL;type=FAX:020 7946 0001\r\nEMAIL;type=INTERNET:ada@example.org\r\n\
         PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nEND:VCARD\r\n\
         BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:S=C3=B8rensen;\
         Em=\nil;;;\nTEL;CELL:+45 20 12 34 56\nEND:VCARD\n\
         begin:vcard\nVERSION:4.0\nFN:Zo\u{eb} the \\\"Great\\\"\n\
         TEL;VALUE=uri;TYPE=\"voice,cell\":tel:+41-79-555-01-32;ext=7\nEMAIL:mailto:zoe@example.org\nend:vcard";
    assert_eq!(
        people(text, "GB"),
        [
            person(1, "Ada Lovelace", "+447400123456", "ada@example.org"),
            person(13, "Emil Sørensen", "+4520123456", ""),
            person(19, "Zoë the \"Great\"", "+41795550132", "zoe@example.org"),
        ]
    );
    assert_eq!(
        people("BEGIN:VCARD\nEND:VCARD", "GB"),
        [person(1, "", "", "")]
    );
}

#[test]
fn what_is_left_over_on_a_line_is_said() {
    let book = read_text(
        "Ada Low, 628-555-0101, Bea Low",
        Some("US"),
        &Mapping::new(),
    );
    assert_eq!(book.people.len(), 1);
    let left_out = &book.people[0].left_out[0];
    assert_eq!(left_out.text, "Bea Low");
    assert!(left_out.why.contains("second person"), "{}", left_out.why);
}

#[test]
fn names_without_numbers_of_their_own_are_said() {
    let text = "Ada, Bea, +1 628 555 0101, +1 628 555 0102, Cleo";
    let people = read_text(text, Some("US"), &Mapping::new()).people;
    assert_eq!(people.len(), 2);
    let left_out = people[0].left_out.iter().map(|left_out| &*left_out.text);
    assert_eq!(left_out.collect::<Vec<_>>(), ["Ada", "Bea", "Cleo"]);
}

#[test]
fn a_column_of_a_second_person_is_said() {
    let text = "Name,Phone,Spouse,Guest 2 Phone\nAda,628-555-0101,,628-555-0102\n";
    let spouse = "Name,Phone,Spouse\nAda,628-555-0101,Bob\n";
    for (text, index) in [
        (text.replace("Spouse,", "Notes,"), 3),
        (spouse.to_owned(), 2),
    ] {
        let book = read_text(&text, Some("US"), &Mapping::new());
        let column = &book.columns[index];
        assert_eq!(column.taken, Taken::None, "{text}");
        let unread = column.unread.as_ref().unwrap();
        assert!(unread.first.why.contains("second person"), "{text}");
    }
}

#[test]
fn further_numbers_and_addresses_are_said_by_column() {
    let text = "Name,Mobile,Home Phone,Email,Email 2\nAda,628-555-0101,628-555-0102,a@x.example,b@x.example\n\
                Bea,,628-555-0103,,c@x.example\nCy,628-555-0104,628-555-0104,d@x.example,D@x.example\n";
    let rows = text.split_once('\n').unwrap().1.lines().next().unwrap();
    for (text, line) in [
        (text.to_owned(), 2),
        (format!("{rows}\nBea,628-555-0103,,c@x.example,\n"), 1),
    ] {
        let book = read_text(&text, Some("US"), &Mapping::new());
        let further: Vec<_> = book
            .columns
            .iter()
            .map(|column| {
                let further = column.further.as_ref()?;
                Some((further.cells, further.line, further.first.text.as_str()))
            })
            .collect();
        let (number, email) = ((1, line, "+16285550102"), (1, line, "b@x.example"));
        assert_eq!(
            further,
            [None, None, Some(number), None, Some(email)],
            "{text}"
        );
        assert!(
            book.people.iter().all(|person| person.left_out.is_empty()),
            "{text}"
        );
    }
}

#[test]
fn numbers_that_a_label_takes_from_the_person_are_said() {
    let text = "Name,Phone 1 - Label,Phone 1 - Value\nAda,Fax,628-555-0101\n";
    let book = read_text(text, Some("US"), &Mapping::new());
    assert_eq!(
        book.columns[2].unread.as_ref().unwrap().first.text,
        "628-555-0101"
    );
    let list = "Ada, 628-555-0101, fax: 628-555-0102";
    for text in [list.to_owned(), list.replace(", ", " ")] {
        let person = &read_text(&text, Some("US"), &Mapping::new()).people[0];
        assert_eq!(person.left_out[0].text, "628-555-0102", "{text}");
    }
}

#[test]
fn cells_beyond_the_last_column_are_said() {
    let commas = ",".repeat(498);
    for (text, lines) in [
        (
            format!("Name,Email{commas},X,Y\nAda,ada@x.example{commas},left,out\n"),
            2,
        ),
        (
            format!("Name,Email\nAda,ada@x.example{commas},,out\n,{commas},,alone\n"),
            3,
        ),
    ] {
        let book = read_text(&text, None, &Mapping::new());
        let unread = book.columns.last().unwrap().unread.as_ref().unwrap();
        assert!(
            ["left", "out"].contains(&unread.first.text.as_str()),
            "{unread:?}"
        );
        assert_eq!((unread.cells + 1, unread.line), (lines, 2));
        assert!(
            unread.first.why.contains("at most 500 columns"),
            "{unread:?}"
        );
    }
}
