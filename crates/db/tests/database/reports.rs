//! Reports of a provider on what it took, daily counts, and texts that come in.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    About, Channel, Command, Delay, EventId, HostId, InvitationStatus, MessageId, MessageStatus,
    News, Report, Seat,
};
use seat_dealer_db::inbound_texts::{self, InboundKind, InboundText};
use seat_dealer_db::message_counts::{self, DailyLimits, UsedUp};
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

use crate::outbox::{LEASE, accepted, after, claim, dealt, sent, settle_sent, tell};

on_each_database![
    a_report_before_the_answer_is_taken_for_it,
    a_late_failure_falls_back_and_then_deals_the_next_card,
    a_failure_that_passes_is_tried_again_once,
    a_report_is_found_by_either_name,
    texts_are_counted_by_day_and_host,
    the_limit_of_a_host_shrinks_as_others_send,
    two_at_once_do_not_take_the_last_text_twice,
    a_message_that_has_to_wait_loses_no_try,
    a_message_that_has_to_wait_goes_by_email_where_it_can,
    an_inbound_text_is_dealt_with_once,
];

async fn report(db: &TestDb, event: &EventId, message: &MessageId, attempt: u32, news: News) {
    let message = message.clone();
    let report = Report {
        provider_id: format!("SM{attempt}"),
        attempt: Some(attempt),
        news,
    };
    let reported = Command::Reported { message, report };
    db.advance(event, reported, noon()).await.unwrap();
}

fn failed(again: Option<Timestamp>) -> News {
    let retry_after = again.map(|again| again.duration_since(noon()).try_into().unwrap());
    News::Failed {
        about: About::Recipient,
        passing: again.is_some(),
        why: "This number is not in use (Twilio 30005).".to_owned(),
        delay: Delay {
            jitter: 0.0,
            retry_after,
        },
    }
}

fn limit_reached(claimed: &Claimed) -> Command {
    Command::LimitReached {
        message: claimed.message.id.clone(),
        until: after(60),
        why: "the limit is reached".to_owned(),
    }
}

async fn kinds(db: &TestDb, event: &EventId) -> Vec<String> {
    db.log(event)
        .await
        .into_iter()
        .map(|entry| entry.kind)
        .collect()
}

async fn a_report_before_the_answer_is_taken_for_it(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let message = claim(&db, LEASE, 1, noon()).await.remove(0);
    report(&db, &event, &message.message.id, 1, News::Sent).await;
    report(&db, &event, &message.message.id, 1, News::Sent).await;
    assert_eq!(status_of(&db, &host, &event).await, MessageStatus::Sent);
    // The answer comes too late to be noted, and nothing is claimed again.
    let late = sent(&db, &message, noon()).await;
    assert!(matches!(late, Err(seat_dealer_db::Error::NotFound)));
    assert!(claim(&db, LEASE, 1, after(60)).await.is_empty());
    let sent = kinds(&db, &event).await;
    assert_eq!(sent.iter().filter(|kind| *kind == "sent").count(), 1);
}

async fn status_of(db: &TestDb, host: &HostId, event: &EventId) -> MessageStatus {
    db.invitations(host, event).await[0].messages[0].status
}

async fn a_late_failure_falls_back_and_then_deals_the_next_card(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let text = claim(&db, LEASE, 1, noon()).await.remove(0);
    settle_sent(&db, &text).await;
    report(&db, &event, &text.message.id, 1, failed(None)).await;
    report(&db, &event, &text.message.id, 1, failed(None)).await;
    report(&db, &event, &text.message.id, 1, News::Delivered).await;
    let guest = db.invitations(&host, &event).await.remove(0);
    assert_eq!(guest.messages[0].status, MessageStatus::Failed);
    assert_eq!(
        guest.messages[0].error.as_deref(),
        Some("This number is not in use (Twilio 30005).")
    );
    assert_eq!(guest.messages[1].channel, Channel::Email);
    assert_eq!(guest.messages.len(), 2);
    assert_eq!(guest.invitation.seat, Seat::Held);

    let email = claim(&db, LEASE, 1, noon()).await.remove(0);
    let taken = accepted(&email, "SM2", false);
    tell(&db, &email, taken, noon()).await.unwrap();
    report(&db, &event, &email.message.id, 2, failed(None)).await;
    let guests = db.invitations(&host, &event).await;
    assert_eq!(guests[0].invitation.status, InvitationStatus::Undeliverable);
    assert_eq!(guests[1].invitation.seat, Seat::Held, "the next card");
    let log = kinds(&db, &event).await;
    assert_eq!(
        &log[log.len() - 3..],
        ["deliveryFailed", "undeliverable", "dealt"]
    );
}

async fn a_failure_that_passes_is_tried_again_once(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let text = claim(&db, LEASE, 1, noon()).await.remove(0);
    settle_sent(&db, &text).await;
    report(&db, &event, &text.message.id, 1, failed(Some(after(1)))).await;
    report(&db, &event, &text.message.id, 1, failed(Some(after(9)))).await;
    let message = db
        .invitations(&host, &event)
        .await
        .remove(0)
        .messages
        .remove(0);
    assert_eq!(
        (message.status, message.not_before),
        (MessageStatus::Queued, Some(after(1)))
    );
    let again = claim(&db, LEASE, 1, after(1)).await.remove(0);
    assert_eq!(
        (again.message.id.clone(), again.message.attempts),
        (text.message.id.clone(), 2)
    );
    // Late news of the first try does not touch the second one.
    report(&db, &event, &text.message.id, 1, failed(None)).await;
    report(&db, &event, &text.message.id, 2, News::Delivered).await;
    report(&db, &event, &text.message.id, 2, failed(None)).await;
    assert_eq!(
        status_of(&db, &host, &event).await,
        MessageStatus::Delivered
    );
}

async fn a_report_is_found_by_either_name(db: TestDb) {
    let (_, event) = dealt(&db, 1).await;
    let text = claim(&db, LEASE, 1, noon()).await.remove(0);
    settle_sent(&db, &text).await;
    let unknown = MessageId::new("unknown");
    let id = text.message.id.clone();
    db.read(move |conn| {
        let by_ours = messages::reported_on(conn, Some(&id), "SM9")?.unwrap();
        assert_eq!((&by_ours.0, &by_ours.1), (&id, &event));
        let by_theirs = messages::reported_on(conn, None, "SM1")?.unwrap();
        assert_eq!(
            (by_theirs.0, by_theirs.2),
            (id.clone(), MessageStatus::Sent)
        );
        assert!(messages::reported_on(conn, None, "SM9")?.is_none());
        assert!(messages::reported_on(conn, Some(&unknown), "SM1")?.is_none());
        Ok(())
    })
    .await
    .unwrap();
}

const LIMITS: DailyLimits = DailyLimits {
    per_host: 2,
    all: 3,
};

async fn take(db: &TestDb, event: &EventId, now: Timestamp) -> Option<UsedUp> {
    let event = event.clone();
    db.write(move |conn| message_counts::take(conn, &event, Channel::Sms, LIMITS, now))
        .await
        .unwrap()
}

async fn texts_are_counted_by_day_and_host(db: TestDb) {
    let (ada, bob) = (db.host("Ada").await, db.host("Bob").await);
    let (first, second) = (db.event(&ada).draft().await, db.event(&bob).draft().await);
    assert_eq!(take(&db, &first, noon()).await, None);
    assert_eq!(take(&db, &first, noon()).await, None);
    let used_up = UsedUp::Host { share: 2 };
    assert_eq!(take(&db, &first, noon()).await, Some(used_up));
    assert_eq!(take(&db, &second, noon()).await, None);
    assert_eq!(take(&db, &second, noon()).await, Some(UsedUp::All));
    assert_eq!(take(&db, &first, noon()).await, Some(UsedUp::All));
    let midnight = noon() + SignedDuration::from_hours(12);
    let before = midnight - SignedDuration::from_millis(1);
    assert_eq!(take(&db, &first, before).await, Some(UsedUp::All));
    assert_eq!(take(&db, &first, midnight).await, None);
    // Emails are counted by themselves.
    let by_email = first.clone();
    let taken =
        db.write(move |conn| message_counts::take(conn, &by_email, Channel::Email, LIMITS, noon()));
    assert_eq!(taken.await.unwrap(), None);
    // Long afterwards old counts are gone, and nothing else has changed.
    let later = noon() + SignedDuration::from_hours(24 * 100);
    assert_eq!(take(&db, &first, later).await, None);
    assert_eq!(take(&db, &first, noon()).await, None);
}

async fn the_limit_of_a_host_shrinks_as_others_send(db: TestDb) {
    let limits = DailyLimits {
        per_host: 10,
        all: 40,
    };
    let mut taken = Vec::new();
    for name in ["Ada", "Bob", "Cleo", "Dora", "Eve"] {
        let host = db.host(name).await;
        let event = db.event(&host).draft().await;
        let mut count = 0;
        let used_up = loop {
            let event = event.clone();
            let used_up = db.write(move |conn| {
                message_counts::take(conn, &event, Channel::Sms, limits, noon())
            });
            match used_up.await.unwrap() {
                Some(used_up) => break used_up,
                None => count += 1,
            }
        };
        assert_eq!(used_up, UsedUp::Host { share: count }, "{name}");
        taken.push(count);
    }
    assert_eq!(taken, [10, 8, 6, 4, 3]);
}

async fn two_at_once_do_not_take_the_last_text_twice(db: TestDb) {
    let mut events = Vec::new();
    for name in ["Ada", "Bob", "Cleo", "Dora"] {
        let host = db.host(name).await;
        events.push(db.event(&host).draft().await);
    }
    let tries = (0..12).map(|at| {
        let (db, event) = (seat_dealer_db::Db::clone(&db), events[at % 4].clone());
        tokio::spawn(async move {
            db.write(move |conn| message_counts::take(conn, &event, Channel::Sms, LIMITS, noon()))
                .await
                .unwrap()
        })
    });
    let tries: Vec<_> = tries.collect();
    let mut taken = 0;
    for one in tries {
        taken += u32::from(one.await.unwrap().is_none());
    }
    assert_eq!(taken, LIMITS.all);
}

async fn permit(db: &TestDb, message: &messages::Claimed, all: u32) -> Option<UsedUp> {
    let (id, event) = (message.message.id.clone(), message.event_id.clone());
    let limits = DailyLimits { per_host: 9, all };
    db.write(move |conn| {
        message_counts::permit(conn, &id, LEASE, &event, Channel::Sms, limits, noon())
    })
    .await
    .unwrap()
}

async fn a_message_that_has_to_wait_loses_no_try(db: TestDb) {
    let host = db.host("Ada").await;
    let bea = contact_fields("Bea", Some("+4915112345678"), None);
    db.contact(&host, bea).await;
    let event = db.event(&host).dealing().await;
    let message = claim(&db, LEASE, 1, noon()).await.remove(0);
    assert_eq!(permit(&db, &message, 0).await, Some(UsedUp::All));
    tell(&db, &message, limit_reached(&message), noon())
        .await
        .unwrap();
    let view = db.invitations(&host, &event).await.remove(0);
    assert_eq!(
        (view.messages[0].status, view.messages[0].not_before),
        (MessageStatus::Queued, Some(after(60)))
    );
    assert_eq!(
        view.messages[0].error.as_deref(),
        Some("the limit is reached")
    );
    assert_eq!(
        db.log(&event).await.last().unwrap().text,
        "The invitation to Bea waits until Monday, 3 June at 13:00: the limit is reached."
    );
    let message = claim(&db, LEASE, 1, after(60)).await.remove(0);
    assert_eq!(message.message.attempts, 1);
    assert_eq!(permit(&db, &message, 1).await, None);
    // Each text counts once, however often it is tried.
    assert_eq!(permit(&db, &message, 1).await, None);
}

async fn a_message_that_has_to_wait_goes_by_email_where_it_can(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let message = claim(&db, LEASE, 1, noon()).await.remove(0);
    tell(&db, &message, limit_reached(&message), noon())
        .await
        .unwrap();
    let view = db.invitations(&host, &event).await.remove(0);
    assert_eq!(view.messages[0].status, MessageStatus::Cancelled);
    assert_eq!(view.messages[1].channel, Channel::Email);
    assert_eq!(view.invitation.seat, Seat::Held);
}

async fn an_inbound_text_is_dealt_with_once(db: TestDb) {
    let text = |id: &str, kind, replied| InboundText {
        id: id.to_owned(),
        phone_number: "+4915112345678".to_owned(),
        kind,
        invitation: None,
        replied,
    };
    let note = async |text: InboundText, at| {
        db.write(move |conn| inbound_texts::record(conn, &text, at))
            .await
            .unwrap()
    };
    let first = text("SM1", InboundKind::Answer, true);
    assert!(note(first.clone(), noon()).await);
    assert!(!note(text("SM1", InboundKind::Help, false), noon()).await);
    assert!(note(text("SM2", InboundKind::NotUnderstood, true), after(10)).await);
    assert!(note(text("SM3", InboundKind::NotUnderstood, false), after(10)).await);
    db.read(move |conn| {
        assert_eq!(inbound_texts::known(conn, "SM1")?, Some(first.clone()));
        assert_eq!(inbound_texts::known(conn, "SM9")?, None);
        let replies = |conn: &mut _, minutes, answers| {
            let span = SignedDuration::from_mins(minutes);
            inbound_texts::replies(conn, &first.phone_number, span, answers, after(15))
        };
        assert_eq!(replies(conn, 60, true)?, 2);
        assert_eq!(replies(conn, 60, false)?, 1);
        assert_eq!(replies(conn, 10, true)?, 1);
        assert_eq!(replies(conn, 5, true)?, 0);
        Ok(())
    })
    .await
    .unwrap();
}
