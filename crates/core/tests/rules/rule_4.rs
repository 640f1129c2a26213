//! Rule 4: answers. `calendar.rs` tests the emails that confirm a seat.

use jiff::SignedDuration;
use seat_dealer_core::Channel::{Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{
    Actor, Command, Companions, GuestDetails, Invitation, MessageKind, Note, Refusal, Response,
    TextReply,
};

use crate::dinner::{Dinner, answer, at, id};

#[test]
fn each_answer_leads_to_what_it_says() {
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| event.hand_size = Some(9))
        .dealing();
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.state("Ada"), "seated");
    dinner.answer("Ben", Probably);
    assert_eq!(dinner.state("Ben"), "seated");
    dinner.answer("Cleo", Maybe);
    assert_eq!(dinner.messages()[0], "maybeNotice to Cleo by email");
    dinner.answer("Dan", No);
    assert_eq!(dinner.log(), ["answered Dan", "deckEmpty"]);
    assert_eq!(dinner.state("Dan"), "answered");
    assert_eq!(dinner.messages(), [""; 0], "a NO needs no message");
}

#[test]
fn an_answer_can_be_changed_and_repeating_it_does_nothing() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.answer("Ada", Probably);
    for response in [Probably, Probably] {
        dinner.answer("Ada", response);
        let last = &dinner.last;
        assert!(last.log.is_empty() && last.messages.is_empty() && last.changed.is_empty());
    }
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.state("Ada"), "seated");
    dinner.answer("Ada", No);
    assert_eq!(dinner.held(), ["Ben"]);
    for response in [Yes, Probably] {
        dinner.answer("Ada", response);
        assert_eq!(dinner.log(), ["answered Ada"]);
        assert_eq!(dinner.state("Ada"), "standby");
    }
    dinner.answer("Ada", No);
    assert_eq!(dinner.state("Ada"), "answered");
}

#[test]
fn a_maybe_is_told_once_and_at_once() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.messages(), ["maybeNotice to Ada by email"]);
    dinner.answer("Ada", No);
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.messages(), [""; 0]);
    // The message about an answer that the host records waits for the end of the quiet hours.
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.run(&answer("Ada", Maybe, None, Actor::Host));
    assert_eq!(
        dinner.messages(),
        ["maybeNotice to Ada by email at 2026-06-02T09:00:00Z"]
    );
}

#[test]
fn the_reply_to_a_text_replaces_the_message_to_a_maybe() {
    let by_text = |name, response, reply| {
        let actor = Actor::GuestByText { reply };
        answer(name, response, None, actor)
    };
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo", "Dora", "Emil"])
        .with(|event| event.hand_size = Some(2))
        .dealing();
    dinner.run(&by_text("Ada", Maybe, TextReply::Sent));
    assert_eq!(dinner.messages(), ["invitation to Cleo by email"]);
    // A later MAYBE, by any way, sends no notice either.
    dinner.answer("Ada", Yes);
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.messages(), [""; 0]);

    dinner.run(&by_text("Ben", Maybe, TextReply::LimitReached));
    assert_eq!(dinner.messages()[0], "maybeNotice to Ben by email");
}

#[test]
fn a_maybe_who_is_offered_a_seat_at_once_gets_one_message() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.messages(), ["maybeNotice to Ada by email"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
    // The notice asks for an answer, so its failure ends the hold.
    dinner.fail("Ada", MessageKind::MaybeNotice, Email, Some(Sms));
    assert_eq!(dinner.messages(), ["maybeNotice to Ada by sms"]);
    dinner.fail("Ada", MessageKind::MaybeNotice, Sms, None);
    assert_eq!(
        dinner.log(),
        ["deliveryFailed Ada", "undeliverable Ada", "deckEmpty"]
    );
    // A maybe who was told earlier gets an offer when a seat is free.
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.answer("Ada", Maybe);
    dinner.answer("Ben", No);
    assert_eq!(dinner.messages(), ["offer to Ada by email"]);
}

#[test]
fn parties_grow_and_shrink_within_the_open_seats() {
    let mut dinner = Dinner::new(5, &["Ada", "Ben"])
        .with(|event| event.party_limit = 3)
        .dealing();
    let party = |dinner: &Dinner| (dinner.state("Ada"), dinner.invitation("Ada").party);
    let seated = |party| ("seated".to_owned(), party);
    dinner.answer_for("Ada", Yes, 3);
    assert_eq!(party(&dinner), seated(3));
    dinner.answer("Ada", Probably);
    assert_eq!(party(&dinner), seated(3));
    dinner.answer_for("Ada", Yes, 1);
    assert_eq!(party(&dinner), seated(1));
    dinner.answer_for("Ada", Yes, 3);
    assert_eq!(party(&dinner), seated(3));
    let refused = |response, party| {
        let mut dinner = Dinner::new(1, &["Ada"]).dealing();
        dinner.try_run(&answer("Ada", response, party, Actor::Guest))
    };
    assert_eq!(refused(Yes, Some(2)), Err(Refusal::PartyLimit { limit: 1 }));
    assert_eq!(refused(Yes, Some(0)), Err(Refusal::PartyLimit { limit: 1 }));
    assert_eq!(refused(No, Some(0)), Ok(()), "a NO has no party");
}

#[test]
fn a_guest_who_asks_for_too_many_seats_keeps_theirs() {
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo"])
        .with(|event| event.party_limit = 2)
        .dealing();
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.seats(), (2, 1, 0), "Ben and Cleo are invited");
    let more = answer("Ada", Yes, Some(2), Actor::Guest);
    let name = "Ada".to_owned();
    assert_eq!(dinner.try_run(&more), Err(Refusal::NoRoomForParty { name }));
    assert_eq!(dinner.state("Ada"), "seated");
}

#[test]
fn guests_on_standby_precede_the_guest_who_answers() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    dinner.run_timer();
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.state("Ada"), "standby");
    // The timer has not run since the hold of Ben ended. Ben answers.
    dinner.wait_hours(1);
    dinner.answer("Ben", Yes);
    assert_eq!(
        dinner.log(),
        ["lapsed Ben", "promoted Ada", "answered Ben", "full"]
    );
    assert_eq!(dinner.state("Ben"), "standby");
}

#[test]
fn answers_end_at_the_begin() {
    let mut dinner = Dinner::new(1, &["Ada"])
        .with(|event| event.starts_at = Some(at("2026-06-01T18:00:00Z")))
        .dealing();
    dinner.wait_until("2026-06-01T18:00:00Z");
    assert_eq!(
        dinner.try_run(&answer("Ada", Yes, None, Actor::Guest)),
        Err(Refusal::Past)
    );
}

fn answer_with_note(response: Response, note: &str) -> Command {
    Command::Answer {
        invitation: id("Ada"),
        response,
        party: None,
        actor: Actor::Guest,
        details: GuestDetails {
            note: Some(Note::parse(note).unwrap()),
            ..GuestDetails::default()
        },
    }
}

#[test]
fn a_note_is_stored_and_changes_nothing_else() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.run(&answer_with_note(Yes, " With joy!\r\nNo nuts,  please. "));
    assert_eq!(dinner.log(), ["answered Ada", "noted Ada", "full"]);
    let note = Some("With joy!\nNo nuts,  please.");
    assert_eq!(dinner.invitation("Ada").details.note(), note);

    dinner.run(&answer_with_note(Yes, "With joy!\nNo nuts,  please."));
    let last = &dinner.last;
    assert!(last.log.is_empty() && last.messages.is_empty() && last.changed.is_empty());

    let before = dinner.invitation("Ada").clone();
    dinner.run(&answer_with_note(Yes, "And a cake."));
    assert_eq!(dinner.log(), ["noted Ada"]);
    assert!(dinner.last.messages.is_empty() && dinner.last.changed_messages.is_empty());
    let after = Invitation {
        details: dinner.invitation("Ada").details.clone(),
        ..before
    };
    assert_eq!(dinner.invitation("Ada"), &after);
    assert_eq!(after.details.note(), Some("And a cake."));

    dinner.answer("Ada", No);
    assert_eq!(
        dinner.invitation("Ada").details.note(),
        Some("And a cake."),
        "an answer without a note keeps it"
    );
    dinner.run(&answer_with_note(No, "  "));
    assert_eq!(dinner.log(), ["noted Ada"]);
    assert_eq!(dinner.invitation("Ada").details.note, None);
}

#[test]
fn companions_are_stored_and_change_nothing_else() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    let with = |names: &[&str]| Command::Answer {
        invitation: id("Ada"),
        response: Yes,
        party: None,
        actor: Actor::Guest,
        details: GuestDetails {
            companions: Some(Companions::parse(names.iter().copied()).unwrap()),
            ..GuestDetails::default()
        },
    };
    dinner.run(&with(&["Ben", "Cara"]));
    assert_eq!(dinner.log(), ["answered Ada", "filledIn Ada", "full"]);
    let seated = dinner.invitation("Ada").clone();
    assert_eq!(seated.details.companions(), ["Ben", "Cara"]);
    assert_eq!(seated.party, 1);

    dinner.run(&with(&["Ben", "Cara"]));
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.invitation("Ada"), &seated);
    dinner.run(&with(&[]));
    assert_eq!(dinner.log(), ["filledIn Ada"]);
    assert_eq!(dinner.invitation("Ada").details, GuestDetails::default());
}

#[test]
fn the_words_of_an_answer_by_text_are_logged_also_when_it_is_repeated() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    let actor = Actor::GuestByText {
        reply: TextReply::Sent,
    };
    let mut by_text = answer("Ada", Yes, None, actor);
    if let Command::Answer { details, .. } = &mut by_text {
        details.text = Some("We'd love to!".to_owned());
    }
    dinner.run(&by_text);
    assert_eq!(dinner.log(), ["answered Ada", "texted Ada", "full"]);
    dinner.run(&by_text);
    assert_eq!(dinner.log(), ["texted Ada"]);
    assert_eq!(dinner.invitation("Ada").details.text, None);
}
