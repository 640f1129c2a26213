//! The deck: who can still be invited, in which order and why.

mod drag;
mod moving;
mod order;
mod row;

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::Card;

use super::store::EventStore;
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::list::LongList;
use crate::components::page::Panel;
use crate::components::search_box::SearchBox;
use row::CardRow;

/// A deck that has had more cards than this has a search field.
const MIN_CARDS_TO_SEARCH: usize = 8;

/// The deck.
#[component]
pub(super) fn DeckPanel(store: EventStore) -> impl IntoView {
    let on_search = UnsyncCallback::new(move |search| {
        store.deck_search.try_set(search);
        spawn_local(store.fetch_deck());
    });
    // It stays, so that a host who changes the search does not lose it.
    let has_search =
        Memo::new(move |before| before == Some(&true) || store.deck.len() > MIN_CARDS_TO_SEARCH);
    let search_box = move || {
        view! { <SearchBox id="deck-search" label="Search the deck" on_search /> }.into_any()
    };
    let hint = || {
        view! {
            <p class="hint">
                "Only you see this order. To invite somebody first, drag them up by their number, or
                press the arrow keys on it."
            </p>
        }
        .into_any()
    };
    let busy = Busy::new();
    let show_more = move || {
        // Each step is larger, so that a few of them show even a long deck.
        let show = move || {
            store.deck_limit.try_update(|limit| *limit *= 5);
            busy.run(store.fetch_deck());
        };
        view! { <Button label="Show more" busy on_click=show /> }.into_any()
    };
    view! {
        <Panel id="deck-title" title="The deck">
            {move || (!store.is_over.get()).then(hint)}
            {move || has_search.get().then(search_box)}
            <EmptyState store />
            <LongList
                heading_id="deck-title"
                each=store.deck
                name=|card: &Card| card.contact.name.clone()
                let:card
            >
                <CardRow store card />
            </LongList>
            {move || store.deck_has_more.get().then(show_more)}
        </Panel>
    }
}

/// Says why the deck shows no cards.
#[component]
fn EmptyState(store: EventStore) -> impl IntoView {
    let empty_state = move || {
        if !store.deck.is_empty() {
            return None;
        }
        let search = store.deck_search.get();
        if !search.trim().is_empty() {
            let text = format!("Nobody matches “{search}”.");
            return Some(view! { <p class="hint">{text}</p> }.into_any());
        }
        let text = view! {
            <p class="hint">
                "The deck is empty: everybody has been invited, or there are no contacts yet. "
                <a href="/contacts">"Add contacts"</a> " and they appear here."
            </p>
        };
        Some(text.into_any())
    };
    view! { {move || empty_state()} }
}
