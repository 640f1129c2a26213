//! The host's own order of a deck, as pure functions.

use seat_dealer_api_types::DeckOrder;

/// A move of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// To the end of the invite-first list.
    First,
    /// Off the invite-first list.
    NotFirst,
    /// To this index of the deck.
    To(usize),
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// Out of the deck.
    Exclude,
    /// Back into the deck.
    Include,
}

/// The order after the move of one contact. `shown` has the contacts of the deck that are shown, in order;
/// it begins with those of the invite-first list. The contacts above a place further down join that list.
pub(super) fn apply_move(
    order: DeckOrder,
    shown: &[String],
    contact: &str,
    step: Move,
) -> DeckOrder {
    let DeckOrder {
        mut invite_first,
        mut exclude,
    } = order;
    let index = invite_first.iter().position(|id| id == contact);
    let here = shown
        .iter()
        .position(|id| id == contact)
        .unwrap_or_default();
    let end = invite_first.len();
    let to = match step {
        Move::To(to) => Some(to),
        Move::Up => Some(here.saturating_sub(1)),
        Move::Down => Some(here + 1),
        Move::First => Some(index.unwrap_or(end)),
        Move::Include => index,
        Move::NotFirst | Move::Exclude => None,
    };
    invite_first.retain(|id| id != contact);
    if let Some(to) = to {
        let others = shown.iter().filter(|id| *id != contact);
        let above = others.take(to).skip(invite_first.len());
        invite_first.extend(above.cloned());
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
        let ids = |ids: &str| ids.chars().map(String::from).collect::<Vec<_>>();
        let order = DeckOrder {
            invite_first: ids("ab"),
            exclude: ids("x"),
        };
        let order = apply_move(order, &ids("abcde"), contact, step);
        (order.invite_first.concat(), order.exclude.concat())
    }

    #[test]
    fn a_move_changes_one_thing() {
        let pair = |first: &str, exclude: &str| (first.to_owned(), exclude.to_owned());
        assert_eq!(after("c", Move::First), pair("abc", "x"));
        assert_eq!(after("a", Move::First), pair("ab", "x"));
        assert_eq!(after("x", Move::First), pair("abx", ""));
        assert_eq!(after("a", Move::NotFirst), pair("b", "x"));
        assert_eq!(after("b", Move::Up), pair("ba", "x"));
        assert_eq!(after("a", Move::Up), pair("ab", "x"));
        assert_eq!(after("c", Move::Up), pair("acb", "x"));
        assert_eq!(after("a", Move::Down), pair("ba", "x"));
        assert_eq!(after("c", Move::Exclude), pair("ab", "xc"));
        assert_eq!(after("a", Move::Exclude), pair("b", "xa"));
        assert_eq!(after("x", Move::Exclude), pair("ab", "x"));
        assert_eq!(after("x", Move::Include), pair("ab", ""));
    }

    #[test]
    fn the_cards_above_a_place_further_down_join_the_list() {
        let first = |contact: &str, step| after(contact, step).0;
        assert_eq!(first("c", Move::To(1)), "acb");
        assert_eq!(first("c", Move::To(2)), "abc");
        assert_eq!(first("e", Move::To(3)), "abce");
        assert_eq!(first("e", Move::Up), "abce");
        assert_eq!(first("b", Move::Down), "acb");
        assert_eq!(first("c", Move::Down), "abdc");
        assert_eq!(first("a", Move::To(9)), "bcdea");
    }
}
