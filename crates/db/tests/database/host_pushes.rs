//! Push messages to hosts: once to each browser, whatever becomes of the email, and only while its session lasts.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{HostId, Notifications, Response, Topic};
use seat_dealer_db::host_messages::{self, HostMessage, HostOutcome, HostRecipient, HostWay};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::push_subscriptions::{self, PushSubscription, PushTarget};
use seat_dealer_db::{Db, Error, host_news};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

use crate::host_news::{EACH, answer, dinner, hear, minutes, next_due, record, tell, told};

on_each_database![
    every_browser_is_told_once,
    a_push_message_does_not_wait_for_an_email_that_cannot_be_sent,
    a_host_without_email_hears_by_push_alone,
    a_push_message_waits_for_the_end_of_quiet_hours,
    what_is_no_longer_wanted_or_true_is_not_pushed,
    a_subscription_ends_with_its_session,
    a_browser_that_is_gone_is_forgotten,
    a_subscription_is_replaced_by_one_with_its_endpoint,
    a_host_has_at_most_twenty_subscriptions,
    a_subscription_is_refused_when_its_session_has_ended_meanwhile,
];

fn target(endpoint: &str) -> PushTarget {
    PushTarget {
        endpoint: format!("https://push.example.net/{endpoint}"),
        public_key: "a public key".to_owned(),
        auth: "a secret".to_owned(),
    }
}

async fn subscribe(db: &TestDb, host: &HostId, endpoint: &str) -> PushSubscription {
    let (host, target, device) = (host.clone(), target(endpoint), endpoint.to_owned());
    db.write(move |conn| {
        let (key, _) = keys::create(conn, &host, KeyKind::Session, &device, noon())?;
        push_subscriptions::add(conn, &host, &key.id, &target, noon())
    })
    .await
    .unwrap()
}

async fn subscriptions(db: &TestDb, host: &HostId, now: Timestamp) -> Vec<String> {
    let host = host.clone();
    let list = db.read(move |conn| push_subscriptions::list(conn, &host, now));
    let list = list.await.unwrap().into_iter();
    list.map(|subscription| subscription.device).collect()
}

async fn claim(db: &Db, way: HostWay, now: Timestamp) -> Vec<HostMessage> {
    let claims = db.write(move |conn| host_messages::claim(conn, way, "one", 100, now));
    claims.await.unwrap().claimed
}

async fn pushes(db: &Db, now: Timestamp) -> Vec<HostMessage> {
    claim(db, HostWay::Push, now).await
}

fn endpoint(message: &HostMessage) -> &str {
    match &message.to {
        HostRecipient::Browser { target, .. } => &target.endpoint,
        HostRecipient::Email(address) => address,
    }
}

async fn every_browser_is_told_once(db: TestDb) {
    let (host, event) = dinner(&db).await;
    let phone = subscribe(&db, &host, "phone").await;
    subscribe(&db, &host, "laptop").await;
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    assert_eq!(claim(&db, HostWay::Email, minutes(1)).await.len(), 1);
    let mut messages = pushes(&db, minutes(1)).await;
    messages.sort_by(|one, other| endpoint(other).cmp(endpoint(one)));
    let [one, other] = &messages[..] else {
        panic!("{messages:?}")
    };
    let to = HostRecipient::Browser {
        subscription: phone.id,
        target: target("phone"),
        with_names: false,
    };
    assert_eq!(one.to, to);
    for message in [one, other] {
        assert_eq!(told(message), [(Topic::Answer, "answered")]);
        record(&db, message, HostOutcome::Sent, minutes(1))
            .await
            .unwrap();
    }
    tell(&db, minutes(9)).await;
    assert!(pushes(&db, minutes(9)).await.is_empty());
}

async fn a_push_message_does_not_wait_for_an_email_that_cannot_be_sent(db: TestDb) {
    let (host, event) = dinner(&db).await;
    subscribe(&db, &host, "phone").await;
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    let email = claim(&db, HostWay::Email, minutes(1)).await.remove(0);
    assert_eq!(pushes(&db, minutes(1)).await.len(), 1);
    let later = HostOutcome::Later(minutes(30), "the mail server is down".to_owned());
    record(&db, &email, later, minutes(1)).await.unwrap();
    answer(&db, &host, &event, 1, minutes(2)).await;
    tell(&db, minutes(3)).await;
    let [second] = pushes(&db, minutes(3)).await.try_into().unwrap();
    assert_eq!(
        told(&second),
        [(Topic::Answer, "answered"), (Topic::Full, "full")]
    );
    tell(&db, minutes(5)).await;
    assert!(pushes(&db, minutes(5)).await.is_empty(), "told once");
    // The email tells of it, too, when it can be sent.
    let email = claim(&db, HostWay::Email, minutes(30)).await.remove(0);
    record(&db, &email, HostOutcome::Sent, minutes(30))
        .await
        .unwrap();
    tell(&db, minutes(31)).await;
    let [next] = claim(&db, HostWay::Email, minutes(31))
        .await
        .try_into()
        .unwrap();
    assert_eq!(told(&next), told(&second));
    assert!(pushes(&db, minutes(31)).await.is_empty());
}

async fn a_host_without_email_hears_by_push_alone(db: TestDb) {
    let (host, event) = dinner(&db).await;
    subscribe(&db, &host, "phone").await;
    let silent = Notifications {
        email: false,
        push_names: true,
        ..EACH
    };
    hear(&db, &host, silent).await;
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    let [message] = pushes(&db, minutes(1)).await.try_into().unwrap();
    assert!(matches!(
        message.to,
        HostRecipient::Browser {
            with_names: true,
            ..
        }
    ));
    assert!(claim(&db, HostWay::Email, minutes(1)).await.is_empty());
    assert_eq!(next_due(&db).await, None, "told");
    // There is no mail server.
    hear(&db, &host, EACH).await;
    answer(&db, &host, &event, 1, minutes(2)).await;
    let id = host.clone();
    db.write(move |conn| host_news::tell(conn, &id, false, minutes(3)))
        .await
        .unwrap();
    assert_eq!(pushes(&db, minutes(3)).await.len(), 1);
    assert!(claim(&db, HostWay::Email, minutes(3)).await.is_empty());
    assert_eq!(next_due(&db).await, None, "told");
}

async fn a_push_message_waits_for_the_end_of_quiet_hours(db: TestDb) {
    let (host, event) = dinner(&db).await;
    subscribe(&db, &host, "phone").await;
    let zone = db.view(&host, &event).await.table.event.time_zone;
    let evening = zone.to_datetime(noon()).date().at(20, 58, 0, 0);
    let evening = zone.to_timestamp(evening).unwrap();
    answer(&db, &host, &event, 0, evening).await;
    tell(&db, evening + SignedDuration::from_mins(1)).await;
    let night = evening + SignedDuration::from_mins(10);
    assert!(pushes(&db, night).await.is_empty());
    let due = db.read(|conn| host_messages::next_due(conn, HostWay::Push));
    let morning = due.await.unwrap().unwrap();
    assert_eq!(zone.to_datetime(morning).time().hour(), 9);
    assert_eq!(pushes(&db, morning).await.len(), 1);
}

async fn what_is_no_longer_wanted_or_true_is_not_pushed(db: TestDb) {
    let (host, event) = dinner(&db).await;
    subscribe(&db, &host, "phone").await;
    answer(&db, &host, &event, 0, noon()).await;
    answer(&db, &host, &event, 1, noon()).await;
    tell(&db, minutes(1)).await;
    let guest = db.invitations(&host, &event).await.remove(0).invitation.id;
    db.answer(&event, &guest, Response::No, minutes(1))
        .await
        .unwrap();
    let [message] = pushes(&db, minutes(1)).await.try_into().unwrap();
    assert_eq!(
        told(&message),
        [(Topic::Answer, "answered"); 2],
        "it is not full any more"
    );
    record(&db, &message, HostOutcome::Sent, minutes(1))
        .await
        .unwrap();
    tell(&db, minutes(3)).await;
    let silent = Notifications {
        push: false,
        ..EACH
    };
    hear(&db, &host, silent).await;
    assert!(pushes(&db, minutes(3)).await.is_empty());
}

async fn a_subscription_ends_with_its_session(db: TestDb) {
    let (host, event) = dinner(&db).await;
    for device in ["signed out", "ended", "expired"] {
        subscribe(&db, &host, device).await;
    }
    let month = noon() + SignedDuration::from_hours(24 * 30);
    assert!(subscriptions(&db, &host, month).await.is_empty());
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    let owner = host.clone();
    let list = db.read(move |conn| push_subscriptions::list(conn, &owner, noon()));
    let list = list.await.unwrap();
    let (owner, one, other) = (host.clone(), list[0].key_id.clone(), list[1].key_id.clone());
    db.write(move |conn| {
        keys::end(conn, &one)?;
        keys::delete(conn, &owner, KeyKind::Session, &other)
    })
    .await
    .unwrap();
    assert_eq!(subscriptions(&db, &host, noon()).await, ["expired"]);
    let [message] = pushes(&db, minutes(1)).await.try_into().unwrap();
    assert_eq!(endpoint(&message), "https://push.example.net/expired");
    // What waits for a browser whose session has ended is not sent.
    let later = HostOutcome::Later(minutes(2), "busy".to_owned());
    record(&db, &message, later, minutes(1)).await.unwrap();
    let owner = host.clone();
    db.write(move |conn| keys::end_sessions(conn, &owner))
        .await
        .unwrap();
    assert!(subscriptions(&db, &host, noon()).await.is_empty());
    assert!(pushes(&db, minutes(2)).await.is_empty());
}

async fn a_browser_that_is_gone_is_forgotten(db: TestDb) {
    let (host, event) = dinner(&db).await;
    subscribe(&db, &host, "phone").await;
    subscribe(&db, &host, "laptop").await;
    answer(&db, &host, &event, 0, noon()).await;
    tell(&db, minutes(1)).await;
    let messages = pushes(&db, minutes(1)).await;
    let gone = messages
        .iter()
        .find(|it| endpoint(it).ends_with("phone"))
        .unwrap();
    let outcome = HostOutcome::Gone("410".to_owned());
    record(&db, gone, outcome, minutes(1)).await.unwrap();
    assert_eq!(subscriptions(&db, &host, noon()).await, ["laptop"]);
}

async fn a_subscription_is_replaced_by_one_with_its_endpoint(db: TestDb) {
    let host = db.host("Ada").await;
    let first = subscribe(&db, &host, "phone").await;
    let again = subscribe(&db, &host, "phone").await;
    assert_eq!(first.id, again.id);
    assert_ne!(first.key_id, again.key_id, "it belongs to the new session");
    assert_eq!(subscriptions(&db, &host, noon()).await, ["phone"]);
    let bob = db.host("Bob").await;
    let other = subscribe(&db, &bob, "phone").await;
    assert_ne!(first.id, other.id);
    let strange = db.write(move |conn| push_subscriptions::delete(conn, &bob, &first.id));
    assert!(matches!(strange.await, Err(Error::NotFound)));
    let owner = host.clone();
    db.write(move |conn| push_subscriptions::delete(conn, &owner, &again.id))
        .await
        .unwrap();
    assert!(subscriptions(&db, &host, noon()).await.is_empty());
}

async fn a_host_has_at_most_twenty_subscriptions(db: TestDb) {
    let host = db.host("Ada").await;
    for number in 0..20 {
        subscribe(&db, &host, &format!("device {number}")).await;
    }
    let one_more = |now| {
        let owner = host.clone();
        db.write(move |conn| {
            let (key, _) = keys::create(conn, &owner, KeyKind::Session, "one more", now)?;
            push_subscriptions::add(conn, &owner, &key.id, &target("one more"), now)
        })
    };
    let refused = one_more(noon()).await;
    assert!(
        matches!(
            refused,
            Err(Error::Disallowed {
                code: "too-many-push-subscriptions",
                ..
            })
        ),
        "{refused:?}"
    );
    subscribe(&db, &host, "device 7").await;
    assert_eq!(subscriptions(&db, &host, noon()).await.len(), 20);
    // Those of sessions that have expired do not count.
    let month = noon() + SignedDuration::from_hours(24 * 30);
    one_more(month).await.unwrap();
    assert_eq!(subscriptions(&db, &host, month).await, ["one more"]);
}

async fn a_subscription_is_refused_when_its_session_has_ended_meanwhile(db: TestDb) {
    let host = db.host("Ada").await;
    let added = db.write(move |conn| {
        let (key, _) = keys::create(conn, &host, KeyKind::Session, "phone", noon())?;
        keys::end(conn, &key.id)?;
        push_subscriptions::add(conn, &host, &key.id, &target("phone"), noon())
    });
    assert!(matches!(added.await, Err(Error::NotFound)));
}
