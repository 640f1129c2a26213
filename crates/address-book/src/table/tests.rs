use crate::{Person, people};

fn person(line: u64, name: &str, phone_numbers: &[&str], emails: &[&str]) -> Person {
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    Person {
        line,
        name: name.to_owned(),
        phone_numbers: owned(phone_numbers),
        emails: owned(emails),
        priority: None,
    }
}

#[test]
fn columns_are_known_by_their_headings_whatever_divides_them() {
    for text in [
        "Name,Email,Phone,Priority\nAda,ada@example.org,0151 234567,2",
        "name;E-Mail;Telefon;Priorität\nAda;ada@example.org;0151 234567;2",
        "sep=;\nNombre completo;Correo;Teléfono;Prioridad\nAda;ada@example.org;0151 234567;2",
        "\u{feff}Priority\tTéléphone\tCourriel\tNom complet\r\n2\t0151 234567\tada@example.org\tAda\r\n",
    ] {
        let expected = Person {
            priority: Some("2".to_owned()),
            ..person(
                2 + u64::from(text.starts_with("sep=")),
                "Ada",
                &["0151 234567"],
                &["ada@example.org"],
            )
        };
        assert_eq!(people(text), [expected], "{text}");
    }
}

#[test]
fn what_google_and_outlook_export_is_understood() {
    let google = "First Name,Last Name,Phonetic First Name,Labels,E-mail 1 - Label,E-mail 1 - Value,\
                  Phone 1 - Label,Phone 1 - Value\n\
                  Ada,Lovelace,,* myContacts,Home,ada@example.org ::: al@example.org,Mobile,+44 7400 123456";
    assert_eq!(
        people(google),
        [person(
            2,
            "Ada Lovelace",
            &["+44 7400 123456"],
            &["ada@example.org", "al@example.org"]
        )]
    );
    let outlook = "First Name,Last Name,E-mail Address,Home Phone,Mobile Phone,Home Fax\n\
                   \"Ada\",\"King, Countess\",ada@example.org,020 7946 0000,07400 123456,020 7946 0001";
    assert_eq!(
        people(outlook),
        [person(
            2,
            "Ada King, Countess",
            &["07400 123456", "020 7946 0000"],
            &["ada@example.org"]
        )]
    );
}

#[test]
fn lines_without_headings_are_told_apart_by_their_looks() {
    assert_eq!(
        people("Ada Lovelace, +44 7400 123456, ada@example.org\n\nBea Keller, 0151 234567, 1\n"),
        [
            person(
                1,
                "Ada Lovelace",
                &["+44 7400 123456"],
                &["ada@example.org"]
            ),
            Person {
                priority: Some("1".to_owned()),
                ..person(3, "Bea Keller", &["0151 234567"], &[])
            },
        ]
    );
}

#[test]
fn the_addressees_of_an_email_are_people() {
    assert_eq!(
        people("Ada Lovelace <ada@example.org>, \"Bea\" <bea@example.org>, cleo@example.org"),
        [
            person(1, "Ada Lovelace", &[], &["ada@example.org"]),
            person(1, "Bea", &[], &["bea@example.org"]),
            person(1, "Cleo", &[], &["cleo@example.org"]),
        ]
    );
}

#[test]
fn nobody_is_lost_where_programs_part_addressees_differently() {
    assert_eq!(
        people("\"Keller, Bea\" <bea@example.org>, Cleo <cleo@example.org>; dora@example.org;"),
        [
            person(1, "Keller, Bea", &[], &["bea@example.org"]),
            person(1, "Cleo", &[], &["cleo@example.org"]),
            person(1, "Dora", &[], &["dora@example.org"]),
        ]
    );
    let two = &["ada@example.org", "ada@example.com"];
    assert_eq!(
        people("Ada,\"ada@example.org; ada@example.com\""),
        [person(1, "Ada", &[], two)]
    );
    assert_eq!(
        people("Name,Email\nAda,\"Work <ada@example.org>, ada@example.com\""),
        [person(2, "Ada", &[], two)]
    );
}

#[test]
fn lines_in_quotes_stay_together_and_keep_their_number() {
    assert_eq!(
        people("Name,Email\n\"Ada\nLovelace\",ada@example.org\nBea,bea@example.org"),
        [
            person(2, "Ada Lovelace", &[], &["ada@example.org"]),
            person(4, "Bea", &[], &["bea@example.org"]),
        ]
    );
}

#[test]
fn nothing_is_nobody() {
    for text in ["", "\n\n", " , ;", "Name,Email\n"] {
        assert_eq!(people(text).len(), usize::from(text == " , ;"), "{text:?}");
    }
}
