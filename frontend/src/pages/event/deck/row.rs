//! One card of the deck.

use leptos::prelude::*;
use seat_dealer_api_types::{Card, NewInvite};

use super::drag::CardPosition;
use super::moving::{CardGroup, move_card};
use super::order::Move;
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::use_dialogs;
use crate::pages::event::store::EventStore;

/// A card with its position, the reason for it, and its actions.
#[component]
pub(super) fn CardRow(store: EventStore, card: RwSignal<Card>) -> impl IntoView {
    // A memo, so that the buttons are rendered again only if others are needed, and keep the focus.
    let group = Memo::new(move |_| {
        let is_over = store.is_over.get();
        card.with(|card| CardGroup::of(card, is_over))
    });
    let badge = move || {
        let label = card.with(|card| match card {
            Card { excluded: true, .. } => Some("Left out"),
            Card {
                unreachable: true, ..
            } => Some("Unreachable"),
            Card {
                invite_first: true, ..
            } => Some("Invite first"),
            _ => None,
        });
        label.map(|label| view! { <span class="badge">{label}</span> }.into_any())
    };
    view! {
        <li
            class="row"
            data-state=move || card.with(|card| card.position.is_none().then_some("out"))
        >
            <CardPosition store card group />
            <div class="row-main">
                <div class="row-title">
                    {move || card.with(|card| card.contact.name.clone())} " " {move || badge()}
                </div>
                <p class="row-detail">{move || card.with(|card| card.reason.clone())}</p>
            </div>
            <div class="row-actions">
                <CardActions store card group />
            </div>
        </li>
    }
}

/// The actions on a card.
#[component]
fn CardActions(store: EventStore, card: RwSignal<Card>, group: Memo<CardGroup>) -> impl IntoView {
    let dialogs = use_dialogs();
    let subject = Signal::derive(move || card.with(|card| card.contact.name.clone()));
    let move_button = move |label: &'static str, step: Move| {
        let on_click = move || move_card(store, card, step);
        view! { <Button class="quiet-button" label subject on_click /> }.into_any()
    };
    let invite_button = move || {
        let on_click = move || invite_dialog(store, card.get_untracked()).open(dialogs.create());
        view! { <Button class="quiet-button" label="Invite now" subject on_click /> }.into_any()
    };
    let actions = move || match group.get() {
        CardGroup::Fixed => Vec::new(),
        CardGroup::Excluded => vec![move_button("Include", Move::Include)],
        CardGroup::InviteFirst => vec![
            move_button("Up", Move::Up),
            move_button("Down", Move::Down),
            move_button("Not first", Move::NotFirst),
            move_button("Exclude", Move::Exclude),
            invite_button(),
        ],
        CardGroup::ByPriority => vec![
            move_button("Invite first", Move::First),
            move_button("Exclude", Move::Exclude),
            invite_button(),
        ],
    };
    view! { {move || actions().into_any()} }
}

fn invite_dialog(store: EventStore, card: Card) -> ConfirmDialog {
    let name = card.contact.name.clone();
    ConfirmDialog::new(
        format!("Invite {name} now?"),
        format!("An invitation goes out to {name} now, regardless of the order of the deck."),
        "Invite now",
        move || {
            let contact_id = card.contact.id.clone();
            let name = card.contact.name.clone();
            async move {
                let new = NewInvite {
                    event_id: store.id(),
                    contact_id,
                };
                store.perform(store.api.invite_now(&new)).await?;
                Ok(format!("{name} is invited."))
            }
        },
    )
}
