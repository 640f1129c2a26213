//! What an import does, person by person.

use jiff::Timestamp;
use seat_dealer_address_book::{Mapping, read_text};

use super::*;

fn contact(name: &str, phone_number: Option<&str>, email: Option<&str>) -> Contact {
    Contact {
        id: ContactId::new(name),
        name: name.to_owned(),
        phone_number: phone_number.map(str::to_owned),
        email: email.map(str::to_owned),
        priority: 5,
        preferred_channel: None,
        opted_out: Vec::new(),
        reachable: true,
        last_invited_at: None,
        created_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
    }
}

fn people(text: &str) -> Vec<Person> {
    read_text(text, Some("DE"), &Mapping::new()).people
}

/// Each person as `outcome name: note`.
fn told(text: &str, known: &[Contact]) -> Vec<String> {
    let plan = Plan::of(&people(text), known);
    let import = &plan.import;
    let counts = import.created + import.updated + import.unchanged + import.refused;
    assert_eq!(counts as usize, import.items.len());
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
    let plan = Plan::of(&people("Ada, 0151 23456789, ada@example.org, 2"), &[]);
    let [Write::Create(fields)] = &plan.writes[..] else {
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
        plan.import.items[0].phone_number.as_deref(),
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
            "Updated ada: Email is new.",
        ]
    );
    let plan = Plan::of(&people("ADA, ada@example.org, 0151 23456789"), &known);
    let [Write::Update(id, fields)] = &plan.writes[..] else {
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
    let plan = Plan::of(&people("Pat Roe, 030 901820"), &known);
    assert!(
        matches!(&plan.writes[..], [Write::Create(fields)] if fields.name.as_str() == "Pat Roe")
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
            "Refused : There is no name: write one beside the number or the address.",
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
            "Unchanged Ada: This is the person in line 6.",
        ]
    );
    let plan = Plan::of(&people(text), &known);
    let numbers: Vec<_> = plan
        .writes
        .iter()
        .map(|write| match write {
            Write::Create(fields) | Write::Update(_, fields) => {
                fields.phone_number.as_ref().map_or("", PhoneNumber::as_str)
            }
        })
        .collect();
    assert_eq!(numbers, ["", "+4915123456789", "", "+4915123456780"]);
}

#[test]
fn importing_twice_changes_nothing() {
    let text = "Ada, 0151 23456789, ada@example.org, 2\nBea, 0151 23456789\nCy, ada@example.org";
    let plan = Plan::of(&people(text), &[]);
    let contacts: Vec<Contact> = plan
        .writes
        .iter()
        .enumerate()
        .map(|(place, write)| {
            let Write::Create(fields) = write else {
                panic!("{write:?}");
            };
            let number = fields.phone_number.as_ref().map(PhoneNumber::as_str);
            let email = fields.email.as_ref().map(EmailAddress::as_str);
            Contact {
                id: ContactId::new(place.to_string()),
                priority: fields.priority.get(),
                ..contact(fields.name.as_str(), number, email)
            }
        })
        .collect();
    assert_eq!(contacts.len(), 3);
    let again = Plan::of(&people(text), &contacts);
    assert_eq!(
        (again.import.unchanged, again.writes.len()),
        (3, 0),
        "{:?}",
        again.import
    );
}

#[test]
fn what_is_wrong_beside_what_is_enough_is_left_out() {
    assert_eq!(
        told(
            "Name,Phone,Email,Priority\nAda,0151,ada@example.org,first",
            &[]
        ),
        [
            "Created Ada: 0151 was left out. 0151 is a phone number that does not exist in DE. A \
             number from elsewhere needs a plus sign and its country code, like +1 415 555 0132."
        ]
    );
}
