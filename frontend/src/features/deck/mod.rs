//! The deck: who can still be invited, in which order and why.

mod order;

use leptos::prelude::*;
use seat_dealer_api_types::{Card, EventStatus, NewInvite};

use crate::browser;
use crate::components::busy::Busy;
use crate::components::confirm::{Question, use_confirm};
use crate::features::events::desk::Desk;
use crate::keyed::Row;
use order::{Move, moved};

/// The deck with what can be done about each card.
#[component]
pub(crate) fn DeckPanel(desk: Desk) -> impl IntoView {
    let busy = Busy::new();
    let more = move |_| {
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
        })
    };
    let over = Memo::new(move |_| {
        desk.event.with(|event| {
            event.as_ref().is_none_or(|event| {
                matches!(event.status, EventStatus::Cancelled | EventStatus::Past)
            })
        })
    });
    view! {
        <section class="panel" aria-labelledby="deck-title">
            <h2 id="deck-title">"The deck"</h2>
            <p class="hint">"Only you see this order."</p>
            {empty}
            <ol class="rows" aria-labelledby="deck-title">
                <For each=move || desk.deck.rows() key=|row| row.key.clone() let(row)>
                    <CardRow desk row over />
                </For>
            </ol>
            {move || {
                desk.deck_more.get().map(|_| {
                    view! {
                        <button
                            type="button"
                            class="button"
                            disabled=move || busy.get()
                            on:click=more
                        >
                            "Show more"
                        </button>
                    }
                })
            }}
        </section>
    }
    .into_any()
}

#[component]
fn CardRow(desk: Desk, row: Row<Card>, over: Memo<bool>) -> impl IntoView {
    let card = RwSignal::from(row.value);
    let name = move || card.with(|card| card.contact.name.clone());
    let position = move || {
        card.with(|card| card.position.map_or_else(|| "–".to_owned(), |place| place.to_string()))
    };
    let badge = move || {
        card.with(|card| match card {
            Card { excluded: true, .. } => Some("Left out"),
            Card { unreachable: true, .. } => Some("Unreachable"),
            Card { invite_first: true, .. } => Some("Invite first"),
            _ => None,
        })
        .map(|badge| view! { <span class="badge">{badge}</span> })
    };
    let actions = move || (!over.get()).then(|| card_actions(desk, card));
    view! {
        <li class="row" class:is-out=move || card.with(|card| card.position.is_none())>
            <span class="position">{position}</span>
            <div class="row-main">
                <p class="row-title">{name} " " {badge}</p>
                <p class="row-detail">{move || card.with(|card| card.reason.clone())}</p>
            </div>
            {actions}
        </li>
    }
    .into_any()
}

fn card_actions(desk: Desk, card: RwSignal<Card>) -> AnyView {
    let confirm = use_confirm();
    // The place decides what can be done; its number is no matter.
    let kind = Memo::new(move |_| {
        card.with(|card| (card.position.is_some(), card.invite_first, card.excluded))
    });
    let action = move |label: &'static str, step: Move| {
        view! {
            <button
                type="button"
                class="quiet-button"
                disabled=move || desk.busy.get()
                on:click=move |_| rearrange(desk, card, step)
            >
                {label}
                <span class="sr-only">" " {move || card.with(|card| card.contact.name.clone())}</span>
            </button>
        }
        .into_any()
    };
    let invite = move |_| {
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
                    let new = NewInvite { event_id: desk.id(), contact_id };
                    desk.api.invite_now(&new).await?;
                    desk.refresh();
                    Ok(format!("{name} is invited."))
                }
            },
        );
        confirm.ask(question);
    };
    let invite = move || {
        view! {
            <button type="button" class="quiet-button" on:click=invite>
                "Invite now"
                <span class="sr-only">" " {move || card.with(|card| card.contact.name.clone())}</span>
            </button>
        }
        .into_any()
    };
    let actions = move || match kind.get() {
        (_, _, true) => vec![action("Include", Move::Include)],
        (true, true, _) => vec![
            action("Up", Move::Up),
            action("Down", Move::Down),
            action("Not first", Move::NotFirst),
            action("Exclude", Move::Exclude),
            invite(),
        ],
        (true, false, _) => vec![
            action("Invite first", Move::First),
            action("Exclude", Move::Exclude),
            invite(),
        ],
        (false, ..) => Vec::new(),
    };
    view! { <div class="row-actions">{actions}</div> }.into_any()
}

fn rearrange(desk: Desk, card: RwSignal<Card>, step: Move) {
    let Some(card) = card.try_get_untracked() else { return };
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
        let deck = desk.whole_deck().await?;
        desk.api.set_deck(&desk.id(), &moved(&deck, &card.contact.id, step)).await?;
        desk.read().await;
        focused.restore();
        Ok(())
    });
}
