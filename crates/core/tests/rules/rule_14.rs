//! Rule 14: reasons. `catalogue.rs` contains the sentences.

use seat_dealer_core::Response::{Maybe, No};
use seat_dealer_core::{
    Actor, Channel, Command, LogKind, MessageKind, OtherText, TextReply, preview,
};

use crate::dinner::{Dinner, answer, at, id, invite};

#[test]
fn a_preview_shows_who_is_next_and_sends_nothing() {
    let mut dinner = Dinner::new(8, &["Ada", "Ben"]).with(|event| event.hand_size = Some(1));
    let look = |dinner: &Dinner| {
        let preview = preview(&dinner.table_for(&Command::Deal), dinner.now);
        let names = preview.now.into_iter().map(|dealt| dealt.card.name);
        let offers = preview.offers.into_iter().map(|offer| offer.name);
        (names.collect::<Vec<_>>(), offers.collect::<Vec<_>>())
    };
    let nobody: Vec<String> = Vec::new();
    let ada = vec!["Ada".to_owned()];
    assert_eq!(look(&dinner), (ada.clone(), nobody.clone()));
    assert!(dinner.table.invitations.is_empty());
    dinner.run(&Command::Deal);
    assert_eq!(look(&dinner), (nobody.clone(), nobody.clone()));
    dinner.run(&Command::Pause);
    dinner.answer("Ada", Maybe);
    dinner.deck.clear();
    assert_eq!(look(&dinner), (nobody, ada));
}

#[test]
fn delays_and_other_texts_are_logged_and_change_nothing() {
    let mut dinner = Dinner::new(1, &["Ada"]).unsent().dealing();
    let before = dinner.table.clone();
    let invitation = id("Ada");
    let message = dinner.claim("Ada", MessageKind::Invitation, Channel::Email);
    dinner.run(&Command::LimitReached {
        message,
        until: at("2026-06-02T00:00:00Z"),
        why: "the day's emails are used up".to_owned(),
    });
    assert_eq!(dinner.log(), ["waits Ada"]);
    for what in [
        OtherText::NotUnderstood,
        OtherText::OneOfSeveral(2),
        OtherText::Help,
    ] {
        let invitation = invitation.clone();
        dinner.run(&Command::TextReceived {
            invitation,
            what,
            words: "Who is this?".to_owned(),
            reply: TextReply::Sent,
        });
        assert_eq!(dinner.log(), ["texted Ada"]);
    }
    assert_eq!(dinner.table.invitations, before.invitations);
    assert_eq!(dinner.messages(), [""; 0]);
}

#[test]
fn a_refused_command_has_a_log_entry() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.run(&Command::Cancel);
    for (command, about) in [
        (invite("Ben"), None),
        (answer("Ada", No, None, Actor::Guest), Some("Ada")),
    ] {
        let refusal = dinner.try_run(&command).unwrap_err();
        let entry = refusal.log_entry(&dinner.table, &command);
        assert_eq!(entry.kind(), LogKind::Refused);
        assert_eq!(entry.happening.detail()["code"], refusal.code());
        assert_eq!(entry.invitation.map(|(_, name)| name).as_deref(), about);
    }
}
