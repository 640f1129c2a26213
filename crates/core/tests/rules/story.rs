//! Rule 14: everything can be read afterwards, and seen before.

use seat_dealer_core::Response::{Maybe, No, Yes};
use seat_dealer_core::{Actor, Command, LogKind, cards_wanted, preview};

use crate::dinner::{Dinner, answer, invite, resend};

#[test]
fn rule_14_the_log_reads_as_a_story() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]);
    let mut story: Vec<String> = Vec::new();
    let mut tell = |dinner: &Dinner| {
        story.extend(dinner.said().into_iter().map(str::to_owned));
    };
    dinner.give(&Command::Arrange {
        invite_first: 1,
        excluded: 0,
    });
    tell(&dinner);
    dinner.give(&Command::Deal);
    tell(&dinner);
    dinner.answer("Ada", Yes);
    tell(&dinner);
    dinner.wait_for_the_timer();
    tell(&dinner);
    dinner.answer("Ben", Yes);
    tell(&dinner);
    dinner.answer("Cleo", Maybe);
    tell(&dinner);
    assert_eq!(
        story,
        [
            "You arranged the deck: 1 contact to invite first, nobody left out.",
            "You started dealing.",
            "Ada was invited (priority 5, not invited by you before); \
             a seat is held until Wednesday, 3 June at 12:00.",
            "Ben was invited (priority 5, not invited by you before); \
             a seat is held until Wednesday, 3 June at 12:00.",
            "Ada answered YES: the seat held for them is theirs.",
            "Ben did not answer in time; the seat is free again and the link still works.",
            "Cleo was invited (priority 5, not invited by you before); \
             a seat is held until Friday, 5 June at 12:00.",
            "Ben answered YES: no seat is open, so they are on standby.",
            "Cleo answered MAYBE: no seat is kept for a maybe, so the seat is free again.",
            "Ben was next on standby and got a free seat.",
            "The table is full: all 2 seats are taken, and dealing rests until one is free again.",
        ]
    );
}

#[test]
fn rule_14_a_preview_shows_who_is_next_and_why_not_more() {
    let mut dinner = Dinner::new(8, &["Ada", "Ben"]).with(|event| event.hand_size = Some(1));
    let look = |dinner: &Dinner| {
        let mut table = dinner.table.clone();
        let wanted = cards_wanted(&table, &Command::Deal, dinner.now);
        table.cards = dinner.deck.iter().take(wanted).cloned().collect();
        let preview = preview(&table, dinner.now);
        let names = preview.now.into_iter().map(|(card, _)| card.name);
        let offers = preview.offers.into_iter().map(|offer| offer.name);
        (
            names.collect::<Vec<_>>(),
            offers.collect::<Vec<_>>(),
            preview.why_not_more,
        )
    };
    let nobody: Vec<String> = Vec::new();
    let ada = vec!["Ada".to_owned()];
    let one_waits = "Then 1 invitation waits for an answer, as many as the hand allows; \
                     Ada has until Wednesday, 3 June at 12:00.";
    assert_eq!(
        look(&dinner),
        (ada.clone(), nobody.clone(), one_waits.to_owned())
    );
    assert_eq!(
        dinner.table.waiting_for(dinner.now),
        "Nothing is dealt yet: press Deal to begin."
    );
    dinner.give(&Command::Deal);
    assert_eq!(
        look(&dinner),
        (
            nobody.clone(),
            nobody.clone(),
            "1 invitation is waiting for an answer, as many as the hand allows; \
             Ada has until Wednesday, 3 June at 12:00."
                .to_owned()
        )
    );
    dinner.give(&Command::Pause);
    dinner.answer("Ada", Maybe);
    dinner.deck.clear();
    assert_eq!(look(&dinner), (nobody, ada, one_waits.to_owned()));
}

#[test]
fn rule_14_a_refusal_says_what_was_asked_and_how_to_mend_it() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    let refused = |dinner: &mut Dinner, command: &Command| {
        let refusal = dinner.try_to(command).unwrap_err();
        let entry = refusal.log_entry(&dinner.table, command);
        assert_eq!(entry.kind, LogKind::Refused);
        entry.text
    };
    assert_eq!(
        refused(&mut dinner, &invite("Ben")),
        "You wanted to invite Ben, but no seat is open: the only one is seated or held. \
         Add a seat or withdraw an invitation first."
    );
    assert_eq!(
        refused(&mut dinner, &invite("Ada")),
        "You wanted to invite Ada, but Ada is already invited to this event. \
         Send that invitation again instead."
    );
    assert_eq!(
        refused(&mut dinner, &resend("Ada", None)),
        "You wanted to send Ada's invitation again, but Ada cannot be reached by text or email. \
         Add another number or address, or make \"by hand\" the preferred channel."
    );
    let none = dinner.edited(false, |event| event.seats = 0);
    assert_eq!(
        refused(&mut dinner, &none),
        "You wanted to change the event, but the table cannot shrink to 0: \
         0 seated and 1 held make 1. Withdraw invitations first."
    );
    dinner.give(&Command::Cancel { untold: Vec::new() });
    assert_eq!(
        refused(&mut dinner, &answer("Ada", No, None, Actor::Guest)),
        "Ada wanted to answer NO, but the event is cancelled. \
         Make a new event to invite people again."
    );
}
