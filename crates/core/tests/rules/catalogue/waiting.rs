//! Rule 14: the sentences that say what dealing waits for, now and in a preview.

use seat_dealer_core::Response::{Maybe, No, Yes};
use seat_dealer_core::{Channel, Command, Tags, preview};

use super::Page;
use crate::dinner::{Dinner, at};

/// Adds the sentence of the present state, and that of the preview.
fn add(page: &mut Page, heading: &str, dinner: &Dinner) {
    page.heading(heading);
    page.line(
        "now",
        &dinner.table.waiting_for(dinner.now, dinner.deck.is_empty()),
    );
    let preview = preview(&dinner.table_for(&Command::Deal), dinner.now);
    page.line("preview", &preview.why_not_more);
}

fn couples(page: &mut Page) {
    let mut party = Dinner::new(3, &["Ada", "Ben"]);
    for card in &mut party.deck {
        card.party_size = 2;
    }
    add(page, "A draft with two couples and three seats", &party);
    add(page, "The second couple waits", &party.dealing());
}

fn a_tag_that_nobody_has(page: &mut Page) {
    let tagged = Dinner::new(8, &["Ada"]).with(|event| {
        event.tags = Tags::parse(["neighbours"]).unwrap();
    });
    add(page, "A draft, with a tag that nobody has", &tagged);
    add(page, "Nobody has the tag", &tagged.dealing());
}

#[test]
fn what_dealing_waits_for() {
    let mut page = Page::default();
    let hand_of =
        |size, names: &[&str]| Dinner::new(8, names).with(|event| event.hand_size = Some(size));
    add(
        &mut page,
        "A draft, with a hand of 1",
        &hand_of(1, &["Ada", "Ben"]),
    );
    let two = hand_of(2, &["Ada", "Ben", "Cleo"]);
    add(&mut page, "A draft, with a hand of 2", &two);
    add(&mut page, "The hand of 2 is dealt", &two.dealing());
    add(
        &mut page,
        "The hand of 1 is dealt",
        &hand_of(1, &["Ada", "Ben"]).dealing(),
    );
    add(
        &mut page,
        "A draft, with a small deck",
        &Dinner::new(8, &["Ada"]),
    );
    add(
        &mut page,
        "The small deck is dealt",
        &Dinner::new(8, &["Ada"]).dealing(),
    );
    add(
        &mut page,
        "A draft, with an empty deck",
        &Dinner::new(8, &[]),
    );
    add(
        &mut page,
        "The deck is empty",
        &Dinner::new(8, &[]).dealing(),
    );
    a_tag_that_nobody_has(&mut page);
    add(
        &mut page,
        "A draft with one seat",
        &Dinner::new(1, &["Ada"]),
    );
    add(
        &mut page,
        "The only seat is held",
        &Dinner::new(1, &["Ada"]).dealing(),
    );

    couples(&mut page);
    let by_hand = |names: &[&str]| {
        let mut dinner = Dinner::new(2, names);
        for card in &mut dinner.deck {
            card.channel = Some(Channel::ByHand);
        }
        dinner
    };
    add(
        &mut page,
        "A draft with two seats, by hand",
        &by_hand(&["Ada", "Ben"]),
    );
    add(
        &mut page,
        "Two messages by hand",
        &by_hand(&["Ada", "Ben"]).dealing(),
    );
    add(
        &mut page,
        "One message by hand",
        &by_hand(&["Ada"]).dealing(),
    );

    let mut paused = hand_of(1, &["Ada"]).dealing();
    paused.run(&Command::Pause);
    paused.answer("Ada", Maybe);
    add(&mut page, "Paused, with a maybe", &paused);
    let mut full = Dinner::new(1, &["Ada"]).dealing();
    full.answer("Ada", Yes);
    add(&mut page, "Full", &full);
    let mut all_declined = Dinner::new(1, &["Ada"]).dealing();
    all_declined.answer("Ada", No);
    add(&mut page, "Everybody answered NO", &all_declined);
    let mut quiet = Dinner::new(3, &["Ada"]).dealing();
    quiet.wait_until("2026-06-01T22:00:00Z");
    add(&mut page, "Quiet hours", &quiet);
    let mut ended = Dinner::new(3, &["Ada"])
        .with(|event| {
            event.deal_until = Some(at("2026-06-01T13:00:00Z"));
            event.starts_at = Some(at("2026-06-01T18:00:00Z"));
        })
        .dealing();
    ended.wait_until("2026-06-01T13:00:00Z");
    add(&mut page, "After deal-until", &ended);
    ended.wait_until("2026-06-01T18:00:00Z");
    add(&mut page, "After the begin", &ended);
    let mut cancelled = Dinner::new(3, &[]);
    cancelled.run(&Command::Cancel);
    add(&mut page, "Cancelled", &cancelled);
    insta::assert_snapshot!(page.text);
}
