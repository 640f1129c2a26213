//! One contact in the list.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Contact};

use crate::api::use_api;
use crate::components::confirm::{Question, use_confirm};
use crate::keyed::Row;

/// A contact with what can be done about it.
#[component]
pub(crate) fn ContactRow(
    row: Row<Contact>,
    on_edit: impl Fn(Contact) + 'static,
    on_gone: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let api = use_api();
    let confirm = use_confirm();
    let contact = RwSignal::from(row.value);
    let name = move || contact.with(|contact| contact.name.clone());
    let delete = move |_| {
        let Contact { id, name, .. } = contact.get_untracked();
        let question = Question::new(
            format!("Delete {name}?"),
            "They leave your contacts and every deck. Invitations they were dealt end.",
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
        confirm.ask(question.dangerous());
    };
    view! {
        <li class="row">
            <div class="row-main">
                <p class="row-title">{name}</p>
                <p class="row-detail">{move || contact.with(reached)}</p>
            </div>
            <p class="badge">"Priority " {move || contact.with(|contact| contact.priority)}</p>
            <div class="row-actions">
                <button
                    type="button"
                    class="quiet-button"
                    on:click=move |_| on_edit(contact.get_untracked())
                >
                    "Edit"
                    <span class="sr-only">" " {name}</span>
                </button>
                <button type="button" class="quiet-button danger" on:click=delete>
                    "Delete"
                    <span class="sr-only">" " {name}</span>
                </button>
            </div>
        </li>
    }
    .into_any()
}

/// How a contact is reached, the channel that is tried first named when the host has chosen.
fn reached(contact: &Contact) -> String {
    let ways: Vec<&str> =
        [&contact.phone_number, &contact.email].into_iter().flatten().map(String::as_str).collect();
    let first = match contact.preferred_channel {
        Some(Channel::Sms) if ways.len() > 1 => " · text message first",
        Some(Channel::Email) if ways.len() > 1 => " · email first",
        _ => "",
    };
    format!("{}{first}", ways.join(" · "))
}
