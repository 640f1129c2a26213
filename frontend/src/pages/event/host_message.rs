//! Writes to the guests in the host's own words: the form, and the question before sending.

use leptos::prelude::*;
use seat_dealer_api_types::{
    Audience, HostMessage, InvitationStatus, Invite, NewHostMessage, Response, Seat,
};
use wasm_split_helpers::wasm_split;

use super::notices::recipients;
use super::store::EventStore;
use crate::api::ApiError;
use crate::components::busy::Busy;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::{Dialog, Dialogs};
use crate::components::form::{Checkbox, DialogButtons, Form, FormState, TextField, draft};

const FORM: &str = "hostMessage";

/// Loads and opens the form in this dialog.
pub(super) fn open(store: EventStore, dialog: Dialog, dialogs: Dialogs) {
    dialog.load(Box::pin(part()), move |render| {
        dialog.open("Write to your guests", move || {
            render(store, dialog, dialogs)
        });
    });
}

type Render = fn(EventStore, Dialog, Dialogs) -> AnyView;

#[wasm_split(forms, fallible)]
fn part() -> Result<Render, ApiError> {
    Ok(|store, dialog, dialogs| view! { <HostMessageForm store dialog dialogs /> }.into_any())
}

/// To whom the host writes, and what. The input is kept when the form is closed.
#[component]
fn HostMessageForm(store: EventStore, dialog: Dialog, dialogs: Dialogs) -> impl IntoView {
    let busy = Busy::new();
    let form = FormState::editing(FORM, store.id());
    let invites = untrack(|| store.invites.values());
    let audiences = Audience::ALL.iter().map(|&audience| {
        let guests = invites
            .iter()
            .filter(|invite| is_in(audience, invite))
            .count();
        (audience, guests)
    });
    let audiences: Vec<_> = audiences.filter(|(_, guests)| *guests > 0).collect();
    // The first of them is the one that hosts write to most.
    let ticks: Vec<_> = audiences
        .iter()
        .enumerate()
        .map(|(at, &(audience, guests))| (audience, guests, RwSignal::new(at == 0)))
        .collect();
    let text = RwSignal::new(String::new());
    let boxes: Vec<_> = ticks
        .iter()
        .map(|&(audience, guests, value)| {
            let label = format!("{} ({guests})", label(audience));
            view! { <Checkbox form value label name=audience.as_str() /> }.into_any()
        })
        .collect();
    let submit = move || {
        let ticked = ticks.iter().filter(|(_, _, value)| value.get_untracked());
        let message = NewHostMessage {
            to: ticked.map(|&(audience, ..)| audience).collect(),
            text: text.get_untracked(),
        };
        busy.run(async move {
            store.flush().await;
            let preview = store.api.preview_host_message(&store.id(), &message);
            match preview.await {
                Ok(told) => question(store, message, told).open(dialogs.create()),
                Err(error) => form.show_error(&error),
            }
        });
    };
    view! {
        <Form
            form
            on_submit=submit
            buttons=move || view! { <DialogButtons dialog submit_label="See who gets it" busy /> }
        >
            <fieldset class="field">
                <legend class="label">"To the guests who"</legend>
                {boxes}
            </fieldset>
            <TextField
                form
                value=text
                label="Message"
                name="text"
                kind="textarea"
                hint="Each guest gets it alone, with your name and their link. Text messages have room for 480 \
                      characters."
            />
        </Form>
    }
}

/// Asks whether to send it, with everybody who would get it and everybody who would not.
fn question(store: EventStore, message: NewHostMessage, told: HostMessage) -> ConfirmDialog {
    let guests = match told.items.len() {
        1 => "1 guest".to_owned(),
        many => format!("{many} guests"),
    };
    let mut notes = Vec::new();
    if let Some(parts @ 2..) = told.text_parts {
        notes.push(format!(
            "A text message of this length is sent in up to {parts} parts."
        ));
    }
    notes.extend(told.not_told.into_iter().map(|guest| guest.reason));
    let words = message.text.clone();
    let done = format!("Your message goes to {guests}.");
    let mut dialog = ConfirmDialog::new(
        format!("Send it to {guests}?"),
        "Each of them gets it alone, with their link:",
        "Send",
        move || {
            let send = store.api.send_host_message(&store.id(), &message);
            let done = done.clone();
            async move {
                store.perform(send).await?;
                draft::forget();
                Ok(done)
            }
        },
    );
    dialog.recipients = recipients(&told.items, &store.zone.get_untracked());
    dialog.words = vec![("Your message".to_owned(), words)];
    dialog.notes = notes;
    dialog
}

fn label(audience: Audience) -> &'static str {
    match audience {
        Audience::Seated => "have a seat",
        Audience::Standby => "are on standby",
        Audience::Maybe => "said maybe",
    }
}

/// Whether the guest belongs to this audience. The server decides who is told.
fn is_in(audience: Audience, invite: &Invite) -> bool {
    match (invite.seat, invite.response) {
        (Seat::Seated, _) => audience == Audience::Seated,
        (Seat::Standby, _) => audience == Audience::Standby,
        (_, Some(Response::Maybe)) => {
            audience == Audience::Maybe && invite.status != InvitationStatus::Withdrawn
        }
        _ => false,
    }
}
