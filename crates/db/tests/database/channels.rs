//! Channels of a host that rest.

use seat_dealer_core::{About, Channel, Command, Delay, EventId, HostId, MessageStatus};
use seat_dealer_db::check;
use seat_dealer_db::messages::Claimed;
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

use crate::outbox::{LEASE, claim, messages_of, settle_sent, tell};

on_each_database![
    a_channel_rests_for_all_events_of_a_host_and_of_no_other,
    dealing_again_lets_the_messages_of_all_events_leave,
    the_check_says_for_how_many_hosts_messages_have_stopped,
];

/// A host with two events, each of which has a guest who is reached by text alone.
async fn two_events(db: &TestDb, name: &str) -> (HostId, [EventId; 2]) {
    let host = db.host(name).await;
    for number in 1..=2 {
        let phone = format!("+1415{number:07}");
        let fields = contact_fields(&format!("{name}'s {number}"), Some(&phone), None);
        db.contact(&host, fields).await;
    }
    let one = db.event(&host).seats(1).dealing().await;
    let other = db.event(&host).seats(1).dealing().await;
    (host, [one, other])
}

/// The provider refuses the account with a message of this event.
async fn refuse(db: &TestDb, claimed: &[Claimed], event: &EventId) {
    let mut claimed = claimed.iter();
    let message = claimed.find(|message| &message.event_id == event).unwrap();
    let refused = Command::Rejected {
        message: message.message.id.clone(),
        about: About::Account,
        permanent: true,
        why: "The account is suspended.".to_owned(),
        delay: Delay::default(),
    };
    tell(db, message, refused, noon()).await.unwrap();
}

async fn rests(db: &TestDb, host: &HostId, event: &EventId) -> bool {
    let table = db.view(host, event).await.table;
    table.resting(Channel::Sms).is_some()
}

async fn a_channel_rests_for_all_events_of_a_host_and_of_no_other(db: TestDb) {
    let (ada, [one, other]) = two_events(&db, "Ada").await;
    let (bob, [his, _]) = two_events(&db, "Bob").await;
    let claimed = claim(&db, LEASE, 10, noon()).await;
    assert!(!rests(&db, &ada, &one).await);
    refuse(&db, &claimed, &one).await;
    assert!(rests(&db, &ada, &one).await && rests(&db, &ada, &other).await);
    assert!(!rests(&db, &bob, &his).await);
}

async fn dealing_again_lets_the_messages_of_all_events_leave(db: TestDb) {
    let (host, [one, other]) = two_events(&db, "Ada").await;
    let claimed = claim(&db, LEASE, 10, noon()).await;
    refuse(&db, &claimed, &one).await;
    refuse(&db, &claimed, &other).await;
    assert!(claim(&db, LEASE, 10, noon()).await.is_empty());
    db.command(&host, &one, Command::Deal, noon())
        .await
        .unwrap();
    // The timer looks at the other event.
    db.advance(&other, Command::Tick, noon()).await.unwrap();
    for message in claim(&db, LEASE, 10, noon()).await {
        settle_sent(&db, &message).await;
    }
    for event in [one, other] {
        let message = messages_of(&db, &host, &event, 0).await.remove(0);
        assert_eq!(message.status, MessageStatus::Sent);
    }
}

async fn the_check_says_for_how_many_hosts_messages_have_stopped(db: TestDb) {
    assert_eq!(check::channels(db.url()).unwrap(), "nothing has stopped.");
    let advice = "Text messages stopped (The account is suspended). Correct the cause, then deal \
                  again, or cancel again if the event is cancelled.";
    for (name, begin) in [
        ("Ada", "for one host"),
        ("Bob", "for 2 hosts, the last one of them"),
    ] {
        let (_, [event, _]) = two_events(&db, name).await;
        let claimed = claim(&db, LEASE, 10, noon()).await;
        refuse(&db, &claimed, &event).await;
        let said = check::channels(db.url()).unwrap_err();
        assert_eq!(said, format!("{begin}: {advice}"));
    }
}
