//! Email through an SMTP server that fails in many ways.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{net::Ipv4Addr, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use jiff::Timestamp;
use seat_dealer_core::{EmailAddress, InvitationId, Language, PhoneNumber};
use seat_dealer_delivery::{
    CalendarEntry, Content, Extras, Outcome, Outgoing, Provider, Recipient, Smtp, SmtpSettings,
    calendar::Attendance,
    fake_smtp::{Behaviour, FakeSmtp, Step},
};

const FROM: &str = "Supper Club <club@example.org>";

fn email() -> Outgoing {
    Outgoing {
        public_id: "5f2b8c04c1d94e7f9a3be2d60718f4a5".into(),
        attempt: 1,
        to: Recipient::Email(EmailAddress::parse("bea@example.com").unwrap()),
        host_name: "Zoë".into(),
        content: Content {
            subject: Some("Zoë invites you: Dinner".into()),
            text: "Hello Bea,\n.hidden dots\n..\n.\nBye".into(),
            html: Some("<p>Hello <b>Bea</b></p>".into()),
        },
        status_callback: None,
        extras: Extras::default(),
    }
}

fn smtp(url: &str) -> Smtp {
    let settings = SmtpSettings::parse(url, FROM).unwrap();
    Smtp::new(settings)
        .unwrap()
        .with_patience(Duration::from_millis(300))
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

fn header<'a>(data: &'a str, name: &str) -> Vec<&'a str> {
    let (head, _) = data.split_once("\r\n\r\n").unwrap();
    head.split("\r\n")
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .collect()
}

#[tokio::test]
async fn an_email_arrives_with_both_alternatives() {
    let fake = FakeSmtp::start().unwrap();
    let provider = Provider::Smtp(Box::new(smtp(&fake.url())));
    let id = "<5f2b8c04c1d94e7f9a3be2d60718f4a5@example.org>";
    assert_eq!(
        provider.send(&email()).await,
        Outcome::Sent {
            provider_id: Some(id.to_owned())
        }
    );
    let [received] = fake.journal().try_into().unwrap();
    assert_eq!(received.from, "club@example.org");
    assert_eq!(received.to, ["bea@example.com"]);
    assert_eq!(received.credentials, None);
    let data = received.data.as_str();
    assert_eq!(header(data, "Message-ID"), [id]);
    assert_eq!(header(data, "Auto-Submitted"), ["auto-generated"]);
    assert_eq!(header(data, "To"), ["bea@example.com"]);
    assert_eq!(header(data, "Date").len(), 1);
    assert_eq!(header(data, "From").len(), 1);
    assert!(header(data, "From")[0].ends_with("<club@example.org>"));
    assert!(header(data, "Content-Type")[0].starts_with("multipart/alternative"));
    let text = data.find("text/plain").unwrap();
    let html = data.find("text/html").unwrap();
    assert!(
        text < html,
        "the richer alternative comes last (RFC 2046, section 5.1.4)"
    );
    assert!(
        data.contains("\r\n.hidden dots\r\n..\r\n.\r\nBye"),
        "{data}"
    );
    assert!(data.contains("<p>Hello <b>Bea</b></p>"), "{data}");
}

#[tokio::test]
async fn a_repeat_is_recognisable() {
    let fake = FakeSmtp::start().unwrap();
    let smtp = smtp(&fake.url());
    smtp.send(&email()).await;
    smtp.send(&Outgoing {
        attempt: 2,
        ..email()
    })
    .await;
    let ids: Vec<_> = fake
        .journal()
        .iter()
        .map(|received| header(&received.data, "Message-ID").join(","))
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn no_words_become_headers() {
    let fake = FakeSmtp::start().unwrap();
    let mut message = email();
    message.host_name = "Eve\r\nBcc: all@example.net".into();
    message.content.subject = Some("Dinner\r\nBcc: all@example.net\r\n\r\nHa".into());
    smtp(&fake.url()).send(&message).await;
    let [received] = fake.journal().try_into().unwrap();
    assert_eq!(header(&received.data, "Bcc"), Vec::<&str>::new());
    assert_eq!(received.to, ["bea@example.com"]);
    assert_eq!(
        header(&received.data, "Subject"),
        ["Dinner Bcc: all@example.net Ha"]
    );
}

#[tokio::test]
async fn refusals_are_told_apart_by_their_step() {
    let fake = FakeSmtp::start().unwrap();
    let smtp = smtp(&fake.url());
    let steps = [
        Step::Greeting,
        Step::Hello,
        Step::Sender,
        Step::Recipient,
        Step::Announcement,
        Step::Message,
    ];
    for step in steps {
        fake.script([Behaviour::Reply(
            step,
            "451 4.7.1 Greylisted, come back later",
        )]);
        let outcome = smtp.send(&email()).await;
        assert!(transient(&outcome), "{step:?}: {outcome:?}");

        fake.script([Behaviour::Reply(step, "550 5.1.1 <bea@example.com> No")]);
        let outcome = smtp.send(&email()).await;
        let ours = matches!(step, Step::Greeting | Step::Hello | Step::Sender);
        assert_eq!(permanent(&outcome), !ours, "{step:?}: {outcome:?}");
        assert_eq!(transient(&outcome), ours, "{step:?}: {outcome:?}");
        assert!(!format!("{outcome:?}").contains('@'), "{outcome:?}");
    }
    assert_eq!(fake.journal(), []);
}

#[tokio::test]
async fn only_after_the_message_nobody_knows() {
    let fake = FakeSmtp::start().unwrap();
    let smtp = smtp(&fake.url());
    let before = [
        Step::Greeting,
        Step::Hello,
        Step::Sender,
        Step::Recipient,
        Step::Announcement,
    ];
    for step in before {
        for behaviour in [Behaviour::Cut(step), Behaviour::Stall(step)] {
            fake.script([behaviour.clone()]);
            let outcome = smtp.send(&email()).await;
            assert!(transient(&outcome), "{behaviour:?}: {outcome:?}");
        }
    }
    assert_eq!(fake.journal(), []);
    for behaviour in [
        Behaviour::Cut(Step::Message),
        Behaviour::Stall(Step::Message),
    ] {
        fake.script([behaviour.clone()]);
        let outcome = smtp.send(&email()).await;
        assert!(unknown(&outcome), "{behaviour:?}: {outcome:?}");
    }
    assert_eq!(fake.journal().len(), 2);
}

#[tokio::test]
async fn credentials_are_given_decoded() {
    let fake = FakeSmtp::start().unwrap();
    fake.want_credentials();
    let url = fake
        .url()
        .replace("smtp://", "smtp://ada%40x.org:p%3Ass%2Fw%C3%B6rd@");
    assert!(matches!(
        smtp(&url).send(&email()).await,
        Outcome::Sent { .. }
    ));
    let [received] = fake.journal().try_into().unwrap();
    assert_eq!(
        received.credentials,
        Some(("ada@x.org".to_owned(), "p:ss/wörd".to_owned()))
    );
}

#[tokio::test]
async fn a_wrong_password_is_not_the_guests_fault() {
    let fake = FakeSmtp::start().unwrap();
    let signed_in = fake.url().replace("smtp://", "smtp://ada:hush@");
    let outcome = smtp(&signed_in).send(&email()).await;
    assert!(transient(&outcome), "{outcome:?}");

    fake.want_credentials();
    fake.script([Behaviour::Reply(Step::SignIn, "535 5.7.8 Wrong")]);
    let outcome = smtp(&signed_in).send(&email()).await;
    assert!(transient(&outcome), "{outcome:?}");
    let outcome = smtp(&fake.url()).send(&email()).await;
    assert!(transient(&outcome), "{outcome:?}");
    assert_eq!(fake.journal(), []);
}

#[tokio::test]
async fn nothing_is_sent_in_the_clear_where_encryption_is_required() {
    let fake = FakeSmtp::start().unwrap();
    let signed_in = fake.url().replace("smtp://", "smtp://ada:hush@");
    let wrapped = signed_in.replace("smtp://", "smtps://");
    for url in [format!("{signed_in}?tls=required"), wrapped] {
        let outcome = smtp(&url).send(&email()).await;
        assert!(transient(&outcome), "{url}: {outcome:?}");
    }
    assert_eq!(fake.journal(), []);
    let opportunistic = format!("{}?tls=opportunistic", fake.url());
    assert!(matches!(
        smtp(&opportunistic).send(&email()).await,
        Outcome::Sent { .. }
    ));
}

#[tokio::test]
async fn nobody_listening_means_nothing_was_taken() {
    let closed = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let refused = format!("smtp://{}", closed.local_addr().unwrap());
    drop(closed);
    for url in [refused.as_str(), "smtp://mail.invalid"] {
        let outcome = smtp(url).send(&email()).await;
        assert!(transient(&outcome), "{url}: {outcome:?}");
    }
}

#[tokio::test]
async fn addresses_that_cannot_be_mailed_are_permanent() {
    let fake = FakeSmtp::start().unwrap();
    let smtp = smtp(&fake.url());
    let number = PhoneNumber::parse("+4915112345678").unwrap();
    let beyond_ascii = EmailAddress::parse("zoë@example.com").unwrap();
    for to in [Recipient::Phone(number), Recipient::Email(beyond_ascii)] {
        let outcome = smtp
            .send(&Outgoing {
                to: to.clone(),
                ..email()
            })
            .await;
        assert!(permanent(&outcome), "{to:?}: {outcome:?}");
    }
    let unicode_domain = EmailAddress::parse("bea@exämple.com").unwrap();
    let to = Recipient::Email(unicode_domain);
    let outcome = smtp.send(&Outgoing { to, ..email() }).await;
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    assert_eq!(fake.journal()[0].to, ["bea@xn--exmple-cua.com"]);
}

#[tokio::test]
async fn a_text_alone_is_an_email_too() {
    let fake = FakeSmtp::start().unwrap();
    let mut message = email();
    message.content.html = None;
    message.content.text = "Grüße".into();
    assert!(matches!(
        smtp(&fake.url()).send(&message).await,
        Outcome::Sent { .. }
    ));
    let [received] = fake.journal().try_into().unwrap();
    assert!(header(&received.data, "Content-Type")[0].starts_with("text/plain; charset=utf-8"));
}

#[tokio::test]
async fn a_calendar_file_arrives_whole() {
    let fake = FakeSmtp::start().unwrap();
    let entry = CalendarEntry {
        language: Language::English,
        invitation: InvitationId::new("0197a000-0000-7000-8000-000000000002"),
        changes: 1,
        written_at: Timestamp::UNIX_EPOCH,
        attendance: Attendance::Comes,
        starts_at: Timestamp::UNIX_EPOCH,
        title: "Käsefondue 🫕 für alle, und danach Tanz bis in den frühen Morgen".into(),
        ends_at: None,
        location: None,
        url: None,
        description: String::new(),
        rsvp_url: "https://dinner.example.com/rsvp/7YWHMfk9JZe0LM0g1ZauHu".into(),
        host_name: "Ada".into(),
        guest_name: "Bea".into(),
    };
    let file = entry.write("club@example.org", "bea@example.com");
    let mut message = email();
    message.extras = Extras {
        calendar: Some(entry),
        unsubscribe_url: Some("https://dinner.example.com/unsubscribe/x".into()),
    };
    let outcome = smtp(&fake.url()).send(&message).await;
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    let [received] = fake.journal().try_into().unwrap();
    assert_eq!(
        header(&received.data, "List-Unsubscribe"),
        ["<https://dinner.example.com/unsubscribe/x>"]
    );
    let (_, part) = received.data.rsplit_once("text/calendar").unwrap();
    let (head, body) = part.split_once("\r\n\r\n").unwrap();
    let (body, _) = body.split_once("\r\n--").unwrap();
    let decoded = if head.contains("base64") {
        BASE64_STANDARD.decode(body.replace("\r\n", "")).unwrap()
    } else {
        assert!(head.contains("quoted-printable"), "{head}");
        unquoted(body)
    };
    let decoded = String::from_utf8(decoded).unwrap();
    assert_eq!(decoded.trim_end(), file.text.trim_end());
}

/// Decodes quoted-printable (RFC 2045, section 6.7).
fn unquoted(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "");
    let mut parts = text.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).unwrap());
        bytes.extend(rest.as_bytes());
    }
    bytes
}
