//! The deck: who can still be invited, in which order and why.

mod drag;
mod order;

use leptos::prelude::*;
use seat_dealer_api_types::{Card, NewInvite};

use crate::browser;
use crate::components::busy::Busy;
use crate::components::button::{button, quiet};
use crate::components::confirm::Question;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{dynamic, part, spawn, words};
use crate::components::long_list::long_list;
use crate::components::search::search_box;
use crate::components::shapes::{badge, group, line, panel, row, text};
use crate::features::events::desk::Desk;
use order::{Move, moved, told};

/// A deck of more cards than these can be searched.
const SOME: usize = 8;

/// The deck with what can be done about each card.
pub(crate) fn deck_panel(desk: Desk) -> AnyView {
    let busy = Busy::new();
    let read = move || busy.run(desk.read_deck());
    let more_cards = move || {
        // A long deck is seen whole after a few times.
        desk.deck_shown.try_update(|shown| *shown *= 5);
        read();
    };
    let search = move |text: String| {
        desk.deck_search.try_set(text);
        spawn(desk.read_deck());
    };
    let is_long = Memo::new(move |_| {
        let searched = desk.deck_search.with(|search| !search.is_empty());
        searched || desk.deck.len() > SOME
    });
    let search = StoredValue::new_local(search);
    let search = move || {
        let search = move |text| search.with_value(|search| search(text));
        is_long
            .get()
            .then(|| search_box("deck-search", "Search the deck", search))
    };
    let empty = move || {
        if desk.deck.len() > 0 {
            return None;
        }
        let search = desk.deck_search.get();
        if !search.trim().is_empty() {
            return Some(text("hint", format!("Nobody matches “{search}”.")));
        }
        Some({
            view! {
                <p class="hint">
                    "The deck is empty: everybody has been invited, or there are no contacts yet. "
                    <a href="/contacts">"Add contacts"</a> " and they appear here."
                </p>
            }
            .into_any()
        })
    };
    let how = move || {
        let how = "Only you see this order. Drag somebody up by their number, or press the arrow keys \
                   on it, to have them invited first.";
        (!desk.over.get()).then(|| text("hint", how))
    };
    let more = move || {
        let more = desk.deck_more.get();
        more.then(|| button("button", "Show more", more_cards).busy(busy).view())
    };
    panel(
        "deck-title",
        "The deck",
        vec![
            part(how),
            part(search),
            part(empty),
            long_list(
                "deck-title",
                desk.deck,
                |card| card.contact.name.clone(),
                move |card| card_row(desk, card),
            ),
            part(more),
        ],
    )
}

fn card_row(desk: Desk, card: RwSignal<Card>) -> AnyView {
    let name = move || card.with(|card| card.contact.name.clone());
    // The buttons are drawn again only when others are needed, so that they keep the focus.
    let kind = Memo::new(move |_| {
        let over = desk.over.get();
        card.with(|card| match card {
            _ if over => Kind::Settled,
            Card { excluded: true, .. } => Kind::Excluded,
            Card { position: None, .. } => Kind::Settled,
            Card {
                invite_first: true, ..
            } => Kind::First,
            _ => Kind::Usual,
        })
    });
    let position = move || {
        card.with(|card| {
            card.position
                .map_or_else(|| "–".to_owned(), |place| place.to_string())
        })
    };
    let mark = move || {
        let mark = card.with(|card| match card {
            Card { excluded: true, .. } => Some("Left out"),
            Card {
                unreachable: true, ..
            } => Some("Unreachable"),
            Card {
                invite_first: true, ..
            } => Some("Invite first"),
            _ => None,
        });
        mark.map(|mark| badge(dynamic(|| ""), mark.into_any()))
    };
    let state = dynamic(move || card.with(|card| if card.position.is_none() { "out" } else { "" }));
    row(
        state,
        Some(drag::handle(desk, card, kind, position)),
        vec![
            group("row-title", vec![words(name), " ".into_any(), part(mark)]),
            line(
                "row-detail",
                words(move || card.with(|card| card.reason.clone())),
            ),
        ],
        vec![card_actions(desk, card, kind)],
    )
}

fn card_actions(desk: Desk, card: RwSignal<Card>, kind: Memo<Kind>) -> AnyView {
    let dialog = use_dialog();
    let name = move || card.with(|card| card.contact.name.clone());
    let action = move |label: &'static str, step: Move| {
        quiet(label, move || rearrange(desk, card, step))
            .of(name)
            .view()
    };
    let invite = move || {
        let card = card.get_untracked();
        let name = card.contact.name.clone();
        let question = Question::new(
            format!("Invite {name} now?"),
            format!("An invitation goes out to {name} at once, out of the deck's order."),
            "Invite now",
            move || {
                let contact_id = card.contact.id.clone();
                let name = card.contact.name.clone();
                async move {
                    let new = NewInvite {
                        event_id: desk.id(),
                        contact_id,
                    };
                    desk.api.invite_now(&new).await?;
                    desk.refresh();
                    Ok(format!("{name} is invited."))
                }
            },
        );
        dialog.ask(question);
    };
    let invite = move || quiet("Invite now", invite).of(name).view();
    part(move || {
        let actions = match kind.get() {
            Kind::Settled => return None,
            Kind::Excluded => vec![action("Include", Move::Include)],
            Kind::First => vec![
                action("Up", Move::Up),
                action("Down", Move::Down),
                action("Not first", Move::NotFirst),
                action("Exclude", Move::Exclude),
                invite(),
            ],
            Kind::Usual => vec![
                action("Invite first", Move::First),
                action("Exclude", Move::Exclude),
                invite(),
            ],
        };
        Some(actions.into_any())
    })
}

/// What can be done with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In the deck where its priority puts it.
    Usual,
    /// Among those who are invited first.
    First,
    /// Left out by the host.
    Excluded,
    /// Nothing.
    Settled,
}

/// Moves a card: shown at once, then sent. The focus stays on it.
fn rearrange(desk: Desk, card: RwSignal<Card>, step: Move) {
    let Some(contact) = card.try_with_untracked(|card| card.contact.clone()) else {
        return;
    };
    let order = moved(desk.order.get_untracked(), &contact.id, step);
    desk.announcer.say(told(&order, &contact.id, &contact.name));
    let has = |list: &[String]| list.contains(&contact.id);
    card.try_update(|card| {
        card.invite_first = has(&order.invite_first);
        card.excluded = has(&order.exclude);
    });
    let focus = browser::keep_focus();
    let place = drag::id(&contact.id);
    desk.arrange(order, &place, focus.is_followed);
    focus.restore(place);
}
