//! Invites several contacts to an event.

use leptos::prelude::*;
use seat_dealer_api_types::{Event, EventStatus, NewInvites};

use super::{Several, count};
use crate::components::dialog::Dialog;
use crate::components::form::{DialogButtons, Form, FormState, Select};

/// Loads the events and opens the form.
pub(super) fn open_invite(dialog: Dialog, several: Several) {
    several.busy.run(async move {
        match several.api.events(None).await {
            Ok(page) => {
                let is_over = |event: &Event| {
                    matches!(event.status, EventStatus::Past | EventStatus::Cancelled)
                };
                let mut events = page.items;
                events.retain(|event| !is_over(event));
                let title = format!("Invite {}", count(several.ids().len()));
                dialog.open(title, move || {
                    if events.is_empty() {
                        let none = "There is no event to invite them to. Add one first.";
                        view! { <p class="modal-body">{none}</p> }.into_any()
                    } else {
                        view! { <InviteForm dialog several events /> }.into_any()
                    }
                });
            }
            Err(error) => dialog.fail(&error),
        }
    });
}

#[component]
fn InviteForm(dialog: Dialog, several: Several, events: Vec<Event>) -> impl IntoView {
    let form = FormState::new("contacts");
    let first = events.first().map(|event| event.id.clone());
    let event_id = RwSignal::new(first.unwrap_or_default());
    let options: Vec<_> = events
        .into_iter()
        .map(|event| (event.id, event.title))
        .collect();
    let names: Vec<_> = several
        .selection
        .contacts()
        .into_iter()
        .map(|contact| view! { <li>{contact.name}</li> }.into_any())
        .collect();
    let submit = move || {
        let new = NewInvites {
            event_id: event_id.get_untracked(),
            contact_ids: several.ids(),
        };
        let count = count(new.contact_ids.len());
        several.busy.run(async move {
            match several.api.invite_several(&new).await {
                Ok(_) => several.finish(dialog, format!("{count} invited.")),
                Err(error) => form.show_error(&error),
            }
        });
    };
    let busy = several.busy;
    view! {
        <Form
            form
            on_submit=submit
            buttons=move || view! { <DialogButtons dialog submit_label="Invite now" busy /> }
        >
            <Select form value=event_id label="Event" name="eventId" options />
            <p>
                "A seat is held for each of them, and others in the deck come after them. In the quiet hours of \
                 the event, the invitations wait for their end. If the open seats are not enough for all of \
                 them, nobody is invited."
            </p>
            <ol class="people">{names}</ol>
        </Form>
    }
}
