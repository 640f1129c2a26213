//! Rule 18: parties.

use jiff::SignedDuration;
use seat_dealer_core::Channel::ByHand;
use seat_dealer_core::Response::{Maybe, No, Yes};
use seat_dealer_core::{Card, Command, Event, Pace, Refusal, preview};

use crate::dinner::{Dinner, at, card, invite};

/// An event that deals every open seat, with these contacts.
fn quick(seats: u32, deck: &[(&str, u32)]) -> Dinner {
    let mut dinner = Dinner::new(seats, &[]).with(|event| event.pace = Pace::Quick);
    dinner.deck = deck
        .iter()
        .map(|&(name, party_size)| Card {
            party_size,
            ..card(name)
        })
        .collect();
    dinner
}

/// The event begins in 20 hours, and guests have 5 hours to answer.
fn tomorrow(event: &mut Event) {
    event.starts_at = Some(at("2026-06-02T08:00:00Z"));
    event.response_window = Some(SignedDuration::from_hours(5));
    event.quiet_hours = None;
}

#[test]
fn a_party_waits_while_a_held_seat_may_come_free() {
    let mut dinner = quick(3, &[("Ada", 2), ("Ben", 2), ("Cleo", 1)]).dealing();
    assert_eq!(dinner.held(), ["Ada"], "Cleo does not overtake Ben");
    assert_eq!(dinner.seats(), (2, 0, 1));
    dinner.answer("Ada", No);
    assert_eq!(dinner.held(), ["Ben", "Cleo"]);
    assert_eq!(dinner.invitation("Ben").party, 2);
}

#[test]
fn a_party_gets_less_only_if_nothing_is_held() {
    let mut dinner = quick(3, &[("Ada", 2), ("Ben", 2), ("Cleo", 1)]).dealing();
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.seats(), (1, 2, 0));
    let ben = dinner.invitation("Ben");
    assert_eq!((ben.party, ben.party_limit), (1, 2));
}

#[test]
fn in_the_last_24_hours_the_first_party_that_fits_is_dealt() {
    let deck = [("Ada", 1), ("Ben", 3), ("Cleo", 2), ("Dan", 2), ("Eva", 1)];
    let mut dinner = quick(3, &deck).with(tomorrow).dealing();
    assert_eq!(
        dinner.log(),
        ["dealing", "dealt Ada", "passedOver", "dealt Cleo"]
    );
    dinner.answer("Cleo", No);
    assert_eq!(dinner.log(), ["answered Cleo", "passedOver", "dealt Dan"]);
    dinner.answer_for("Dan", Yes, 1);
    assert_eq!(
        dinner.log(),
        ["answered Dan", "passedOver", "dealt Eva"],
        "the seat that Dan does not use is dealt at once"
    );
    dinner.answer("Ada", No);
    assert_eq!(dinner.log(), ["answered Ada"], "Ben does not fit");
    dinner.answer("Eva", No);
    assert_eq!(dinner.log(), ["answered Eva", "dealt Ben"]);
    assert_eq!(dinner.invitation("Ben").party, 2, "nobody else is left");
}

#[test]
fn the_timer_is_due_when_parties_are_passed_over() {
    let mut dinner = quick(3, &[("Ada", 2), ("Ben", 2), ("Cleo", 1)])
        .with(|event| {
            event.starts_at = Some(at("2026-06-03T12:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(40));
        })
        .dealing();
    dinner.run_timer();
    assert_eq!(dinner.now, at("2026-06-02T12:00:00.001Z"));
    assert_eq!(dinner.log(), ["passedOver", "dealt Cleo"]);
}

#[test]
fn guests_of_guests_come_on_top() {
    let dinner = quick(6, &[("Ada", 2), ("Ben", 1)])
        .with(|event| event.party_limit = 2)
        .dealing();
    assert_eq!(dinner.invitation("Ada").party, 3);
    assert_eq!(dinner.invitation("Ben").party, 2);
}

#[test]
fn an_answer_without_a_number_is_for_all_people_of_the_contact() {
    let mut dinner = quick(6, &[("Ada", 2), ("Ben", 1)])
        .with(|event| event.party_limit = 2)
        .dealing();
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.seats(), (0, 3, 3), "without guests of theirs");
}

#[test]
fn an_invitation_that_was_made_smaller_may_grow_at_the_answer() {
    let grown = |ada: seat_dealer_core::Response| {
        let mut dinner = quick(3, &[("Ada", 2), ("Ben", 2)]).dealing();
        dinner.answer("Ada", Yes);
        assert_eq!(dinner.invitation("Ben").party, 1);
        dinner.answer("Ada", ada);
        dinner.answer("Ben", Yes);
        dinner
    };
    assert_eq!(grown(No).seats(), (0, 2, 1));
    let mut no_room = grown(Yes);
    assert_eq!(no_room.seats(), (0, 3, 0), "one of the two comes");
    let both = crate::dinner::answer("Ben", Yes, Some(2), seat_dealer_core::Actor::Guest);
    let name = "Ben".to_owned();
    assert_eq!(
        no_room.try_run(&both),
        Err(Refusal::NoRoomForParty { name })
    );
    no_room.answer_for("Ada", Yes, 1);
    no_room.run(&both);
    assert_eq!(no_room.seats(), (0, 3, 0));
}

#[test]
fn a_maybe_is_offered_room_for_all_people() {
    let deck = [("Ada", 2), ("Ben", 1), ("Cleo", 1)];
    let mut dinner = quick(3, &deck).dealing();
    dinner.answer("Ada", Maybe);
    assert_eq!(
        dinner.held(),
        ["Ben", "Cleo"],
        "Ada waits for the second seat"
    );
    dinner.answer("Ben", No);
    assert_eq!(dinner.log(), ["answered Ben", "offered Ada"]);
    assert_eq!(dinner.invitation("Ada").party, 2);
}

#[test]
fn the_host_may_invite_a_party_into_less() {
    let mut dinner = quick(3, &[("Ada", 2), ("Ben", 2)]).dealing();
    let Command::Invite { card } = invite("Ben") else {
        unreachable!("a host's command")
    };
    let card = Card {
        party_size: 2,
        ..card
    };
    dinner.run(&Command::Invite { card });
    assert_eq!(dinner.invitation("Ben").party, 1);
}

#[test]
fn a_preview_shows_how_many_seats_are_held() {
    let dinner = quick(4, &[("Ada", 2), ("Ben", 1), ("Cleo", 2)]);
    let preview = preview(&dinner.table_for(&Command::Deal), dinner.now);
    let seats = preview.now.iter().map(|card| card.party);
    assert_eq!(seats.collect::<Vec<_>>(), [2, 1]);
    assert_eq!(
        preview.why_not_more,
        "The next party is larger than the 1 open seat, so the deal waits for answers; Ada has \
         until Wednesday, 3 June at 12:00."
    );
}

#[test]
fn a_party_by_hand_waits_like_any_other() {
    let mut dinner = quick(3, &[("Ada", 2), ("Ben", 2)]);
    dinner.deck[0].channel = Some(ByHand);
    let dinner = dinner.dealing();
    assert_eq!(dinner.held(), ["Ada"]);
}
