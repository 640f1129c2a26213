//! Messages of which nobody knows whether the provider has taken them.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Channel, Command, Delay, EventId, MessageKind, MessageStatus, News, Report,
};
use seat_dealer_db::Conn;
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

use crate::outbox::{LEASE, after, claim, dealt, messages_of, retry, sent, tell};

on_each_database![
    what_nobody_knows_is_left_to_the_host,
    what_nobody_knows_yet_is_claimed_in_doubt,
    a_death_leaves_doubt_and_a_retry_keeps_it,
    a_cancelled_message_with_an_unknown_outcome_stays_unknown,
    one_text_is_found_for_one_message,
];

async fn unknown(db: &TestDb, claimed: &Claimed, now: Timestamp) -> bool {
    let command = Command::OutcomeUnknown {
        message: claimed.message.id.clone(),
        why: "no answer came".to_owned(),
        delay: Delay::default(),
        calendar: None,
    };
    tell(db, claimed, command, now).await.is_ok()
}

fn is_unknown(claimed: &Claimed) -> bool {
    claimed.message.status == MessageStatus::Unknown
}

/// The command of a sender that has found a text at its provider.
fn found(claimed: &Claimed, provider_id: &str) -> Command {
    Command::Reported {
        message: claimed.message.id.clone(),
        report: Report {
            provider_id: provider_id.to_owned(),
            attempt: None,
            news: News::Sent,
        },
    }
}

async fn what_nobody_knows_is_left_to_the_host(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let mut now = noon();
    for _ in 1..=8 {
        let message = claim(&db, LEASE, 10, now).await.pop().unwrap();
        assert!(unknown(&db, &message, now).await);
        now += SignedDuration::from_mins(20);
    }
    let shown = messages_of(&db, &host, &event, 0).await.remove(0);
    assert_eq!(shown.status, MessageStatus::Unknown);
    assert_eq!(shown.error.as_deref(), Some("no answer came"));
    assert!(claim(&db, LEASE, 10, after(600)).await.is_empty());
}

async fn what_nobody_knows_yet_is_claimed_in_doubt(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let message = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    assert!(!is_unknown(&message));
    assert!(unknown(&db, &message, noon()).await);
    assert!(!unknown(&db, &message, noon()).await, "not twice");
    let status = async || messages_of(&db, &host, &event, 0).await[0].status;
    assert_eq!(status().await, MessageStatus::Unknown);
    assert!(claim(&db, LEASE, 10, noon()).await.is_empty());
    let again = claim(&db, LEASE, 10, after(1)).await.pop().unwrap();
    assert!(is_unknown(&again));
    assert_eq!(
        (&again.message.id, again.message.attempts),
        (&message.message.id, 2)
    );
    // The host sees that nobody knows until somebody does.
    assert_eq!(status().await, MessageStatus::Unknown);
    sent(&db, &again, after(1)).await.unwrap();
    assert_eq!(status().await, MessageStatus::Sent);
}

async fn a_death_leaves_doubt_and_a_retry_keeps_it(db: TestDb) {
    let (_, _) = dealt(&db, 1).await;
    let first = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    let second = claim(&db, LEASE, 10, after(60)).await.pop().unwrap();
    assert!(is_unknown(&second), "the lease of the first ran out");
    assert_eq!(first.message.id, second.message.id);
    assert!(retry(&db, &second, after(30)).await);
    let third = claim(&db, LEASE, 10, after(61)).await.pop().unwrap();
    assert!(
        is_unknown(&third),
        "what became of the first try is not known yet"
    );
}

async fn a_cancelled_message_with_an_unknown_outcome_stays_unknown(db: TestDb) {
    let (host, event) = dealt(&db, 2).await;
    let claimed = claim(&db, LEASE, 10, noon()).await;
    let (waiting, in_flight) = (&claimed[0], &claimed[1]);
    assert!(unknown(&db, waiting, noon()).await);
    db.command(&host, &event, Command::Cancel, noon())
        .await
        .unwrap();
    assert!(unknown(&db, in_flight, noon()).await);
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
    assert!(due.iter().all(|m| m.message.kind == MessageKind::Cancelled));
}

async fn one_text_is_found_for_one_message(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let first = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    let invitation = first.invitation.id.clone();
    tell(&db, &first, found(&first, "SM1"), after(1))
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
        tell(&db, &second, found(&second, name), after(minutes))
            .await
            .unwrap();
        let status = messages_of(&db, &host, &event, 0).await[1].status;
        assert_eq!(status == MessageStatus::Sent, is_its_own, "{status}");
    }
    let names = db.read(move |conn| messages::provider_ids(conn, &invitation));
    let mut names = names.await.unwrap();
    names.sort_unstable();
    assert_eq!(names, ["SM1", "SM2"]);
}
