//! Rules 10, 12 and 13: what the host does.

use jiff::SignedDuration;
use seat_dealer_core::Channel::{Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{Actor, Command, EventStatus, MessageKind, Refusal, preview_announcement};

use crate::dinner::{Dinner, answer, at, card, failed, id, invite, resend, withdraw};

#[test]
fn rule_10_the_table_grows_at_any_time_and_deals_on() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.answer("Ada", Yes);
    dinner.edit(|event| event.seats = 2);
    assert_eq!(
        dinner.said(),
        [
            "You changed the seats from 1 to 2.",
            "Ben was invited (priority 5, not invited by you before); \
             a seat is held until Wednesday, 3 June at 12:00.",
        ]
    );
}

#[test]
fn rule_10_it_does_not_shrink_below_what_is_taken() {
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.answer("Ada", Yes);
    let smaller = dinner.edited(false, |event| event.seats = 2);
    let refusal = dinner.try_to(&smaller).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "The table cannot shrink to 2: 1 seated and 2 held make 3. Withdraw invitations first."
    );
    dinner.give(&withdraw("Ben"));
    dinner.give(&smaller);
    assert_eq!(dinner.seats(), (1, 1, 0));
    dinner.answer("Cleo", Yes);
    assert_eq!(dinner.seats(), (0, 2, 0));
}

#[test]
fn rule_10_new_seats_go_to_standby_first() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.wait_for_the_timer();
    dinner.answer("Ada", Yes);
    dinner.edit(|event| {
        event.seats = 2;
        event.title = "Supper".to_owned();
        event.location = Some("At home".to_owned());
    });
    assert_eq!(
        dinner.said(),
        [
            "You changed the seats from 1 to 2, the title and the place.",
            "Ada was next on standby and got a free seat.",
        ]
    );
}

#[test]
fn rule_10_a_larger_table_that_is_full_again_is_noted() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.wait_for_the_timer();
    dinner.answer("Ben", Yes);
    dinner.answer("Ada", Yes);
    dinner.edit(|event| event.seats = 2);
    assert_eq!(
        dinner.said()[1..],
        [
            "Ada was next on standby and got a free seat.",
            "The table is full: all 2 seats are taken, and dealing rests until one is free again.",
        ]
    );
}

#[test]
fn rule_12_a_pause_stops_dealing_and_not_answering() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]);
    assert_eq!(dinner.try_to(&Command::Pause), Err(Refusal::NotDealing));
    dinner.give(&Command::Deal);
    dinner.give(&Command::Pause);
    assert_eq!(
        dinner.said(),
        ["You paused dealing; guests can still answer."]
    );
    dinner.give(&Command::Pause);
    assert!(dinner.said().is_empty());
    dinner.answer("Ada", No);
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.seats(), (0, 1, 1));
    assert_eq!(
        dinner.table.waiting_for(dinner.now),
        "Dealing is paused: nothing is dealt until you go on."
    );
    dinner.give(&Command::Deal);
    assert_eq!(dinner.said()[0], "You let dealing go on.");
    assert_eq!(dinner.waiting(), ["Cleo"]);
}

#[test]
fn rule_12_cancelling_tells_everyone_who_knows_and_has_not_said_no() {
    let names = ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus"];
    let mut dinner = Dinner::new(9, &names)
        .with(|event| event.hand_size = Some(9))
        .dealing();
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", No);
    dinner.answer("Cleo", Maybe);
    dinner.give(&withdraw("Dan"));
    dinner.give(&failed("Eva", MessageKind::Invitation, Email, None));
    dinner.give(&answer("Finn", Probably, None, Actor::Host));
    let cancel = Command::Cancel {
        untold: vec![id("Finn"), id("Gus")],
    };
    dinner.give(&cancel);
    assert_eq!(
        dinner.sent(),
        [
            "cancelled to Ada by email",
            "cancelled to Cleo by email",
            "cancelled to Finn by email",
        ],
        "Finn was never written to, but has answered by phone; Gus has never heard of it"
    );
    assert_eq!(
        dinner.said(),
        ["You cancelled the event; 3 guests were told."]
    );
    assert!(
        dinner
            .last
            .cancelled_messages
            .contains(&(id("Gus"), MessageKind::ALL))
    );
    assert_eq!(dinner.standing("Gus"), "withdrawn");
    assert_eq!(dinner.standing("Ben"), "answered", "a NO stays a NO");
    assert_eq!(dinner.last.due_at, None);
    dinner.give(&cancel);
    assert!(dinner.sent().is_empty(), "once");
    assert_eq!(
        dinner.try_to(&answer("Ada", No, None, Actor::Guest)),
        Err(Refusal::Cancelled)
    );
    assert_eq!(dinner.try_to(&Command::Deal), Err(Refusal::Cancelled));
}

#[test]
fn rule_12_cancelling_at_night_waits_for_the_morning() {
    let mut dinner = Dinner::new(1, &["Ada"])
        .with(|event| event.starts_at = Some(at("2026-06-03T08:00:00Z")))
        .dealing();
    dinner.answer("Ada", Yes);
    dinner.wait_until("2026-06-01T21:30:00Z");
    let cancel = Command::Cancel { untold: Vec::new() };
    let before = (dinner.table.clone(), dinner.deck.clone());
    dinner.give(&cancel);
    assert_eq!(
        dinner.said(),
        [
            "You cancelled the event; 1 guest will be told when quiet time ends, \
             on Tuesday, 2 June at 09:00."
        ]
    );
    (dinner.table, dinner.deck) = before;
    dinner.wait_until("2026-06-02T21:30:00Z");
    dinner.give(&cancel);
    assert_eq!(
        dinner.said(),
        [
            "You cancelled the event; 1 guest will be told when quiet time ends, \
             on Wednesday, 3 June at 09:00, after it would have begun."
        ]
    );
}

#[test]
fn rule_12_a_change_is_announced_to_seated_standby_and_maybe() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    dinner.answer("Ada", Maybe);
    dinner.answer("Ben", No);
    dinner.wait_for_the_timer();
    dinner.answer("Cleo", Yes);
    dinner.answer("Dan", Yes);
    let command = dinner.edited(true, |event| {
        event.starts_at = Some(at("2026-06-09T18:00:00Z"));
    });
    dinner.give(&command);
    assert_eq!(
        dinner.said(),
        [
            "You changed the time.",
            "3 guests were told about the change."
        ]
    );
    assert_eq!(
        dinner.sent(),
        [
            "changed to Ada by email",
            "changed to Cleo by email",
            "changed to Dan by email",
        ]
    );
    assert_eq!(
        (dinner.standing("Cleo"), dinner.standing("Dan")),
        ("standby".to_owned(), "seated".to_owned())
    );
    let again = dinner.edited(true, |event| event.location = Some("At home".to_owned()));
    dinner.give(&again);
    let replaced = |name| (id(name), &[MessageKind::Changed][..]);
    assert_eq!(
        dinner.last.cancelled_messages,
        [replaced("Ada"), replaced("Cleo"), replaced("Dan")]
    );
    assert_eq!(dinner.sent().len(), 3);
}

#[test]
fn rule_12_who_would_be_told_is_known_before_anything_is_sent() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    let told = |dinner: &Dinner| preview_announcement(&dinner.table, dinner.now);
    assert_eq!(told(&dinner), []);
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", No);
    let before = dinner.table.clone();
    let foreseen = told(&dinner);
    assert_eq!(foreseen.len(), 1);
    assert_eq!(dinner.table.invitations, before.invitations);
    let announce = dinner.edited(true, |_| {});
    dinner.give(&announce);
    assert_eq!(dinner.last.messages, foreseen);
    dinner.give(&Command::Cancel { untold: Vec::new() });
    assert_eq!(told(&dinner), []);
}

#[test]
fn rule_12_an_event_that_has_begun_can_be_put_off() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"])
        .with(|event| {
            event.starts_at = Some(at("2026-06-02T18:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(40));
        })
        .dealing();
    dinner.wait_until("2026-06-04T12:00:00Z");
    assert_eq!(dinner.table.event.status_at(dinner.now), EventStatus::Past);
    dinner.edit(|event| event.starts_at = Some(at("2026-06-20T18:00:00Z")));
    assert_eq!(
        dinner.said(),
        [
            "You changed the time.",
            "Ada did not answer in time; the seat is free again and the link still works.",
            "Ben was invited (priority 5, not invited by you before); \
             a seat is held until Saturday, 6 June at 09:00.",
        ]
    );
    assert_eq!(dinner.last.due_at, Some(at("2026-06-06T09:00:00Z")));
}

#[test]
fn rule_13_the_host_invites_out_of_order() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]);
    dinner.give(&invite("Cleo"));
    assert_eq!(
        dinner.said(),
        ["You invited Cleo yourself; a seat is held until Wednesday, 3 June at 12:00."]
    );
    assert_eq!(dinner.last.log[0].detail["by"], "host");
    let name = || "Cleo".to_owned();
    assert_eq!(
        dinner.try_to(&invite("Cleo")),
        Err(Refusal::AlreadyInvited { name: name() })
    );
    let mut nowhere = card("Dan");
    nowhere.channel = None;
    let command = Command::Invite { card: nowhere };
    assert_eq!(
        dinner.try_to(&command),
        Err(Refusal::Unreachable {
            name: "Dan".to_owned()
        })
    );
    dinner.give(&Command::Deal);
    assert_eq!(dinner.waiting(), ["Cleo", "Ada"], "a seat like any other");
    dinner.give(&withdraw("Cleo"));
    assert_eq!(
        dinner.said()[0],
        "You withdrew Cleo's invitation; the seat is free again."
    );
    assert_eq!(
        dinner.try_to(&invite("Cleo")),
        Err(Refusal::Withdrawn { name: name() })
    );
}

#[test]
fn rule_13_inviting_the_next_card_by_hand_leaves_the_rest_of_the_deck() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo", "Dan"]).dealing();
    dinner.wait_until("2026-06-01T22:00:00Z");
    dinner.answer("Ada", Maybe);
    dinner.answer("Ben", No);
    // Quiet time is over, and the host is faster than the timer.
    dinner.wait_until("2026-06-02T09:00:00Z");
    dinner.give(&invite("Cleo"));
    assert_eq!(dinner.waiting(), ["Cleo", "Dan"], "and not the maybe Ada");
}

#[test]
fn rule_13_the_hosts_hand_wakes_nobody() {
    let mut dinner =
        Dinner::new(1, &["Ada"]).with(|event| event.starts_at = Some(at("2026-06-02T18:00:00Z")));
    dinner.wait_until("2026-06-01T22:00:00Z");
    dinner.give(&invite("Ada"));
    assert_eq!(
        dinner.sent(),
        ["invitation to Ada by email at 2026-06-02T09:00:00Z"]
    );
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-02T10:48:00Z");
    let mut breakfast =
        Dinner::new(1, &["Ada"]).with(|event| event.starts_at = Some(at("2026-06-02T08:00:00Z")));
    breakfast.wait_until("2026-06-01T22:00:00Z");
    let refusal = breakfast.try_to(&invite("Ada")).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "It is quiet time until the event begins, so no message would arrive before. \
         Shorten the quiet hours to send one now."
    );
}

#[test]
fn rule_13_the_host_records_answers_and_sends_again() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.give(&resend("Ada", Some(Sms)));
    assert_eq!(
        dinner.said(),
        ["You sent Ada's invitation again, by text message."]
    );
    assert_eq!(dinner.sent(), ["invitation to Ada by sms"]);
    assert_eq!(
        dinner.last.cancelled_messages,
        [(
            id("Ada"),
            &[MessageKind::Invitation, MessageKind::Offer][..]
        )]
    );
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.give(&answer("Ada", Yes, None, Actor::Host));
    assert_eq!(
        dinner.said()[0],
        "You recorded YES for Ada: the seat held for them is theirs."
    );
    assert_eq!(dinner.last.log[0].detail["by"], "host");
}
