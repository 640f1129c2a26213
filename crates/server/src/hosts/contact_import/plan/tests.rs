//! What an import does, person by person.

use jiff::Timestamp;
use seat_dealer_address_book::people;

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

/// Each person as `outcome name: note`.
fn told(text: &str, known: &[Contact]) -> Vec<String> {
    let plan = Plan::of(&people(text), known, Some("DE"));
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
    let plan = Plan::of(
        &people("Ada, 0151 23456789, ada@example.org, 2"),
        &[],
        Some("DE"),
    );
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
fn whoever_has_the_number_or_the_address_is_known() {
    let known = [
        contact("Ada", Some("+4915123456789"), None),
        contact("Bea", None, Some("Bea@example.org")),
    ];
    assert_eq!(
        told(
            "Ada, 0151 23456789\nBeatrix, bea@example.org, 0151 11111111, 1",
            &known
        ),
        [
            "Unchanged Ada: ",
            "Updated Beatrix: Name was Bea. Phone number is new. Email was Bea@example.org. \
             Priority was 5.",
        ]
    );
    let plan = Plan::of(
        &people("Ada, ada@example.org, 0151 23456789"),
        &known,
        Some("DE"),
    );
    let [Write::Update(id, fields)] = &plan.writes[..] else {
        panic!("{:?}", plan.writes);
    };
    assert_eq!(id.as_str(), "Ada");
    assert_eq!(fields.priority.get(), 5, "what is not said stays");
}

#[test]
fn who_cannot_become_a_contact_is_refused_with_the_reason() {
    let known = [
        contact("Ada", Some("+4915123456789"), None),
        contact("Bea", None, Some("bea@example.org")),
    ];
    assert_eq!(
        told(
            "Nobody\n0151 22222222\nX, 12345678901234567890\nTwo, 0151 23456789, bea@example.org",
            &known
        ),
        [
            "Refused Nobody: There is no phone number and no email address.",
            "Refused : The name must not be empty.",
            "Refused X: 12345678901234567890 was left out. This is no phone number as one dials \
             it in DE. A number from elsewhere needs a plus sign and its country code, like \
             +1 415 555 0132.",
            "Refused Two: The phone number is Ada's and the email address Bea's: change one of \
             them first.",
        ]
    );
}

#[test]
fn duplicates_are_noticed() {
    let known = [contact("Ada", None, Some("ada@example.com"))];
    assert_eq!(
        told(
            "ada, ada@example.org\nCleo, cleo@example.org\nCleo K, CLEO@example.org",
            &known
        ),
        [
            "Created ada: You have another contact called Ada, with another number or address.",
            "Created Cleo: ",
            "Refused Cleo K: CLEO@example.org is in line 2 already.",
        ]
    );
}

#[test]
fn what_is_wrong_beside_what_is_enough_is_left_out() {
    assert_eq!(
        told(
            "Name,Phone,Email,Priority\nAda,112,ada@example.org,first",
            &[]
        ),
        [
            "Created Ada: 112 was left out. This is no phone number as one dials it in DE. \
             A number from elsewhere needs a plus sign and its country code, like \
             +1 415 555 0132. The priority first was left out: it goes from 1 to 9."
        ]
    );
}
