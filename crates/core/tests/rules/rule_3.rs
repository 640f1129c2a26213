//! Rule 3: the order of the deck. The caller orders the cards; `crates/db/tests/database/deck.rs`
//! tests that.

use seat_dealer_core::{Card, Channel, Command, Event, Happening, Reason, Tags};

use crate::dinner::{Dinner, at, card};

#[test]
fn cards_are_dealt_in_order_with_their_reasons() {
    let mut dinner = Dinner::new(5, &[]).with(|event| event.hand_size = Some(9));
    let priority = |priority, last: Option<&str>| Reason::Priority {
        priority,
        last_invited_at: last.map(at),
    };
    let reasons = [
        ("Zoe", Reason::InviteFirst { place: 1 }),
        ("Yann", Reason::InviteFirst { place: 2 }),
        ("Xenia", priority(1, None)),
        ("Wim", priority(5, Some("2025-12-24T10:00:00Z"))),
    ];
    for (name, reason) in reasons.clone() {
        dinner.deck.push(Card {
            reason,
            ..card(name)
        });
    }
    dinner.run(&Command::Deal);
    assert_eq!(dinner.held(), ["Zoe", "Yann", "Xenia", "Wim"]);
    for (entry, (name, expected)) in dinner.last.log[1..].iter().zip(reasons) {
        let Happening::Dealt { reason, .. } = &entry.happening else {
            panic!("{entry:?} is no deal of {name}");
        };
        assert_eq!(*reason, expected);
    }
}

#[test]
fn only_contacts_with_a_tag_of_the_event_are_dealt_and_anybody_can_be_invited_by_hand() {
    let tags = |tags: &[&str]| Tags::parse(tags).unwrap();
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo", "Dora"]).with(|event| {
        event.tags = tags(&["choir", "Neighbours"]);
        event.hand_size = Some(9);
    });
    dinner.deck[1].tags = tags(&["neighbours", "work"]);
    dinner.deck[2].tags = tags(&["work"]);
    dinner.deck[3].tags = tags(&["choir"]);
    let mut table = dinner.table_for(&Command::Deal);
    table.cards.clone_from(&dinner.deck);
    let decision = seat_dealer_core::decide(&table, &Command::Deal, dinner.now).unwrap();
    assert_eq!(decision.table.invitations.len(), 2);
    dinner.run(&Command::Deal);
    assert_eq!(dinner.held(), ["Ben", "Dora"]);
    let card = dinner.deck[0].clone();
    dinner.run(&Command::Invite { card });
    assert_eq!(dinner.held(), ["Ben", "Dora", "Ada"]);
    let event = Event {
        tags: Tags::default(),
        ..dinner.table.event.clone()
    };
    dinner.run(&Command::Edit {
        event: Box::new(event),
        announce: false,
    });
    assert_eq!(dinner.held(), ["Ben", "Dora", "Ada", "Cleo"]);
}

#[test]
fn a_contact_without_a_channel_is_not_dealt() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]);
    dinner.deck[0].channel = None;
    let mut table = dinner.table_for(&Command::Deal);
    table.cards = dinner.deck.clone();
    let decision = seat_dealer_core::decide(&table, &Command::Deal, dinner.now).unwrap();
    let invited: Vec<_> = decision
        .table
        .invitations
        .iter()
        .map(|one| &*one.name)
        .collect();
    assert_eq!(invited, ["Ben"]);
    assert_eq!(decision.messages[0].channel, Channel::Email);
}
