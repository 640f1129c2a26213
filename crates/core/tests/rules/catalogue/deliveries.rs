//! Rule 14: log entries of reports about messages, opt-outs and other texts.

use jiff::SignedDuration;
use seat_dealer_core::Channel::{ByHand, Email, Sms};
use seat_dealer_core::Response::Yes;
use seat_dealer_core::{About, Channel, Command, Delay, MessageKind, News, OtherText, TextReply};

use super::{Page, guest};
use crate::dinner::{Dinner, at, id, rejected};

pub(super) fn deliveries() -> Page {
    let mut page = Page::default();
    page.heading("Reports");
    let mut dinner = Dinner::new(1, &["Ada"]).unsent().dealing();
    for &message in MessageKind::ALL {
        let claimed = dinner.claim_new("Ada", message, Sms);
        let arrived = dinner.report(&claimed, News::Delivered);
        page.run(&mut dinner, &arrived);
        let claimed = dinner.claim_new("Ada", message, Email);
        let accepted = dinner.accepted(&claimed);
        page.run(&mut dinner, &accepted);
    }
    page.heading("Delays");
    let message = dinner.claim_new("Ada", MessageKind::Invitation, Sms);
    let limit = Command::LimitReached {
        message,
        until: at("2026-06-02T09:00:00Z"),
        why: "the day's texts are used up".to_owned(),
    };
    page.run(&mut dinner, &limit);
    let message = dinner.claim_new("Ada", MessageKind::Invitation, Email);
    page.run(&mut dinner, &rejected(message, About::Account, false));
    let message = dinner.claim_new("Ada", MessageKind::Invitation, Email);
    page.run(&mut dinner, &rejected(message, About::Sender, true));

    let message = dinner.claim_new("Ada", MessageKind::Invitation, Sms);
    let unknown = Command::OutcomeUnknown {
        message,
        why: "the connection broke".to_owned(),
        delay: Delay::default(),
        calendar: None,
    };
    page.run(&mut dinner, &unknown);

    page.heading("Failures");
    let invitation = MessageKind::Invitation;
    for next in [Some(Sms), Some(ByHand), None] {
        let mut dinner = Dinner::new(1, &["Ada"]).dealing();
        let failure = dinner.failure("Ada", invitation, Email, next);
        page.run(&mut dinner, &failure);
    }
    let mut lapsed = Dinner::new(1, &["Ada"]).dealing();
    lapsed.run_timer();
    let failure = lapsed.failure("Ada", invitation, Email, None);
    page.run(&mut lapsed, &failure);
    let mut answered = Dinner::new(1, &["Ada"]).dealing();
    answered.run(&guest("Ada", Yes));
    let failure = answered.failure("Ada", invitation, Email, Some(Sms));
    page.run(&mut answered, &failure);
    let mut quiet = Dinner::new(3, &["Ada"])
        .with(|event| {
            event.party_limit = 2;
            event.starts_at = Some(at("2026-06-02T08:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(15));
        })
        .dealing();
    quiet.wait_until("2026-06-01T22:00:00Z");
    let failure = quiet.failure("Ada", invitation, Email, Some(Sms));
    page.run(&mut quiet, &failure);

    page.heading("Opt-outs and other texts");
    let opted_in = |channel: Channel| Command::OptedIn {
        invitation: id("Ada"),
        channel,
    };
    let mut dinner = Dinner::new(1, &["Ada"]).unsent().dealing();
    let opted_out = dinner.opt_out("Ada", Some(Sms));
    page.run(&mut dinner, &opted_out);
    page.run(&mut dinner, &opted_in(Email));
    let opted_out = dinner.opt_out("Ada", None);
    page.run(&mut dinner, &opted_out);
    for what in [
        OtherText::NotUnderstood,
        OtherText::OneOfSeveral(2),
        OtherText::NotTaken,
        OtherText::Help,
        OtherText::Reaction,
        OtherText::Stop,
        OtherText::Start,
    ] {
        for reply in [TextReply::Sent, TextReply::LimitReached] {
            let text = Command::TextReceived {
                invitation: id("Ada"),
                what,
                words: String::new(),
                reply,
            };
            page.run(&mut dinner, &text);
        }
    }
    page
}

#[test]
fn log_of_deliveries() {
    insta::assert_snapshot!(deliveries().text);
}
