//! Answers (rule 4).

use super::phrases::{counted, is_or_are, the_seats_are};
use crate::log::{Answered, By};
use crate::{Response, Seat, TextReply};

/// Who answered what, what seat that got them, and why no reply goes back.
pub(super) fn sentence(name: &str, answered: &Answered) -> String {
    let Answered {
        response,
        party,
        reply,
        ..
    } = *answered;
    let answer = match answered.by {
        By::Host => format!("You recorded {response} for {name}"),
        _ if reply.is_some() => format!("{name} answered {response} by text"),
        _ => format!("{name} answered {response}"),
    };
    let party = match party {
        2.. if response.wants_seat() => format!(" for a party of {party}"),
        _ => String::new(),
    };
    let seat = if response.wants_seat() {
        format!(": {}", with_seat(answered))
    } else {
        without_seat(answered).map_or_else(String::new, |seat| format!(": {seat}"))
    };
    let no_reply = match reply {
        None | Some(TextReply::Sent) => "",
        Some(TextReply::LimitReached) => "; no text went back, because the day's texts are used up",
        Some(TextReply::OptedOut) => "; no text went back, because they want none",
    };
    format!("{answer}{party}{seat}{no_reply}.")
}

fn with_seat(answered: &Answered) -> String {
    let (before, party) = (answered.party_before, answered.party);
    match (answered.seat_before, answered.seat) {
        (Seat::Seated, _) => stays_seated(before, party),
        (Seat::Held, _) => takes_hold(before, party),
        (_, Seat::Seated) if party == 1 => "an open seat is theirs".to_owned(),
        (_, Seat::Seated) => format!("{party} open seats are theirs"),
        (Seat::Standby, _) => "they stay on standby".to_owned(),
        (Seat::None, _) if answered.open_before == 0 => {
            "no seat is open, so they are on standby".to_owned()
        }
        (Seat::None, _) => format!(
            "they do not fit into {}, so they are on standby",
            counted(answered.open_before, "open seat")
        ),
    }
}

fn without_seat(answered: &Answered) -> Option<String> {
    let free = the_seats_are(answered.party_before);
    match (answered.seat_before, answered.response) {
        (Seat::Held | Seat::Seated, Response::Maybe) => {
            Some(format!("no seat is kept for a maybe, so {free} free again"))
        }
        (_, Response::Maybe) => Some("no seat is kept for a maybe".to_owned()),
        (Seat::Held | Seat::Seated, _) => Some(format!("{free} free again")),
        (Seat::Standby, _) => Some("they are no longer on standby".to_owned()),
        (Seat::None, _) => None,
    }
}

fn stays_seated(own: u32, party: u32) -> String {
    match own {
        1 if party == 1 => "the seat stays theirs".to_owned(),
        _ if party == own => format!("the {own} seats stay theirs"),
        _ => format!("they now have {} instead of {own}", counted(party, "seat")),
    }
}

fn takes_hold(own: u32, party: u32) -> String {
    match own {
        1 if party == 1 => "the seat held for them is theirs".to_owned(),
        _ if party == own => format!("the {own} seats held for them are theirs"),
        _ if party > own => format!(
            "{} held for them and {} more are theirs",
            counted(own, "seat"),
            party - own
        ),
        _ => {
            let are = is_or_are(party);
            let rest = if own - party == 1 {
                "the other is".to_owned()
            } else {
                format!("the other {} are", own - party)
            };
            format!("{party} of the {own} seats held for them {are} theirs, {rest} free again")
        }
    }
}
