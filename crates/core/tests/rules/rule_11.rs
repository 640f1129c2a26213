//! Rule 11: delivery.

use seat_dealer_core::Channel::{Email, Sms};
use seat_dealer_core::Response::{Maybe, Yes};
use seat_dealer_core::{Actor, Command, InvitationStatus, MessageKind, Refusal, TextReply};

use crate::dinner::{Dinner, answer, id, resend, withdraw};

#[test]
fn the_other_channel_is_tried_before_the_next_card_is_dealt() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.fail("Ada", MessageKind::Invitation, Email, Some(Sms));
    assert_eq!(dinner.log(), ["deliveryFailed Ada"]);
    assert_eq!(dinner.messages(), ["invitation to Ada by sms"]);
    dinner.wait_hours(1);
    dinner.fail("Ada", MessageKind::Invitation, Sms, None);
    assert_eq!(
        dinner.log(),
        ["deliveryFailed Ada", "undeliverable Ada", "dealt Ben"]
    );
    assert_eq!(dinner.state("Ada"), "undeliverable");
    assert_eq!(dinner.state("Ben"), "held until 2026-06-03T13:00:00Z");
}

#[test]
fn a_late_report_about_an_older_message_ends_no_hold() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.run(&resend("Ada", Some(Sms)));
    dinner.fail("Ada", MessageKind::Invitation, Email, None);
    assert_eq!(dinner.log(), ["deliveryFailed Ada"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
    // A report about the invitation does not end an offer either.
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.held(), ["Ada"], "offered at once");
    dinner.fail("Ada", MessageKind::Invitation, Email, Some(Sms));
    assert_eq!(dinner.held(), ["Ada"]);
    assert_eq!(dinner.messages(), [""; 0]);
    dinner.fail("Ada", MessageKind::MaybeNotice, Email, None);
    assert_eq!(dinner.state("Ada"), "answered", "the guest stays a maybe");
}

#[test]
fn an_undeliverable_invitation_gets_a_new_hold_when_it_is_sent_again() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.fail("Ada", MessageKind::Invitation, Email, None);
    dinner.wait_until("2026-06-01T22:00:00Z");
    let name = || "Ada".to_owned();
    assert_eq!(
        dinner.try_run(&resend("Ada", None)),
        Err(Refusal::Unreachable { name: name() })
    );
    dinner.run(&resend("Ada", Some(Sms)));
    assert_eq!(dinner.log(), ["resent Ada"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-06-04T09:00:00Z");
    assert_eq!(
        dinner.messages(),
        ["invitation to Ada by sms at 2026-06-02T09:00:00Z"]
    );
    // The new hold is not larger than the open seats.
    let mut dinner = Dinner::new(3, &["Ada", "Ben"])
        .with(|event| event.party_limit = 3)
        .dealing();
    dinner.fail("Ada", MessageKind::Invitation, Email, None);
    dinner.answer_for("Ben", Yes, 2);
    dinner.run(&resend("Ada", Some(Sms)));
    assert_eq!(dinner.seats(), (1, 2, 0));
    assert_eq!(
        dinner.try_run(&answer("Ada", Yes, Some(2), Actor::Guest)),
        Err(Refusal::NoRoomForParty { name: name() })
    );
}

#[test]
fn an_invitation_that_failed_after_its_deadline_is_undeliverable() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.run_timer();
    assert_eq!(dinner.invitation("Ada").status, InvitationStatus::Lapsed);
    dinner.fail("Ada", MessageKind::Invitation, Email, Some(Sms));
    assert_eq!(dinner.messages(), ["invitation to Ada by sms"]);
    dinner.fail("Ada", MessageKind::Invitation, Sms, None);
    assert_eq!(dinner.log(), ["deliveryFailed Ada", "undeliverable Ada"]);
    assert_eq!(dinner.state("Ada"), "undeliverable");
}

#[test]
fn an_untrue_message_is_not_sent_again() {
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.run(&withdraw("Ada"));
    dinner.fail("Ada", MessageKind::Invitation, Email, Some(Sms));
    assert_eq!(dinner.messages(), [""; 0]);
    assert_eq!(dinner.log(), ["deliveryFailed Ada"]);
}

#[test]
fn a_cancelled_message_that_has_left_nevertheless_is_logged() {
    let mut dinner = Dinner::new(1, &["Ada"]).unsent().dealing();
    let invitation = dinner.claim("Ada", MessageKind::Invitation, Email);
    dinner.run(&withdraw("Ada"));
    assert_eq!(dinner.outbox("Ada"), ["invitation cancelled"]);
    dinner.run(&dinner.accepted(&invitation));
    assert_eq!(dinner.outbox("Ada"), ["invitation sent"]);
    assert_eq!(dinner.log(), ["sent Ada"]);
}

#[test]
fn after_an_opt_out_unsent_messages_use_the_other_channel() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).unsent().dealing();
    let opted_out = dinner.opt_out("Ada", Some(Sms));
    dinner.run(&opted_out);
    assert_eq!(dinner.messages(), ["invitation to Ada by sms"]);
    assert_eq!(dinner.log(), ["optedOut Ada", "deliveryFailed Ada"]);
    assert_eq!(dinner.held(), ["Ada"]);
}

#[test]
fn an_opt_out_without_another_channel_frees_the_seat_of_an_unsent_invitation() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).unsent().dealing();
    let opted_out = dinner.opt_out("Ada", None);
    dinner.run(&opted_out);
    assert_eq!(dinner.state("Ada"), "undeliverable");
    assert_eq!(dinner.held(), ["Ben"]);
    assert_eq!(dinner.log()[0], "optedOut Ada");
}

#[test]
fn an_opt_out_keeps_the_hold_of_a_sent_invitation() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    let opted_out = dinner.opt_out("Ada", Some(Sms));
    dinner.run(&opted_out);
    assert_eq!(dinner.held(), ["Ada"]);
    assert_eq!(dinner.messages(), [""; 0]);
    // Later messages use the other channel.
    assert_eq!(dinner.invitation("Ada").channel, Sms);
    dinner.run(&Command::OptedIn {
        invitation: id("Ada"),
        channel: Email,
    });
    assert_eq!(dinner.log(), ["optedIn Ada"]);
    let reply = TextReply::Sent;
    dinner.run(&answer("Ada", Yes, None, Actor::GuestByText { reply }));
    assert_eq!(dinner.state("Ada"), "seated");
}
