//! Labels for events: status, date and place, counts, channels.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Counts, Event, EventStatus};

use crate::time;

/// The label of an event's status.
fn status_label(event: &Event) -> &'static str {
    match event.status {
        EventStatus::Draft => "Not dealt yet",
        EventStatus::Dealing if is_full(event) => "Full",
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

/// Whether every seat is taken.
pub(super) fn is_full(event: &Event) -> bool {
    event.counts.open == 0 && event.counts.held == 0
}

/// Whether the event is past or cancelled.
pub(crate) fn is_over(event: &Event) -> bool {
    matches!(event.status, EventStatus::Cancelled | EventStatus::Past)
}

/// The begin and the place in one line.
pub(crate) fn date_and_place(event: &Event) -> String {
    with_place(event, |starts_at| {
        time::date_time_and_zone(starts_at, &event.time_zone)
    })
}

/// The begin, the end and the place in one line.
pub(super) fn span_and_place(event: &Event) -> String {
    with_place(event, |starts_at| {
        let zone = &event.time_zone;
        match &event.ends_at {
            Some(ends_at) => time::span(starts_at, ends_at, zone),
            None => time::date_time_and_zone(starts_at, zone),
        }
    })
}

fn with_place(event: &Event, date: impl Fn(&str) -> String) -> String {
    let date = match &event.starts_at {
        Some(starts_at) => date(starts_at),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_seats_are_named_if_there_are_any() {
        let counts = Counts {
            seats: 8,
            seated: 5,
            held: 2,
            open: 1,
            ..Counts::default()
        };
        assert_eq!(seats_label(&counts), "5 of 8 seated · 2 held");
        let empty = Counts {
            seats: 8,
            open: 8,
            ..Counts::default()
        };
        assert_eq!(seats_label(&empty), "0 of 8 seated");
    }
}
