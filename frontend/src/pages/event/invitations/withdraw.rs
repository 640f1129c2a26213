//! Withdraws an invitation: with a question if the guest has heard of a seat, else with the time to undo it.

use leptos::prelude::*;
use seat_dealer_api_types::{InvitationStatus, Invite, InvitePatch, Response, Seat};

use crate::api::ApiFuture;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::Dialog;
use crate::components::form;
use crate::pages::event::notices;
use crate::pages::event::store::EventStore;
use serde::de::IgnoredAny;

/// Asks, or closes the sheet and withdraws at once.
pub(super) fn start(store: EventStore, sheet: Dialog, invite: Invite) {
    let has_heard_of_a_seat = match invite.seat {
        Seat::Seated => true,
        // A seat that is held after an answer was offered.
        Seat::Held => invite.response == Some(Response::Maybe),
        _ => false,
    };
    if has_heard_of_a_seat {
        confirm(store, sheet.next(), invite);
    } else {
        sheet.close();
        with_undo(store, invite);
    }
}

/// Asks, with what the guest would get.
fn confirm(store: EventStore, dialog: Dialog, invite: Invite) {
    let preview = store.api.withdrawal(&invite.id);
    notices::ask(store, dialog, preview, move |recipients| {
        question(store, invite, recipients)
    });
}

fn question(store: EventStore, invite: Invite, recipients: Vec<String>) -> ConfirmDialog {
    let Invite {
        id, contact, seat, ..
    } = invite;
    let name = contact.name;
    let knows = if seat == Seat::Seated {
        "knows of the seat"
    } else {
        "was offered a seat"
    };
    let told = if recipients.is_empty() {
        "and is not told: the link says that the invitation is no longer open."
    } else {
        "and is told that it is gone:"
    };
    let text = RwSignal::new(String::new());
    let done = format!("The invitation for {name} is withdrawn.");
    let mut dialog = ConfirmDialog::new(
        format!("Withdraw the invitation for {name}?"),
        format!("{name} {knows}, {told}"),
        "Withdraw",
        move || {
            let (id, done) = (id.clone(), done.clone());
            async move {
                let text = form::text(text);
                store.perform(request(store, &id, text)).await?;
                Ok(done)
            }
        },
    );
    dialog.text = (!recipients.is_empty()).then_some(("Your own words to them (optional)", text));
    dialog.recipients = recipients;
    dialog.notes = vec!["The seat goes to the next guest. This cannot be undone.".to_owned()];
    dialog.dangerous()
}

fn request(store: EventStore, id: &str, text: Option<String>) -> ApiFuture<IgnoredAny> {
    let patch = InvitePatch {
        status: Some(InvitationStatus::Withdrawn),
        text,
        ..InvitePatch::default()
    };
    store.api.change_invite(id, &patch)
}

/// Withdraws an invitation unless the host undoes it in time. Afterwards its seat may go to the next
/// card, so it cannot be undone any more.
fn with_undo(store: EventStore, invite: Invite) {
    let message = format!("The invitation for {} is withdrawn.", invite.contact.name);
    let id = invite.id;
    store.withdrawing.update(|ids| ids.push(id.clone()));
    let undone = id.clone();
    let end_withdrawal = move |id: &str| {
        store
            .withdrawing
            .try_update(|ids| ids.retain(|other| other != id));
    };
    let withdraw = async move {
        if let Err(error) = request(store, &id, None).await {
            store.announcer.error(&error);
        }
        // The row shows the withdrawal until the server's state after it is loaded.
        while !store.fetch().await {}
        end_withdrawal(&id);
    };
    store
        .announcer
        .success_with_undo(message, withdraw, move || {
            end_withdrawal(&undone);
        });
}
