//! The host's own order of a deck, as pure functions.

use seat_dealer_api_types::DeckOrder;

/// A move of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// To the end of the invite-first list.
    First,
    /// Off the invite-first list.
    NotFirst,
    /// To this index of the invite-first list.
    To(usize),
    /// One place up in the invite-first list, or to its end.
    Up,
    /// One place down in the invite-first list.
    Down,
    /// Out of the deck.
    Exclude,
    /// Back into the deck.
    Include,
}

/// The order after the move of one contact.
pub(super) fn apply_move(order: DeckOrder, contact: &str, step: Move) -> DeckOrder {
    let DeckOrder {
        mut invite_first,
        mut exclude,
    } = order;
    let index = invite_first.iter().position(|id| id == contact);
    let end = invite_first.len();
    let to = match (step, index) {
        (Move::To(to), _) => Some(to),
        (Move::Up, Some(index)) => Some(index.saturating_sub(1)),
        (Move::Down, Some(index)) => Some(index + 1),
        (Move::First | Move::Up, None) => Some(end),
        (Move::First | Move::Include, index) => index,
        (Move::NotFirst | Move::Exclude | Move::Down, _) => None,
    };
    invite_first.retain(|id| id != contact);
    if let Some(to) = to {
        invite_first.insert(to.min(invite_first.len()), contact.to_owned());
    }
    match step {
        Move::Exclude if exclude.iter().all(|id| id != contact) => exclude.push(contact.to_owned()),
        // An excluded contact who is to be invited first is included again.
        Move::First | Move::Include => exclude.retain(|id| id != contact),
        _ => {}
    }
    DeckOrder {
        invite_first,
        exclude,
    }
}

/// The index in the whole invite-first list of a card that is dropped at index `to` among the shown
/// cards. `shown` begins with the shown part of the list. Neither contains the dropped card.
pub(super) fn index_in_order(order: &[String], shown: &[String], to: usize) -> usize {
    let find = |id: &String| order.iter().position(|other| other == id);
    let next = shown.get(to).and_then(find);
    let previous = || find(shown[..to.min(shown.len())].last()?);
    match next {
        Some(next) => next,
        None => previous().map_or(order.len(), |previous| previous + 1),
    }
}

/// Describes a contact's place after a move.
pub(super) fn describe(order: &DeckOrder, contact: &str, name: &str) -> String {
    let first = &order.invite_first;
    if order.exclude.iter().any(|id| id == contact) {
        return format!("{name} is left out.");
    }
    match first.iter().position(|id| id == contact) {
        Some(index) => format!(
            "{name} is number {} of {} to be invited first.",
            index + 1,
            first.len()
        ),
        None => format!("{name} is in their usual place."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(contact: &str, step: Move) -> (String, String) {
        let ids = |ids: &str| ids.chars().map(String::from).collect();
        let order = DeckOrder {
            invite_first: ids("ab"),
            exclude: ids("d"),
        };
        let order = apply_move(order, contact, step);
        (order.invite_first.concat(), order.exclude.concat())
    }

    #[test]
    fn a_card_dropped_among_the_shown_ones_has_an_index_in_the_whole_order() {
        let ids = |ids: &str| ids.chars().map(String::from).collect::<Vec<_>>();
        let index = |shown: &str, to| index_in_order(&ids("abcdef"), &ids(shown), to);
        assert_eq!(index("bdxy", 0), 1);
        assert_eq!(index("bdxy", 1), 3);
        assert_eq!(index("bdxy", 2), 4);
        assert_eq!(index("abcdef", 6), 6);
        assert_eq!(index("xy", 0), 6);
        assert_eq!(index("", 0), 6);
        assert_eq!(index_in_order(&[], &ids("xy"), 0), 0);
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
        assert_eq!(after("c", Move::Up), pair("abc", "d"));
        assert_eq!(after("a", Move::Down), pair("ba", "d"));
        assert_eq!(after("b", Move::Down), pair("ab", "d"));
        assert_eq!(after("c", Move::Down), pair("ab", "d"));
        assert_eq!(after("c", Move::To(1)), pair("acb", "d"));
        assert_eq!(after("b", Move::To(0)), pair("ba", "d"));
        assert_eq!(after("a", Move::To(9)), pair("ba", "d"));
        assert_eq!(after("c", Move::Exclude), pair("ab", "dc"));
        assert_eq!(after("a", Move::Exclude), pair("b", "da"));
        assert_eq!(after("d", Move::Exclude), pair("ab", "d"));
        assert_eq!(after("d", Move::Include), pair("ab", ""));
    }
}
