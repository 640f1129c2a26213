//! Rule 14: log entries of dealing.

use jiff::SignedDuration;
use seat_dealer_core::Channel::{ByHand, Email};
use seat_dealer_core::Response::{Maybe, No, Yes};
use seat_dealer_core::{Card, Command, Reason, Tags};

use super::{Page, all_dealt, guest, party};
use crate::dinner::{Dinner, at, card};

pub(super) fn dealing() -> Page {
    let mut page = Page::default();
    page.heading("Reasons");
    let mut dinner = Dinner::new(6, &[]).with(|event| event.hand_size = Some(9));
    let priority = |priority, last: Option<&str>| Reason::Priority {
        priority,
        last_invited_at: last.map(at),
    };
    for (name, reason, channel) in [
        ("Zoe", Reason::InviteFirst { place: 1 }, Email),
        ("Yann", Reason::InviteFirst { place: 2 }, Email),
        ("Xenia", priority(1, None), Email),
        ("Wim", priority(5, Some("2025-12-24T10:00:00Z")), Email),
        ("Vera", priority(9, None), ByHand),
    ] {
        let channel = Some(channel);
        dinner.deck.push(Card {
            reason,
            channel,
            ..card(name)
        });
    }
    page.run(&mut dinner, &Command::Deal);
    page.heading("Contacts that the host picked");
    let picked = |name, channel| Command::Invite {
        card: Card {
            channel: Some(channel),
            ..card(name)
        },
    };
    let mut dinner = Dinner::new(3, &[]);
    page.run(&mut dinner, &picked("Ada", Email));
    page.run(&mut dinner, &picked("Ben", ByHand));

    page.heading("Parties");
    let mut dinner = Dinner::new(6, &["Ada", "Ben"]).with(|event| event.party_limit = 3);
    dinner.deck[1].channel = Some(ByHand);
    page.run(&mut dinner, &Command::Deal);
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo"]);
    dinner.deck[0].party_size = 2;
    dinner.deck[1].party_size = 2;
    dinner.run(&Command::Deal);
    page.run(&mut dinner, &guest("Ada", Yes));
    let mut dinner = Dinner::new(2, &["Ada", "Ben"])
        .with(|event| event.starts_at = Some(at("2026-06-02T08:00:00Z")));
    dinner.deck[0].party_size = 3;
    page.run(&mut dinner, &Command::Deal);

    page.heading("Lapse, standby and full");
    let hour = SignedDuration::from_hours(1);
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| {
            event.party_limit = 3;
            event.response_window = Some(hour);
        })
        .dealing();
    dinner.now += hour;
    page.run(&mut dinner, &Command::Tick);
    page.run(&mut dinner, &party("Ada", Yes, 2));
    page.run(&mut dinner, &party("Ben", Yes, 2));
    page.run(&mut dinner, &party("Cleo", Yes, 1));
    page.run(&mut dinner, &guest("Ben", No));
    let mut dinner = all_dealt(1, &["Ada", "Ben"]);
    dinner.run(&guest("Ada", No));
    dinner.run(&guest("Ada", Yes));
    dinner.run(&guest("Ben", Yes));
    dinner.run(&Command::Pause);
    page.run(&mut dinner, &guest("Ben", No));
    page.run(&mut dinner, &guest("Ada", No));
    page.run(&mut dinner, &guest("Ben", Yes));
    page.heading("A promotion in quiet hours that last until the event");
    let mut dinner = all_dealt(1, &["Ada", "Ben"])
        .with(|event| event.starts_at = Some(at("2026-06-02T08:00:00Z")));
    dinner.run(&guest("Ada", No));
    dinner.run(&guest("Ada", Yes));
    dinner.run(&guest("Ben", Yes));
    dinner.wait_until("2026-06-01T22:00:00Z");
    page.run(&mut dinner, &guest("Ben", No));

    reminders(&mut page);

    page.heading("Nobody has one of the event's tags");
    let mut dinner =
        Dinner::new(2, &["Ada"]).with(|event| event.tags = Tags::parse(["neighbours"]).unwrap());
    page.run(&mut dinner, &Command::Deal);

    page.heading("Offers");
    for (seats, limit, by_hand) in [(1, 1, false), (2, 2, false), (1, 1, true)] {
        let mut dinner = Dinner::new(seats, &["Ada"])
            .with(|event| {
                event.party_limit = limit;
                event.by_hand = by_hand;
            })
            .dealing();
        page.run(&mut dinner, &guest("Ada", Maybe));
        if !by_hand {
            dinner.now = dinner.last.due_at.unwrap();
            page.run(&mut dinner, &Command::Tick);
        }
    }
    page
}

fn reminders(page: &mut Page) {
    page.heading("Reminders");
    let mut dinner = all_dealt(1, &["Ada"]);
    dinner.edit(|event| event.reminders.unanswered = true);
    dinner.now = dinner.last.due_at.unwrap();
    page.run(&mut dinner, &Command::Tick);
    let mut dinner = all_dealt(1, &["Ada"]);
    dinner.edit(|event| event.reminders.unanswered = true);
    dinner.wait_until("2026-06-03T12:00:00Z");
    page.run(&mut dinner, &Command::Tick);
    for (by_hand, time) in [
        (false, "2026-06-04T19:00:00Z"),
        (true, "2026-06-04T19:00:00Z"),
        (false, "2026-06-05T18:00:00Z"),
    ] {
        let mut dinner = Dinner::new(1, &["Ada"])
            .with(|event| {
                event.starts_at = Some(at("2026-06-05T19:00:00Z"));
                event.reminders.day_before = true;
                event.by_hand = by_hand;
            })
            .dealing();
        dinner.answer("Ada", Yes);
        dinner.wait_until(time);
        page.run(&mut dinner, &Command::Tick);
    }
}

#[test]
fn log_of_dealing() {
    insta::assert_snapshot!(dealing().text);
}
