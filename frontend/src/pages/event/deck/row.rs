//! One card of the deck.

use leptos::prelude::*;
use seat_dealer_api_types::Card;

use super::drag::CardPosition;
use super::moving::CardGroup;
use super::sheet;
use crate::components::dialog::use_dialogs;
use crate::pages::event::store::EventStore;

/// A card with its position and the reason for it. Opens the sheet with its actions.
#[component]
pub(super) fn CardRow(store: EventStore, card: RwSignal<Card>) -> impl IntoView {
    let dialogs = use_dialogs();
    // A memo, so that the handle is rendered again only if another one is needed, and keeps the focus.
    let group = Memo::new(move |_| {
        let is_over = store.is_over.get();
        card.with(|card| CardGroup::of(card, is_over))
    });
    let is_next = Memo::new(move |_| {
        let id = card.with(|card| card.contact.id.clone());
        store.preview.with(|preview| {
            let mut now = preview.iter().flat_map(|preview| &preview.now);
            now.any(|next| next.contact_id == id)
        })
    });
    let mark = move || {
        card.with(|card| match card {
            Card { excluded: true, .. } => Some("Left out"),
            Card {
                unreachable: true, ..
            } => Some("Unreachable"),
            _ if is_next.get() => Some("Next"),
            Card {
                invite_first: true, ..
            } => Some("Invite first"),
            _ => None,
        })
    };
    let is_out = move || card.with(|card| card.position.is_none());
    let open = move |_| sheet::open(store, dialogs.create(), card, group);
    view! {
        <li class="card" data-fixed=move || is_out().then_some("")>
            <CardPosition store card group />
            <button
                type="button"
                class="guest"
                data-state=move || is_out().then_some("out")
                aria-haspopup="dialog"
                on:click=open
            >
                <span class="guest-text">
                    <span class="guest-name">
                        {move || card.with(|card| card.contact.name.clone())}
                    </span>
                    " "
                    <span class="guest-detail">{move || card.with(|card| card.reason.clone())}</span>
                </span>
                " "
                <span class="mark">{mark}</span>
            </button>
        </li>
    }
}
