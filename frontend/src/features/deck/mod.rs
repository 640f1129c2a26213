//! The deck: who can still be invited, in which order and why.

mod order;

use leptos::prelude::*;
use seat_dealer_api_types::{Card, NewInvite};

use crate::browser;
use crate::components::busy::Busy;
use crate::components::button::{button, quiet};
use crate::components::confirm::Question;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{dynamic, part, words};
use crate::components::shapes::{badge, element, group, line, panel, row, rows, text};
use crate::features::events::desk::Desk;
use order::{Move, moved};

/// The deck with what can be done about each card.
pub(crate) fn deck_panel(desk: Desk) -> AnyView {
    let busy = Busy::new();
    let more = move || {
        busy.run(async move {
            desk.deck_pages.try_update(|pages| *pages += 1);
            desk.read().await;
        });
    };
    let empty = move || {
        (desk.deck.len() == 0).then(|| {
            view! {
                <p class="hint">
                    "The deck is empty: everybody has been invited, or there are no contacts yet. "
                    <a href="/contacts">"Add contacts"</a> " and they appear here."
                </p>
            }
            .into_any()
        })
    };
    let more = move || {
        desk.deck_more
            .get()
            .map(|_| button("button", "Show more", more).busy(busy).view())
    };
    panel(
        "deck-title",
        "The deck",
        vec![
            text("hint", "Only you see this order."),
            part(empty),
            rows(
                "deck-title",
                desk.deck.view(move |card| card_row(desk, card)),
            ),
            part(more),
        ],
    )
}

fn card_row(desk: Desk, card: RwSignal<Card>) -> AnyView {
    let name = move || card.with(|card| card.contact.name.clone());
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
        Some(element("span", "position", vec![words(position)])),
        vec![
            group("row-title", vec![words(name), " ".into_any(), part(mark)]),
            line(
                "row-detail",
                words(move || card.with(|card| card.reason.clone())),
            ),
        ],
        vec![card_actions(desk, card)],
    )
}

fn card_actions(desk: Desk, card: RwSignal<Card>) -> AnyView {
    let dialog = use_dialog();
    let name = move || card.with(|card| card.contact.name.clone());
    // The buttons are drawn again only when others are needed, so that they keep the focus.
    let kind = Memo::new(move |_| match card.get() {
        _ if desk.over.get() => Kind::Settled,
        Card { excluded: true, .. } => Kind::Excluded,
        Card { position: None, .. } => Kind::Settled,
        Card {
            invite_first: true, ..
        } => Kind::First,
        _ => Kind::Usual,
    });
    let action = move |label: &'static str, step: Move| {
        quiet(label, move || rearrange(desk, card, step))
            .of(name)
            .busy(desk.busy)
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

fn rearrange(desk: Desk, card: RwSignal<Card>, step: Move) {
    let Some(card) = card.try_get_untracked() else {
        return;
    };
    let name = card.contact.name;
    let done = match step {
        Move::First => format!("{name} is invited first."),
        Move::NotFirst => format!("{name} is back in their usual place."),
        Move::Up => format!("{name} moved up."),
        Move::Down => format!("{name} moved down."),
        Move::Exclude => format!("{name} is left out."),
        Move::Include => format!("{name} is back in the deck."),
    };
    let focused = browser::keep_focus();
    desk.act(done, async move {
        let cards = desk.whole_deck().await?;
        desk.api
            .set_deck(&desk.id(), &moved(&cards, &card.contact.id, step))
            .await?;
        desk.read().await;
        focused.restore();
        Ok(())
    });
}
