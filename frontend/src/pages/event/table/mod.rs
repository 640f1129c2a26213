//! The picture of the table, with one chair for each seat.

mod geometry;
mod picture;
mod seating;

use leptos::prelude::*;
use seat_dealer_api_types::{Counts, Event, Invite, Response, Seat};

use super::labels::is_full;
use super::store::EventStore;
use crate::components::initials::initials;
use crate::time::{self, Millis};
use geometry::MAX_CHAIRS;
use picture::{ChairState, Occupant, TablePicture};
use seating::{Party, assign_chairs};

pub(in crate::pages::event) use picture::OnChair;

/// The table of an event, which changes as answers come in.
#[component]
pub(super) fn EventTable(
    store: EventStore,
    event: Signal<Event>,
    /// Opens the guest of a chair.
    on_chair: OnChair,
) -> impl IntoView {
    let seats = Memo::new(move |_| event.with(|event| event.seats as usize));
    let now = time::use_now();
    let occupants = Memo::new(move |before: Option<&Vec<Occupant>>| {
        let before: Vec<_> = before
            .into_iter()
            .flatten()
            .map(|occupant| occupant.invite_id.clone())
            .collect();
        let invites = store.invites.values();
        assigned_chairs(&before, &invites, seats.get(), &store.zone.get(), now.get())
    });
    let is_full = Memo::new(move |_| event.with(is_full));
    let count = move || {
        let counts = event.with(|event| event.counts);
        format!("{} of {}", counts.seated, counts.seats)
    };
    let description = move || {
        let counts = event.with(|event| event.counts);
        describe(&counts, &store.invites.values())
    };
    let picture = move || {
        let chairs = seats.get();
        view! { <TablePicture chairs occupants count description on_chair is_full /> }.into_any()
    };
    let scale = move || {
        let seats = seats.get();
        (seats > MAX_CHAIRS).then(|| {
            let seats_per_chair = seats.div_ceil(MAX_CHAIRS);
            let text = format!("Each chair in the picture stands for about {seats_per_chair}.");
            view! { <p class="hint">{text}</p> }.into_any()
        })
    };
    view! {
        {move || picture()}
        {move || scale()}
    }
}

/// A table that is filling up, for hosts who have not seen one yet.
#[component]
pub(in crate::pages) fn ExampleTable() -> impl IntoView {
    let guests = [
        (ChairState::Yes, "AL"),
        (ChairState::Yes, "BK"),
        (ChairState::Held, "CM"),
        (ChairState::Yes, "DO"),
        (ChairState::Probably, "EP"),
        (ChairState::Open, ""),
        (ChairState::Yes, "FR"),
        (ChairState::Held, "GS"),
    ];
    let occupants: Vec<_> = guests
        .into_iter()
        .map(|(state, initials)| Occupant {
            state,
            initials: initials.to_owned(),
            ..Occupant::none()
        })
        .collect();
    let description = "A table with eight chairs: five guests are seated, two chairs wait for an \
                       answer, one is open.";
    view! {
        <TablePicture
            chairs=occupants.len()
            occupants=Signal::stored(occupants)
            count="5 of 8"
            description
        />
    }
}

/// Assigns the chairs to the invitations that are seated or held. `before` has the ids of the
/// invitations that had the chairs before.
fn assigned_chairs(
    before: &[Option<String>],
    invites: &[Invite],
    seats: usize,
    zone: &str,
    now: Millis,
) -> Vec<Occupant> {
    let with_seats: Vec<_> = invites
        .iter()
        .filter(|invite| matches!(invite.seat, Seat::Held | Seat::Seated))
        .collect();
    let parties: Vec<_> = with_seats
        .iter()
        .map(|invite| Party {
            id: invite.id.clone(),
            chairs: invite.party_size as usize,
        })
        .collect();
    let chairs = seats.min(MAX_CHAIRS);
    let mut assigned = assign_chairs(before, &parties, seats);
    // A picture with fewer chairs than seats shows a sample of them, with the same share taken.
    if seats > chairs {
        let (taken, open): (Vec<_>, Vec<_>) = assigned.into_iter().partition(Option::is_some);
        assigned = [taken, open].concat();
        assigned = (0..chairs)
            .map(|chair| assigned[chair * seats / chairs])
            .collect();
    }
    assigned
        .into_iter()
        .map(|index| match index {
            Some(index) => occupant(with_seats[index], zone, now),
            None => Occupant::none(),
        })
        .collect()
}

fn occupant(invite: &Invite, zone: &str, now: Millis) -> Occupant {
    let name = &invite.contact.name;
    let (state, title) = match (invite.seat, invite.response) {
        (Seat::Seated, Some(Response::Probably)) => {
            (ChairState::Probably, format!("{name} will probably come"))
        }
        (Seat::Seated, _) => (ChairState::Yes, format!("{name} comes")),
        _ => {
            let until = invite.respond_by.as_deref();
            let until = until.map(|until| format!(" until {}", time::date_and_time(until, zone)));
            (
                ChairState::Held,
                format!("Held for {name}{}", until.unwrap_or_default()),
            )
        }
    };
    Occupant {
        invite_id: Some(invite.id.clone()),
        state,
        initials: initials(name),
        title,
        time_left: (state == ChairState::Held)
            .then(|| time_left(invite, now))
            .flatten(),
    }
}

/// How much of the time to answer is left, in percent.
fn time_left(invite: &Invite, now: Millis) -> Option<u8> {
    let from = time::parse(&invite.invited_at);
    let until = time::parse(invite.respond_by.as_deref()?);
    let share = (until - now) / (until - from).max(1.0) * 100.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and 100.
    Some(share.clamp(0.0, 100.0) as u8)
}

/// The description of the picture.
fn describe(counts: &Counts, invites: &[Invite]) -> String {
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
