//! The deck: who can still be invited, in which order and why.

mod drag;
mod moving;
mod order;
mod row;
mod sheet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::Card;

use super::store::EventStore;
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::list::LongList;
use crate::components::search_box::SearchBox;
use row::CardRow;

/// A deck that has had more cards than this has a search field.
const MIN_CARDS_TO_SEARCH: usize = 8;

/// The deck.
#[component]
pub(super) fn DeckPanel(store: EventStore) -> impl IntoView {
    let on_search = UnsyncCallback::new(move |search| {
        store.deck_search.try_set(search);
        spawn_local(store.show_deck());
    });
    // It stays, so that a host who changes the search does not lose it.
    let has_search =
        Memo::new(move |before| before == Some(&true) || store.deck.len() > MIN_CARDS_TO_SEARCH);
    let search_box = move || {
        view! { <SearchBox id="deck-search" label="Search the deck" on_search /> }.into_any()
    };
    let busy = Busy::new();
    let show_more = move || {
        // Each step is larger, so that a few of them show even a long deck.
        let show = move || {
            store.deck_limit.try_update(|limit| *limit *= 5);
            busy.run(store.show_deck());
        };
        view! { <Button label="Show more" busy on_click=show /> }.into_any()
    };
    let why_not_more = move || {
        let why = store
            .preview
            .with(|preview| Some(preview.as_ref()?.why_not_more.clone()))?;
        // Under the table the page says what the deal waits for; the reason is not repeated.
        let is_said = store
            .event
            .with(|event| event.as_ref().is_some_and(|event| event.waiting_for == why));
        (!is_said).then_some(why)
    };
    let left_out = move || {
        let count = store
            .event
            .with(|event| event.as_ref().map_or(0, |event| event.counts.without_tag));
        match count {
            0 => String::new(),
            1 => " 1 contact without the event's tags is left out.".to_owned(),
            count => format!(" {count} contacts without the event's tags are left out."),
        }
    };
    view! {
        <p class="hint">
            "Only you see this order. Drag somebody by their number, or press the arrow keys on it. "
            {why_not_more} {left_out}
        </p>
        {move || has_search.get().then(search_box)}
        <EmptyState store />
        <LongList
            label="The deck"
            each=store.deck
            name=|card: &Card| card.contact.name.clone()
            let:card
        >
            <CardRow store card />
        </LongList>
        {move || store.deck_has_more.get().then(show_more)}
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
        let only_lacks_tags = store.event.with(|event| {
            let event = event.as_ref()?;
            (event.counts.without_tag > 0).then(|| event.tags.join(", "))
        });
        if let Some(tags) = only_lacks_tags {
            let text = format!(
                "The deck is empty: no contact who can still be invited has one of the event's tags ({tags}). Change \
                 the tags, or give one of them to contacts."
            );
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
