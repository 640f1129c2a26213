//! Log entries on their way to webhooks: none is lost, wherever a process ends.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Command, HostId, PausedReason};
use seat_dealer_db::webhooks::claims::{self, Attempt, Claimed};
use seat_dealer_db::webhooks::deliveries::{self, Delivery};
use seat_dealer_db::webhooks::{self, NewWebhook, WebhookChange};
use seat_dealer_db::{Conn, Db, Error, RsvpTokens, events, host_log};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    a_process_that_ends_anywhere_loses_nothing,
    several_processes_plan_and_claim_each_entry_once,
    only_wanted_kinds_are_sent,
    a_webhook_that_fails_for_three_days_is_paused_and_goes_on,
    a_host_has_at_most_ten_webhooks,
    a_slow_receiver_leaves_room_for_others,
    what_was_delivered_is_kept_for_thirty_days,
];

const WAIT: SignedDuration = SignedDuration::from_mins(5);

fn hours(hours: i64) -> Timestamp {
    noon() + SignedDuration::from_hours(hours)
}

async fn hook(db: &TestDb, host: &HostId, kinds: Option<&[&str]>) -> String {
    let new = NewWebhook {
        url: "https://example.org/hook".to_owned(),
        kinds: kinds.map(|kinds| kinds.iter().map(|&kind| kind.to_owned()).collect()),
    };
    db.number_host_log(host).await.unwrap();
    let (host, tokens) = (host.clone(), db.tokens().clone());
    db.write(move |conn| webhooks::create(conn, &tokens, &host, &new, noon()))
        .await
        .unwrap()
        .0
        .id
}

async fn claim(db: &Db, now: Timestamp) -> Vec<Claimed> {
    let tokens = db.tokens().clone();
    db.write(move |conn| claims::claim(conn, &tokens, &[], 500, 500, now))
        .await
        .unwrap()
}

async fn settle(db: &Db, delivery: &Claimed, status: u16, now: Timestamp) -> Option<PausedReason> {
    let delivery = delivery.clone();
    let attempt = match status {
        200 => Attempt::Delivered { status },
        _ => Attempt::Failed {
            status: Some(status),
            error: "no".to_owned(),
        },
    };
    db.write(move |conn| claims::settle(conn, &delivery, &attempt, WAIT, now))
        .await
        .unwrap()
}

async fn change(db: &Db, host: &HostId, webhook: &str, change: WebhookChange) {
    let (host, webhook) = (host.clone(), webhook.to_owned());
    db.write(move |conn| webhooks::change(conn, &host, &webhook, &change, noon()))
        .await
        .unwrap();
}

async fn list(db: &Db, host: &HostId, webhook: &str) -> Vec<Delivery> {
    let (host, webhook) = (host.clone(), webhook.to_owned());
    db.read(move |conn| deliveries::list(conn, &host, &webhook, i64::MAX, 1_000))
        .await
        .unwrap()
}

async fn log(db: &Db, host: &HostId) -> Vec<i64> {
    db.number_host_log(host).await.unwrap();
    let host = host.clone();
    let entries = db.read(move |conn| host_log::after(conn, &host, 0, 1_000));
    let entries = entries.await.unwrap().into_iter();
    entries.map(|entry| entry.number).collect()
}

fn numbers(claimed: &[Claimed]) -> Vec<i64> {
    let mut numbers: Vec<_> = claimed.iter().map(|delivery| delivery.number).collect();
    numbers.sort_unstable();
    numbers
}

async fn a_process_that_ends_anywhere_loses_nothing(db: TestDb) {
    let host = db.host("Ada").await;
    let webhook = hook(&db, &host, None).await;
    db.contacts(&host, 3).await;
    db.event(&host).seats(3).dealing().await;
    let all = log(&db, &host).await;
    assert!(all.len() >= 3, "{all:?}");
    // It ends after an entry was numbered, and before anything was planned.
    db.another().plan_deliveries(noon()).await.unwrap();
    // After everything was planned, and before anything was claimed.
    let died = claim(&db.another(), noon()).await;
    assert_eq!(numbers(&died), all);
    // After it was claimed: others wait for the lease, and then claim the same with the same ids.
    assert!(claim(&db, noon()).await.is_empty());
    let later = noon() + SignedDuration::from_secs(30);
    let claimed = claim(&db, later).await;
    assert_eq!(numbers(&claimed), all);
    let id = |delivery: &Claimed| delivery.message_id();
    let (mut before, mut after): (Vec<_>, Vec<_>) = (
        died.iter().map(id).collect(),
        claimed.iter().map(id).collect(),
    );
    before.sort();
    after.sort();
    assert_eq!(before, after);
    assert_eq!(claimed[0].attempts, 2);
    // The first one is still alive, and says what became of it too late.
    assert_eq!(settle(&db, &died[0], 410, later).await, None);
    for delivery in &claimed {
        let numbered = delivery.clone();
        let entry = db.read(move |conn| claims::entry(conn, &numbered)).await;
        assert_eq!(entry.unwrap().number, delivery.number);
        assert_eq!(settle(&db, delivery, 200, later).await, None);
    }
    let listed = list(&db, &host, &webhook).await;
    assert_eq!(listed.len(), all.len());
    for delivery in listed {
        assert_eq!((delivery.due_at, delivery.http_status), (None, Some(200)));
        assert_eq!(delivery.delivered_at, Some(later));
    }
    db.plan_deliveries(later).await.unwrap();
    assert!(claim(&db, hours(1000)).await.is_empty());
}

async fn several_processes_plan_and_claim_each_entry_once(db: TestDb) {
    let host = db.host("Ada").await;
    let webhook = hook(&db, &host, None).await;
    db.contacts(&host, 60).await;
    for _ in 0..4 {
        db.event(&host).seats(60).hand_size(60).dealing().await;
    }
    let (one, other) = (db.another(), db.another());
    let (first, second) = tokio::join!(one.plan_deliveries(noon()), other.plan_deliveries(noon()));
    first.unwrap();
    second.unwrap();
    let all = log(&db, &host).await;
    assert!(all.len() > 200, "more than one transaction: {}", all.len());
    assert_eq!(list(&db, &host, &webhook).await.len(), all.len());
    let (mine, theirs) = tokio::join!(claim(&one, noon()), claim(&other, noon()));
    let mut claimed = numbers(&mine);
    claimed.extend(numbers(&theirs));
    claimed.sort_unstable();
    assert_eq!(claimed, all);
}

async fn only_wanted_kinds_are_sent(db: TestDb) {
    let host = db.host("Ada").await;
    db.event(&host).draft().await;
    let webhook = hook(&db, &host, Some(&["paused", "dealing"])).await;
    let event = db.event(&host).dealing().await;
    db.change_event(&host, &event, noon(), |_, _| Ok(Command::Pause))
        .await
        .unwrap();
    db.plan_deliveries(noon()).await.unwrap();
    let kinds = async || {
        let mut kinds: Vec<_> = list(&db, &host, &webhook)
            .await
            .into_iter()
            .map(|delivery| delivery.kind)
            .collect();
        kinds.sort();
        kinds
    };
    assert_eq!(kinds().await, ["dealing", "paused"]);
    let all = WebhookChange {
        kinds: Some(None),
        ..WebhookChange::default()
    };
    change(&db, &host, &webhook, all).await;
    db.event(&host).draft().await;
    db.plan_deliveries(noon()).await.unwrap();
    assert_eq!(kinds().await, ["created", "dealing", "paused"]);
    let planned = list(&db, &host, &webhook).await;
    let dealing = planned.iter().find(|delivery| delivery.kind == "dealing");
    let claimed = claim(&db, noon()).await;
    let sent = claimed
        .iter()
        .find(|claimed| claimed.number == dealing.unwrap().number);
    settle(&db, sent.unwrap(), 200, noon()).await;
    let fewer = WebhookChange {
        kinds: Some(Some(vec!["created".to_owned()])),
        ..WebhookChange::default()
    };
    change(&db, &host, &webhook, fewer).await;
    let waiting = kinds().await;
    assert_eq!(waiting, ["created", "dealing"], "what was delivered stays");
}

async fn a_webhook_that_fails_for_three_days_is_paused_and_goes_on(db: TestDb) {
    let host = db.host("Ada").await;
    let webhook = hook(&db, &host, None).await;
    db.event(&host).draft().await;
    db.plan_deliveries(noon()).await.unwrap();
    let first = claim(&db, noon()).await.remove(0);
    assert_eq!(settle(&db, &first, 500, noon()).await, None);
    let waiting = list(&db, &host, &webhook).await.remove(0);
    assert_eq!(waiting.due_at, Some(noon() + WAIT));
    assert_eq!(waiting.error.as_deref(), Some("no"));
    // The last try is after exactly three days.
    let late = hours(72) - SignedDuration::from_secs(1);
    let again = claim(&db, late).await.remove(0);
    assert_eq!(settle(&db, &again, 500, late).await, None);
    let waiting = list(&db, &host, &webhook).await.remove(0);
    assert_eq!(waiting.due_at, Some(hours(72)));
    let last = claim(&db, hours(72)).await.remove(0);
    assert_eq!((last.attempts, last.message_id()), (3, first.message_id()));
    let paused = settle(&db, &last, 500, hours(72)).await;
    assert_eq!(paused, Some(PausedReason::Failing));
    // While it is paused, nothing is planned or sent, and nothing is sent again by hand.
    db.event(&host).draft().await;
    db.plan_deliveries(hours(73)).await.unwrap();
    assert!(claim(&db, hours(100)).await.is_empty());
    assert_eq!(list(&db, &host, &webhook).await.len(), 1);
    let (owner, id) = (host.clone(), webhook.clone());
    let refused = db
        .write(move |conn| deliveries::redeliver(conn, &owner, &id, first.number, hours(73)))
        .await;
    assert!(
        matches!(
            refused,
            Err(Error::Disallowed {
                code: "webhook-paused",
                ..
            })
        ),
        "{refused:?}"
    );
    let go_on = WebhookChange {
        paused: Some(false),
        ..WebhookChange::default()
    };
    let (owner, id) = (host.clone(), webhook.clone());
    db.write(move |conn| webhooks::change(conn, &owner, &id, &go_on, hours(100)))
        .await
        .unwrap();
    db.plan_deliveries(hours(100)).await.unwrap();
    let claimed = claim(&db, hours(100)).await;
    assert_eq!(numbers(&claimed), log(&db, &host).await);
    assert_eq!(claimed[0].attempts, 1);
    // Gone is gone at once; what was on its way beside it is recorded.
    let gone = settle(&db, &claimed[0], 410, hours(100)).await;
    assert_eq!(gone, Some(PausedReason::Gone));
    assert_eq!(settle(&db, &claimed[1], 500, hours(100)).await, None);
    let (owner, id) = (host.clone(), webhook.clone());
    let known = db.read(move |conn| webhooks::get(conn, &owner, &id)).await;
    assert_eq!(known.unwrap().paused, Some(PausedReason::Gone));
    assert!(claim(&db, hours(1000)).await.is_empty());
    for delivery in list(&db, &host, &webhook).await {
        assert_eq!((delivery.due_at, delivery.delivered_at), (None, None));
        assert!(delivery.http_status.is_some());
    }
}

async fn a_host_has_at_most_ten_webhooks(db: TestDb) {
    let host = db.host("Ada").await;
    let tokens = RsvpTokens::new("0123456789abcdef0123456789abcdef");
    let make = async || {
        let (host, tokens) = (host.clone(), tokens.clone());
        let new = NewWebhook {
            url: "https://example.org".to_owned(),
            kinds: None,
        };
        db.write(move |conn| webhooks::create(conn, &tokens, &host, &new, noon()))
            .await
    };
    for _ in 0..9 {
        make().await.unwrap();
    }
    let (one, other) = tokio::join!(make(), make());
    let refused = one.and(other);
    assert!(
        matches!(
            refused,
            Err(Error::Disallowed {
                code: "too-many-webhooks",
                ..
            })
        ),
        "{refused:?}"
    );
    let owner = host.clone();
    let all = db.read(move |conn| webhooks::list(conn, &owner)).await;
    assert_eq!(all.unwrap().len(), 10);
}

async fn a_slow_receiver_leaves_room_for_others(db: TestDb) {
    let host = db.host("Ada").await;
    let (slow, other) = (hook(&db, &host, None).await, hook(&db, &host, None).await);
    for _ in 0..6 {
        db.event(&host).draft().await;
    }
    db.plan_deliveries(noon()).await.unwrap();
    let take = async |busy: Vec<String>| {
        let tokens = db.tokens().clone();
        let claim = move |conn: &mut Conn| claims::claim(conn, &tokens, &busy, 100, 1, noon());
        let claimed = db.write(claim).await.unwrap();
        let webhooks = claimed.into_iter().map(|delivery| delivery.webhook_id);
        webhooks.collect::<Vec<_>>()
    };
    let of_other = take(vec![slow.clone()]).await;
    assert_eq!(of_other, std::slice::from_ref(&other));
    let mut of_each = take(Vec::new()).await;
    of_each.sort();
    let mut both = [slow, other];
    both.sort();
    assert_eq!(of_each, both);
}

async fn what_was_delivered_is_kept_for_thirty_days(db: TestDb) {
    let host = db.host("Ada").await;
    let webhook = hook(&db, &host, None).await;
    let event = db.event(&host).draft().await;
    db.event(&host).draft().await;
    db.plan_deliveries(noon()).await.unwrap();
    let claimed = claim(&db, noon()).await;
    settle(&db, &claimed[0], 200, noon()).await;
    let count = async || list(&db, &host, &webhook).await.len();
    db.erase_deleted(hours(24 * 30) - SignedDuration::from_millis(1))
        .await
        .unwrap();
    assert_eq!(count().await, 2);
    db.erase_deleted(hours(24 * 30)).await.unwrap();
    assert_eq!(count().await, 1, "what was not delivered waits");
    // An event goes with everything about it.
    let undelivered = claimed[1].event.clone();
    assert_ne!(claimed[0].event, undelivered);
    assert!(claimed.iter().any(|delivery| delivery.event == event));
    let owner = host.clone();
    db.write(move |conn| events::delete(conn, &owner, &undelivered, noon()))
        .await
        .unwrap();
    db.erase_deleted(hours(24 * 31)).await.unwrap();
    assert_eq!(count().await, 0);
    let erased = claimed[1].clone();
    let gone = db.read(move |conn| claims::entry(conn, &erased)).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}
