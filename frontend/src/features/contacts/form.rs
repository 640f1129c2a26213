//! Adds a contact or changes one.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Contact, ContactPatch, NewContact};

use crate::api::{Api, use_api};
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::dialog::Dialog;
use crate::components::dynamic::spawn;
use crate::components::form::{self, Errors, Input, choice, columns, field};
use crate::draft;
use crate::session::Session;

const FORM: &str = "contact";

/// Opens the form: for a new contact, or to edit one.
pub(crate) fn open(dialog: Dialog, edited: Option<Contact>, on_saved: impl Fn() + Copy + 'static) {
    let title = match &edited {
        Some(contact) => format!("Edit {}", contact.name),
        None => "Add contact".to_owned(),
    };
    dialog.show(title, move || contact_form(dialog, edited, on_saved));
}

/// Opens the form again that was open when the session ended.
pub(crate) fn resume(dialog: Dialog, on_saved: impl Fn() + Copy + 'static) {
    let api = use_api();
    draft::resume(FORM, move |id| {
        if id.is_empty() {
            return open(dialog, None, on_saved);
        }
        spawn(async move {
            if let Ok(contact) = api.contact(&id).await {
                open(dialog, Some(contact), on_saved);
            }
        });
    });
}

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    phone_number: RwSignal<String>,
    email: RwSignal<String>,
    priority: RwSignal<String>,
    preferred_channel: RwSignal<String>,
}

impl Fields {
    fn of(contact: Option<&Contact>) -> Self {
        let of = |get: fn(&Contact) -> Option<String>| {
            RwSignal::new(contact.and_then(get).unwrap_or_default())
        };
        Self {
            name: of(|contact| Some(contact.name.clone())),
            phone_number: of(|contact| contact.phone_number.clone()),
            email: of(|contact| contact.email.clone()),
            priority: RwSignal::new(contact.map_or(5, |contact| contact.priority).to_string()),
            preferred_channel: of(|contact| contact.preferred_channel.map(|c| c.to_string())),
        }
    }

    fn read(self, errors: Errors) -> Option<NewContact> {
        let mut wrong = Vec::new();
        let priority = form::number(self.priority, "priority", &mut wrong);
        if !wrong.is_empty() {
            errors.show_fields(wrong);
            return None;
        }
        Some(NewContact {
            name: self.name.get_untracked().trim().to_owned(),
            phone_number: form::text(self.phone_number),
            email: form::text(self.email),
            priority,
            preferred_channel: self
                .preferred_channel
                .get_untracked()
                .parse::<Channel>()
                .ok(),
            ..NewContact::default()
        })
    }
}

/// What differs from the contact as it was.
fn changes(old: &Contact, new: NewContact) -> ContactPatch {
    let priority = new.priority.unwrap_or(5);
    ContactPatch {
        name: (new.name != old.name).then_some(new.name),
        phone_number: (new.phone_number != old.phone_number).then_some(new.phone_number),
        email: (new.email != old.email).then_some(new.email),
        priority: (priority != i64::from(old.priority)).then_some(priority),
        preferred_channel: (new.preferred_channel != old.preferred_channel)
            .then_some(new.preferred_channel),
    }
}

fn contact_form(
    dialog: Dialog,
    old: Option<Contact>,
    on_saved: impl Fn() + Copy + 'static,
) -> AnyView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::about(
        FORM,
        old.as_ref().map(|old| old.id.clone()).unwrap_or_default(),
    );
    let fields = Fields::of(old.as_ref());
    let save = if old.is_some() {
        "Save contact"
    } else {
        "Add contact"
    };
    let old = StoredValue::new(old);
    let submit = move || {
        let Some(new) = fields.read(errors) else {
            return;
        };
        busy.run(async move {
            let (answer, done) = match old.get_value() {
                Some(old) => (
                    api.change_contact(&old.id, &changes(&old, new)).await,
                    "saved",
                ),
                None => (api.add_contact(&new).await, "added"),
            };
            match answer {
                Ok(contact) => {
                    dialog.close();
                    on_saved();
                    let mut news = format!("Contact {done}: {}.", contact.name);
                    if let Some(twin) = twin(api, &contact).await {
                        news = format!("{news} {twin} has the same number or address.");
                    }
                    announcer.say(news);
                }
                Err(failure) => errors.show(&failure),
            }
        });
    };
    let session = expect_context::<Session>();
    let has_country = session
        .me
        .with_untracked(|me| me.as_ref().is_some_and(|me| me.country.is_some()));
    let name = Input {
        label: "Name",
        name: "name",
        ..Input::default()
    };
    let phone_number = Input {
        label: "Phone number",
        name: "phoneNumber",
        kind: "tel",
        hint: if has_country {
            "As you dial it at home, or with the country code, like +1 415 555 0132."
        } else {
            "With the country code, like +1 415 555 0132."
        },
        ..Input::default()
    };
    let email = Input {
        label: "Email",
        name: "email",
        kind: "email",
        ..Input::default()
    };
    let priority = Input {
        label: "Priority",
        name: "priority",
        kind: "number",
        hint: "1 is invited first, 9 last.",
        range: Some((1, 9)),
        ..Input::default()
    };
    let channels = [
        ("", "Whichever works"),
        ("sms", "Text message"),
        ("email", "Email"),
        ("byHand", "By hand: I send it"),
    ];
    let channels = channels
        .map(|(value, words)| (value.to_owned(), words.to_owned()))
        .into();
    let fields = vec![
        field(errors, fields.name, name),
        field(errors, fields.phone_number, phone_number),
        field(errors, fields.email, email),
        columns(
            field(errors, fields.priority, priority),
            choice(
                errors,
                fields.preferred_channel,
                "Preferred channel",
                "preferredChannel",
                channels,
            ),
        ),
    ];
    form::form(errors, fields, form::buttons(dialog, save, busy), submit)
}

/// Among so many who are found, somebody else is looked for.
const TWINS: usize = 10;

/// The name of somebody else who is reached in the same way: a couple, or one person twice.
async fn twin(api: Api, contact: &Contact) -> Option<String> {
    for way in [&contact.email, &contact.phone_number] {
        let Some(found) = way else { continue };
        let found = api.contacts(found, TWINS, None).await.ok()?.items;
        let is_twin = |other: &Contact| {
            let same = other.email == *way || other.phone_number == *way;
            same && other.id != contact.id
        };
        if let Some(twin) = found.into_iter().find(is_twin) {
            return Some(twin.name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact() -> Contact {
        Contact {
            id: "1".to_owned(),
            name: "Ada".to_owned(),
            phone_number: Some("+14155550132".to_owned()),
            email: None,
            priority: 5,
            preferred_channel: None,
            opted_out: Vec::new(),
            last_invited_at: None,
            created_at: "2026-01-01T00:00:00Z".to_owned(),
        }
    }

    fn form(contact: &Contact) -> NewContact {
        NewContact {
            name: contact.name.clone(),
            phone_number: contact.phone_number.clone(),
            email: contact.email.clone(),
            priority: Some(i64::from(contact.priority)),
            preferred_channel: contact.preferred_channel,
            ..NewContact::default()
        }
    }

    #[test]
    fn only_what_was_changed_is_sent() {
        let old = contact();
        assert_eq!(changes(&old, form(&old)), ContactPatch::default());
        let new = NewContact {
            phone_number: None,
            priority: Some(1),
            ..form(&old)
        };
        let expected = ContactPatch {
            phone_number: Some(None),
            priority: Some(1),
            ..ContactPatch::default()
        };
        assert_eq!(changes(&old, new), expected);
    }
}
