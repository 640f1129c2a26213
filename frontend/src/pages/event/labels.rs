//! Labels for events: status, date and place, counts, channels.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Counts, Event, EventStatus};

use crate::time;

/// The label of an event's status.
fn status_label(event: &Event) -> &'static str {
    match event.status {
        EventStatus::Draft => "Not dealt yet",
        EventStatus::Dealing if event.counts.open == 0 && event.counts.held == 0 => "Full",
        EventStatus::Dealing => "Dealing",
        EventStatus::Paused => "Paused",
        EventStatus::Cancelled => "Cancelled",
        EventStatus::Past => "Past",
    }
}

/// The label of an event's status, in its colour.
#[component]
pub(crate) fn StatusBadge(#[prop(into)] event: Signal<Event>) -> impl IntoView {
    view! {
        <span class="badge" data-state=move || event.with(|event| event.status.as_str())>
            {move || event.with(status_label)}
        </span>
    }
}

/// Whether the event is past or cancelled.
pub(super) fn is_over(event: &Event) -> bool {
    matches!(event.status, EventStatus::Cancelled | EventStatus::Past)
}

/// The date and place in one line.
pub(crate) fn date_and_place(event: &Event) -> String {
    let date = match &event.starts_at {
        Some(starts_at) => time::date_time_and_zone(starts_at, &event.time_zone),
        None => "No date yet".to_owned(),
    };
    match &event.location {
        // The no-break space keeps the dot off the beginning of a line.
        Some(location) => format!("{date}\u{a0}· {location}"),
        None => date,
    }
}

/// The seats in short, e.g. `5 of 8 seated · 2 held`.
pub(crate) fn seats_label(counts: &Counts) -> String {
    match counts.held {
        0 => format!("{} of {} seated", counts.seated, counts.seats),
        held => format!("{} of {} seated · {held} held", counts.seated, counts.seats),
    }
}

/// The label of a channel, as in "by text message".
pub(super) fn channel_label(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "text message",
        Channel::Email => "email",
        Channel::ByHand => "hand",
    }
}

/// The counts with their labels, without those that are zero.
pub(super) fn count_labels(counts: &Counts) -> Vec<(u32, &'static str)> {
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
    // The counts of the table itself are always listed.
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
    fn counts_of_zero_are_left_out_except_those_of_the_table() {
        let counts = Counts {
            seats: 8,
            seated: 5,
            held: 2,
            open: 1,
            deck: 28,
            ..Counts::default()
        };
        assert_eq!(seats_label(&counts), "5 of 8 seated · 2 held");
        assert_eq!(
            count_labels(&counts),
            [(5, "seated"), (2, "held"), (1, "open"), (28, "in the deck")]
        );
        let empty = Counts {
            seats: 8,
            open: 8,
            ..Counts::default()
        };
        assert_eq!(seats_label(&empty), "0 of 8 seated");
        assert_eq!(
            count_labels(&empty),
            [(0, "seated"), (0, "held"), (8, "open")]
        );
    }
}
