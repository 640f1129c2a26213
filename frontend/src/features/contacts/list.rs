//! One contact in the list.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Contact};

use crate::api::use_api;
use crate::components::button::{quiet, quiet_danger};
use crate::components::confirm::Question;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{dynamic, words};
use crate::components::shapes::{badge, line, row};

/// A contact with what can be done about it.
pub(crate) fn contact_row(
    contact: RwSignal<Contact>,
    on_edit: impl Fn(Contact) + 'static,
    on_gone: impl Fn() + Copy + 'static,
) -> AnyView {
    let api = use_api();
    let dialog = use_dialog();
    let name = move || contact.with(|contact| contact.name.clone());
    let delete = move || {
        let Contact { id, name, .. } = contact.get_untracked();
        let question = Question::new(
            format!("Delete {name}?"),
            "They leave your contacts and every deck. Invitations they already have stay as they are.",
            "Delete contact",
            move || {
                let (id, name) = (id.clone(), name.clone());
                async move {
                    api.delete_contact(&id).await?;
                    on_gone();
                    Ok(format!("{name} deleted."))
                }
            },
        );
        dialog.ask(question.dangerous());
    };
    let priority = words(move || format!("Priority {}", contact.with(|contact| contact.priority)));
    row(
        dynamic(|| ""),
        None,
        vec![
            line("row-title", words(name)),
            line("row-detail", words(move || contact.with(reached))),
        ],
        vec![
            badge(dynamic(|| ""), priority),
            quiet("Edit", move || on_edit(contact.get_untracked()))
                .of(name)
                .view(),
            quiet_danger("Delete", delete).of(name).view(),
        ],
    )
}

/// How a contact is reached, the channel that is tried first named when the host has chosen.
fn reached(contact: &Contact) -> String {
    let ways: Vec<&str> = [&contact.phone_number, &contact.email]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let first = match contact.preferred_channel {
        Some(Channel::Sms) if ways.len() > 1 => " · text message first",
        Some(Channel::Email) if ways.len() > 1 => " · email first",
        _ => "",
    };
    format!("{}{first}", ways.join(" · "))
}
