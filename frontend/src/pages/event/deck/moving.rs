//! Moves a card in the host's own order.

use leptos::prelude::*;
use seat_dealer_api_types::Card;

use super::order::{Move, apply_move, describe};
use crate::browser;
use crate::pages::event::store::EventStore;

/// The part of the deck to which a card belongs, which decides its actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CardGroup {
    /// Ordered by priority.
    ByPriority,
    /// On the host's invite-first list.
    InviteFirst,
    /// Excluded by the host.
    Excluded,
    /// Not movable: the event is over, or the card is not in the deck for another reason.
    Fixed,
}

impl CardGroup {
    pub(super) fn of(card: &Card, is_over: bool) -> Self {
        match card {
            _ if is_over => Self::Fixed,
            Card { excluded: true, .. } => Self::Excluded,
            Card { position: None, .. } => Self::Fixed,
            Card {
                invite_first: true, ..
            } => Self::InviteFirst,
            _ => Self::ByPriority,
        }
    }

    /// Whether cards of this group can be dragged.
    pub(super) fn is_draggable(self) -> bool {
        matches!(self, Self::InviteFirst | Self::ByPriority)
    }
}

/// The id of the element that shows a card's position.
pub(super) fn position_id(contact_id: &str) -> String {
    format!("place-{contact_id}")
}

/// Moves a card: shows the new order at once, saves it, and keeps the focus on the card.
pub(super) fn move_card(store: EventStore, card: RwSignal<Card>, step: Move) {
    let Some(contact) = card.try_with_untracked(|card| card.contact.clone()) else {
        return;
    };
    let shown = draggable_ids(store);
    let order = apply_move(store.order.get_untracked(), &shown, &contact.id, step);
    let description = describe(&order, &contact.id, &contact.name);
    store.announcer.success(description);
    card.try_update(|card| {
        card.invite_first = order.invite_first.contains(&contact.id);
        card.excluded = order.exclude.contains(&contact.id);
    });
    let focus = browser::save_focus();
    let element_id = position_id(&contact.id);
    store.set_order(order, &element_id, focus.scrolls);
    focus.restore(element_id);
}

/// The contacts of the shown cards that can be dragged, in order.
fn draggable_ids(store: EventStore) -> Vec<String> {
    let cards = untrack(|| store.deck.values());
    let is_draggable = |card: &Card| CardGroup::of(card, false).is_draggable();
    let ids = cards
        .into_iter()
        .filter(is_draggable)
        .map(|card| card.contact.id);
    ids.collect()
}
