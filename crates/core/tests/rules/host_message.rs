//! Rule 13: what the host writes to guests in their own words.

use seat_dealer_core::Channel::{self, ByHand, Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Yes};
use seat_dealer_core::{Audience, Command, HostWords, MessageKind, MessageStatus, Refusal};

use crate::dinner::{Dinner, at, withdraw, withdraw_with, write};

/// At 18:00 on 3 June. Ada and Ben are seated, Cleo is withdrawn, Dan is a maybe, Eva answered NO.
fn dinner(channels: &[Channel]) -> Dinner {
    let mut dinner = Dinner::new(5, &["Ada", "Ben", "Cleo", "Dan", "Eva"])
        .with(|event| {
            event.hand_size = Some(5);
            event.starts_at = Some(at("2026-06-03T18:00:00Z"));
        })
        .dealing();
    for name in ["Ada", "Ben", "Cleo", "Dan", "Eva"] {
        dinner.reach(name, channels);
    }
    dinner.answer("Eva", No);
    dinner.answer("Dan", Maybe);
    dinner.run(&withdraw("Cleo"));
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", Yes);
    dinner
}

/// The last messages in the host's own words.
fn host_messages(dinner: &Dinner) -> Vec<String> {
    let messages = dinner.messages().into_iter();
    messages
        .filter(|message| message.starts_with("hostMessage"))
        .collect()
}

#[test]
fn the_host_writes_to_each_guest_of_an_audience() {
    let mut dinner = dinner(&[Email]).unsent();
    dinner.run(&write("Bring a chair", &[Audience::Seated]));
    assert_eq!(
        dinner.messages(),
        ["hostMessage to Ada by email", "hostMessage to Ben by email"]
    );
    assert_eq!(dinner.log(), ["wrote"]);
    let detail = dinner.last.log[0].happening.detail();
    assert_eq!(detail["by"], "host");
    assert_eq!(detail["told"], 2);
    dinner.run(&write("Which day suits you?", Audience::ALL));
    assert_eq!(
        dinner.messages(),
        [
            "hostMessage to Ada by email",
            "hostMessage to Ben by email",
            "hostMessage to Dan by email",
        ]
    );
    let first = dinner.message("Ada", MessageKind::HostMessage, Email);
    assert_eq!(first.status, MessageStatus::Queued, "two messages, not one");
    assert_eq!(
        dinner.try_run(&write("Still no seat", &[Audience::Standby])),
        Err(Refusal::NobodyToTell { unreached: 0 })
    );
}

#[test]
fn what_the_host_wrote_is_taken_back_when_the_guest_no_longer_belongs_to_the_audience() {
    let mut dinner = dinner(&[Email]).unsent();
    dinner.wait_until("2026-06-01T22:00:00Z");
    dinner.run(&write("Bring a chair", &[Audience::Seated]));
    assert_eq!(
        dinner.last.messages[0].not_before,
        at("2026-06-02T09:00:00Z")
    );
    dinner.answer("Ada", Maybe);
    dinner.run(&withdraw("Ben"));
    for name in ["Ada", "Ben"] {
        let message = dinner.message(name, MessageKind::HostMessage, Email);
        assert_eq!(message.status, MessageStatus::Cancelled, "{name}");
    }
    dinner.run(&write("What about you?", &[Audience::Maybe]));
    dinner.run(&Command::Cancel);
    let message = dinner.message("Dan", MessageKind::HostMessage, Email);
    assert_eq!(message.status, MessageStatus::Cancelled);
    assert_eq!(
        dinner.try_run(&write("Sorry", Audience::ALL)),
        Err(Refusal::Cancelled)
    );
}

#[test]
fn the_host_can_write_for_two_weeks_after_the_event_and_not_at_night() {
    let mut dinner = dinner(&[Email]);
    let thanks = write("Thank you for coming!", &[Audience::Seated]);
    dinner.wait_until("2026-06-03T22:00:00Z");
    dinner.run(&thanks);
    assert_eq!(
        dinner.messages(),
        [
            "hostMessage to Ada by email at 2026-06-04T09:00:00Z",
            "hostMessage to Ben by email at 2026-06-04T09:00:00Z",
        ]
    );
    dinner.wait_until("2026-06-17T17:59:59Z");
    dinner.run(&thanks);
    dinner.wait_until("2026-06-17T18:00:00Z");
    assert_eq!(dinner.try_run(&thanks), Err(Refusal::LongPast));
    dinner.edit(|event| event.ends_at = Some(at("2026-06-04T01:00:00Z")));
    dinner.run(&thanks);
}

#[test]
fn what_would_come_after_the_begin_is_sent_at_night() {
    let mut dinner =
        dinner(&[Email]).with(|event| event.starts_at = Some(at("2026-06-03T08:00:00Z")));
    dinner.wait_until("2026-06-03T06:30:00Z");
    dinner.run(&write("Come by bicycle", &[Audience::Seated]));
    assert_eq!(
        dinner.messages(),
        ["hostMessage to Ada by email", "hostMessage to Ben by email"]
    );
}

#[test]
fn a_guest_is_told_by_a_channel_that_works_or_not_at_all() {
    let mut dinner = dinner(&[Email]).unsent();
    let words = write("Bring a chair", &[Audience::Seated]);
    dinner.reach("Ada", &[Sms]);
    dinner.reach("Ben", &[]);
    dinner.run(&words);
    assert_eq!(host_messages(&dinner), ["hostMessage to Ada by sms"]);
    let detail = dinner.last.log[0].happening.detail();
    assert_eq!(detail["told"], 1);
    assert_eq!(detail["unreached"], 1);
    let ben = dinner.invitation("Ben");
    let name = "Ben".to_owned();
    assert_eq!(
        dinner.table.channel_of_words(ben),
        Err(Refusal::Unreachable { name })
    );
    dinner.reach("Ada", &[]);
    assert_eq!(
        dinner.try_run(&words),
        Err(Refusal::NobodyToTell { unreached: 2 })
    );
    dinner.edit(|event| event.by_hand = true);
    dinner.run(&words);
    assert_eq!(
        host_messages(&dinner),
        [
            "hostMessage to Ada by byHand",
            "hostMessage to Ben by byHand"
        ]
    );
    assert_eq!(
        dinner
            .message("Ada", MessageKind::HostMessage, ByHand)
            .due_at,
        None
    );
}

#[test]
fn a_message_that_fails_goes_by_the_other_channel_with_the_same_words() {
    let mut dinner = dinner(&[Email]).unsent();
    let long = "long ".repeat(190);
    dinner.run(&write(&long, &[Audience::Seated]));
    dinner.fail("Ada", MessageKind::HostMessage, Email, Some(Sms));
    assert_eq!(dinner.messages(), ["hostMessage to Ada by sms"]);
    let words = dinner.last.messages[0].words.as_ref();
    assert_eq!(words.map(HostWords::text), Some(long.trim()));
}

#[test]
fn a_text_message_has_room_for_480_characters() {
    let mut dinner = dinner(&[Sms]);
    dinner.run(&write(&"x".repeat(480), &[Audience::Seated]));
    for long in ["x".repeat(481), "\u{1f600}".repeat(241)] {
        assert_eq!(
            dinner.try_run(&write(&long, &[Audience::Seated])),
            Err(Refusal::TooLongForTexts {
                limit: 480,
                texts: 2
            })
        );
    }
    assert!(HostWords::added(&"\u{1f600}".repeat(240)).is_ok());
    assert!(HostWords::added(&"\u{1f600}".repeat(241)).is_err());
}

#[test]
fn the_host_adds_words_to_the_message_that_a_seat_is_gone() {
    let mut dinner = dinner(&[Email]).unsent();
    let name = "Dan".to_owned();
    assert_eq!(
        dinner.try_run(&withdraw_with("Dan", "Sorry!")),
        Err(Refusal::NoMessage { name }),
        "nobody tells Dan"
    );
    dinner.run(&withdraw_with("Ada", "Sorry!"));
    let words = |dinner: &Dinner| {
        let mut messages = dinner.last.messages.iter();
        let released = messages.find(|message| message.kind == MessageKind::Released);
        let words = released.and_then(|message| message.words.as_ref());
        words.map(|words| words.text().to_owned())
    };
    assert_eq!(words(&dinner).as_deref(), Some("Sorry!"));
    assert_eq!(dinner.last.log[0].happening.detail()["words"], "Sorry!");
    dinner.fail("Ada", MessageKind::Released, Email, Some(Sms));
    assert_eq!(words(&dinner).as_deref(), Some("Sorry!"), "by text, too");
}

#[test]
fn two_messages_to_a_guest_who_opts_out_go_by_the_other_channel_one_after_the_other() {
    let mut dinner = dinner(&[Email]).unsent();
    for text in ["Bring a chair", "And a lamp"] {
        dinner.run(&write(text, &[Audience::Seated]));
    }
    let opt_out = dinner.opt_out("Ada", Some(Sms));
    dinner.run(&opt_out);
    assert_eq!(host_messages(&dinner), ["hostMessage to Ada by sms"]);
    dinner.fail("Ada", MessageKind::HostMessage, Email, Some(Sms));
    assert_eq!(host_messages(&dinner), ["hostMessage to Ada by sms"]);
    let messages = dinner.table.messages.iter();
    let texts: Vec<_> = messages
        .filter(|message| message.channel == Sms && message.kind == MessageKind::HostMessage)
        .filter_map(|message| message.words.as_ref().map(HostWords::text))
        .collect();
    assert_eq!(texts, ["Bring a chair", "And a lamp"]);
}
