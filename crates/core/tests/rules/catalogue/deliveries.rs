//! Rule 14: log entries of reports about messages, opt-outs and other texts.

use jiff::SignedDuration;
use seat_dealer_core::Channel::{ByHand, Email, Sms};
use seat_dealer_core::Response::Yes;
use seat_dealer_core::{Channel, Command, MessageKind, OtherText, TextReply};

use super::{Page, guest};
use crate::dinner::{Dinner, at, failed, id, opted_out};

pub(super) fn deliveries() -> Page {
    let mut page = Page::default();
    page.heading("Reports");
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    for &message in MessageKind::ALL {
        for (channel, delivered) in [(Sms, true), (Email, false)] {
            let progress = Command::Progress {
                invitation: id("Ada"),
                message,
                channel,
                delivered,
                at: dinner.now,
            };
            page.run(&mut dinner, &progress);
        }
    }
    page.heading("Delays");
    let waits = Command::Waits {
        invitation: id("Ada"),
        message: MessageKind::Invitation,
        channel: Sms,
        until: at("2026-06-02T00:00:00Z"),
        why: "the day's texts are used up".to_owned(),
    };
    page.run(&mut dinner, &waits);

    page.heading("Failures");
    let invitation = MessageKind::Invitation;
    for next in [Some(Sms), Some(ByHand), None] {
        let mut dinner = Dinner::new(1, &["Ada"]).dealing();
        page.run(&mut dinner, &failed("Ada", invitation, Email, next));
    }
    let mut lapsed = Dinner::new(1, &["Ada"]).dealing();
    lapsed.run_timer();
    page.run(&mut lapsed, &failed("Ada", invitation, Email, None));
    let mut answered = Dinner::new(1, &["Ada"]).dealing();
    answered.run(&guest("Ada", Yes));
    page.run(&mut answered, &failed("Ada", invitation, Email, Some(Sms)));
    let mut quiet = Dinner::new(3, &["Ada"])
        .with(|event| {
            event.party_limit = 2;
            event.starts_at = Some(at("2026-06-02T08:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(15));
        })
        .dealing();
    quiet.wait_until("2026-06-01T22:00:00Z");
    page.run(&mut quiet, &failed("Ada", invitation, Email, Some(Sms)));

    page.heading("Opt-outs and other texts");
    let opted_in = |channel: Channel| Command::OptedIn {
        invitation: id("Ada"),
        channel,
    };
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    page.run(&mut dinner, &opted_out("Ada", &[invitation], Some(Sms)));
    page.run(&mut dinner, &opted_in(Email));
    page.run(&mut dinner, &opted_out("Ada", &[invitation], None));
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
            let text = Command::Texted {
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
