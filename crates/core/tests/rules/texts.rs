//! Answers by text, opt-outs, and messages that have to wait.

use seat_dealer_core::Response::{Maybe, Yes};
use seat_dealer_core::{Actor, Channel, Command, MessageKind, OtherText, TextReply};

use crate::dinner::{Dinner, answer, at, id};

fn by_text(reply: TextReply) -> Actor {
    Actor::GuestByText { reply }
}

fn opted_out(name: &str, unsent: &[MessageKind], next: Option<Channel>) -> Command {
    Command::OptedOut {
        invitation: id(name),
        channel: Channel::Email,
        unsent: unsent.to_vec(),
        on_its_way: false,
        next,
    }
}

#[test]
fn rule_4_a_maybe_by_text_is_told_by_the_reply_and_not_by_a_message() {
    let names = ["Ada", "Ben", "Cleo", "Dora", "Emil"];
    let mut dinner = Dinner::new(4, &names)
        .with(|event| event.hand_size = Some(2))
        .dealing();
    dinner.give(&answer("Ada", Maybe, None, by_text(TextReply::Sent)));
    assert_eq!(dinner.sent(), ["invitation to Cleo by email"]);
    assert_eq!(
        dinner.said()[0],
        "Ada answered MAYBE by text: no seat is kept for a maybe, so the seat is free again."
    );
    // Saying so again, by whatever way, writes no notice either.
    dinner.give(&answer("Ada", Yes, None, Actor::Guest));
    dinner.give(&answer("Ada", Maybe, None, Actor::Guest));
    assert!(dinner.sent().is_empty(), "{:?}", dinner.sent());

    dinner.give(&answer(
        "Ben",
        Maybe,
        None,
        by_text(TextReply::LimitReached),
    ));
    assert_eq!(dinner.sent()[0], "maybeNotice to Ben by email");
    assert_eq!(
        dinner.said()[0],
        "Ben answered MAYBE by text: no seat is kept for a maybe, so the seat is free again; \
         no text went back, because the day's texts are used up."
    );
}

#[test]
fn rule_11_what_was_not_sent_before_an_opt_out_goes_by_the_other_channel() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    let unsent = [MessageKind::Invitation];
    dinner.give(&opted_out("Ada", &unsent, Some(Channel::Sms)));
    assert_eq!(dinner.sent(), ["invitation to Ada by sms"]);
    assert_eq!(
        dinner.said(),
        [
            "Ada wants no more messages by email; \
             from now on they are written to by text message.",
            "The invitation could not reach Ada by email (they want no more of these); \
             trying text message instead.",
        ]
    );
    assert_eq!(dinner.waiting(), ["Ada"]);
}

#[test]
fn rule_11_an_opt_out_without_another_channel_frees_the_seat_of_who_was_never_asked() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.give(&opted_out("Ada", &[MessageKind::Invitation], None));
    assert_eq!(dinner.standing("Ada"), "undeliverable");
    assert_eq!(dinner.waiting(), ["Ben"]);
    assert_eq!(
        dinner.said()[0],
        "Ada wants no more messages by email; there is no other way to write to them."
    );
}

#[test]
fn rule_11_an_opt_out_takes_nothing_from_who_has_been_asked() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.give(&opted_out("Ada", &[], Some(Channel::Sms)));
    assert_eq!(dinner.waiting(), ["Ada"]);
    assert!(dinner.sent().is_empty());
    // What there is to say to her later goes by the other channel.
    assert_eq!(dinner.invitation("Ada").channel, Channel::Sms);
    dinner.give(&Command::OptedIn {
        invitation: id("Ada"),
        channel: Channel::Email,
    });
    assert_eq!(dinner.said(), ["Ada welcomes messages by email again."]);
    dinner.give(&answer("Ada", Yes, None, by_text(TextReply::Sent)));
    assert_eq!(dinner.standing("Ada"), "seated");
}

#[test]
fn rule_14_waiting_and_texting_change_nothing_and_are_told() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    let before = dinner.table.clone();
    dinner.give(&Command::Waits {
        invitation: id("Ada"),
        message: MessageKind::Invitation,
        channel: Channel::Sms,
        until: at("2026-06-02T00:00:00Z"),
        why: "the day's texts are used up".to_owned(),
    });
    assert_eq!(
        dinner.said(),
        [
            "The invitation to Ada waits until Tuesday, 2 June at 00:00: the day's texts are used up."
        ]
    );
    for (what, sentence) in [
        (
            OtherText::NotUnderstood,
            "Ada texted something that is not an answer, and got the link in reply.",
        ),
        (
            OtherText::OneOfSeveral(2),
            "Ada texted while 2 invitations are open to that number, and got the link of each in \
             reply.",
        ),
        (
            OtherText::Help,
            "Ada asked by text who writes, and was told.",
        ),
    ] {
        dinner.give(&Command::Texted {
            invitation: id("Ada"),
            what,
        });
        assert_eq!(dinner.said(), [sentence]);
    }
    assert_eq!(dinner.table.invitations, before.invitations);
    assert!(dinner.sent().is_empty());
}
