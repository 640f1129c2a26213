//! The sheet of one card: the reason for its place, and what the host can do.

use leptos::prelude::*;
use seat_dealer_api_types::{Card, Contact, NewInvite};

use super::moving::{CardGroup, move_card};
use super::order::Move;
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::Dialog;
use crate::pages::event::invitations::ContactWays;
use crate::pages::event::notices;
use crate::pages::event::store::EventStore;

/// Opens the sheet.
pub(super) fn open(
    store: EventStore,
    dialog: Dialog,
    card: RwSignal<Card>,
    group: Memo<CardGroup>,
) {
    let name = card.with_untracked(|card| card.contact.name.clone());
    let group = group.get_untracked();
    dialog.open(name, move || {
        view! { <CardSheet store dialog card group /> }.into_any()
    });
}

/// The content of the sheet.
#[component]
fn CardSheet(
    store: EventStore,
    dialog: Dialog,
    card: RwSignal<Card>,
    group: CardGroup,
) -> impl IntoView {
    let Card {
        reason, contact, ..
    } = card.get_untracked();
    let move_button = move |label: &'static str, step: Move| {
        let on_click = move || {
            dialog.close();
            move_card(store, card, step);
        };
        view! { <Button class="sheet-action" label on_click /> }.into_any()
    };
    let invite_button = move || {
        let on_click = move || confirm_invite(store, dialog.next(), card.get_untracked());
        view! { <Button class="sheet-action" label="Invite now" busy=store.busy on_click /> }
            .into_any()
    };
    let actions = match group {
        CardGroup::Fixed => Vec::new(),
        CardGroup::Excluded => vec![move_button("Take back into the deck", Move::Include)],
        CardGroup::InviteFirst => vec![
            invite_button(),
            move_button("Move up", Move::Up),
            move_button("Move down", Move::Down),
            move_button("Not first", Move::NotFirst),
            move_button("Leave out", Move::Exclude),
        ],
        CardGroup::ByPriority => vec![
            invite_button(),
            move_button("Invite first", Move::First),
            move_button("Leave out", Move::Exclude),
        ],
    };
    view! {
        <div class="modal-body">
            <p>{reason}</p>
            <ContactWays contact=Signal::stored(contact) />
            <div class="sheet-actions">{actions}</div>
        </div>
    }
}

/// Asks before inviting, with what the guest would get.
fn confirm_invite(store: EventStore, dialog: Dialog, card: Card) {
    let Contact { id, name, .. } = card.contact;
    let preview = store.api.invitation(&store.id(), &id);
    notices::ask(store, dialog, preview, move |recipients| {
        invite_dialog(store, id, name, recipients)
    });
}

fn invite_dialog(
    store: EventStore,
    contact_id: String,
    name: String,
    recipients: Vec<String>,
) -> ConfirmDialog {
    let mut dialog = ConfirmDialog::new(
        format!("Invite {name} now?"),
        "This invitation goes out, regardless of the order of the deck:",
        "Invite now",
        move || {
            let new = NewInvite {
                event_id: store.id(),
                contact_id: contact_id.clone(),
            };
            let done = format!("{name} is invited.");
            async move {
                store.perform(store.api.invite_now(&new)).await?;
                Ok(done)
            }
        },
    );
    dialog.recipients = recipients;
    dialog
}
