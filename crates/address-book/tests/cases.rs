//! Files in the shape of what programs and people hand over, and who has to come out of each.
//!
//! `tests/cases/*/expected.json` holds for each file beside it who is in it, in any order, and
//! nobody else. The two letters before a file's extension are its country. A person with `refused`
//! has neither a number nor an address; a key that is absent is not compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use seat_dealer_address_book::{Mapping, Person, read};
use seat_dealer_core::{Diet, EmailAddress, Language, PartySize, PhoneNumber, Priority};
use serde_json::{Value, json};

#[test]
fn everybody_comes_out_as_expected() {
    let mut files = 0;
    let mut wrong = Vec::new();
    for folder in ["shared", "more"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/cases")
            .join(folder);
        let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected: BTreeMap<String, Value> = serde_json::from_str(&expected).unwrap();
        let mut names: Vec<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "expected.json")
            .collect();
        names.sort();
        assert_eq!(names, expected.keys().cloned().collect::<Vec<_>>());
        for name in names {
            files += 1;
            let bytes = fs::read(folder.join(&name)).unwrap();
            let people = match read(&bytes, country(&name), &Mapping::new()) {
                Ok(book) => book.people,
                Err(why) => panic!("{name}: {why}"),
            };
            if let Err(why) = compared(&people, expected[&name].as_array().unwrap()) {
                wrong.push(format!("{name}: {why}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {files} files are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// `05-outlook.DE.csv` is of Germany.
fn country(name: &str) -> Option<&str> {
    let part = name.rsplit('.').nth(1)?;
    (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(part)
}

fn compared(people: &[Person], expected: &[Value]) -> Result<(), String> {
    let mut left: Vec<Value> = people.iter().map(shown).collect();
    for wanted in expected {
        let is_it = |found: &Value| {
            let mut keys = wanted.as_object().into_iter().flatten();
            keys.all(|(key, value)| found[key] == *value)
        };
        match left.iter().position(is_it) {
            Some(place) => _ = left.remove(place),
            None => return Err(format!("{wanted} is missing in {left:#?}")),
        }
    }
    // Those who are refused come out nowhere.
    left.retain(|found| found["refused"] != json!(true));
    if left.is_empty() {
        Ok(())
    } else {
        Err(format!("nobody expects {left:#?}"))
    }
}

fn shown(person: &Person) -> Value {
    let is_refused = person.phone_number.is_none() && person.email.is_none();
    json!({
        "name": person.name,
        "isAGuess": person.name_is_a_guess,
        "phoneNumber": person.phone_number.as_ref().map(PhoneNumber::as_str),
        "email": person.email.as_ref().map(EmailAddress::as_str),
        "priority": person.priority.map(Priority::get),
        "partySize": person.party_size.map(PartySize::get),
        "tags": person.tags,
        "diet": person.diet.as_ref().and_then(Diet::text),
        "language": person.language.map(Language::as_str),
        "line": person.line,
        "refused": is_refused,
    })
}
