//! Events: their list, their form, and the words about how they stand.

mod announce;
pub(crate) mod desk;
pub(crate) mod form;
pub(crate) mod head;
pub(crate) mod list;
mod look;
pub(crate) mod pace;
pub(crate) mod preview;

use leptos::prelude::*;
use seat_dealer_api_types::{Counts, Event, EventStatus};

use crate::components::dynamic::{dynamic, words};
use crate::components::shapes::badge;
use crate::time;

/// A status as a host calls it.
fn status_words(event: &Event) -> &'static str {
    match event.status {
        EventStatus::Draft => "Not dealt yet",
        EventStatus::Dealing if event.counts.open == 0 && event.counts.held == 0 => "Full",
        EventStatus::Dealing => "Dealing",
        EventStatus::Paused => "Paused",
        EventStatus::Cancelled => "Cancelled",
        EventStatus::Past => "Past",
    }
}

/// A status in its colour.
pub(crate) fn status_badge(event: Signal<Event>) -> AnyView {
    badge(
        dynamic(move || event.with(|event| event.status.as_str())),
        words(move || event.with(|event| status_words(event).to_owned())),
    )
}

/// Whether nothing can be done any more.
pub(crate) fn is_over(event: &Event) -> bool {
    matches!(event.status, EventStatus::Cancelled | EventStatus::Past)
}

/// When and where, in one line.
pub(crate) fn when_and_where(event: &Event) -> String {
    let when = match &event.starts_at {
        Some(starts_at) => time::date_time_and_zone(starts_at, &event.time_zone),
        None => "No date yet".to_owned(),
    };
    match &event.location {
        // No line begins with the dot.
        Some(location) => format!("{when}\u{a0}· {location}"),
        None => when,
    }
}

/// The seats in a few words, e.g. `5 of 8 seated · 2 held`.
pub(crate) fn seats_words(counts: &Counts) -> String {
    match counts.held {
        0 => format!("{} of {} seated", counts.seated, counts.seats),
        held => format!("{} of {} seated · {held} held", counts.seated, counts.seats),
    }
}

/// All the counts that are not nothing, each with what it is called.
pub(crate) fn counts_words(counts: &Counts) -> Vec<(u32, &'static str)> {
    let all = [
        (counts.seated, "seated"),
        (counts.held, "held"),
        (counts.open, "open"),
        (counts.standby, "on standby"),
        (counts.maybe, "maybe"),
        (counts.no, "no"),
        (counts.lapsed, "lapsed"),
        (counts.deck, "in the deck"),
    ];
    // The table itself is always told whole.
    all.into_iter()
        .enumerate()
        .filter(|(index, (count, _))| *index < 3 || *count > 0)
        .map(|(_, count)| count)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_words() {
        let counts = Counts {
            seats: 8,
            seated: 5,
            held: 2,
            open: 1,
            deck: 28,
            ..Counts::default()
        };
        assert_eq!(seats_words(&counts), "5 of 8 seated · 2 held");
        assert_eq!(
            counts_words(&counts),
            [(5, "seated"), (2, "held"), (1, "open"), (28, "in the deck")]
        );
        let empty = Counts {
            seats: 8,
            open: 8,
            ..Counts::default()
        };
        assert_eq!(seats_words(&empty), "0 of 8 seated");
        assert_eq!(
            counts_words(&empty),
            [(0, "seated"), (0, "held"), (8, "open")]
        );
    }
}
