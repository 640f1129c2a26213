//! The host's own order of a deck, and what can be done to it.

use seat_dealer_api_types::DeckOrder;

/// What can be done to a card's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// To the end of those who are invited first.
    First,
    /// Back to where its priority puts it.
    NotFirst,
    /// To this place among those who are invited first, counted from nought.
    To(usize),
    /// One place earlier among those who are invited first, or to the end of them.
    Up,
    /// One place later among them.
    Down,
    /// Out of the deal.
    Exclude,
    /// Back into it.
    Include,
}

/// The order after a move of one contact.
pub(crate) fn moved(order: DeckOrder, contact: &str, step: Move) -> DeckOrder {
    let DeckOrder {
        mut invite_first,
        mut exclude,
    } = order;
    let place = invite_first.iter().position(|id| id == contact);
    let last = invite_first.len();
    let to = match (step, place) {
        (Move::To(to), _) => Some(to),
        (Move::Up, Some(place)) => Some(place.saturating_sub(1)),
        (Move::Down, Some(place)) => Some(place + 1),
        (Move::First | Move::Up, None) => Some(last),
        (Move::First | Move::Include, place) => place,
        (Move::NotFirst | Move::Exclude | Move::Down, _) => None,
    };
    invite_first.retain(|id| id != contact);
    if let Some(to) = to {
        invite_first.insert(to.min(invite_first.len()), contact.to_owned());
    }
    match step {
        Move::Exclude if exclude.iter().all(|id| id != contact) => exclude.push(contact.to_owned()),
        // Inviting somebody first who was left out lets them in again.
        Move::First | Move::Include => exclude.retain(|id| id != contact),
        _ => {}
    }
    DeckOrder {
        invite_first,
        exclude,
    }
}

/// The place in the whole order of what is dropped at a place among those of it that are shown, which
/// come before all others that are. It is itself in neither list.
pub(crate) fn whole(order: &[String], shown: &[String], to: usize) -> usize {
    let find = |id: &String| order.iter().position(|other| other == id);
    let next = shown.get(to).and_then(find);
    let previous = || find(shown[..to.min(shown.len())].last()?);
    match next {
        Some(next) => next,
        None => previous().map_or(order.len(), |previous| previous + 1),
    }
}

/// What has become of a contact.
pub(crate) fn told(order: &DeckOrder, contact: &str, name: &str) -> String {
    let first = &order.invite_first;
    if order.exclude.iter().any(|id| id == contact) {
        return format!("{name} is left out.");
    }
    match first.iter().position(|id| id == contact) {
        Some(place) => format!(
            "{name} is number {} of {} to be invited first.",
            place + 1,
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
        let order = moved(order, contact, step);
        (order.invite_first.concat(), order.exclude.concat())
    }

    #[test]
    fn what_is_dropped_among_some_has_its_place_among_all() {
        let ids = |ids: &str| ids.chars().map(String::from).collect::<Vec<_>>();
        let place = |shown: &str, to| whole(&ids("abcdef"), &ids(shown), to);
        assert_eq!(place("bdxy", 0), 1);
        assert_eq!(place("bdxy", 1), 3);
        assert_eq!(place("bdxy", 2), 4);
        assert_eq!(place("abcdef", 6), 6);
        assert_eq!(place("xy", 0), 6);
        assert_eq!(place("", 0), 6);
        assert_eq!(whole(&[], &ids("xy"), 0), 0);
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
