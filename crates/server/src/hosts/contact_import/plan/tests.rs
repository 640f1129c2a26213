//! What an import does, person by person.

use jiff::Timestamp;
use seat_dealer_address_book::{Mapping, read_text};
use seat_dealer_core::{ContactId, Diet, Language};

use super::*;

fn contact(name: &str, phone_number: Option<&str>, email: Option<&str>) -> Contact {
    Contact {
        id: ContactId::new(name),
        name: name.to_owned(),
        phone_number: phone_number.map(str::to_owned),
        email: email.map(str::to_owned),
        priority: 5,
        party_size: 1,
        not_for_dinners: false,
        preferred_channel: None,
        language: None,
        diet: Diet::default(),
        tags: Tags::default(),
        opted_out: Vec::new(),
        reachable: true,
        last_invited_at: None,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        external_id: None,
        deleted_at: None,
    }
}

fn book(text: &str) -> AddressBook {
    read_text(text, Some("DE"), &Mapping::new()).unwrap()
}

fn plan(text: &str, known: &[Contact]) -> Plan {
    Plan::of(&book(text), known, &Choices::new())
}

fn fields_of(write: &(usize, Write)) -> &ContactFields {
    match &write.1 {
        Write::Create(fields) | Write::Update(_, fields) => fields,
    }
}

/// The contacts as they are when a plan has been carried out.
fn carried_out(plan: &Plan, known: &[Contact]) -> Vec<Contact> {
    let mut contacts = known.to_vec();
    for (person, write) in &plan.writes {
        let fields = fields_of(&(*person, write.clone())).clone();
        let number = fields.phone_number.as_ref().map(PhoneNumber::as_str);
        let email = fields.email.as_ref().map(EmailAddress::as_str);
        let written = Contact {
            priority: fields.priority.get(),
            party_size: fields.party_size.get(),
            diet: fields.diet,
            ..contact(fields.name.as_str(), number, email)
        };
        match write {
            Write::Create(_) => contacts.push(Contact {
                id: ContactId::new(contacts.len().to_string()),
                ..written
            }),
            Write::Update(id, _) => {
                let known = contacts
                    .iter_mut()
                    .find(|contact| contact.id == *id)
                    .unwrap();
                *known = Contact {
                    id: id.clone(),
                    ..written
                };
            }
        }
    }
    contacts
}

/// Each person as `outcome name: note`.
fn told(text: &str, known: &[Contact]) -> Vec<String> {
    let plan = plan(text, known);
    let import = counted(plan.items.clone());
    let counts = import.created + import.updated + import.unchanged + import.refused;
    assert_eq!((counts + import.unnamed) as usize, import.items.len());
    assert_eq!(
        (import.created + import.updated) as usize,
        plan.writes.len()
    );
    let line = |item: &ImportedPerson| {
        let ImportedPerson {
            outcome,
            name,
            note,
            ..
        } = item;
        format!(
            "{outcome:?} {name}: {}",
            note.as_deref().unwrap_or_default()
        )
    };
    import.items.iter().map(line).collect()
}

#[test]
fn new_people_become_contacts() {
    let plan = plan("Ada, 0151 23456789, ada@example.org, 2", &[]);
    let [(0, Write::Create(fields))] = &plan.writes[..] else {
        panic!("{:?}", plan.writes);
    };
    assert_eq!(fields.name.as_str(), "Ada");
    assert_eq!(
        fields.phone_number.as_ref().unwrap().as_str(),
        "+4915123456789"
    );
    assert_eq!(fields.email.as_ref().unwrap().as_str(), "ada@example.org");
    assert_eq!(fields.priority.get(), 2);
    assert_eq!(
        plan.items[0].phone_number.as_deref(),
        Some("+4915123456789")
    );
}

#[test]
fn whoever_has_the_name_and_one_way_in_common_is_known() {
    let known = [
        contact("Ada", Some("+4915123456789"), None),
        contact("Bea Keller", None, Some("Bea@example.org")),
    ];
    assert_eq!(
        told(
            "Ada, 0151 23456789\nKeller Bea, bea@example.org, 0151 11111111, 1\nada, 0151 23456789, a@example.org",
            &known
        ),
        [
            "Unchanged Ada: ",
            "Updated Keller Bea: Phone number is new. Priority was 5.",
            "Updated ada: This is the person in line 1. Email is new.",
        ]
    );
    let plan = plan("ADA, ada@example.org, 0151 23456789", &known);
    let [(0, Write::Update(id, fields))] = &plan.writes[..] else {
        panic!("{:?}", plan.writes);
    };
    assert_eq!(id.as_str(), "Ada");
    assert_eq!(fields.name.as_str(), "Ada", "nobody is renamed");
    assert_eq!(fields.priority.get(), 5, "what is not said stays");
}

#[test]
fn a_shared_number_or_address_with_another_name_is_another_person() {
    let known = [
        contact("Ola Roe", Some("+4930901820"), Some("ola@example.org")),
        contact("Bea", None, Some("family@example.org")),
    ];
    assert_eq!(
        told(
            "Pat Roe, 030 901820, pat@example.org\nCy, family@example.org, 030 901820\n\
             Di, family@example.org",
            &known
        ),
        [
            "Created Pat Roe: Ola Roe has this phone number, too.",
            "Created Cy: Ola Roe has this phone number, too. Bea has this email address, too.",
            "Created Di: Bea has this email address, too.",
        ]
    );
    let plan = plan("Pat Roe, 030 901820", &known);
    assert!(
        matches!(&plan.writes[..], [(0, Write::Create(fields))] if fields.name.as_str() == "Pat Roe")
    );
}

#[test]
fn who_cannot_become_a_contact_is_refused_with_the_reason() {
    let known = [
        contact("Two", Some("+4915123456789"), None),
        contact("Two", None, Some("two@example.org")),
    ];
    assert_eq!(
        told(
            "Nobody\n0151 22222222\nX, 12345678901234567890\nTwo, 0151 23456789, two@example.org",
            &known
        ),
        [
            "Refused Nobody: There is no phone number and no email address.",
            "Unnamed : There is no name: say who this is.",
            "Refused X: 12345678901234567890 was left out. 12345678901234567890 has too many digits \
             for a phone number in DE. A number from elsewhere needs a plus sign and its country \
             code, like +1 415 555 0132.",
            "Refused Two: There are two contacts called Two: one has the phone number, the other the \
             email address. Change one of them first.",
        ]
    );
}

#[test]
fn lines_on_one_person_are_put_together() {
    let known = [contact("Ada", None, Some("ada@example.com"))];
    let text = "Name,Phone,Email\nada,,ada@example.org\nCleo,,cleo@example.org\nCleo K,,CLEO@example.org\n\
                CLEO,0151 23456789,cleo@example.org\nAda,0151 23456780,ada@example.com\n\
                Ada,0151 23456781,ada@example.com";
    assert_eq!(
        told(text, &known),
        [
            "Created ada: You have another contact called Ada, with another number or address.",
            "Created Cleo: ",
            "Created Cleo K: Cleo has this email address, too.",
            "Unchanged CLEO: This is the person in line 3.",
            "Updated Ada: Phone number is new.",
            "Unchanged Ada: This is the person in line 6. Phone number +4915123456781 was left out: the contact has \
             +4915123456780.",
        ]
    );
    let plan = plan(text, &known);
    let numbers: Vec<_> = plan
        .writes
        .iter()
        .map(|write| {
            let number = &fields_of(write).phone_number;
            number.as_ref().map_or("", PhoneNumber::as_str)
        })
        .collect();
    assert_eq!(numbers, ["", "+4915123456789", "", "+4915123456780"]);
}

/// All address books of three lines from a few names, numbers and addresses.
fn small_books() -> impl Iterator<Item = AddressBook> {
    let number = |digit| PhoneNumber::parse(&format!("+4915123456{digit}00")).unwrap();
    let email = |letter| EmailAddress::parse(&format!("{letter}@example.org")).unwrap();
    let numbers = [None, Some(number(1)), Some(number(2))];
    let emails = [None, Some(email('a')), Some(email('b'))];
    let people = ["Ada", "Bea", ""].into_iter().flat_map(move |name| {
        let emails = emails.clone();
        numbers.clone().into_iter().flat_map(move |phone_number| {
            emails.clone().map(|email| Person {
                name: name.to_owned(),
                phone_number: phone_number.clone(),
                email,
                ..Person::default()
            })
        })
    });
    let people: Vec<Person> = people.collect();
    let count = people.len();
    (0..count.pow(3)).map(move |number| {
        let places = [number, number / count, number / count / count].map(|n| n % count);
        let lines = places.into_iter().zip(1..);
        AddressBook {
            people: lines
                .map(|(place, line)| Person {
                    line,
                    ..people[place].clone()
                })
                .collect(),
            columns: Vec::new(),
        }
    })
}

#[test]
fn importing_twice_changes_nothing_and_nobody_is_lost_or_renamed() {
    for book in small_books() {
        let plan = Plan::of(&book, &[], &Choices::new());
        let contacts = carried_out(&plan, &[]);
        let again = Plan::of(&book, &contacts, &Choices::new());
        assert!(again.writes.is_empty(), "{book:?}: {again:?}");
        for (person, item) in book.people.iter().zip(&plan.items) {
            let is_told = matches!(
                item.outcome,
                ImportOutcome::Refused | ImportOutcome::Unnamed
            );
            let is_there = contacts.iter().any(|contact| {
                let has = |way: Option<&str>, known: &Option<String>| {
                    way.is_some() && way == known.as_deref()
                };
                let number = person.phone_number.as_ref().map(PhoneNumber::as_str);
                let email = person.email.as_ref().map(EmailAddress::as_str);
                (person.name.is_empty() || contact.name == person.name)
                    && (has(number, &contact.phone_number) || has(email, &contact.email))
            });
            assert!(is_told || is_there, "{person:?} in {book:?}: {contacts:?}");
        }
    }
}

#[test]
fn a_known_contact_is_changed_by_the_first_line_alone() {
    let known = [contact(
        "Ada",
        Some("+4915123456789"),
        Some("ada@example.org"),
    )];
    let text = "Ada, 0151 23456789, ada@example.org\nAda, 0151 23456789, other@example.org";
    assert_eq!(
        told(text, &known),
        [
            "Unchanged Ada: ",
            "Unchanged Ada: This is the person in line 1. Email other@example.org was left out: the contact has \
             ada@example.org."
        ]
    );
    let known = [contact("Ada", None, Some("ada@example.org"))];
    let text = "Ada, ada@example.org\nAda, 0151 23456789, ada@example.org";
    assert_eq!(
        told(text, &known),
        [
            "Unchanged Ada: ",
            "Updated Ada: This is the person in line 1. Phone number is new.",
        ]
    );
}

#[test]
fn what_the_host_chooses_goes_before() {
    let known = [contact(
        "Ada",
        Some("+4915123456789"),
        Some("ada@example.org"),
    )];
    let text = "Ada, 0151 23456789, new@example.org, 2\n0151 22222222\nCy, cy@example.org";
    let choices: Choices = [
        (
            0,
            Choice {
                keep: vec![ImportedField::Email],
                ..Choice::default()
            },
        ),
        (
            1,
            Choice {
                name: Some(Name::parse("Bea").unwrap()),
                ..Choice::default()
            },
        ),
        (
            2,
            Choice {
                leave_out: true,
                ..Choice::default()
            },
        ),
    ]
    .into();
    let plan = Plan::of(&book(text), &known, &choices);
    let import = counted(plan.items.clone());
    assert_eq!((import.updated, import.created, import.left_out), (1, 1, 1));
    assert_eq!(
        plan.items[0].changes,
        [ImportChange {
            field: ImportedField::Priority,
            before: Some("5".to_owned()),
            after: "2".to_owned(),
        }]
    );
    let contacts = carried_out(&plan, &known);
    assert_eq!(contacts[0].email.as_deref(), Some("ada@example.org"));
    assert_eq!(contacts[1].name, "Bea");
    assert_eq!(contacts.len(), 2);
}

#[test]
fn who_has_no_name_but_a_known_way_is_known() {
    let known = [
        contact("Ada", Some("+4915123456789"), None),
        contact("Bea K", None, Some("bea.keller@example.org")),
    ];
    assert_eq!(
        told(
            "0151 23456789\nbea.keller@example.org\ncy@example.org",
            &known
        ),
        [
            "Unchanged : Ada has this phone number.",
            "Unchanged Bea Keller: Bea K has this email address.",
            "Created Cy: ",
        ]
    );
    let plan = plan("cy@example.org", &known);
    assert!(plan.items[0].name_is_a_guess);
}

#[test]
fn a_number_that_was_stored_in_another_spelling_is_known() {
    // With the trunk zero, as versions before this one stored it.
    let known = [contact("Ada", Some("+49015123456789"), None)];
    assert_eq!(told("Ada, 0151 23456789", &known), ["Unchanged Ada: "]);
}

#[test]
fn what_is_wrong_beside_what_is_enough_is_left_out() {
    // What columns have is said once, and not of each line.
    let table = "Name,Phone,Email,Priority\nAda,0151,ada@example.org,first";
    assert_eq!(told(table, &[]), ["Created Ada: "]);
    let card = "BEGIN:VCARD\nFN:Ada\nTEL:0151\nEMAIL:ada@example.org\nEND:VCARD";
    assert_eq!(
        told(card, &[]),
        [
            "Created Ada: 0151 was left out. 0151 is a phone number that does not exist in DE. A \
             number from elsewhere needs a plus sign and its country code, like +1 415 555 0132."
        ]
    );
}

#[test]
fn tags_that_a_contact_cannot_have_are_told() {
    let numbered = |range: std::ops::Range<u32>| {
        let tags: Vec<String> = range.map(|number| format!("tag {number}")).collect();
        tags.join(";")
    };
    let (most, long) = (numbered(0..20), "x".repeat(41));
    let table = format!(
        "Name,Email,Tags\n\
         Ada,ada@example.org,{most};choir\n\
         Bea,bea@example.org,choir;{long}\n\
         Cy,cy@example.org,{most};{long};choir;CHOIR;club\n\
         Dan,dan@example.org,{most};Tag 0"
    );
    let too_long = format!("“{long}” was left out. A tag must be at most 40 characters long.");
    assert_eq!(
        told(&table, &[]),
        [
            "Created Ada: The tag “choir” was left out. A contact has at most 20 tags.".to_owned(),
            format!("Created Bea: The tag {too_long}"),
            format!(
                "Created Cy: 3 tags were left out. The first is “{long}”. A tag must be at most 40 characters long."
            ),
            "Created Dan: ".to_owned(),
        ]
    );
    let card = format!(
        "BEGIN:VCARD\nFN:Ada\nEMAIL:ada@example.org\nCATEGORIES:{},{long}\nEND:VCARD",
        most.replace(';', ",")
    );
    assert_eq!(
        told(&card, &[]),
        [format!("Created Ada: The tag {too_long}")]
    );
}

#[test]
fn tags_for_which_a_contact_has_no_room_are_told() {
    let numbered = (0..19).map(|number| format!("tag {number}"));
    let known = [Contact {
        tags: Tags::parse(numbered).unwrap(),
        ..contact("Ada", None, Some("ada@example.org"))
    }];
    let table = "Name,Email,Tags\nAda,ada@example.org,choir;club";
    let [told] = &told(table, &known)[..] else {
        panic!("one person")
    };
    assert!(
        told.starts_with("Updated Ada: List of tags was tag 0,"),
        "{told}"
    );
    assert!(
        told.ends_with(" The tag “club” was left out. A contact has at most 20 tags."),
        "{told}"
    );
    let keep = Choice {
        keep: vec![ImportedField::Tags],
        ..Choice::default()
    };
    let kept = Plan::of(&book(table), &known, &[(0, keep)].into());
    assert_eq!(kept.items[0].note, None, "the host does not want the tags");
}

#[test]
fn what_a_second_line_on_one_person_adds_and_what_it_does_not_is_told() {
    let table = "Name,Email,Priority,Guests,Diet\nAda,ada@example.org,,,\nAda,ada@example.org,2,3,vegan\n\
                 Ada,ada@example.org,4,1,no nuts";
    let again = "This is the person in line 2.";
    assert_eq!(
        told(table, &[]),
        [
            "Created Ada: ".to_owned(),
            format!("Unchanged Ada: {again}"),
            format!(
                "Unchanged Ada: {again} Priority 4 was left out: the contact has 2. Party size 1 was left out: the \
                 contact has 3. Diet no nuts was left out: the contact has vegan."
            ),
        ]
    );
    let plan = plan(table, &[]);
    let fields = fields_of(&plan.writes[0]);
    assert_eq!((fields.priority.get(), fields.party_size.get()), (2, 3));
    assert_eq!(fields.diet.text(), Some("vegan"));
}

#[test]
fn everything_beside_the_one_number_and_address_is_told() {
    let card = "BEGIN:VCARD\nFN:Ada\nTEL;TYPE=cell:0151 23456789\nTEL;TYPE=home:030 901820\nTEL;TYPE=fax:030 901821\n\
                TEL:112\nEMAIL:ada@example.org\nEMAIL:ada@work.example\nEND:VCARD";
    let [told] = &told(card, &[])[..] else {
        panic!("one person")
    };
    for text in ["+4930901820", "030 901821", "112", "ada@work.example"] {
        assert!(told.contains(&format!("{text} was left out.")), "{told}");
    }
    assert!(!told.contains("+4915123456789 was"), "{told}");
}

#[test]
fn who_has_no_name_is_told_of_what_a_known_contact_does_not_get() {
    let known = [contact("Ada", Some("+4915123456789"), None)];
    assert_eq!(
        told("0151 23456789, new@example.org", &known),
        [
            "Unchanged New: Ada has this phone number. new@example.org was left out, because there is no name."
        ]
    );
}

#[test]
fn the_language_of_a_card_is_taken() {
    let card = "BEGIN:VCARD\nVERSION:4.0\nFN:Ada\nEMAIL:ada@example.org\nLANG;PREF=2:de\nLANG;PREF=1:fr-CA\nEND:VCARD";
    let plan = plan(card, &[]);
    assert_eq!(fields_of(&plan.writes[0]).language, Some(Language::French));
    let known = [contact("Ada", None, Some("ada@example.org"))];
    assert_eq!(told(card, &known), ["Updated Ada: Language is new."]);
}
