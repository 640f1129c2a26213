//! Records an answer that a guest gave in person.

use leptos::prelude::*;
use seat_dealer_api_types::{Invite, InvitePatch, Response};

use super::labels::{response_label, response_state};
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::dialog::Dialog;
use crate::components::form::{self, FormState, TextField};
use crate::components::page::Alert;
use crate::pages::event::store::EventStore;

/// Opens the dialog.
pub(super) fn open(store: EventStore, dialog: Dialog, invite: Invite) {
    let title = format!("What did {} answer?", invite.contact.name);
    dialog.open(title, move || {
        view! { <RecordAnswer store dialog invite /> }.into_any()
    });
}

/// A button for each answer, and the party size if the guest may bring somebody.
#[component]
fn RecordAnswer(store: EventStore, dialog: Dialog, invite: Invite) -> impl IntoView {
    let busy = Busy::new();
    let form = FormState::new("answer");
    let party_size = RwSignal::new(invite.party_size.max(1).to_string());
    let has_party_size = invite.party_limit > 1;
    let party_size_field = has_party_size.then(|| {
        view! {
            <TextField
                form
                value=party_size
                label="How many come"
                name="partySize"
                kind="number"
                range=(1, invite.party_limit)
            />
        }
        .into_any()
    });
    let invite = StoredValue::new(invite);
    let record = move |response: Response| {
        form.clear_errors();
        let mut errors = Vec::new();
        let party_size = form::number(party_size, "partySize", &mut errors);
        if !errors.is_empty() {
            return form.show_field_errors(errors);
        }
        let Invite { id, contact, .. } = invite.get_value();
        busy.run(async move {
            let patch = InvitePatch {
                response: Some(response),
                party_size: party_size.filter(|_| has_party_size && response != Response::No),
                ..InvitePatch::default()
            };
            match store.api.change_invite(&id, &patch).await {
                Ok(_) => {
                    dialog.close();
                    let answer = response_label(response);
                    let message = format!("Answer recorded for {}: {answer}.", contact.name);
                    store.announcer.success(message);
                    store.refetch();
                }
                Err(error) => form.show_error(&error),
            }
        });
    };
    let buttons: Vec<_> = Response::ALL
        .iter()
        .map(|&response| {
            view! {
                <Button
                    class="button answer"
                    label=response_label(response)
                    state=response_state(response)
                    busy
                    on_click=move || record(response)
                />
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="modal-body">
            <p>
                "The log shows that you recorded the answer. The guest can still change it from their
                link."
            </p>
            <Alert message=form.alert />
            {party_size_field}
            <div class="answers">{buttons}</div>
        </div>
    }
}
