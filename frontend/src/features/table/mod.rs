//! The picture of the table: one chair for each seat.

pub(crate) mod geometry;
pub(crate) mod picture;
pub(crate) mod seating;

use leptos::prelude::*;
use seat_dealer_api_types::{Event, Invite, Response, Seat};

use crate::components::dynamic::part;
use crate::components::shapes::text;
use crate::features::events::desk::Desk;
use crate::time::{self, Millis};
use geometry::MOST_CHAIRS;
use picture::{Look, State};
use seating::{Claim, initials, seat};

/// The table of an event, changing as answers come in.
pub(crate) fn table_picture(desk: Desk, event: Signal<Event>) -> AnyView {
    let seats = Memo::new(move |_| event.with(|event| event.seats as usize));
    let now = time::ticking();
    let seating = Memo::new(move |before: Option<&Vec<Place>>| {
        let before: Vec<_> = before
            .map(|places| {
                places
                    .iter()
                    .map(|place| place.invitation.clone())
                    .collect()
            })
            .unwrap_or_default();
        places(
            &before,
            &desk.invites.values(),
            seats.get(),
            &desk.zone.get(),
            now.get(),
        )
    });
    let looks = Signal::derive(move || {
        seating.with(|places| {
            places
                .iter()
                .map(|place| place.look.clone())
                .collect::<Vec<_>>()
        })
    });
    let middle = Signal::derive(move || {
        let counts = event.with(|event| event.counts);
        format!("{} of {}", counts.seated, counts.seats)
    });
    let description = Signal::derive(move || {
        let counts = event.with(|event| event.counts);
        described(&counts, &desk.invites.values())
    });
    let scale = move || {
        let seats = seats.get();
        (seats > MOST_CHAIRS).then(|| {
            let each = seats.div_ceil(MOST_CHAIRS);
            text(
                "hint",
                format!("Each chair in the picture stands for about {each}."),
            )
        })
    };
    view! {
        {part(move || Some(picture::picture(seats.get(), looks, middle, description)))}
        {part(scale)}
        <ul class="legend" aria-hidden="true">
            <li data-state="yes">"Yes"</li>
            <li data-state="probably">"Probably"</li>
            <li data-state="held">"Held"</li>
            <li data-state="open">"Open"</li>
        </ul>
    }
    .into_any()
}

/// One chair of the picture and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    invitation: Option<String>,
    look: Look,
}

fn places(
    before: &[Option<String>],
    invites: &[Invite],
    seats: usize,
    zone: &str,
    now: Millis,
) -> Vec<Place> {
    let at_the_table: Vec<_> = invites
        .iter()
        .filter(|invite| matches!(invite.seat, Seat::Held | Seat::Seated))
        .collect();
    let claims: Vec<_> = at_the_table
        .iter()
        .map(|invite| Claim {
            id: invite.id.clone(),
            chairs: invite.party_size as usize,
        })
        .collect();
    let chairs = seats.min(MOST_CHAIRS);
    let mut table = seat(before, &claims, seats);
    // Of a table that is too large to be drawn, every so-many-th chair is shown.
    if seats > chairs {
        let (taken, open): (Vec<_>, Vec<_>) = table.into_iter().partition(Option::is_some);
        table = [taken, open].concat();
        table = (0..chairs)
            .map(|chair| table[chair * seats / chairs])
            .collect();
    }
    table
        .into_iter()
        .map(|index| match index.map(|index| at_the_table[index]) {
            Some(invite) => Place {
                invitation: Some(invite.id.clone()),
                look: look(invite, zone, now),
            },
            None => Place {
                invitation: None,
                look: Look::open(),
            },
        })
        .collect()
}

fn look(invite: &Invite, zone: &str, now: Millis) -> Look {
    let name = &invite.contact.name;
    let (state, title) = match (invite.seat, invite.response) {
        (Seat::Seated, Some(Response::Probably)) => {
            (State::Probably, format!("{name} will probably come"))
        }
        (Seat::Seated, _) => (State::Yes, format!("{name} comes")),
        _ => {
            let until = invite.respond_by.as_deref();
            let until = until.map(|until| format!(" until {}", time::date_and_time(until, zone)));
            (
                State::Held,
                format!("Held for {name}{}", until.unwrap_or_default()),
            )
        }
    };
    Look {
        state,
        initials: initials(name),
        title,
        left: (state == State::Held)
            .then(|| time_left(invite, now))
            .flatten(),
    }
}

/// How much of the time for an answer is left, in hundredths.
fn time_left(invite: &Invite, now: Millis) -> Option<u8> {
    let from = time::moment(&invite.invited_at);
    let until = time::moment(invite.respond_by.as_deref()?);
    let share = (until - now) / (until - from).max(1.0) * 100.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and 100.
    Some(share.clamp(0.0, 100.0) as u8)
}

/// The picture in words.
fn described(counts: &seat_dealer_api_types::Counts, invites: &[Invite]) -> String {
    let names = |seat: Seat| {
        let names: Vec<_> = invites
            .iter()
            .filter(|invite| invite.seat == seat)
            .map(|invite| invite.contact.name.as_str())
            .collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(" ({})", names.join(", "))
        }
    };
    let chairs = if counts.seats == 1 { "chair" } else { "chairs" };
    format!(
        "A table with {} {chairs}: {} seated{}, {} held{}, {} open.",
        counts.seats,
        counts.seated,
        names(Seat::Seated),
        counts.held,
        names(Seat::Held),
        counts.open,
    )
}
