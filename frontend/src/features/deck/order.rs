//! The host's own order of a deck, and what can be done to it.

use seat_dealer_api_types::{Card, DeckOrder};

/// What can be done to a card's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// To the end of those who are invited first.
    First,
    /// Back to where its priority puts it.
    NotFirst,
    /// One place earlier among those who are invited first.
    Up,
    /// One place later among them.
    Down,
    /// Out of the deal.
    Exclude,
    /// Back into it.
    Include,
}

/// The order that a whole deck shows.
fn order(cards: &[Card]) -> DeckOrder {
    let ids = |wanted: fn(&Card) -> bool| {
        cards
            .iter()
            .filter(|card| wanted(card))
            .map(|card| card.contact.id.clone())
            .collect()
    };
    DeckOrder {
        invite_first: ids(|card| card.invite_first),
        exclude: ids(|card| card.excluded),
    }
}

/// The order after a move of one contact.
pub(crate) fn moved(cards: &[Card], contact: &str, step: Move) -> DeckOrder {
    let DeckOrder {
        mut invite_first,
        mut exclude,
    } = order(cards);
    let place = invite_first.iter().position(|id| id == contact);
    match (step, place) {
        (Move::First, None) => invite_first.push(contact.to_owned()),
        (Move::NotFirst, Some(place)) => {
            invite_first.remove(place);
        }
        (Move::Up, Some(place)) if place > 0 => invite_first.swap(place, place - 1),
        (Move::Down, Some(place)) if place + 1 < invite_first.len() => {
            invite_first.swap(place, place + 1);
        }
        (Move::Exclude, _) if !exclude.iter().any(|id| id == contact) => {
            exclude.push(contact.to_owned());
        }
        (Move::Include, _) => exclude.retain(|id| id != contact),
        _ => {}
    }
    // Inviting somebody first who was left out lets them in again.
    if step == Move::First {
        exclude.retain(|id| id != contact);
    }
    DeckOrder {
        invite_first,
        exclude,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seat_dealer_api_types::Contact;

    fn card(id: &str, invite_first: bool, excluded: bool) -> Card {
        Card {
            contact: Contact {
                id: id.to_owned(),
                name: id.to_owned(),
                phone_number: None,
                email: None,
                priority: 5,
                preferred_channel: None,
                opted_out: Vec::new(),
                last_invited_at: None,
                created_at: String::new(),
            },
            position: None,
            reason: String::new(),
            invite_first,
            excluded,
            unreachable: false,
        }
    }

    fn after(contact: &str, step: Move) -> (String, String) {
        let deck = [
            card("a", true, false),
            card("b", true, false),
            card("c", false, false),
            card("d", false, true),
        ];
        let order = moved(&deck, contact, step);
        (order.invite_first.concat(), order.exclude.concat())
    }

    #[test]
    fn a_move_changes_one_thing() {
        let pair = |first: &str, exclude: &str| (first.to_owned(), exclude.to_owned());
        assert_eq!(after("c", Move::First), pair("abc", "d"));
        assert_eq!(after("a", Move::First), pair("ab", "d"));
        assert_eq!(after("d", Move::First), pair("abd", ""));
        assert_eq!(after("a", Move::NotFirst), pair("b", "d"));
        assert_eq!(after("b", Move::Up), pair("ba", "d"));
        assert_eq!(after("a", Move::Up), pair("ab", "d"));
        assert_eq!(after("a", Move::Down), pair("ba", "d"));
        assert_eq!(after("b", Move::Down), pair("ab", "d"));
        assert_eq!(after("c", Move::Exclude), pair("ab", "dc"));
        assert_eq!(after("d", Move::Exclude), pair("ab", "d"));
        assert_eq!(after("d", Move::Include), pair("ab", ""));
    }
}
