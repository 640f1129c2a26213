//! Rules 1 to 3 and 6 to 9: who is asked when, and until when.

use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use seat_dealer_core::Response::{Maybe, No, Yes};
use seat_dealer_core::{Command, QuietHours, Reason, Refusal};

use crate::dinner::{Dinner, at, card, invite};

const FRIENDS: &[&str] = &[
    "Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hal", "Ida", "Jon", "Kim", "Lea",
];

#[test]
fn rule_1_seats_are_never_oversold() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]).dealing();
    assert_eq!(dinner.seats(), (2, 0, 0), "two are held, nothing is open");
    let refused = dinner.try_to(&invite("Cleo"));
    assert_eq!(refused, Err(Refusal::NoOpenSeat { seats: 2 }));
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.seats(), (0, 2, 0));
}

#[test]
fn rule_1_counts_parties() {
    let mut dinner = Dinner::new(4, FRIENDS)
        .with(|event| event.party_limit = 3)
        .dealing();
    assert_eq!(dinner.waiting(), ["Ada", "Ben"], "three seats and one");
    assert_eq!(
        dinner.said()[1..],
        [
            "Ada was invited (priority 5, not invited by you before); \
             3 seats are held until Wednesday, 3 June at 12:00.",
            "Ben was invited (priority 5, not invited by you before); \
             a seat is held until Wednesday, 3 June at 12:00.",
        ]
    );
    dinner.answer_for("Ada", Yes, 2);
    assert_eq!(
        dinner.said()[0],
        "Ada answered YES for a party of 2: 2 of the 3 seats held for them are theirs, \
         the other is free again."
    );
    assert_eq!(dinner.waiting(), ["Ben", "Cleo"]);
    assert_eq!(dinner.seats(), (2, 2, 0));
}

#[test]
fn rule_2_a_few_are_dealt_at_a_time() {
    let mut dinner = Dinner::new(8, FRIENDS).dealing();
    assert_eq!(dinner.waiting(), ["Ada", "Ben", "Cleo", "Dan"], "half of 8");
    dinner.answer("Ada", No);
    assert_eq!(dinner.waiting(), ["Ben", "Cleo", "Dan", "Eva"], "at once");
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.waiting().len(), 4, "half of 7, rounded up");
    dinner.answer("Cleo", Yes);
    assert_eq!(dinner.waiting().len(), 3, "half of 6");
    dinner.answer("Dan", Yes);
    dinner.answer("Eva", Yes);
    dinner.answer("Finn", Yes);
    assert_eq!(dinner.waiting().len(), 3, "never less than 3");
}

#[test]
fn rule_2_the_host_can_fix_the_hand() {
    let dinner = Dinner::new(8, FRIENDS)
        .with(|event| event.hand_size = Some(2))
        .dealing();
    assert_eq!(dinner.waiting(), ["Ada", "Ben"]);
    assert_eq!(
        dinner.table.waiting_for(dinner.now),
        "2 invitations are waiting for an answer, as many as the hand allows; \
         Ada has until Wednesday, 3 June at 12:00."
    );
}

#[test]
fn rule_2_all_seats_are_dealt_in_the_last_72_hours() {
    let mut dinner = Dinner::new(8, FRIENDS)
        .with(|event| {
            event.starts_at = Some(at("2026-06-05T12:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(60));
        })
        .dealing();
    assert_eq!(dinner.waiting().len(), 4);
    dinner.wait_until("2026-06-02T12:00:00Z");
    dinner.give(&Command::Tick);
    assert_eq!(dinner.waiting().len(), 4, "72 hours are not less than 72");
    dinner.wait_for_the_timer();
    assert!(dinner.now > at("2026-06-02T12:00:00Z"), "72 hours are left");
    assert!(dinner.now < at("2026-06-02T12:00:01Z"), "{}", dinner.now);
    assert_eq!(dinner.waiting().len(), 8);
}

#[test]
fn rule_2_nothing_is_dealt_after_the_begin_or_deal_until() {
    let mut dinner = Dinner::new(2, FRIENDS)
        .with(|event| {
            event.deal_until = Some(at("2026-06-01T13:00:00Z"));
            event.starts_at = Some(at("2026-06-01T18:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(4));
        })
        .dealing();
    dinner.wait_until("2026-06-01T13:00:00Z");
    dinner.answer("Ada", No);
    assert_eq!(dinner.said(), ["Ada answered NO: the seat is free again."]);
    assert_eq!(
        dinner.table.waiting_for(dinner.now),
        "Dealing ended at the time you set in \"deal until\"."
    );
    assert_eq!(dinner.try_to(&Command::Deal), Err(Refusal::DealUntilPassed));
    dinner.wait_until("2026-06-01T18:00:00Z");
    assert_eq!(dinner.try_to(&invite("Cleo")), Err(Refusal::Past));
}

#[test]
fn rule_3_cards_are_dealt_in_order_with_their_reasons() {
    let mut dinner = Dinner::new(5, &[]).with(|event| event.hand_size = Some(9));
    let priority = |priority, last: Option<&str>| Reason::Priority {
        priority,
        last_invited_at: last.map(at),
    };
    let reasons = [
        ("Zoe", Reason::InviteFirst { place: 1 }),
        ("Yann", Reason::InviteFirst { place: 2 }),
        ("Xenia", priority(1, None)),
        ("Wim", priority(5, Some("2025-12-24T10:00:00Z"))),
    ];
    for (name, reason) in reasons {
        let card = card(name);
        dinner.deck.push(seat_dealer_core::Card { reason, ..card });
    }
    dinner.give(&Command::Deal);
    let until = "a seat is held until Wednesday, 3 June at 12:00.";
    assert_eq!(
        dinner.said()[1..5],
        [
            format!("Zoe was invited (first on the invite-first list); {until}"),
            format!("Yann was invited (number 2 on the invite-first list); {until}"),
            format!("Xenia was invited (priority 1, not invited by you before); {until}"),
            format!("Wim was invited (priority 5, last invited on 24 December 2025); {until}"),
        ]
    );
}

#[test]
fn rule_6_a_freed_seat_goes_to_standby_in_the_order_they_asked() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    dinner.wait_hours(1);
    dinner.give(&Command::Tick);
    dinner.wait_hours(1);
    dinner.give(&Command::Tick);
    assert_eq!(dinner.waiting(), ["Cleo"]);
    dinner.answer("Ben", Yes);
    dinner.now += SignedDuration::from_mins(10);
    dinner.answer("Ada", Yes);
    dinner.answer("Cleo", Yes);
    assert_eq!(dinner.standing("Ben"), "standby");
    assert_eq!(dinner.standing("Ada"), "standby");
    dinner.answer("Cleo", No);
    assert_eq!(
        dinner.said(),
        [
            "Cleo answered NO: the seat is free again.",
            "Ben was next on standby and got a free seat.",
        ]
    );
    assert_eq!(dinner.sent(), ["seated to Ben by email"]);
    assert_eq!(dinner.standing("Ada"), "standby");
}

#[test]
fn rule_6_a_party_that_does_not_fit_waits_on() {
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| {
            event.party_limit = 3;
            event.response_window = Some(SignedDuration::from_hours(1));
        })
        .dealing();
    dinner.wait_hours(1);
    dinner.give(&Command::Tick);
    assert_eq!(dinner.waiting(), ["Ben"]);
    dinner.answer_for("Ada", Yes, 2);
    assert_eq!(
        dinner.said(),
        ["Ada answered YES for a party of 2: no seat is open, so they are on standby."]
    );
    dinner.answer_for("Ben", Yes, 2);
    assert_eq!(
        dinner.said(),
        [
            "Ben answered YES for a party of 2: 2 of the 3 seats held for them are theirs, \
             the other is free again.",
            "Ada stays on standby, because a party of 2 does not fit into 1 open seat.",
            "Cleo was invited (priority 5, not invited by you before); \
             a seat is held until Monday, 1 June at 14:00.",
        ]
    );
}

#[test]
fn an_empty_deck_is_noted_once_however_often_deal_is_pressed() {
    let empty = "Nobody is left to deal, with 2 seats still open: add contacts to go on.";
    let mut dinner = Dinner::new(2, &[]).dealing();
    assert_eq!(dinner.said(), ["You started dealing.", empty]);
    dinner.give(&Command::Deal);
    assert!(dinner.said().is_empty(), "{:?}", dinner.said());
    dinner.give(&Command::Pause);
    dinner.give(&Command::Deal);
    assert_eq!(dinner.said(), ["You let dealing go on.", empty]);
}

#[test]
fn rule_6_maybes_are_asked_once_when_the_deck_is_empty() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.waiting(), ["Ben"], "the next card comes first");
    dinner.answer("Ben", No);
    assert_eq!(
        dinner.said(),
        [
            "Ben answered NO: the seat is free again.",
            "Ada, a maybe, is offered a seat until Wednesday, 3 June at 12:00, \
             because the deck is empty.",
        ]
    );
    assert_eq!(dinner.sent(), ["offer to Ada by email"]);
    dinner.wait_hours(3);
    dinner.answer("Ada", Maybe);
    assert!(dinner.said().is_empty(), "saying so again changes nothing");
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.wait_for_the_timer();
    assert_eq!(
        dinner.said(),
        [
            "Ada did not take up the offer in time; the seat is free again.",
            "Nobody is left to deal, with 1 seat still open: add contacts to go on.",
        ]
    );
    dinner.answer("Ada", Yes);
    assert_eq!(
        dinner.said(),
        [
            "Ada answered YES: an open seat is theirs.",
            "The table is full: the one seat is taken, and dealing rests until it is free again.",
        ]
    );
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.waiting(), [""; 0], "nobody is offered a seat twice");
}

#[test]
fn rule_7_full_is_a_state_and_not_an_end() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", Yes);
    assert_eq!(
        dinner.said(),
        [
            "Ben answered YES: the seat held for them is theirs.",
            "The table is full: all 2 seats are taken, and dealing rests until one is free again.",
        ]
    );
    assert_eq!(dinner.last.due_at, None);
    assert_eq!(
        dinner.table.waiting_for(dinner.now),
        "The table is full. Dealing goes on by itself when a seat is free again."
    );
    dinner.answer("Ada", No);
    assert_eq!(dinner.sent(), ["invitation to Cleo by email"]);
}

#[test]
fn rule_8_the_window_is_a_fifth_of_the_time_left() {
    let until = |begin: Option<&str>, deal_until: Option<&str>| {
        Dinner::new(1, &["Ada"])
            .with(|event| {
                event.starts_at = begin.map(at);
                event.deal_until = deal_until.map(at);
                event.quiet_hours = None;
            })
            .dealing()
            .standing("Ada")
    };
    assert_eq!(until(None, None), "held until 2026-06-03T12:00:00Z");
    let begin = Some("2026-06-06T12:00:00Z");
    assert_eq!(until(begin, None), "held until 2026-06-02T12:00:00Z");
    let sooner = Some("2026-06-02T12:00:00Z");
    assert_eq!(until(begin, sooner), "held until 2026-06-01T16:48:00Z");
    let soon = Some("2026-06-01T13:00:00Z");
    assert_eq!(until(soon, None), "held until 2026-06-01T12:30:00Z");
    let far = Some("2026-12-01T12:00:00Z");
    assert_eq!(until(far, None), "held until 2026-06-03T12:00:00Z");
}

#[test]
fn rule_8_a_given_deadline_never_moves() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.edit(|event| {
        event.starts_at = Some(at("2026-06-02T18:00:00Z"));
        event.response_window = Some(SignedDuration::from_mins(30));
    });
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.answer("Ada", No);
    assert_eq!(dinner.standing("Ben"), "held until 2026-06-01T12:30:00Z");
}

#[test]
fn rule_8_after_deal_until_the_window_looks_to_the_begin() {
    let mut dinner = Dinner::new(1, &[]).with(|event| {
        event.deal_until = Some(at("2026-06-01T11:00:00Z"));
        event.starts_at = Some(at("2026-06-02T17:00:00Z"));
    });
    dinner.give(&invite("Ada"));
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-01T17:48:00Z");
}

#[test]
fn rule_9_nothing_is_dealt_in_quiet_hours() {
    let mut dinner = Dinner::new(3, FRIENDS)
        .with(|event| event.time_zone = TimeZone::get("Europe/Berlin").unwrap());
    dinner.wait_until("2026-06-01T20:00:00Z");
    dinner.give(&Command::Deal);
    assert_eq!(
        dinner.said(),
        [
            "You started dealing; it is quiet time now, so the next cards go out on \
             Tuesday, 2 June at 09:00."
        ]
    );
    assert_eq!(
        dinner.table.waiting_for(dinner.now),
        "It is quiet time: nothing is dealt before Tuesday, 2 June at 09:00."
    );
    dinner.wait_for_the_timer();
    assert_eq!(dinner.now, at("2026-06-02T07:00:00Z"));
    assert_eq!(dinner.waiting(), ["Ada", "Ben", "Cleo"]);
}

#[test]
fn rule_9_only_the_direct_reply_disturbs() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    dinner.wait_until("2026-06-01T12:30:00Z");
    dinner.answer("Ben", Yes);
    dinner.wait_until("2026-06-01T20:50:00Z");
    dinner.give(&Command::Tick);
    assert_eq!(
        dinner.standing("Cleo"),
        "held until 2026-06-02T09:00:00Z",
        "no window ends at night"
    );
    dinner.answer("Ada", Yes);
    dinner.wait_until("2026-06-01T22:00:00Z");
    dinner.answer("Ben", Maybe);
    assert_eq!(
        dinner.sent(),
        [
            "maybeNotice to Ben by email",
            "seated to Ada by email at 2026-06-02T09:00:00Z",
        ]
    );
}

#[test]
fn rule_9_quiet_hours_follow_the_clock_on_the_wall() {
    let mut dinner = Dinner::new(1, FRIENDS).with(|event| {
        event.time_zone = TimeZone::get("Europe/Berlin").unwrap();
        event.quiet_hours =
            QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(2, 30, 0, 0));
    });
    // On 29 March 2026, 02:00 becomes 03:00.
    dinner.wait_until("2026-03-28T22:00:00Z");
    dinner.give(&Command::Deal);
    assert_eq!(dinner.last.due_at, Some(at("2026-03-29T01:00:00Z")));
    dinner.wait_for_the_timer();
    assert_eq!(dinner.waiting(), ["Ada"]);
}
