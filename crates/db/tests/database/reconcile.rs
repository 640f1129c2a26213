//! Messages of which nobody knows whether the provider has taken them.

use jiff::Timestamp;
use seat_dealer_core::{Channel, Command, EventId, MessageKind, MessageStatus};
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_db::{Conn, Error};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

use crate::outbox::{LEASE, after, claim, dealt, messages_of, retry, sent};

on_each_database![
    what_nobody_knows_is_left_to_the_host,
    what_nobody_knows_yet_is_claimed_in_doubt,
    a_death_leaves_doubt_and_a_retry_does_not,
    what_is_in_doubt_stays_so_when_it_is_taken_back,
    one_text_is_found_for_one_message,
];

async fn what_nobody_knows_is_left_to_the_host(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let message = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    let (id, lease) = (message.id.clone(), message.lease.clone());
    let settled = db
        .write(move |conn| messages::unknown(conn, &id, &lease, "no answer came", None, noon()))
        .await;
    assert!(settled.unwrap());
    let shown = messages_of(&db, &host, &event, 0).await.remove(0);
    assert_eq!(shown.status, MessageStatus::Unknown);
    assert_eq!(shown.error.as_deref(), Some("no answer came"));
    assert!(claim(&db, LEASE, 10, after(600)).await.is_empty());
}

async fn unknown(db: &TestDb, message: &Claimed, again: Option<Timestamp>) -> bool {
    let (id, lease) = (message.id.clone(), message.lease.clone());
    db.write(move |conn| messages::unknown(conn, &id, &lease, "no answer came", again, noon()))
        .await
        .unwrap()
}

async fn what_nobody_knows_yet_is_claimed_in_doubt(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let message = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    assert!(!message.is_unknown);
    assert!(unknown(&db, &message, Some(after(1))).await);
    assert!(!unknown(&db, &message, Some(after(2))).await, "not twice");
    let status = async || messages_of(&db, &host, &event, 0).await[0].status;
    assert_eq!(status().await, MessageStatus::Unknown);
    assert!(claim(&db, LEASE, 10, noon()).await.is_empty());
    let again = claim(&db, LEASE, 10, after(1)).await.pop().unwrap();
    assert!(again.is_unknown);
    assert_eq!((&again.id, again.attempt), (&message.id, 2));
    // The host sees that nobody knows until somebody does.
    assert_eq!(status().await, MessageStatus::Unknown);
    sent(&db, &again, after(1)).await.unwrap();
    assert_eq!(status().await, MessageStatus::Sent);
}

async fn a_death_leaves_doubt_and_a_retry_does_not(db: TestDb) {
    let (_, _) = dealt(&db, 1).await;
    let first = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    let second = claim(&db, LEASE, 10, after(60)).await.pop().unwrap();
    assert!(second.is_unknown, "the lease of the first ran out");
    assert_eq!(first.id, second.id);
    assert!(retry(&db, &second, after(61)).await);
    let third = claim(&db, LEASE, 10, after(61)).await.pop().unwrap();
    assert!(!third.is_unknown);
}

async fn what_is_in_doubt_stays_so_when_it_is_taken_back(db: TestDb) {
    let (host, event) = dealt(&db, 2).await;
    let claimed = claim(&db, LEASE, 10, noon()).await;
    let (waiting, in_flight) = (&claimed[0], &claimed[1]);
    assert!(unknown(&db, waiting, Some(after(1))).await);
    db.change_event(&host, &event, noon(), move |conn, id| {
        seat_dealer_db::events::cancel(conn, id, noon())
    })
    .await
    .unwrap();
    assert!(unknown(&db, in_flight, Some(after(1))).await);
    for guest in db.invitations(&host, &event).await {
        let statuses: Vec<_> = guest.messages.iter().map(|m| (m.kind, m.status)).collect();
        assert_eq!(
            statuses,
            [
                (MessageKind::Invitation, MessageStatus::Unknown),
                // Whoever may have been invited is told that it is off.
                (MessageKind::Cancelled, MessageStatus::Queued),
            ]
        );
    }
    let due = claim(&db, LEASE, 10, after(60)).await;
    assert!(due.iter().all(|m| m.kind == MessageKind::Cancelled));
}

async fn one_text_is_found_for_one_message(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let first = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    let invitation = first.invitation.id.clone();
    db.advance_event(&event, after(1), move |conn, _| {
        messages::found(conn, &first, "SM1", false, after(1))
    })
    .await
    .unwrap();
    let guest = invitation.clone();
    let resend = move |_: &mut Conn, _: &EventId| {
        Ok(Command::Resend {
            invitation: guest.clone(),
            channel: Some(Channel::Sms),
        })
    };
    db.change_event(&host, &event, after(2), resend)
        .await
        .unwrap();
    // The words are the same: who looks for the second text finds the first one.
    for (minutes, name, is_its_own) in [(3, "SM1", false), (60, "SM2", true)] {
        let second = claim(&db, LEASE, 10, after(minutes)).await.pop().unwrap();
        let noted = db
            .advance_event(&event, after(minutes), move |conn, _| {
                messages::found(conn, &second, name, false, after(minutes))
            })
            .await;
        assert_eq!(noted.is_ok(), is_its_own, "{noted:?}");
        assert!(is_its_own || matches!(noted, Err(Error::NotFound)));
    }
    let names = db.read(move |conn| messages::provider_ids(conn, &invitation));
    let mut names = names.await.unwrap();
    names.sort_unstable();
    assert_eq!(names, ["SM1", "SM2"]);
}
