//! Rules 4, 5 and 11: what guests and providers say.

use jiff::SignedDuration;
use seat_dealer_core::Channel::{Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{Actor, Command, Invitation, InvitationStatus, MessageKind, Note, Refusal};

use crate::dinner::{Dinner, answer, at, failed, id, resend, withdraw};

#[test]
fn rule_4_each_answer_says_honestly_what_it_leads_to() {
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| event.hand_size = Some(9))
        .dealing();
    dinner.answer("Ada", Yes);
    assert_eq!(
        dinner.said(),
        ["Ada answered YES: the seat held for them is theirs."]
    );
    dinner.answer("Ben", Probably);
    assert_eq!(
        dinner.said(),
        ["Ben answered PROBABLY: the seat held for them is theirs."]
    );
    dinner.answer("Cleo", Maybe);
    assert_eq!(
        dinner.said()[0],
        "Cleo answered MAYBE: no seat is kept for a maybe, so the seat is free again."
    );
    assert_eq!(dinner.sent()[0], "maybeNotice to Cleo by email");
    dinner.answer("Dan", No);
    assert_eq!(
        dinner.said(),
        [
            "Dan answered NO: the seat is free again.",
            "Nobody is left to deal, with 1 seat still open: add contacts to go on.",
        ]
    );
    assert!(dinner.sent().is_empty(), "a NO needs no letter");
}

#[test]
fn rule_4_an_answer_can_be_changed_and_repeating_it_does_nothing() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.answer("Ada", Probably);
    for response in [Probably, Probably] {
        dinner.answer("Ada", response);
        let last = &dinner.last;
        assert!(last.log.is_empty() && last.messages.is_empty() && last.changed.is_empty());
    }
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.said(), ["Ada answered YES: the seat stays theirs."]);
    dinner.answer("Ada", No);
    assert_eq!(dinner.waiting(), ["Ben"]);
    dinner.answer("Ada", Yes);
    assert_eq!(
        dinner.said(),
        ["Ada answered YES: no seat is open, so they are on standby."]
    );
    dinner.answer("Ada", Probably);
    assert_eq!(
        dinner.said(),
        ["Ada answered PROBABLY: they stay on standby."]
    );
    dinner.answer("Ada", No);
    assert_eq!(
        dinner.said(),
        ["Ada answered NO: they are no longer on standby."]
    );
}

#[test]
fn rule_4_a_maybe_is_told_once_and_at_once() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.sent(), ["maybeNotice to Ada by email"]);
    dinner.answer("Ada", No);
    assert_eq!(dinner.said(), ["Ada answered NO."]);
    dinner.answer("Ada", Maybe);
    assert!(dinner.sent().is_empty());
    assert_eq!(
        dinner.said(),
        ["Ada answered MAYBE: no seat is kept for a maybe."]
    );
    // What the host records at night waits for the morning.
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.give(&answer("Ada", Maybe, None, Actor::Host));
    assert_eq!(
        dinner.sent(),
        ["maybeNotice to Ada by email at 2026-06-02T09:00:00Z"]
    );
}

#[test]
fn rule_4_a_maybe_who_is_offered_a_seat_at_once_reads_one_message() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.sent(), ["maybeNotice to Ada by email"]);
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-03T12:00:00Z");
    // The note has said so; the same offer is not made again, but another answer is.
    dinner.give(&failed("Ada", MessageKind::MaybeNotice, Email, Some(Sms)));
    assert_eq!(dinner.sent(), ["maybeNotice to Ada by sms"]);
    dinner.give(&failed("Ada", MessageKind::MaybeNotice, Sms, None));
    assert_eq!(
        dinner.said()[1],
        "Ada cannot be reached, so the seat is free again."
    );
    // A maybe who was told before hears of a seat that is free now by an offer.
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.answer("Ada", Maybe);
    dinner.answer("Ben", No);
    assert_eq!(dinner.sent(), ["offer to Ada by email"]);
}

#[test]
fn rule_4_parties_grow_and_shrink_within_what_is_open() {
    let mut dinner = Dinner::new(5, &["Ada", "Ben"])
        .with(|event| event.party_limit = 3)
        .dealing();
    dinner.answer_for("Ada", Yes, 3);
    assert_eq!(
        dinner.said(),
        ["Ada answered YES for a party of 3: the 3 seats held for them are theirs."]
    );
    dinner.answer("Ada", Probably);
    assert_eq!(
        dinner.said(),
        ["Ada answered PROBABLY for a party of 3: the 3 seats stay theirs."]
    );
    dinner.answer_for("Ada", Yes, 1);
    assert_eq!(
        dinner.said()[0],
        "Ada answered YES: they now have 1 seat instead of 3."
    );
    dinner.answer_for("Ada", Yes, 3);
    assert_eq!(
        dinner.said(),
        ["Ada answered YES for a party of 3: they now have 3 seats instead of 1."]
    );
    let refused = |response, party| {
        let mut dinner = Dinner::new(1, &["Ada"]).dealing();
        dinner.try_to(&answer("Ada", response, party, Actor::Guest))
    };
    assert_eq!(refused(Yes, Some(2)), Err(Refusal::PartyLimit { limit: 1 }));
    assert_eq!(refused(Yes, Some(0)), Err(Refusal::PartyLimit { limit: 1 }));
    assert_eq!(refused(No, Some(0)), Ok(()), "nobody comes, however many");
}

#[test]
fn rule_4_asking_for_too_much_costs_nothing() {
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo"])
        .with(|event| event.party_limit = 2)
        .dealing();
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.seats(), (2, 1, 0), "Ben and Cleo are asked");
    let more = answer("Ada", Yes, Some(2), Actor::Guest);
    let name = "Ada".to_owned();
    assert_eq!(dinner.try_to(&more), Err(Refusal::NoRoomForParty { name }));
    assert_eq!(dinner.standing("Ada"), "seated");
}

#[test]
fn rule_4_whoever_waits_comes_before_whoever_answers_now() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    dinner.wait_for_the_timer();
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.standing("Ada"), "standby");
    // Nobody has looked since the hold of Ben ended; Ben answers himself.
    dinner.wait_hours(1);
    dinner.answer("Ben", Yes);
    assert_eq!(
        dinner.said(),
        [
            "Ben did not answer in time; the seat is free again and the link still works.",
            "Ada was next on standby and got a free seat.",
            "Ben answered YES: no seat is open, so they are on standby.",
            "The table is full: the one seat is taken, and dealing rests until it is free again.",
        ]
    );
}

#[test]
fn rule_4_nobody_answers_after_the_begin() {
    let mut dinner = Dinner::new(1, &["Ada"])
        .with(|event| event.starts_at = Some(at("2026-06-01T18:00:00Z")))
        .dealing();
    dinner.wait_until("2026-06-01T18:00:00Z");
    assert_eq!(
        dinner.try_to(&answer("Ada", Yes, None, Actor::Guest)),
        Err(Refusal::Past)
    );
}

#[test]
fn rule_5_a_hold_lapses_and_a_late_yes_is_welcome() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.wait_for_the_timer();
    assert_eq!(dinner.now, at("2026-06-03T12:00:00Z"));
    assert_eq!(
        dinner.said(),
        [
            "Ada did not answer in time; the seat is free again and the link still works.",
            "Ben was invited (priority 5, not invited by you before); \
             a seat is held until Friday, 5 June at 12:00.",
        ]
    );
    assert_eq!(dinner.sent(), ["invitation to Ben by email"], "no scolding");
    dinner.answer("Ben", No);
    dinner.answer("Ada", Yes);
    assert_eq!(
        dinner.said()[0],
        "Ada answered YES: an open seat is theirs."
    );
}

#[test]
fn rule_11_the_other_channel_is_tried_and_then_the_next_card_dealt() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.give(&failed("Ada", MessageKind::Invitation, Email, Some(Sms)));
    assert_eq!(
        dinner.said(),
        [
            "The invitation could not reach Ada by email (no such address); \
             trying text message instead."
        ]
    );
    assert_eq!(dinner.sent(), ["invitation to Ada by sms"]);
    dinner.wait_hours(1);
    dinner.give(&failed("Ada", MessageKind::Invitation, Sms, None));
    assert_eq!(
        dinner.said(),
        [
            "The invitation could not reach Ada by text message (no such address); \
             there is no other way.",
            "Ada cannot be reached, so the seat is free again.",
            "Ben was invited (priority 5, not invited by you before); \
             a seat is held until Wednesday, 3 June at 13:00.",
        ]
    );
    assert_eq!(dinner.standing("Ada"), "undeliverable");
}

#[test]
fn rule_11_late_news_of_an_older_message_ends_no_hold() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.give(&resend("Ada", Some(Sms)));
    dinner.give(&failed("Ada", MessageKind::Invitation, Email, None));
    assert_eq!(
        dinner.said(),
        [
            "The invitation could not reach Ada by email (no such address), \
             but it is no longer needed."
        ]
    );
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-03T12:00:00Z");
    // Nor does news of the invitation end an offer.
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.waiting(), ["Ada"], "offered at once");
    dinner.give(&failed("Ada", MessageKind::Invitation, Email, Some(Sms)));
    assert_eq!(dinner.waiting(), ["Ada"]);
    assert!(dinner.sent().is_empty());
    dinner.give(&failed("Ada", MessageKind::Offer, Email, None));
    assert_eq!(dinner.standing("Ada"), "answered", "a maybe stays a maybe");
}

#[test]
fn rule_11_an_undeliverable_invitation_can_start_over() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.give(&failed("Ada", MessageKind::Invitation, Email, None));
    dinner.wait_until("2026-06-01T22:00:00Z");
    assert_eq!(
        dinner.try_to(&resend("Ada", None)),
        Err(Refusal::Unreachable {
            name: "Ada".to_owned()
        })
    );
    dinner.give(&resend("Ada", Some(Sms)));
    assert_eq!(
        dinner.said(),
        ["You sent Ada's invitation again, by text message; \
             a seat is held until Thursday, 4 June at 09:00."]
    );
    assert_eq!(
        dinner.sent(),
        ["invitation to Ada by sms at 2026-06-02T09:00:00Z"]
    );
    // As many seats are held as there are, not as many as there were.
    let mut dinner = Dinner::new(3, &["Ada", "Ben"])
        .with(|event| event.party_limit = 3)
        .dealing();
    dinner.give(&failed("Ada", MessageKind::Invitation, Email, None));
    dinner.answer_for("Ben", Yes, 2);
    dinner.give(&resend("Ada", Some(Sms)));
    assert_eq!(dinner.seats(), (1, 2, 0));
    assert_eq!(
        dinner.try_to(&answer("Ada", Yes, Some(2), Actor::Guest)),
        Err(Refusal::NoRoomForParty {
            name: "Ada".to_owned()
        })
    );
}

#[test]
fn rule_4_what_a_guest_writes_is_kept_and_moves_nobody() {
    let wrote = |response, note: &str| match answer("Ada", response, None, Actor::Guest) {
        Command::Answer {
            invitation,
            response,
            party,
            actor,
            by_email,
            ..
        } => Command::Answer {
            invitation,
            response,
            party,
            actor,
            by_email,
            note: Some(Note::parse(note).unwrap()),
        },
        other => other,
    };
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.give(&wrote(Yes, " With joy!\r\nNo nuts,  please. "));
    assert_eq!(
        dinner.said()[..2],
        [
            "Ada answered YES: the seat held for them is theirs.",
            "Ada wrote: \u{201c}With joy! No nuts, please.\u{201d}.",
        ]
    );
    let kept = Some("With joy!\nNo nuts,  please.");
    assert_eq!(dinner.invitation("Ada").note.as_deref(), kept);

    dinner.give(&wrote(Yes, "With joy!\nNo nuts,  please."));
    let last = &dinner.last;
    assert!(last.log.is_empty() && last.messages.is_empty() && last.changed.is_empty());

    // Only the note is new: nothing else is, and nobody is written to.
    let before = dinner.invitation("Ada").clone();
    dinner.give(&wrote(Yes, "And a cake."));
    assert_eq!(dinner.said(), ["Ada wrote: \u{201c}And a cake.\u{201d}."]);
    assert!(dinner.sent().is_empty() && dinner.last.cancelled_messages.is_empty());
    let after = Invitation {
        note: Some("And a cake.".to_owned()),
        ..before
    };
    assert_eq!(dinner.invitation("Ada"), &after);

    dinner.answer("Ada", No);
    assert_eq!(
        dinner.invitation("Ada").note.as_deref(),
        Some("And a cake."),
        "another answer leaves it"
    );
    dinner.give(&wrote(No, "  "));
    assert_eq!(dinner.said(), ["Ada took back what they had written."]);
    assert_eq!(dinner.invitation("Ada").note, None);
}

#[test]
fn rule_11_a_guest_who_was_not_reached_by_the_deadline_has_not_lapsed() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.wait_for_the_timer();
    assert_eq!(dinner.invitation("Ada").status, InvitationStatus::Lapsed);
    dinner.give(&failed("Ada", MessageKind::Invitation, Email, Some(Sms)));
    assert_eq!(dinner.sent(), ["invitation to Ada by sms"]);
    dinner.give(&failed("Ada", MessageKind::Invitation, Sms, None));
    assert_eq!(dinner.said()[1], "Ada cannot be reached.");
    assert_eq!(dinner.standing("Ada"), "undeliverable");
}

#[test]
fn rule_11_what_is_no_longer_true_is_not_sent_again() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.give(&withdraw("Ada"));
    assert_eq!(
        dinner.last.cancelled_messages,
        [(id("Ada"), MessageKind::ALL)],
        "nor does it leave the outbox"
    );
    dinner.give(&failed("Ada", MessageKind::Invitation, Email, Some(Sms)));
    assert!(dinner.sent().is_empty());
    dinner.give(&Command::Progress {
        invitation: id("Ada"),
        message: MessageKind::Invitation,
        channel: Sms,
        delivered: true,
        at: dinner.now,
    });
    assert_eq!(
        dinner.said(),
        ["The invitation reached Ada by text message."]
    );
}
