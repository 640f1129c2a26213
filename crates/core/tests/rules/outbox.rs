//! Rule 9 and rule 11: what becomes of messages that are late, in doubt or refused.

use jiff::SignedDuration;
use seat_dealer_core::Channel::{ByHand, Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{
    About, Actor, Command, Delay, MessageId, MessageKind, MessageStatus, News, Refusal,
};

use crate::dinner::{Dinner, answer, at, id, rejected, withdraw};

fn phone_is_off() -> News {
    News::Failed {
        about: About::Recipient,
        passing: true,
        why: "The phone cannot be reached at the moment".to_owned(),
        delay: Delay::default(),
    }
}

#[test]
fn a_text_that_did_not_arrive_is_sent_again_only_while_it_is_true() {
    let endings = [
        (Command::Tick, "invitation queued"),
        (withdraw("Ada"), "invitation failed"),
        (Command::Cancel, "invitation failed"),
        (answer("Ada", No, None, Actor::Host), "invitation failed"),
    ];
    for (command, end) in endings {
        let mut dinner = Dinner::new(1, &["Ada"]);
        dinner.deck[0].channel = Some(Sms);
        let mut dinner = dinner.dealing();
        let text = dinner
            .message("Ada", MessageKind::Invitation, Sms)
            .id
            .clone();
        dinner.wait_hours(1);
        dinner.run(&command);
        dinner.sends = false;
        dinner.run(&dinner.report(&text, phone_is_off()));
        assert_eq!(dinner.outbox("Ada")[0], end, "{command:?}");
    }
}

#[test]
fn an_answer_that_keeps_the_seat_keeps_the_news_of_it() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben"])
        .with(|event| {
            event.party_limit = 2;
            event.hand_size = Some(1);
        })
        .unsent()
        .dealing();
    dinner.run_timer();
    dinner.answer_for("Ada", Yes, 2);
    assert_eq!(dinner.state("Ada"), "standby");
    dinner.answer("Ben", No);
    assert_eq!(dinner.messages(), ["seated to Ada by email"]);
    dinner.answer("Ada", Probably);
    dinner.answer_for("Ada", Yes, 1);
    assert_eq!(dinner.outbox("Ada")[1..], ["seated queued"]);
}

#[test]
fn a_maybe_whose_notice_was_cancelled_is_told_the_next_time() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]).unsent().dealing();
    for response in [Maybe, Yes, Maybe] {
        dinner.answer("Ada", response);
        dinner.wait_hours(1);
    }
    assert_eq!(
        dinner.outbox("Ada")[1..],
        ["maybeNotice cancelled", "maybeNotice queued"]
    );
}

#[test]
fn an_email_of_unknown_outcome_stays_unknown_when_it_is_refused_for_the_moment() {
    let mut dinner = Dinner::new(1, &["Ada"]).unsent().dealing();
    let unknown = |message: MessageId| Command::OutcomeUnknown {
        message,
        why: "The connection broke".to_owned(),
        delay: Delay::default(),
        calendar: None,
    };
    let kind = MessageKind::Invitation;
    let message = dinner.claim("Ada", kind, Email);
    dinner.run(&unknown(message));
    assert_eq!(
        dinner.message("Ada", kind, Email).due_at,
        Some(at("2026-06-01T12:00:20Z"))
    );
    let message = dinner.claim("Ada", kind, Email);
    dinner.run(&rejected(message, About::Recipient, false));
    assert_eq!(dinner.outbox("Ada"), ["invitation unknown"]);
    assert!(dinner.message("Ada", kind, Email).due_at.is_some());
    let message = dinner.claim("Ada", kind, Email);
    dinner.run(&unknown(message));
    assert_eq!(
        dinner.message("Ada", kind, Email).due_at,
        None,
        "the host decides"
    );
}

#[test]
fn news_for_calendars_waits_when_the_days_emails_are_used_up() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.sends = false;
    dinner.answer_by_email("Ada", Yes, Actor::Guest);
    let tomorrow = at("2026-06-02T00:00:00Z");
    let limit = |message: MessageId| Command::LimitReached {
        message,
        until: tomorrow,
        why: "the day's emails are used up".to_owned(),
    };
    let message = dinner.claim("Ada", MessageKind::Confirmation, Email);
    dinner.run(&limit(message.clone()));
    assert_eq!(dinner.log(), ["waits Ada"]);
    assert_eq!(dinner.outbox("Ada")[1..], ["confirmation queued"]);
    let message = dinner.claim("Ada", MessageKind::Confirmation, Email);
    dinner.run(&dinner.accepted(&message));
    dinner.answer("Ada", No);
    let message = dinner.claim("Ada", MessageKind::Released, Email);
    dinner.run(&limit(message));
    assert_eq!(dinner.outbox("Ada")[2..], ["released queued"]);
}

#[test]
fn a_withdrawn_guest_is_told_by_text_if_the_email_for_the_calendar_is_refused() {
    let answered = || {
        let mut dinner = Dinner::new(1, &["Ada"]).dealing();
        dinner.answer_by_email("Ada", Yes, Actor::Guest);
        dinner.sends = false;
        dinner
    };
    let mut dinner = answered();
    dinner.run(&withdraw("Ada"));
    dinner.fail("Ada", MessageKind::Released, Email, Some(Sms));
    assert_eq!(dinner.messages(), ["released to Ada by sms"]);

    // Whoever has said that they do not come knows that the seat is gone.
    let mut dinner = answered();
    dinner.answer("Ada", No);
    dinner.fail("Ada", MessageKind::Released, Email, Some(Sms));
    assert!(dinner.messages().is_empty());
}

/// Six guests who are reached by text alone, three of whom are invited at once.
fn six_texts(unsent: bool) -> Dinner {
    let names = ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn"];
    let mut dinner = Dinner::new(3, &names);
    dinner.sends = !unsent;
    for card in &mut dinner.deck {
        card.channel = Some(Sms);
    }
    dinner.run(&Command::Deal);
    dinner
}

#[test]
fn a_fault_of_the_sender_makes_nobody_undeliverable() {
    let mut dinner = six_texts(false);
    let text = dinner
        .message("Ada", MessageKind::Invitation, Sms)
        .id
        .clone();
    let news = News::Failed {
        about: About::Sender,
        passing: false,
        why: "The number is not registered (Twilio 30034).".to_owned(),
        delay: Delay::default(),
    };
    dinner.run(&dinner.report(&text, news.clone()));
    assert_eq!(dinner.log(), ["channelRests", "waits Ada"]);
    assert_eq!(dinner.outbox("Ada"), ["invitation queued"]);
    assert_eq!(dinner.held(), ["Ada", "Ben", "Cleo"]);
    let text = dinner
        .message("Ben", MessageKind::Invitation, Sms)
        .id
        .clone();
    dinner.run(&dinner.report(&text, news));
    assert_eq!(dinner.log(), ["waits Ben"], "the channel rests once");
    // Nothing more is dealt by text, although a seat is free.
    dinner.answer("Cleo", No);
    assert_eq!(dinner.held(), ["Ada", "Ben"]);
    assert_eq!(
        dinner.table.waiting_for(dinner.now, true),
        "Text messages stopped (The number is not registered (Twilio 30034)). Correct the cause, \
         then deal again, or cancel again if the event is cancelled."
    );
    assert!(matches!(
        dinner.try_run(&crate::dinner::resend("Ada", Some(Sms))),
        Err(Refusal::ChannelRests { .. })
    ));
    dinner.run(&Command::Deal);
    assert_eq!(dinner.log(), ["dealing", "dealt Dan"]);
    assert_eq!(dinner.outbox("Ada"), ["invitation sent"]);
}

#[test]
fn cancelling_sends_by_channels_that_rest() {
    let mut dinner = six_texts(false);
    let fault = |dinner: &mut Dinner, name: &str, kind: MessageKind| {
        let text = dinner.message(name, kind, Sms).id.clone();
        let report = dinner.report(
            &text,
            News::Failed {
                about: About::Sender,
                passing: false,
                why: "The number is not registered (Twilio 30034).".to_owned(),
                delay: Delay::default(),
            },
        );
        dinner.run(&report);
    };
    fault(&mut dinner, "Ada", MessageKind::Invitation);
    assert!(dinner.table.resting(Sms).is_some());
    dinner.run(&Command::Cancel);
    assert_eq!(dinner.table.resting(Sms), None);
    assert_eq!(dinner.outbox("Ben")[1..], ["cancelled sent"]);
    // The cause is still there: the message waits until the host cancels again.
    fault(&mut dinner, "Ben", MessageKind::Cancelled);
    assert_eq!(dinner.outbox("Ben")[1..], ["cancelled queued"]);
    dinner.run(&Command::Cancel);
    assert_eq!(dinner.outbox("Ben")[1..], ["cancelled sent"]);
}

#[test]
fn messages_that_wait_leave_although_nothing_more_is_dealt() {
    let mut dinner = six_texts(true);
    dinner.table.event.deal_until = Some(dinner.now);
    assert_eq!(
        dinner.try_run(&Command::Deal),
        Err(Refusal::DealUntilPassed)
    );
    for name in ["Ada", "Ben", "Cleo"] {
        dinner.fail(name, MessageKind::Invitation, Sms, None);
    }
    assert!(dinner.table.resting(Sms).is_some());
    dinner.run(&Command::Deal);
    assert_eq!(dinner.table.resting(Sms), None);
}

#[test]
fn a_channel_rests_when_three_guests_in_a_row_cannot_be_reached() {
    let mut dinner = six_texts(true);
    for name in ["Ada", "Ben", "Cleo"] {
        dinner.fail(name, MessageKind::Invitation, Sms, None);
    }
    assert_eq!(
        dinner.log(),
        ["deliveryFailed Cleo", "undeliverable Cleo", "channelRests"]
    );
    assert_eq!(dinner.held(), ["Dan", "Eva"], "nobody else is dealt");
    // The host decides to go on.
    dinner.wait_hours(1);
    dinner.run(&Command::Deal);
    assert_eq!(dinner.log(), ["dealing", "dealt Finn"]);
    dinner.fail("Dan", MessageKind::Invitation, Sms, None);
    assert!(!dinner.log().contains(&"channelRests".to_owned()));
}

#[test]
fn one_text_that_arrives_releases_the_brake() {
    let mut dinner = six_texts(false);
    dinner.fail("Ada", MessageKind::Invitation, Sms, None);
    dinner.fail("Ben", MessageKind::Invitation, Sms, None);
    let text = dinner
        .message("Cleo", MessageKind::Invitation, Sms)
        .id
        .clone();
    dinner.wait_hours(1);
    dinner.run(&dinner.report(&text, News::Delivered));
    dinner.wait_hours(1);
    dinner.fail("Dan", MessageKind::Invitation, Sms, None);
    assert!(!dinner.log().contains(&"channelRests".to_owned()));
}

#[test]
fn a_provider_that_is_away_keeps_messages_waiting_and_then_rests() {
    let mut dinner = Dinner::new(1, &["Ada"]).unsent().dealing();
    for attempt in 1..=8 {
        let message = dinner.claim("Ada", MessageKind::Invitation, Email);
        dinner.run(&rejected(message, About::Account, false));
        let log = match attempt {
            1 => vec!["waits Ada"],
            8 => vec!["channelRests", "waits Ada"],
            _ => Vec::new(),
        };
        assert_eq!(dinner.log(), log, "try {attempt}");
    }
    assert_eq!(dinner.outbox("Ada"), ["invitation queued"]);
    assert_eq!(dinner.held(), ["Ada"]);
}

#[test]
fn only_the_messages_that_were_shown_are_passed_on() {
    let mut dinner = Dinner::new(1, &["Ada"]);
    dinner.deck[0].channel = Some(ByHand);
    let mut dinner = dinner.dealing();
    let shown = dinner.hand_over("Ada");
    dinner.answer("Ada", Yes);
    let moved = dinner.edited(true, |event| event.location = Some("At home".to_owned()));
    dinner.run(&moved);
    let refused = Err(Refusal::NothingToHandOver {
        name: "Ada".to_owned(),
    });
    assert_eq!(dinner.try_run(&shown), refused);
    assert_eq!(
        dinner.outbox("Ada"),
        ["invitation cancelled", "changed queued"]
    );
}

#[test]
fn a_guest_who_loses_a_seat_is_told() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben"]);
    dinner.deck[0].channel = Some(Sms);
    let mut dinner = dinner.dealing();
    dinner.answer("Ada", Yes);
    dinner.run(&withdraw("Ada"));
    assert_eq!(dinner.messages(), ["released to Ada by sms"]);
    dinner.run(&withdraw("Ben"));
    assert!(dinner.messages().is_empty(), "Ben had no seat");
}

#[test]
fn a_message_that_came_too_late_is_not_sent() {
    let mut dinner = Dinner::new(1, &["Ada"])
        .with(|event| event.starts_at = Some(at("2026-06-01T18:00:00Z")))
        .unsent()
        .dealing();
    dinner.wait_until("2026-06-01T18:00:00Z");
    let message = dinner.claim("Ada", MessageKind::Invitation, Email);
    let (claimed, event) = (&dinner.table.messages[0], &dinner.table.event);
    let invitation = dinner.table.invitation(&id("Ada")).unwrap();
    assert!(!invitation.may_be_sent(claimed, event, None, dinner.now));
    dinner.run(&Command::Withheld { message });
    assert_eq!(dinner.table.messages[0].status, MessageStatus::Cancelled);
}

#[test]
fn a_text_in_doubt_waits_for_the_end_of_quiet_hours_unless_it_is_news_that_would_come_too_late() {
    let dinner = |kind: MessageKind| {
        let mut dinner = Dinner::new(1, &["Ada"])
            .with(|event| {
                event.starts_at = Some(at("2026-06-02T08:00:00Z"));
                event.response_window = Some(SignedDuration::from_hours(20));
            })
            .unsent();
        dinner.deck[0].channel = Some(Sms);
        let mut dinner = dinner.dealing();
        if kind == MessageKind::Released {
            dinner.answer("Ada", Yes);
            dinner.run(&withdraw("Ada"));
        }
        let message = dinner.claim("Ada", kind, Sms);
        dinner.run(&Command::OutcomeUnknown {
            message,
            why: "The sender died".to_owned(),
            delay: Delay::default(),
            calendar: None,
        });
        dinner.wait_until("2026-06-01T22:00:00Z");
        let message = dinner.claim("Ada", kind, Sms);
        let claimed = dinner.message("Ada", kind, Sms).clone();
        let invitation = dinner.table.invitation(&id("Ada")).unwrap();
        let may_be_sent = invitation.may_be_sent(&claimed, &dinner.table.event, None, dinner.now);
        dinner.run(&Command::Withheld { message });
        (may_be_sent, dinner.message("Ada", kind, Sms).due_at)
    };
    let morning = Some(at("2026-06-02T09:00:00Z"));
    assert_eq!(dinner(MessageKind::Invitation), (false, morning));
    assert!(dinner(MessageKind::Released).0);
}

#[test]
fn news_that_was_held_up_waits_for_the_end_of_quiet_hours_unless_it_may_be_a_reply() {
    let may_be_sent_at_night = |kind: MessageKind| {
        let mut dinner = Dinner::new(2, &["Ada"]).unsent().dealing();
        dinner.answer("Ada", Yes);
        if kind == MessageKind::Cancelled {
            dinner.run(&Command::Cancel);
        }
        dinner.claim_new("Ada", kind, Email);
        dinner.wait_until("2026-06-01T23:00:00Z");
        let claimed = dinner.message("Ada", kind, Email);
        let invitation = dinner.table.invitation(&id("Ada")).unwrap();
        invitation.may_be_sent(claimed, &dinner.table.event, None, dinner.now)
    };
    assert!(!may_be_sent_at_night(MessageKind::Seated));
    assert!(!may_be_sent_at_night(MessageKind::Changed));
    assert!(!may_be_sent_at_night(MessageKind::Cancelled));
    assert!(may_be_sent_at_night(MessageKind::Confirmation));
}

#[test]
fn guests_who_have_opted_out_are_no_reason_for_a_channel_to_rest() {
    let mut dinner = six_texts(true);
    for name in ["Ada", "Ben", "Cleo"] {
        let failure = dinner.failure(name, MessageKind::Invitation, Sms, None);
        dinner.reach(name, &[]);
        dinner.run(&failure);
    }
    assert_eq!(dinner.table.resting(Sms), None);
}
