//! What an import changes about a contact.

use seat_dealer_address_book::Person;
use seat_dealer_api_types::{ImportChange, ImportedField};
use seat_dealer_core::{EmailAddress, Language, PhoneNumber, Tags};
use seat_dealer_db::contacts::ContactFields;

use super::planned_contacts::Above;

/// What a person has and these fields do not, and the tags.
pub(super) fn missing(person: &Person, fields: &ContactFields, above: &Above) -> Person {
    let number = person.phone_number.clone();
    let email = person.email.clone();
    Person {
        phone_number: number.filter(|_| fields.phone_number.is_none()),
        email: email.filter(|_| fields.email.is_none()),
        priority: person.priority.filter(|_| !above.has_priority),
        party_size: person.party_size.filter(|_| !above.has_party_size),
        tags: person.tags.clone(),
        diet: person.diet.clone().filter(|_| fields.diet.text().is_none()),
        language: person.language.filter(|_| fields.language.is_none()),
        ..Person::default()
    }
}

/// The changes of a contact, and its new fields. Fields that the address book does not have stay as they are, and so
/// does the spelling of the name, the number and the address.
pub(super) fn changed(
    old: &ContactFields,
    person: &Person,
    keep: &[ImportedField],
) -> (Vec<ImportChange>, ContactFields) {
    let mut changes = Vec::new();
    let mut note = |field, before: Option<&str>, after: &str| {
        changes.push(ImportChange {
            field,
            before: before.map(str::to_owned),
            after: after.to_owned(),
        });
    };
    let may_change = |field| !keep.contains(&field);
    let mut fields = old.clone();
    if let Some(number) = &person.phone_number
        && may_change(ImportedField::PhoneNumber)
        && !old
            .phone_number
            .as_ref()
            .is_some_and(|old| old.same_line(number))
    {
        let before = old.phone_number.as_ref().map(PhoneNumber::as_str);
        note(ImportedField::PhoneNumber, before, number.as_str());
        fields.phone_number = Some(number.clone());
    }
    let fold = |email: &EmailAddress| EmailAddress::fold(email.as_str());
    if let Some(email) = &person.email
        && may_change(ImportedField::Email)
        && old.email.as_ref().map(fold) != Some(fold(email))
    {
        let before = old.email.as_ref().map(EmailAddress::as_str);
        note(ImportedField::Email, before, email.as_str());
        fields.email = Some(email.clone());
    }
    if let Some(priority) = person.priority
        && may_change(ImportedField::Priority)
        && old.priority != priority
    {
        let (before, after) = (old.priority.get().to_string(), priority.get().to_string());
        note(ImportedField::Priority, Some(&before), &after);
        fields.priority = priority;
    }
    if let Some(size) = person.party_size
        && may_change(ImportedField::PartySize)
        && old.party_size != size
    {
        let (before, after) = (old.party_size.get().to_string(), size.get().to_string());
        note(ImportedField::PartySize, Some(&before), &after);
        fields.party_size = size;
    }
    if let Some(diet) = &person.diet
        && may_change(ImportedField::Diet)
        && old.diet != *diet
    {
        let after = diet.text().unwrap_or_default();
        note(ImportedField::Diet, old.diet.text(), after);
        fields.diet = diet.clone();
    }
    if let Some(language) = person.language
        && may_change(ImportedField::Language)
        && old.language != Some(language)
    {
        let before = old.language.map(Language::own_name);
        note(ImportedField::Language, before, language.own_name());
        fields.language = Some(language);
    }
    let tags = old.tags.clone().with(&person.tags);
    if may_change(ImportedField::Tags) && old.tags != tags {
        let text = |tags: &Tags| tags.texts().join(", ");
        let before = Some(text(&old.tags)).filter(|text| !text.is_empty());
        note(ImportedField::Tags, before.as_deref(), &text(&tags));
        fields.tags = tags;
    }
    (changes, fields)
}

fn named(field: ImportedField) -> &'static str {
    match field {
        ImportedField::PhoneNumber => "Phone number",
        ImportedField::Email => "Email",
        ImportedField::Priority => "Priority",
        ImportedField::PartySize => "Party size",
        ImportedField::Diet => "Diet",
        ImportedField::Language => "Language",
        ImportedField::Tags => "List of tags",
    }
}

/// The note about a change that is not made, because a line above says something else.
pub(super) fn not_taken_sentence(change: &ImportChange) -> String {
    let before = change.before.as_deref().unwrap_or("none");
    let what = named(change.field);
    format!(
        "{what} {} was left out: the contact has {before}.",
        change.after
    )
}

pub(super) fn sentence(change: &ImportChange) -> String {
    let what = named(change.field);
    match &change.before {
        Some(before) => format!("{what} was {before}."),
        None => format!("{what} is new."),
    }
}
