//! Tests of the mailbox page.

use super::view::{TextPart, pieces};
use super::{MailboxMessage, content_security_policy, mailbox_page};

fn message(id: &str, body: &str) -> MailboxMessage {
    MailboxMessage {
        id: id.into(),
        to: "grace@example.com".into(),
        channel: "email".into(),
        subject: Some("Ada invites you".into()),
        body: body.into(),
        has_html: true,
        at: "2026-12-01T09:30:00Z".into(),
    }
}

#[test]
fn the_newest_message_comes_first_and_has_a_link() {
    let text = "Dear Grace,\nplease answer here: http://localhost:8080/rsvp/abc.";
    let html = mailbox_page(&[message("1", "first"), message("2", text)]).unwrap();
    assert!(html.contains("No message leaves this computer."));
    assert!(html.contains(
        "<a href=\"http://localhost:8080/rsvp/abc\" target=\"_blank\" rel=\"noopener noreferrer\">\
         http://localhost:8080/rsvp/abc</a>.</p>"
    ));
    assert!(html.find("id=\"2\"").unwrap() < html.find("id=\"1\"").unwrap());
    assert!(html.contains(
        "<a href=\"/dev/messages/2.html\" target=\"_blank\" rel=\"noopener\">As a mail program shows it</a>"
    ));
    assert!(html.contains("grace@example.com") && html.contains("1 December 2026, 09:30:00 UTC"));
    assert!(content_security_policy().starts_with("default-src 'none'; style-src 'sha256-"));
}

#[test]
fn an_empty_mailbox_has_a_text() {
    let html = mailbox_page(&[]).unwrap();
    assert!(html.contains("No messages yet.") && !html.contains("<article"));
}

#[test]
fn messages_are_escaped() {
    let attack = "<script>alert(1)</script>\"'";
    let empty = mailbox_page(&[]).unwrap();
    let html = mailbox_page(&[MailboxMessage {
        id: attack.into(),
        to: attack.into(),
        channel: attack.into(),
        subject: Some(attack.into()),
        body: format!("{attack} javascript:alert(1) https://a.example/\"onclick=alert(1)"),
        has_html: true,
        at: attack.into(),
    }])
    .unwrap();
    assert!(
        html.matches("<script").count() == empty.matches("<script").count()
            && !html.contains("\"onclick")
            && !html.contains("href=\"javascript")
    );
    assert!(html.contains("<a href=\"https://a.example/\""));
}

#[test]
fn addresses_in_sentences_become_links() {
    use TextPart::{Link, Text};
    assert_eq!(pieces(""), []);
    assert_eq!(pieces("no address, ftp://x"), [Text("no address, ftp://x")]);
    assert_eq!(
        pieces("See (https://a.example/b?c=d&e) or http://b.example, thanks"),
        [
            Text("See ("),
            Link("https://a.example/b?c=d&e"),
            Text(") or "),
            Link("http://b.example"),
            Text(", thanks"),
        ]
    );
    assert_eq!(pieces("http://"), [Link("http://")]);
    assert_eq!(
        pieces("https://ü.example/ä ü"),
        [Link("https://ü.example/ä"), Text(" ü")]
    );
}
