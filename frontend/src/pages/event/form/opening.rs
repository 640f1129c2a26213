//! Opens the form, which is a part of the app that is loaded first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::Event;
use wasm_split_helpers::wasm_split;

use super::{EventForm, FORM};
use crate::api::{ApiError, use_api};
use crate::components::dialog::{Dialog, Dialogs};
use crate::components::form::draft;

/// Opens the form for a new event, or to edit one.
pub(crate) fn open(dialog: Dialog, edited: Option<Event>, on_saved: UnsyncCallback<Event>) {
    let title = match &edited {
        Some(event) => format!("Edit {}", event.title),
        None => "Add event".to_owned(),
    };
    load(dialog, title, edited.clone(), edited, on_saved);
}

/// Opens the form for a new event with the values of this one, but without a date.
pub(crate) fn open_duplicate(dialog: Dialog, event: Event, on_saved: UnsyncCallback<Event>) {
    let template = Event {
        starts_at: None,
        ends_at: None,
        deal_until: None,
        ..event
    };
    let title = format!("Another {}", template.title);
    load(dialog, title, Some(template), None, on_saved);
}

/// Loads and opens the form.
fn load(
    dialog: Dialog,
    title: String,
    template: Option<Event>,
    edited: Option<Event>,
    on_saved: UnsyncCallback<Event>,
) {
    dialog.load(Box::pin(part()), move |render| {
        dialog.open(title, move || render(dialog, template, edited, on_saved));
    });
}

/// Renders the form with the values of the template.
type Render = fn(Dialog, Option<Event>, Option<Event>, UnsyncCallback<Event>) -> AnyView;

#[wasm_split(forms, fallible)]
fn part() -> Result<Render, ApiError> {
    Ok(|dialog, template, edited, on_saved| {
        view! { <EventForm dialog template edited on_saved /> }.into_any()
    })
}

/// Opens the form again if the session ended while it was open.
pub(crate) fn resume(dialogs: Dialogs, on_saved: UnsyncCallback<Event>) {
    let api = use_api();
    draft::resume(FORM, move |id| {
        let dialog = dialogs.create();
        if id.is_empty() {
            return open(dialog, None, on_saved);
        }
        spawn_local(async move {
            if let Ok(event) = api.event(&id).await {
                open(dialog, Some(event), on_saved);
            }
        });
    });
}
