//! Texts through a fake Twilio that fails in many ways.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{net::Ipv4Addr, time::Duration};

use jiff::Timestamp;
use seat_dealer_core::{About, MessageStatus, PhoneNumber};
use seat_dealer_delivery::{
    Content, Extras, Outcome, Outgoing, Provider, Recipient, Secret, Twilio, TwilioSender,
    TwilioSettings,
    fake_twilio::{Answer, FakeTwilio},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

const TOKEN: &str = "7YWHMfk9JZe0LM0g1ZauHu";

fn number() -> PhoneNumber {
    PhoneNumber::parse("+4915112345678").unwrap()
}

fn text() -> Outgoing {
    Outgoing {
        public_id: "5f2b8c04c1d94e7f9a3be2d60718f4a5".into(),
        attempt: 1,
        to: Recipient::Phone(number()),
        host_name: "Ada".into(),
        content: Content {
            subject: None,
            text: format!("Ada invites you & yours: Käse + Wein? https://x.test/rsvp/{TOKEN}"),
            html: None,
        },
        status_callback: Some("https://x.test/webhooks/twilio/status?attempt=1&of=2".into()),
        extras: Extras::default(),
    }
}

fn twilio(settings: TwilioSettings) -> Twilio {
    Twilio::with_timeout(settings, Duration::from_millis(500)).unwrap()
}

fn permanent(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Permanent { .. })
}

fn transient(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Transient { .. })
}

fn unknown(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Unknown { .. })
}

#[tokio::test]
async fn a_text_arrives_as_it_was_written() {
    let fake = FakeTwilio::start().unwrap();
    let provider = Provider::Twilio(Box::new(twilio(fake.settings())));
    let outcome = provider.send(&text()).await;
    let [accepted] = fake.journal().try_into().unwrap();
    assert_eq!(
        outcome,
        Outcome::Sent {
            provider_id: Some(accepted.sid)
        }
    );
    assert_eq!(accepted.to, number().as_str());
    assert_eq!(accepted.body, text().content.text);
    assert_eq!(accepted.status_callback, text().status_callback);
    assert_eq!(accepted.from, None);
    assert!(accepted.messaging_service_sid.unwrap().starts_with("MG"));
}

#[tokio::test]
async fn a_number_can_be_the_sender_and_another_the_recipient_of_everything() {
    let fake = FakeTwilio::start().unwrap();
    let environment = fake.environment();
    let get = |name: &str| {
        if name == "TWILIO_TO_NUMBER_OVERRIDE" {
            return Some("+49 151 9999 9999".to_owned());
        }
        environment
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.clone())
    };
    let settings = TwilioSettings::from_environment(get).unwrap().unwrap();
    assert!(matches!(settings.sender, TwilioSender::Number(_)));
    let twilio = twilio(settings);
    let since = Timestamp::now();
    twilio
        .send(&Outgoing {
            status_callback: None,
            ..text()
        })
        .await;
    let [accepted] = fake.journal().try_into().unwrap();
    assert_eq!(accepted.to, "+4915199999999");
    assert_eq!(accepted.from.as_deref(), Some("+15005550006"));
    assert_eq!(accepted.messaging_service_sid, None);
    assert_eq!(accepted.status_callback, None);
    assert!(
        twilio
            .find(&number(), since, TOKEN, &[])
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let fake = FakeTwilio::start().unwrap();
    let twilio = twilio(fake.settings());
    fake.script([
        Answer::Refuse {
            status: 400,
            code: 21211,
        },
        Answer::Refuse {
            status: 400,
            code: 21610,
        },
        Answer::Refuse {
            status: 400,
            code: 21606,
        },
        Answer::Refuse {
            status: 302,
            code: 0,
        },
        Answer::RateLimit { retry_after: 7 },
        Answer::Break,
    ]);
    assert!(permanent(&twilio.send(&text()).await));
    let opted_out = twilio.send(&text()).await;
    assert!(matches!(opted_out, Outcome::OptedOut { .. }));
    let ours = twilio.send(&text()).await;
    assert!(matches!(
        ours,
        Outcome::Permanent {
            about: About::Sender,
            ..
        }
    ));
    assert!(transient(&twilio.send(&text()).await));
    let limited = twilio.send(&text()).await;
    assert!(
        matches!(limited, Outcome::Transient { retry_after: Some(wait), .. } if wait.as_secs() == 7)
    );
    assert!(unknown(&twilio.send(&text()).await));
    assert_eq!(fake.journal(), []);
    assert_eq!(
        fake.requests(),
        6,
        "nothing is tried twice, no redirect is followed"
    );
}

#[tokio::test]
async fn no_reason_names_the_recipient() {
    let fake = FakeTwilio::start().unwrap();
    let twilio = twilio(fake.settings());
    let hang = Duration::from_secs(5);
    fake.script([
        Answer::Refuse {
            status: 400,
            code: 21211,
        },
        Answer::Refuse {
            status: 400,
            code: 1,
        },
        Answer::Break,
        Answer::Hang(hang),
    ]);
    for _ in 0..4 {
        let shown = format!("{:?}", twilio.send(&text()).await);
        assert!(!shown.contains("+4") && !shown.contains("+1"), "{shown}");
    }
}

#[tokio::test]
async fn a_wrong_token_is_not_the_guests_fault() {
    let fake = FakeTwilio::start().unwrap();
    let settings = TwilioSettings {
        auth_token: Secret::new("wrong"),
        ..fake.settings()
    };
    let outcome = twilio(settings).send(&text()).await;
    assert!(transient(&outcome), "{outcome:?}");
}

#[tokio::test]
async fn what_was_taken_without_an_answer_can_be_found() {
    let fake = FakeTwilio::start().unwrap();
    let twilio = twilio(fake.settings());
    let since = Timestamp::now();
    for answer in [
        Answer::AcceptAndHang(Duration::from_secs(5)),
        Answer::AcceptAndBreak,
    ] {
        fake.script([answer]);
        let outcome = twilio.send(&text()).await;
        assert!(unknown(&outcome), "{answer:?}: {outcome:?}");
        let sid = fake.journal().last().unwrap().sid.clone();
        let found = twilio
            .find(&number(), since, TOKEN, &[])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.provider_id, found.status),
            (sid.clone(), MessageStatus::Sent)
        );
        fake.set_status(&sid, "delivered");
        let found = twilio
            .find(&number(), since, &text().content.text, &[])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.status, MessageStatus::Delivered);
    }
}

#[tokio::test]
async fn what_was_not_taken_is_not_found() {
    let fake = FakeTwilio::start().unwrap();
    let twilio = twilio(fake.settings());
    let since = Timestamp::now();
    fake.script([Answer::Hang(Duration::from_secs(5))]);
    assert!(unknown(&twilio.send(&text()).await));
    assert_eq!(twilio.find(&number(), since, TOKEN, &[]).await, Ok(None));

    twilio.send(&text()).await;
    assert_eq!(
        twilio.find(&number(), since, "another token", &[]).await,
        Ok(None)
    );
    let other = PhoneNumber::parse("+4915100000000").unwrap();
    assert_eq!(twilio.find(&other, since, TOKEN, &[]).await, Ok(None));
    fake.age_journal(Duration::from_hours(25));
    assert_eq!(
        twilio.find(&number(), since, TOKEN, &[]).await,
        Ok(None),
        "an older text is another"
    );
}

#[tokio::test]
async fn what_is_known_to_be_another_message_is_passed_over() {
    let fake = FakeTwilio::start().unwrap();
    let twilio = twilio(fake.settings());
    let since = Timestamp::now();
    twilio.send(&text()).await;
    twilio.send(&text()).await;
    let sids: Vec<String> = fake.journal().into_iter().map(|text| text.sid).collect();
    let found = async |known: &[String]| {
        let found = twilio.find(&number(), since, TOKEN, known).await.unwrap();
        found.map(|found| found.provider_id)
    };
    assert_eq!(found(&sids[..1]).await.as_deref(), Some(sids[1].as_str()));
    assert_eq!(found(&sids[1..]).await.as_deref(), Some(sids[0].as_str()));
    assert_eq!(found(&sids).await, None);
}

#[tokio::test]
async fn finding_goes_through_pages_and_says_when_it_cannot() {
    let fake = FakeTwilio::start().unwrap();
    let twilio = twilio(fake.settings());
    let since = Timestamp::now();
    twilio.send(&text()).await;
    let mut filler = text();
    filler.content.text = "Something else".to_owned();
    for _ in 0..120 {
        twilio.send(&filler).await;
    }
    let found = twilio
        .find(&number(), since, TOKEN, &[])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.provider_id, fake.journal()[0].sid);
    fake.fail_listing(true);
    assert!(twilio.find(&number(), since, TOKEN, &[]).await.is_err());
}

#[tokio::test]
async fn nobody_listening_means_nothing_was_taken() {
    let fake = FakeTwilio::start().unwrap();
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let refused = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let no_tls = fake.api_base().replace("http://", "https://");
    let no_name = "https://twilio.invalid".to_owned();
    for api_base in [refused, no_tls, no_name] {
        let settings = TwilioSettings {
            api_base: api_base.clone(),
            ..fake.settings()
        };
        let outcome = Twilio::new(settings).unwrap().send(&text()).await;
        assert!(transient(&outcome), "{api_base}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_line_cut_after_the_request_leaves_it_unknown() {
    let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let api_base = format!("http://{}", server.local_addr().unwrap());
    let cut = tokio::spawn(async move {
        let (mut stream, _) = server.accept().await.unwrap();
        let mut request = [0; 4096];
        assert!(stream.read(&mut request).await.unwrap() > 0);
        stream.write_all(b"HTTP/1.1 201 Crea").await.unwrap();
    });
    let fake = FakeTwilio::start().unwrap();
    let outcome = twilio(TwilioSettings {
        api_base,
        ..fake.settings()
    })
    .send(&text())
    .await;
    assert!(unknown(&outcome), "{outcome:?}");
    cut.await.unwrap();
}

#[tokio::test]
async fn an_email_address_gets_no_text() {
    let fake = FakeTwilio::start().unwrap();
    let to = Recipient::Email(seat_dealer_core::EmailAddress::parse("bea@example.com").unwrap());
    let message = Outgoing { to, ..text() };
    assert!(permanent(&twilio(fake.settings()).send(&message).await));
    assert_eq!(fake.requests(), 0);
}
