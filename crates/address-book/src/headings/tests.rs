use super::*;

fn phone(rank: Rank, number: u32) -> Meaning {
    Meaning::Phone {
        rank,
        number,
        is_certain: true,
    }
}

#[test]
fn names_are_known_in_the_words_of_many_programs() {
    for (expected, headings) in [
        (
            Meaning::FullName,
            "Guest Name|Your full name|Customer Name|Gästename|full_name|Vor- und Nachname|Nombre y apellidos|Nom et prénom|NOM ET PRENOM|\
             Nome e cognome|Volledige naam|氏名|ФИО",
        ),
        (
            Meaning::Name,
            "Name|NAME|Nom|nombre|Nome|name:|\
             \u{feff}Name",
        ),
        (
            Meaning::GivenName,
            "First Name|first_name|firstName|First|Given Name|Vorname|\
             Prénom|prenom|Voornaam|First Name 1",
        ),
        (
            Meaning::FamilyName,
            "Last Name|Attendee Surname|last_name|Last|Surname|Family Name|Nachname|\
             Nom de famille|Apellidos|Cognome|Achternaam|Sobrenome",
        ),
        (
            Meaning::OtherName(0),
            "Display Name|Anzeigename|Nom à afficher|Weergavenaam",
        ),
        (Meaning::OtherName(1), "Nickname|Spitzname|Surnom"),
        (
            Meaning::OtherName(3),
            "Organization Name|Organization 1 - Name|Company|Firma|Société",
        ),
        (
            Meaning::PartySize,
            "Number of Guests|# of guests|Party size|Anzahl Personen|Nombre d'invités|Nº de invitados|\
             Aantal gasten|pax",
        ),
        (
            Meaning::PartySizeOrName,
            "Party|Guests|Household|Gäste|Participants|Member|Friend",
        ),
        (
            Meaning::Tags,
            "Labels|Group Membership|Categories|Kategorien|tags",
        ),
        (
            Meaning::Diet,
            "Dietary restrictions|Allergies|Unverträglichkeiten|Régime alimentaire",
        ),
        (
            Meaning::Priority,
            "Priority|Priorität|Priorité|default_priority",
        ),
    ] {
        for heading in headings.split('|') {
            assert_eq!(meaning(heading), Some(expected), "{heading}");
        }
    }
}

#[test]
fn phones_are_ranked_by_the_words_beside() {
    for heading in "Mobile|Mobile Phone|mobile_phone|Cell|Cell Phone|Cell #|Mobiltelefon|\
                    Mobil-Tel.-Nr.|Handy|Handynummer|Tél. mobile|Portable|Móvil|Teléfono móvil|\
                    Celular|Cellulare|Numero cellulare|Mobiele telefoon|Mobiel nummer|Telemóvel|\
                    Phone (mobile)|Phone : Mobile|WhatsApp|WhatsApp number|Guest mobile number|携帯電話番号|\
                    手机|Telefon komórkowy|Номер сотового телефона|Home Mobile|Natel"
        .split('|')
    {
        assert_eq!(meaning(heading), Some(phone(Rank::Mobile, 1)), "{heading}");
    }
    for (heading, rank, number) in [
        ("Phone", Rank::Home, 1),
        ("phone_number", Rank::Home, 1),
        ("phoneNumber", Rank::Home, 1),
        ("Phone 1 - Value", Rank::Home, 1),
        ("Phone 2 - Value", Rank::Home, 2),
        ("Telefon privat", Rank::Home, 1),
        ("Tel. privat", Rank::Home, 1),
        ("Téléphone (domicile)", Rank::Home, 1),
        ("Telefoon thuis", Rank::Home, 1),
        ("Telefone residencial", Rank::Home, 1),
        ("Home Phone 2", Rank::Home, 2),
        ("Contact phone no.", Rank::Home, 1),
        ("Telefon geschäftlich", Rank::Work, 1),
        ("Telefon geschäftlich 2", Rank::Work, 2),
        ("Tel. dienstlich", Rank::Work, 1),
        ("Téléphone 2 (bureau)", Rank::Work, 2),
        ("Business Phone", Rank::Work, 1),
        ("Telefono lavoro", Rank::Work, 1),
        ("Teléfono (Trabajo)", Rank::Work, 1),
        ("Primary Phone", Rank::Main, 1),
        ("Téléphone principal", Rank::Main, 1),
        ("Weiteres Telefon", Rank::Other, 1),
        ("Altro telefono", Rank::Other, 1),
        ("Car Phone", Rank::Other, 1),
        ("N° de téléphone", Rank::Home, 1),
        ("電話番号", Rank::Home, 1),
    ] {
        assert_eq!(meaning(heading), Some(phone(rank, number)), "{heading}");
    }
    for heading in [
        "Home",
        "Work",
        "Other",
        "Primary",
        "Particular",
        "Ufficio",
        "Home number",
    ] {
        let found = meaning(heading);
        assert!(
            matches!(
                found,
                Some(Meaning::Phone {
                    is_certain: false,
                    ..
                })
            ),
            "{heading}: {found:?}"
        );
    }
}

#[test]
fn addresses_are_known_in_many_languages() {
    for (heading, rank, number) in [
        ("Email", Rank::Home, 1),
        ("E-mail", Rank::Home, 1),
        ("e_mail", Rank::Home, 1),
        ("E-mail Address", Rank::Home, 1),
        ("E-mail 1 - Value", Rank::Home, 1),
        ("E-mail 2 - Value", Rank::Other, 2),
        ("E-mail 2 Address", Rank::Other, 2),
        ("E-Mail-Adresse", Rank::Home, 1),
        ("E-Mail 2: Adresse", Rank::Other, 2),
        ("Primäre E-Mail-Adresse", Rank::Main, 1),
        ("Adresse de messagerie", Rank::Home, 1),
        ("Adresse électronique principale", Rank::Main, 1),
        ("Première adresse électronique", Rank::Main, 1),
        ("Courriel", Rank::Home, 1),
        ("Dirección de correo electrónico", Rank::Home, 1),
        ("Indirizzo posta elettronica", Rank::Home, 1),
        ("Indirizzo E-mail", Rank::Home, 1),
        ("E-mailadres", Rank::Home, 1),
        ("Endereço de correio eletrónico", Rank::Home, 1),
        ("Work Email", Rank::Work, 1),
        ("Alternate Email 1", Rank::Other, 1),
        ("メールアドレス", Rank::Home, 1),
        ("Эл. почта", Rank::Home, 1),
    ] {
        assert_eq!(
            meaning(heading),
            Some(Meaning::Email { rank, number }),
            "{heading}"
        );
    }
}

#[test]
fn what_is_not_the_guests_is_not_known() {
    for heading in "Company Main Phone|Assistant's Phone|Telefon Assistent|Telefon Firma|\
                    Téléphone société|Téléphone de l'assistant(e)|Telefono principale società|\
                    Telefone do assistente|Government ID Number|Organizational ID Number|Account|\
                    Account number|Kundennummer|Customer number|Order #|Ticket number|Attendee #|\
                    Member number|House number|Table number|Business Fax|Fax-Nummer|\
                    Télécopie (bureau)|Faxnummer|Pager|Pager Number|Telex|ISDN|TTY/TDD Phone|\
                    Radio Phone|Callback|Emergency contact phone|Notfallnummer|Phonetic First Name|\
                    Middle Name|Weitere Vornamen|Name Prefix|Name Suffix|E-mail Display Name|\
                    E-Mail: Angezeigter Name|E-mail Type|E-Mail-Typ|Tipo de correo electrónico|\
                    Email opt-in|Mailing Address|Home Address|Address|Miscellaneous|Notes|Birthday|\
                    Partner First Name|Spouse|Mobile carrier|Nameplate|Event Name|\
                    User ID|Home City|Work Street|Private Notes||1"
        .split('|')
    {
        assert_eq!(meaning(heading), None, "{heading}");
    }
    assert_eq!(meaning("Phone country code"), Some(Meaning::Country));
    assert_eq!(meaning("Contact No."), Some(Meaning::Number));
    assert_eq!(meaning("Phone 1 - Label"), Some(Meaning::PhoneLabel(1)));
    assert_eq!(meaning("Phone 2 - Type"), Some(Meaning::PhoneLabel(2)));
}

#[test]
fn labels_say_which_number_is_mobile_and_which_is_nobodys() {
    for (label, rank) in [
        ("Mobile", Some(Rank::Mobile)),
        ("* Mobile", Some(Rank::Mobile)),
        ("Mobil", Some(Rank::Mobile)),
        ("iPhone", Some(Rank::Mobile)),
        ("Work Mobile", Some(Rank::Mobile)),
        ("CELL", Some(Rank::Mobile)),
        ("_$!<Mobile>!$_", Some(Rank::Mobile)),
        ("Home", Some(Rank::Home)),
        ("Privat", Some(Rank::Home)),
        ("", Some(Rank::Home)),
        ("Ferienhaus", Some(Rank::Home)),
        ("Work", Some(Rank::Work)),
        ("Geschäftlich", Some(Rank::Work)),
        ("Main", Some(Rank::Main)),
        ("Other", Some(Rank::Other)),
        ("Home Fax", None),
        ("Work Fax", None),
        ("Fax (privat)", None),
        ("Pager", None),
        ("Assistant", None),
        ("Company main", None),
        ("Emergency", None),
        ("Spouse's mobile", None),
        ("M:", Some(Rank::Mobile)),
        ("W:", Some(Rank::Work)),
        ("F:", None),
    ] {
        assert_eq!(label_rank(label), rank, "{label}");
    }
    for label in [
        "Tel.:",
        "mobile",
        "M:",
        "E:",
        "Fax",
        "N° de tél.",
        "Tel. no.",
        "Phone number is",
    ] {
        assert!(is_label(label), "{label}");
    }
    for other in ["Ada", "number", "", "Di Mobil", "Client phone"] {
        assert!(!is_label(other), "{other}");
    }
}

#[test]
fn what_is_nobodys_is_told_by_whole_words() {
    for heading in [
        "Fax",
        "Fax-Nummer",
        "Télécopie (bureau)",
        "Home Fax 2",
        "Parent phone",
    ] {
        assert!(is_of_nobody(heading), "{heading}");
    }
    for heading in ["Halifax", "Faxon Street", "Parents", "Company", "Phone", ""] {
        assert!(!is_of_nobody(heading), "{heading}");
    }
}

#[test]
fn a_label_stands_at_the_end_and_a_reference_before_a_number() {
    for (text, name) in [
        ("Ada Low (mobile)", "Ada Low"),
        ("Ada Low Tel.", "Ada Low"),
        ("Ada Low phone no:", "Ada Low"),
        ("Max Haupt Tel.", "Max Haupt"),
        ("Ada Low", "Ada Low"),
        ("Mobile", "Mobile"),
    ] {
        let end = label_start(text).unwrap_or(text.len());
        assert_eq!(text[..end].trim_end(), name, "{text}");
    }
    for (text, before) in [
        ("ID", Some("")),
        ("Ada, customer no.", Some("Ada,")),
        ("Bea IBAN: DE89370400440532013000", Some("Bea")),
        ("Taylor Swift", None),
        ("", None),
    ] {
        assert_eq!(before_reference(text), before, "{text}");
    }
    assert!(is_role("member") && !is_role("member no.") && !is_role(""));
}
