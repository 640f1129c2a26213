//! Emails to hosts through a fake SMTP server.

use jiff::SignedDuration;
use seat_dealer_core::{AnswerNews, EventId, HostId, Notifications, Response};
use seat_dealer_db::{host_news, time_travel};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;

use super::*;
use crate::SmtpSettings;
use crate::fake_smtp::{Behaviour, FakeSmtp, Step};

on_each_database![
    an_email_says_what_has_happened_and_how_the_table_stands,
    news_arrives_with_links_to_the_event_and_to_stop_it,
    an_email_is_tried_again_after_a_temporary_failure,
    an_email_is_not_sent_again_if_it_may_have_arrived,
    an_address_that_does_not_exist_is_not_tried_again,
];

const APP: &str = "https://dinner.example.org";

/// A host with an event for tonight. Their first guest has answered, and they are to be told.
struct Stage {
    db: TestDb,
    smtp: FakeSmtp,
    sender: HostSender,
    event: EventId,
}

impl Stage {
    async fn new(db: TestDb) -> Self {
        let smtp = FakeSmtp::start().unwrap();
        let settings = SmtpSettings::parse(&smtp.url(), "Supper Club <club@example.org>");
        let providers = Providers::new(None, Some(settings.unwrap()), false).unwrap();
        let counts = Arc::default();
        let sender = HostSender::new(db.another(), providers, APP.into(), APP.into(), counts);
        let host = db.host("Ada").await;
        let each = Notifications {
            answers: AnswerNews::Each,
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
            db,
            smtp,
            sender,
            event,
        };
        stage.tell(&host).await;
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
        let mut counts = self.sender.counts.all();
        counts.find(|(known, _)| *known == result).unwrap().1
    }
}

async fn an_email_says_what_has_happened_and_how_the_table_stands(db: TestDb) {
    let stage = Stage::new(db).await;
    let claims = stage
        .db
        .write(|conn| host_messages::claim(conn, "a lease", 1, db::now()))
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
