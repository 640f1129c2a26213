//! Who wants no more messages by a channel, and what follows from it.

use seat_dealer_core::{Channel, Command, InvitationStatus, MessageKind, MessageStatus, Seat};
use seat_dealer_db::contacts;
use seat_dealer_db::deck::{self, DeckPlace};
use seat_dealer_db::{invitations, opt_outs};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

use crate::outbox::{LEASE, claim};

on_each_database![
    who_opts_out_of_texts_is_written_to_by_email,
    who_has_no_other_channel_makes_room_for_the_next_card,
    a_second_opt_out_changes_nothing,
    who_opts_in_again_is_dealt,
    an_opt_out_counts_for_the_sender_it_was_said_to,
    contacts_that_come_later_are_known,
    nobody_opts_out_for_an_address_that_looks_alike,
    what_is_being_sent_says_itself_how_it_went,
    a_telephone_is_known_by_each_of_its_numbers,
];

const OURS: &str = "+15005550006";
const BEA: &str = "+4915112345678";

async fn stop(db: &TestDb) {
    db.opt_out(Channel::Sms, OURS, BEA, noon()).await.unwrap();
}

async fn start(db: &TestDb) {
    db.opt_in(Channel::Sms, OURS, BEA, noon()).await.unwrap();
}

async fn who_opts_out_of_texts_is_written_to_by_email(db: TestDb) {
    let host = db.host("Ada").await;
    let bea = contact_fields("Bea", Some(BEA), Some("bea@example.com"));
    db.contact(&host, bea).await;
    let event = db.event(&host).dealing().await;
    stop(&db).await;
    let view = db.invitations(&host, &event).await.remove(0);
    assert_eq!(view.contact.opted_out, [Channel::Sms]);
    assert!(view.contact.reachable);
    assert_eq!(view.invitation.channel, Channel::Email);
    assert_eq!(view.invitation.seat, Seat::Held);
    let messages: Vec<_> = view
        .messages
        .iter()
        .map(|message| (message.kind, message.channel, message.status))
        .collect();
    assert_eq!(
        messages,
        [
            (
                MessageKind::Invitation,
                Channel::Sms,
                MessageStatus::Cancelled
            ),
            (
                MessageKind::Invitation,
                Channel::Email,
                MessageStatus::Queued
            ),
        ]
    );
    let log = db.log(&event).await;
    let said: Vec<_> = log.iter().rev().take(2).map(|e| e.text.as_str()).collect();
    assert_eq!(
        said,
        [
            "The invitation could not reach Bea by text message (they want no more of these); \
             trying email instead.",
            "Bea wants no more messages by text message; from now on they are written to by email.",
        ]
    );
}

async fn who_has_no_other_channel_makes_room_for_the_next_card(db: TestDb) {
    let host = db.host("Ada").await;
    let first = db
        .contact(&host, contact_fields("Bea", Some(BEA), None))
        .await;
    db.contact(&host, contact_fields("Cleo", Some("+4915112345679"), None))
        .await;
    let event = db
        .event(&host)
        .seats(1)
        .invite_first(&[first])
        .dealing()
        .await;
    stop(&db).await;
    let guests = db.invitations(&host, &event).await;
    assert_eq!(guests[0].invitation.status, InvitationStatus::Undeliverable);
    assert!(!guests[0].contact.reachable);
    assert_eq!(guests[1].invitation.name, "Cleo");
    assert_eq!(guests[1].invitation.seat, Seat::Held);

    let other = db.event(&host).draft().await;
    let deck = db
        .read({
            let host = host.clone();
            move |conn| deck::list(conn, &host, &other, None, 0, 10)
        })
        .await
        .unwrap();
    let bea = deck
        .cards
        .iter()
        .find(|card| card.contact.name == "Bea")
        .unwrap();
    assert_eq!(bea.place, DeckPlace::Unreachable);
    assert_eq!(bea.contact.opted_out, [Channel::Sms]);
}

async fn a_second_opt_out_changes_nothing(db: TestDb) {
    let host = db.host("Ada").await;
    db.contact(&host, contact_fields("Bea", Some(BEA), None))
        .await;
    let event = db.event(&host).dealing().await;
    stop(&db).await;
    let entries = db.log(&event).await.len();
    stop(&db).await;
    assert_eq!(db.log(&event).await.len(), entries);
    start(&db).await;
    start(&db).await;
    let log = db.log(&event).await;
    assert_eq!(log.len(), entries + 1);
    assert_eq!(
        log.last().unwrap().text,
        "Bea welcomes messages by text message again."
    );
}

async fn who_opts_in_again_is_dealt(db: TestDb) {
    let host = db.host("Ada").await;
    db.contact(&host, contact_fields("Bea", Some(BEA), None))
        .await;
    stop(&db).await;
    let event = db.event(&host).dealing().await;
    assert!(db.invitations(&host, &event).await.is_empty());
    start(&db).await;
    // The dealer looks at once.
    let due = db
        .read(move |conn| seat_dealer_db::events::due(conn, noon(), 5))
        .await
        .unwrap();
    assert_eq!(due, std::slice::from_ref(&event));
    db.advance(&event, Command::Tick, noon()).await.unwrap();
    assert_eq!(db.invitations(&host, &event).await.len(), 1);
}

async fn an_opt_out_counts_for_the_sender_it_was_said_to(db: TestDb) {
    let host = db.host("Ada").await;
    let bea = db
        .contact(&host, contact_fields("Bea", Some(BEA), None))
        .await;
    stop(&db).await;
    for (sender, reachable) in [
        ("+15005550007", true),
        (OURS, false),
        ("", true),
        (OURS, false),
    ] {
        db.write(move |conn| opt_outs::use_sender(conn, Channel::Sms, sender, noon()))
            .await
            .unwrap();
        let (host, bea) = (host.clone(), bea.clone());
        let contact = db
            .read(move |conn| contacts::get(conn, &host, &bea))
            .await
            .unwrap();
        assert_eq!(contact.reachable, reachable, "from {sender}");
        assert_eq!(contact.opted_out.is_empty(), reachable);
    }
}

async fn contacts_that_come_later_are_known(db: TestDb) {
    stop(&db).await;
    let host = db.host("Ada").await;
    let bea = db
        .contact(&host, contact_fields("Bea", Some(BEA), None))
        .await;
    let look = async || {
        let (host, bea) = (host.clone(), bea.clone());
        db.read(move |conn| contacts::get(conn, &host, &bea))
            .await
            .unwrap()
    };
    assert!(!look().await.reachable);
    let other_number = contact_fields("Bea", Some("+4915112345679"), None);
    let (owner, id) = (host.clone(), bea.clone());
    db.write(move |conn| contacts::update(conn, &owner, &id, &other_number, noon()))
        .await
        .unwrap();
    assert!(look().await.reachable && look().await.opted_out.is_empty());
}

async fn what_is_being_sent_says_itself_how_it_went(db: TestDb) {
    let host = db.host("Ada").await;
    let bea = contact_fields("Bea", Some(BEA), Some("bea@example.com"));
    db.contact(&host, bea).await;
    let event = db.event(&host).dealing().await;
    let message = claim(&db, LEASE, 1, noon()).await.remove(0);
    assert!(!message.opted_out);
    stop(&db).await;
    let view = db.invitations(&host, &event).await.remove(0);
    assert_eq!(view.messages.len(), 1, "nothing is sent twice");
    assert_eq!(view.messages[0].status, MessageStatus::Sending);
    crate::outbox::failed(&db, &message, noon()).await.unwrap();
    let view = db.invitations(&host, &event).await.remove(0);
    assert_eq!(view.messages[1].channel, Channel::Email);
}

async fn nobody_opts_out_for_an_address_that_looks_alike(db: TestDb) {
    let host = db.host("Ada").await;
    let kim = contact_fields("Kim", None, Some("Kim@example.com"));
    let kim = db.contact(&host, kim).await;
    for address in ["\u{212a}im@example.com", "k\u{131}m@example.com"] {
        let sender = opt_outs::EMAIL_SENDER;
        db.opt_out(Channel::Email, sender, address, noon())
            .await
            .unwrap();
    }
    let opted_out = || {
        let (host, kim) = (host.clone(), kim.clone());
        db.read(move |conn| {
            let known = contacts::get(conn, &host, &kim)?.opted_out;
            let out = opt_outs::is_out(conn, Channel::Email, Some("kim@example.com"))?;
            Ok((known, out))
        })
    };
    assert_eq!(opted_out().await.unwrap(), (Vec::new(), false));
    let sender = opt_outs::EMAIL_SENDER;
    db.opt_out(Channel::Email, sender, "Kim@example.com", noon())
        .await
        .unwrap();
    assert_eq!(opted_out().await.unwrap(), (vec![Channel::Email], true));
}

async fn a_telephone_is_known_by_each_of_its_numbers(db: TestDb) {
    for (one, other) in [
        ("+5215512345678", "+525512345678"),
        ("+5491123456789", "+541123456789"),
    ] {
        for (stored, texting) in [(one, other), (other, one)] {
            let host = db.host("Ada").await;
            db.contact(&host, contact_fields("Bea", Some(stored), None))
                .await;
            let event = db.event(&host).seats(1).dealing().await;
            let open = db
                .read(move |conn| invitations::texted_to(conn, texting, noon()))
                .await
                .unwrap();
            assert_eq!(open.len(), 1, "{texting}");
            let opt_out = db.opt_out(Channel::Sms, OURS, texting, noon());
            opt_out.await.unwrap();
            let view = db.invitations(&host, &event).await.remove(0);
            assert_eq!(view.contact.opted_out, [Channel::Sms], "{stored}");
            let later = contact_fields("Bea again", Some(texting), None);
            db.contact(&host, later).await;
            let is_out = db
                .read(move |conn| opt_outs::is_out(conn, Channel::Sms, Some(stored)))
                .await;
            assert!(is_out.unwrap(), "{stored}");
            let opt_in = db.opt_in(Channel::Sms, OURS, stored, noon());
            opt_in.await.unwrap();
            let view = db.invitations(&host, &event).await.remove(0);
            assert_eq!(view.contact.opted_out, [], "{stored}");
            db.change_event(&host, &event, noon(), |_, _| Ok(Command::Cancel))
                .await
                .unwrap();
        }
    }
}
