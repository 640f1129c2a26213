//! What hosts are told: once, by one email at a time, and never twice.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{AnswerNews, Command, EventId, HostId, Notifications, Response, Topic};
use seat_dealer_db::host_messages::{self, HostMessage, HostOutcome, HostRecipient, HostWay};
use seat_dealer_db::message_counts::{DailyLimits, UsedUp};
use seat_dealer_db::opt_outs::EMAIL_SENDER;
use seat_dealer_db::{Db, Error, events, host_news};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    an_answer_is_told_once,
    answers_of_a_day_are_told_together_in_the_morning,
    an_email_whose_sender_has_died_is_not_sent_again,
    only_the_holder_of_the_lease_records_an_outcome,
    a_retried_email_tells_what_is_still_true_and_the_rest_waits_for_it,
    old_news_is_not_sent,
    two_workers_tell_a_host_once,
    a_host_who_wants_nothing_hears_nothing,
    half_of_the_emails_of_a_day_are_left_for_guests,
];

pub(crate) const EACH: Notifications = Notifications {
    needs_you: true,
    answers: AnswerNews::Each,
    full: true,
    email: true,
    push: true,
    push_names: false,
};

pub(crate) fn minutes(minutes: i64) -> Timestamp {
    noon() + SignedDuration::from_mins(minutes)
}

pub(crate) async fn hear(db: &Db, host: &HostId, notifications: Notifications) {
    let host = host.clone();
    db.write(move |conn| host_news::set_notifications(conn, &host, notifications, noon()))
        .await
        .unwrap();
}

/// A host who hears each answer, with an event of two seats and three guests of whom two are invited.
pub(crate) async fn dinner(db: &TestDb) -> (HostId, EventId) {
    let host = db.host("Ada").await;
    hear(db, &host, EACH).await;
    db.contacts(&host, 3).await;
    let event = db.event(&host).seats(2).hand_size(2).dealing().await;
    (host, event)
}

pub(crate) async fn answer(
    db: &TestDb,
    host: &HostId,
    event: &EventId,
    guest: usize,
    now: Timestamp,
) {
    let invitation = db.invitations(host, event).await[guest]
        .invitation
        .id
        .clone();
    db.answer(event, &invitation, Response::Yes, now)
        .await
        .unwrap();
}

/// What a worker does with the hosts who are due.
pub(crate) async fn tell(db: &Db, now: Timestamp) {
    let due = db.read(move |conn| host_news::due(conn, now, 100)).await;
    for host in due.unwrap() {
        db.write(move |conn| host_news::tell(conn, &host, true, now))
            .await
            .unwrap();
    }
}

async fn claim(db: &Db, lease: &'static str, now: Timestamp) -> Vec<HostMessage> {
    let claims = db.write(move |conn| host_messages::claim(conn, HostWay::Email, lease, 100, now));
    claims.await.unwrap().claimed
}

pub(crate) async fn record(
    db: &Db,
    email: &HostMessage,
    outcome: HostOutcome,
    now: Timestamp,
) -> seat_dealer_db::Result<()> {
    let (id, lease) = (email.id.clone(), email.lease.clone());
    db.write(move |conn| host_messages::record(conn, &id, &lease, &outcome, now))
        .await
}

/// The topics and kinds of what an email tells.
pub(crate) fn told(email: &HostMessage) -> Vec<(Topic, &str)> {
    let entries = email.news.iter().flat_map(|news| &news.entries);
    entries
        .map(|(topic, entry)| (*topic, entry.kind.as_str()))
        .collect()
}

pub(crate) async fn next_due(db: &Db) -> Option<Timestamp> {
    db.read(host_news::next_due).await.unwrap()
}

async fn an_answer_is_told_once(db: TestDb) {
    let (host, event) = dinner(&db).await;
    assert_eq!(next_due(&db).await, None, "no news yet");
    answer(&db, &host, &event, 0, noon()).await;
    assert_eq!(next_due(&db).await, Some(minutes(1)));
    tell(&db, noon()).await;
    assert!(claim(&db, "one", noon()).await.is_empty(), "too early");
    // Within a minute.
    let soon = noon() + SignedDuration::from_secs(50);
    answer(&db, &host, &event, 1, soon).await;
    tell(&db, minutes(1)).await;
    let [email] = claim(&db, "one", minutes(1)).await.try_into().unwrap();
    assert_eq!(
        told(&email),
        [
            (Topic::Answer, "answered"),
            (Topic::Answer, "answered"),
            (Topic::Full, "full")
        ]
    );
    let to = HostRecipient::Email("ada@example.com".to_owned());
    assert_eq!(
        (&email.to, email.host_name.as_str(), email.attempts),
        (&to, "Ada", 1)
    );
    record(&db, &email, HostOutcome::Sent, minutes(1))
        .await
        .unwrap();
    assert_eq!(next_due(&db).await, None);
    tell(&db, minutes(9)).await;
    assert!(claim(&db, "one", minutes(9)).await.is_empty());
}

async fn answers_of_a_day_are_told_together_in_the_morning(db: TestDb) {
    let (host, event) = dinner(&db).await;
    hear(&db, &host, Notifications::default()).await;
    let other = db.event(&host).seats(3).hand_size(3).dealing().await;
    answer(&db, &host, &event, 0, noon()).await;
    answer(&db, &host, &other, 0, minutes(60)).await;
    tell(&db, minutes(90)).await;
    assert!(claim(&db, "one", minutes(90)).await.is_empty());
    let zone = &db.view(&host, &event).await.table.event.time_zone.clone();
    let digest = next_due(&db).await.unwrap();
    assert_eq!(zone.to_datetime(digest).time().hour(), 9);
    tell(&db, digest).await;
    let [email] = claim(&db, "one", digest).await.try_into().unwrap();
    assert_eq!(told(&email), [(Topic::Answer, "answered"); 2]);
    assert_eq!(email.news.len(), 2, "of both events");
}

async fn an_email_whose_sender_has_died_is_not_sent_again(db: TestDb) {
    let (host, event) = dinner(&db).await;
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    // The worker may have sent it before it died.
    assert_eq!(claim(&db, "one", minutes(1)).await.len(), 1);
    assert!(claim(&db, "another", minutes(1)).await.is_empty());
    let claims =
        db.write(|conn| host_messages::claim(conn, HostWay::Email, "another", 100, minutes(2)));
    let claims = claims.await.unwrap();
    assert_eq!((claims.claimed.len(), claims.unknown), (0, 1));
    tell(&db, minutes(9)).await;
    assert!(claim(&db, "another", minutes(9)).await.is_empty());
    let undelivered = db.read(|conn| host_messages::undelivered(conn, noon()));
    assert_eq!(undelivered.await.unwrap(), 1);
}

async fn only_the_holder_of_the_lease_records_an_outcome(db: TestDb) {
    let (host, event) = dinner(&db).await;
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    let email = claim(&db, "one", minutes(1)).await.remove(0);
    let (id, lease) = (email.id.clone(), email.lease.clone());
    db.write(move |conn| host_messages::renew(conn, &id, &lease, minutes(2)))
        .await
        .unwrap();
    assert!(
        claim(&db, "another", minutes(2)).await.is_empty(),
        "renewed"
    );
    let stranger = HostMessage {
        lease: "another".to_owned(),
        ..email
    };
    let recorded = record(&db, &stranger, HostOutcome::Sent, minutes(2)).await;
    assert!(matches!(recorded, Err(Error::NotFound)), "{recorded:?}");
}

async fn a_retried_email_tells_what_is_still_true_and_the_rest_waits_for_it(db: TestDb) {
    let (host, event) = dinner(&db).await;
    answer(&db, &host, &event, 0, noon()).await;
    answer(&db, &host, &event, 1, noon()).await;
    tell(&db, minutes(1)).await;
    let email = claim(&db, "one", minutes(1)).await.remove(0);
    let later = HostOutcome::Later(minutes(5), "busy".to_owned());
    record(&db, &email, later, minutes(1)).await.unwrap();
    // The table is not full any more, and that is news of its own.
    let guest = db.invitations(&host, &event).await.remove(0).invitation.id;
    db.answer(&event, &guest, Response::No, minutes(2))
        .await
        .unwrap();
    tell(&db, minutes(4)).await;
    assert!(claim(&db, "one", minutes(4)).await.is_empty());
    let again = claim(&db, "one", minutes(5)).await.remove(0);
    assert_eq!((&again.id, again.attempts), (&email.id, 2));
    assert_eq!(told(&again), [(Topic::Answer, "answered"); 2]);
    record(&db, &again, HostOutcome::Sent, minutes(5))
        .await
        .unwrap();
    tell(&db, minutes(6)).await;
    let next = claim(&db, "one", minutes(6)).await.remove(0);
    assert_eq!(told(&next), [(Topic::Answer, "answered")]);
}

async fn old_news_is_not_sent(db: TestDb) {
    let (host, event) = dinner(&db).await;
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    let late = minutes(1) + SignedDuration::from_hours(24) + SignedDuration::from_millis(1);
    assert!(claim(&db, "one", late).await.is_empty());
    assert_eq!(next_due(&db).await, None);
    // Neither is news of an event that is deleted.
    answer(&db, &host, &event, 1, late).await;
    db.command(&host, &event, Command::Cancel, late)
        .await
        .unwrap();
    let owner = host.clone();
    db.write(move |conn| events::delete(conn, &owner, &event, late))
        .await
        .unwrap();
    let later = late + SignedDuration::from_mins(1);
    tell(&db, later).await;
    assert!(claim(&db, "one", later).await.is_empty());
    assert_eq!(next_due(&db).await, None);
}

async fn two_workers_tell_a_host_once(db: TestDb) {
    let (host, event) = dinner(&db).await;
    answer(&db, &host, &event, 0, noon()).await;
    let another = db.another();
    tokio::join!(tell(&db, minutes(1)), tell(&another, minutes(1)));
    let (one, other) = tokio::join!(
        claim(&db, "one", minutes(1)),
        claim(&another, "other", minutes(1))
    );
    assert_eq!(one.len() + other.len(), 1);
}

async fn a_host_who_wants_nothing_hears_nothing(db: TestDb) {
    let (host, event) = dinner(&db).await;
    let silent = Notifications {
        email: false,
        push: false,
        ..EACH
    };
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    // The email is in the outbox already.
    hear(&db, &host, silent).await;
    assert!(claim(&db, "one", minutes(1)).await.is_empty());
    answer(&db, &host, &event, 1, minutes(2)).await;
    tell(&db, minutes(3)).await;
    assert_eq!(next_due(&db).await, None, "dropped");
    // So does whoever has stopped all email to the address, whom SIGN_IN_ALLOWED excludes, and whoever has no browser
    // while there is no mail server.
    hear(&db, &host, EACH).await;
    let guest = db.invitations(&host, &event).await.remove(0).invitation.id;
    let change = async |response, now| {
        db.answer(&event, &guest, response, now).await.unwrap();
    };
    change(Response::No, minutes(4)).await;
    let id = host.clone();
    db.write(move |conn| host_news::tell(conn, &id, false, minutes(5)))
        .await
        .unwrap();
    assert_eq!(next_due(&db).await, None, "dropped");
    change(Response::Yes, minutes(6)).await;
    let id = host.clone();
    db.write(move |conn| host_news::drop_due(conn, &id, minutes(7)))
        .await
        .unwrap();
    assert_eq!(next_due(&db).await, None, "dropped");
    change(Response::No, minutes(6)).await;
    tell(&db, minutes(7)).await;
    let channel = seat_dealer_core::Channel::Email;
    db.opt_out(channel, EMAIL_SENDER, "ada@example.com", minutes(7))
        .await
        .unwrap();
    assert!(claim(&db, "one", minutes(7)).await.is_empty());
}

async fn half_of_the_emails_of_a_day_are_left_for_guests(db: TestDb) {
    let (host, event) = dinner(&db).await;
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    let email = std::sync::Arc::new(claim(&db, "one", minutes(1)).await.remove(0));
    let permit = async |per_host, all| {
        let (email, limits) = (email.clone(), DailyLimits { per_host, all });
        db.write(move |conn| host_messages::permit(conn, &email, limits, minutes(1)))
            .await
            .unwrap()
    };
    assert_eq!(permit(500, 1).await, Some(UsedUp::All));
    assert_eq!(permit(1, 2).await, Some(UsedUp::Host { share: 0 }));
    assert_eq!(permit(2, 2).await, None);
    // It is counted once for all tries.
    assert_eq!(permit(0, 0).await, None);
}
