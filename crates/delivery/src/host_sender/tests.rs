//! Messages to hosts through a fake SMTP server and a fake push service.

use jiff::SignedDuration;
use seat_dealer_core::{AnswerNews, EventId, HostId, Notifications, Response};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::{host_news, push_subscriptions, time_travel};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::json;

use super::*;
use crate::SmtpSettings;
use crate::fake_push::{FakePush, Pushed};
use crate::fake_smtp::{Behaviour, FakeSmtp, Step};
use crate::push::PushKey;

on_each_database![
    an_email_says_what_has_happened_and_how_the_table_stands,
    news_arrives_with_links_to_the_event_and_to_stop_it,
    an_email_is_tried_again_after_a_temporary_failure,
    an_email_is_not_sent_again_if_it_may_have_arrived,
    an_address_that_does_not_exist_is_not_tried_again,
    a_browser_reads_what_has_happened,
    a_push_message_holds_names_only_if_the_host_wants_them,
    a_push_message_is_tried_again_as_an_email_is,
    a_browser_that_has_ended_its_subscription_is_forgotten,
    a_redirect_of_a_push_service_is_not_followed,
    a_push_service_of_a_private_network_is_not_called,
];

const APP: &str = "https://dinner.example.org";

/// A host with an event for tonight. Their first guest has answered, and they are to be told.
struct Stage {
    db: TestDb,
    smtp: FakeSmtp,
    sender: HostSender,
    push: FakePush,
    push_sender: HostSender,
    host: HostId,
    event: EventId,
}

impl Stage {
    async fn new(db: TestDb) -> Self {
        Self::with(db, false).await
    }

    async fn with(db: TestDb, with_names: bool) -> Self {
        let smtp = FakeSmtp::start().unwrap();
        let settings = SmtpSettings::parse(&smtp.url(), "Supper Club <club@example.org>");
        let providers = Providers::new(None, Some(settings.unwrap()), false).unwrap();
        let counts = Arc::default();
        let sender = HostSender::of_emails(db.another(), providers, APP.into(), APP.into(), counts);
        let push = FakePush::start().unwrap();
        let host = db.host("Ada").await;
        subscribe(&db, &push, &host).await;
        let each = Notifications {
            answers: AnswerNews::Each,
            push_names: with_names,
            ..Notifications::default()
        };
        let now = db::now();
        let id = host.clone();
        db.write(move |conn| host_news::set_notifications(conn, &id, each, now))
            .await
            .unwrap();
        db.contacts(&host, 2).await;
        // On its last day, an event is told of in quiet hours, too.
        let tonight = now + SignedDuration::from_hours(5);
        let event = db.event(&host).seats(2).starts_at(Some(tonight));
        let event = event.title("Cheese <b>").draft().await;
        db.command(&host, &event, seat_dealer_core::Command::Deal, now)
            .await
            .unwrap();
        let guest = db.invitations(&host, &event).await.remove(0).invitation.id;
        db.answer(&event, &guest, Response::Yes, now).await.unwrap();
        let stage = Self {
            push_sender: push_sender(&db, true),
            db,
            smtp,
            sender,
            push,
            host,
            event,
        };
        stage.tell(&stage.host).await;
        stage
    }

    async fn tell(&self, host: &HostId) {
        let host = host.clone();
        self.db
            .write(move |conn| host_news::tell(conn, &host, true, db::now()))
            .await
            .unwrap();
    }

    /// Sends what is due after all waits.
    async fn send(&self) {
        self.db.write(time_travel::let_news_be_due).await.unwrap();
        self.sender.send_due(db::now()).await.unwrap();
    }

    fn counted(&self, result: SendResult) -> u64 {
        counted(&self.sender, result)
    }

    /// Pushes what is due after all waits.
    async fn push(&self) -> Vec<Pushed> {
        self.db.write(time_travel::let_news_be_due).await.unwrap();
        self.push_sender.send_due(db::now()).await.unwrap();
        self.push.received()
    }

    async fn subscriptions(&self) -> usize {
        let host = self.host.clone();
        let list = self
            .db
            .read(move |conn| push_subscriptions::list(conn, &host, db::now()));
        list.await.unwrap().len()
    }
}

fn counted(sender: &HostSender, result: SendResult) -> u64 {
    let mut counts = sender.counts.all();
    counts.find(|(known, _)| *known == result).unwrap().1
}

fn push_key(db: &TestDb) -> PushKey {
    PushKey::derive(db.tokens()).unwrap()
}

fn push_sender(db: &TestDb, allow_private: bool) -> HostSender {
    let subject = Some("mailto:ops@example.org".to_owned());
    let client = PushClient::new(allow_private, push_key(db), subject).unwrap();
    HostSender::of_pushes(db.another(), client, Arc::default())
}

async fn subscribe(db: &TestDb, push: &FakePush, host: &HostId) {
    let target = push.subscribe("phone", &push_key(db).public()).unwrap();
    let host = host.clone();
    db.write(move |conn| {
        let (key, _) = keys::create(conn, &host, KeyKind::Session, "Firefox", db::now())?;
        push_subscriptions::add(conn, &host, &key.id, &target, db::now())
    })
    .await
    .unwrap();
}

async fn an_email_says_what_has_happened_and_how_the_table_stands(db: TestDb) {
    let stage = Stage::new(db).await;
    let claims = stage
        .db
        .write(|conn| host_messages::claim(conn, HostWay::Email, "a lease", 1, db::now()))
        .await
        .unwrap();
    let email = &claims.claimed[0];
    let links = HostLinks {
        app: APP.to_owned(),
        stop: format!("{APP}/unsubscribe/x"),
    };
    let mail = render("Ada", &email.news, &links).unwrap();
    assert_eq!(
        mail.subject.as_deref(),
        Some("Cheese <b>: what your guests say")
    );
    let event = &email.news[0].event.table.event;
    let dates = &crate::wording::Wording::of(seat_dealer_core::Language::English).dates;
    let when = crate::messages::long_date(event.starts_at.unwrap(), &event.time_zone, dates);
    let link = format!("{APP}/events/{}", stage.event.as_str());
    assert_eq!(
        mail.text,
        format!(
            "Hello Ada,\n\n  Cheese <b>\n  {when}\n\n\
             What your guests say:\n\
             - Guest 1 answered YES: the seat held for them is theirs.\n\n\
             1 of 2 seats is taken and 1 is held. 1 invitation waits for an answer.\n\n\
             Open the event:\n{link}\n\n\
             -- \n\
             Sent to you as the host by seat-dealer.\n\
             What you hear: {APP}/settings\n\
             No more such email: {APP}/unsubscribe/x"
        )
    );
    let html = mail.html.unwrap();
    assert!(html.contains(">Cheese &#60;b&#62;</h1>"), "{html}");
    assert!(
        html.contains(&format!("<a href=\"{link}\" style=\"display:inline-block")),
        "{html}"
    );
}

async fn news_arrives_with_links_to_the_event_and_to_stop_it(db: TestDb) {
    let stage = Stage::new(db).await;
    stage.send().await;
    stage.send().await;
    let [received] = stage.smtp.journal().try_into().unwrap();
    assert_eq!(received.to, ["ada@example.com"]);
    let data = received.data.replace("=\r\n", "").replace("\r\n ", " ");
    let link = format!("{APP}/events/{}", stage.event.as_str());
    for part in [
        "seat-dealer via Supper Club",
        "Auto-Submitted: auto-generated\r\n",
        "List-Unsubscribe: <https://dinner.example.org/unsubscribe/",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        "Guest 1 answered YES: the seat held for them is theirs.",
        "1 of 2 seats is taken and 1 is held. 1 invitation waits for an answer.",
        &format!("Open the event:\r\n{link}\r\n"),
    ] {
        assert!(data.contains(part), "{part} is missing from {data}");
    }
    assert_eq!(stage.counted(SendResult::Sent), 1);
}

async fn an_email_is_tried_again_after_a_temporary_failure(db: TestDb) {
    let stage = Stage::new(db).await;
    stage
        .smtp
        .script([Behaviour::Reply(Step::Recipient, "451 4.3.0 later")]);
    stage.send().await;
    assert_eq!(stage.counted(SendResult::Retried), 1);
    assert!(stage.smtp.journal().is_empty());
    stage.send().await;
    stage.send().await;
    assert_eq!(stage.smtp.journal().len(), 1);
}

async fn an_email_is_not_sent_again_if_it_may_have_arrived(db: TestDb) {
    let stage = Stage::new(db).await;
    stage.smtp.script([Behaviour::Cut(Step::Message)]);
    stage.send().await;
    assert_eq!(stage.counted(SendResult::Unknown), 1);
    stage.send().await;
    assert_eq!(stage.smtp.journal().len(), 1);
}

async fn an_address_that_does_not_exist_is_not_tried_again(db: TestDb) {
    let stage = Stage::new(db).await;
    stage
        .smtp
        .script([Behaviour::Reply(Step::Recipient, "550 5.1.1 unknown")]);
    stage.send().await;
    assert_eq!(stage.counted(SendResult::Failed), 1);
    stage.send().await;
    assert!(stage.smtp.journal().is_empty());
}

async fn a_browser_reads_what_has_happened(db: TestDb) {
    let stage = Stage::new(db).await;
    let [pushed] = stage.push().await.try_into().unwrap();
    let id = stage.event.as_str();
    let topic = id.replace('-', "");
    let expected = Pushed {
        browser: "phone".to_owned(),
        ttl: "86400".to_owned(),
        urgency: "normal".to_owned(),
        subject: Some("mailto:ops@example.org".to_owned()),
        payload: json!({
            "title": "Cheese <b>: what your guests say",
            "body": "1 of 2 seats is taken and 1 is held. 1 invitation waits for an answer.",
            "path": format!("/events/{id}"),
            "tag": topic,
        }),
        topic: Some(topic),
    };
    assert_eq!(pushed, expected);
    assert_eq!(counted(&stage.push_sender, SendResult::Sent), 1);
    assert_eq!(stage.push().await.len(), 1, "once");
}

async fn a_push_message_holds_names_only_if_the_host_wants_them(db: TestDb) {
    let stage = Stage::with(db, true).await;
    let guest = stage.db.invitations(&stage.host, &stage.event).await;
    let guest = guest[0].invitation.id.clone();
    // A seat that is given back this late needs the host.
    stage
        .db
        .answer(&stage.event, &guest, Response::No, db::now())
        .await
        .unwrap();
    let [pushed] = stage.push().await.try_into().unwrap();
    assert_eq!(
        pushed.payload["body"],
        "Guest 1 answered YES: the seat held for them is theirs.\n\
         0 of 2 seats are taken, 1 is held and 1 is open. 1 invitation waits for an answer."
    );
    stage.tell(&stage.host).await;
    stage.db.write(time_travel::let_news_be_due).await.unwrap();
    stage.tell(&stage.host).await;
    let pushed = stage.push().await.pop().unwrap();
    let title = "Cheese <b>: something needs you";
    assert_eq!(pushed.payload["title"], title);
    assert_eq!((pushed.urgency.as_str(), pushed.topic), ("high", None));
    assert_eq!(pushed.payload.get("tag"), None);
}

async fn a_push_message_is_tried_again_as_an_email_is(db: TestDb) {
    let stage = Stage::new(db).await;
    stage.push.script([429, 503]);
    assert!(stage.push().await.is_empty());
    assert!(stage.push().await.is_empty());
    assert_eq!(counted(&stage.push_sender, SendResult::Retried), 2);
    assert_eq!(stage.push().await.len(), 1);
    assert_eq!(stage.subscriptions().await, 1);
}

async fn a_browser_that_has_ended_its_subscription_is_forgotten(db: TestDb) {
    let stage = Stage::new(db).await;
    stage.push.script([410]);
    assert!(stage.push().await.is_empty());
    assert_eq!(stage.subscriptions().await, 0);
    assert!(stage.push().await.is_empty(), "not tried again");
}

async fn a_redirect_of_a_push_service_is_not_followed(db: TestDb) {
    let stage = Stage::new(db).await;
    stage.push.script([307]);
    assert!(stage.push().await.is_empty());
    assert_eq!(counted(&stage.push_sender, SendResult::Failed), 1);
    assert!(stage.push().await.is_empty());
    assert_eq!(stage.subscriptions().await, 1);
}

async fn a_push_service_of_a_private_network_is_not_called(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.push_sender = push_sender(&stage.db, false);
    assert!(stage.push().await.is_empty());
    assert_eq!(counted(&stage.push_sender, SendResult::Failed), 1);
}
