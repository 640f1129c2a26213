//! Composes emails (MIME).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, MultiPartKind, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use seat_dealer_core::EmailAddress;
use url::Url;

use crate::{calendar::CalendarFile, outgoing::Outgoing, typography::one_line};

/// The number of bytes after which an encoded word ends. With one more character, its line has at most 76 characters.
const LONGEST_ENCODED: usize = 36;

/// A composed email.
#[derive(Debug)]
pub(super) struct ComposedEmail {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) message_id: String,
    pub(super) bytes: Vec<u8>,
}

/// Composes an email. The error says why this address cannot get one.
pub(super) fn compose(
    from: &Mailbox,
    to: &EmailAddress,
    message: &Outgoing,
) -> Result<ComposedEmail, &'static str> {
    let to = deliverable(to).ok_or("This email address cannot exist.")?;
    // All tries of a message have the same id (RFC 5322, section 3.6.4).
    let message_id = format!("<{}@{}>", message.public_id, from.email.domain());
    let mut builder = Message::builder()
        .from(Mailbox::new(Some(sender_name(from, &message.host_name)), from.email.clone()))
        .to(Mailbox::new(None, to.clone()))
        .raw_header(subject(message.content.subject.as_deref().unwrap_or_default()))
        .message_id(Some(message_id.clone()))
        // Mail servers must not reply with an absence notice (RFC 3834, section 5).
        .raw_header(header("Auto-Submitted", "auto-generated"));
    for unsubscribe in unsubscribe_headers(message.extras.unsubscribe_url.as_deref()) {
        builder = builder.raw_header(unsubscribe);
    }
    let file = message
        .extras
        .calendar
        .as_ref()
        .map(|entry| entry.write(from.email.as_ref(), to.as_ref()));
    let composed = match file {
        None => match alternatives(message, None)? {
            BodyParts::One(text) => builder.singlepart(text),
            BodyParts::Several(all) => builder.multipart(all),
        },
        Some(file) => {
            let mixed = multipart(MultiPartKind::Mixed, &message.public_id);
            let mixed = match alternatives(message, Some(&file))? {
                BodyParts::One(text) => mixed.singlepart(text),
                BodyParts::Several(all) => mixed.multipart(all),
            };
            builder.multipart(mixed.singlepart(attached(file)?))
        }
    };
    let composed = composed.map_err(|_| "The email could not be composed.")?;
    Ok(ComposedEmail {
        from: from.email.clone(),
        to,
        message_id,
        bytes: composed.formatted(),
    })
}

/// The body of an email: one part, or alternatives.
enum BodyParts {
    One(SinglePart),
    Several(MultiPart),
}

/// Text, HTML and a calendar file as alternatives. A mail program shows the last one that it supports. With the
/// calendar file among them, Gmail, Outlook and Apple Mail show the event and update it by themselves.
fn alternatives(
    message: &Outgoing,
    file: Option<&CalendarFile>,
) -> Result<BodyParts, &'static str> {
    let content = &message.content;
    let text = SinglePart::plain(content.text.clone());
    if content.html.is_none() && file.is_none() {
        return Ok(BodyParts::One(text));
    }
    let mut all = multipart(MultiPartKind::Alternative, &message.public_id).singlepart(text);
    if let Some(html) = content.html.clone() {
        all = all.singlepart(SinglePart::html(html));
    }
    if let Some(file) = file {
        let part = SinglePart::builder().header(calendar_type(file)?);
        all = all.singlepart(part.body(file.text.clone()));
    }
    Ok(BodyParts::Several(all))
}

/// A multipart body whose boundary is derived from the message's public id. Random boundaries could reveal the state
/// of their generator, and so the order of messages.
fn multipart(kind: MultiPartKind, public_id: &str) -> MultiPart {
    let name = match kind {
        MultiPartKind::Mixed => "mixed",
        _ => "alternative",
    };
    let boundary = format!("{public_id}-{name}");
    MultiPart::builder().kind(kind).boundary(boundary).build()
}

/// The same file as an attachment, for programs that read only attachments, and for guests who open it themselves.
fn attached(file: CalendarFile) -> Result<SinglePart, &'static str> {
    let kind = calendar_type(&file)?;
    Ok(Attachment::new("invitation.ics".to_owned()).body(file.text, kind))
}

/// The media type with the iTIP method (RFC 6047, section 2.4).
fn calendar_type(file: &CalendarFile) -> Result<ContentType, &'static str> {
    let method = file.method.as_str();
    ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}"))
        .map_err(|_| "The calendar file could not be attached.")
}

/// The headers for opting out: RFC 2369 with a link, and with an `https` link one-click (RFC 8058).
fn unsubscribe_headers(url: Option<&str>) -> Vec<HeaderValue> {
    // The parsed URL is ASCII without blanks, line breaks or angle brackets.
    let Some(url) = url.and_then(|url| Url::parse(url).ok()) else {
        return Vec::new();
    };
    let unsubscribe = header("List-Unsubscribe", &format!("<{url}>"));
    match url.scheme() {
        "https" => vec![
            unsubscribe,
            header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ],
        "http" => vec![unsubscribe],
        _ => Vec::new(),
    }
}

/// The subject. One that looks like an encoded word (RFC 2047) is encoded itself, although it is ASCII: otherwise mail
/// programs would decode it, and show characters that are removed from titles and names.
fn subject(text: &str) -> HeaderValue {
    let text = one_line(text);
    if !text.contains("=?") {
        return header("Subject", &text);
    }
    let mut pieces = vec![String::new()];
    for character in text.chars() {
        match pieces.last_mut() {
            Some(piece) if piece.len() < LONGEST_ENCODED => piece.push(character),
            _ => pieces.push(character.to_string()),
        }
    }
    let words = pieces
        .iter()
        .map(|piece| format!("=?utf-8?b?{}?=", STANDARD.encode(piece)));
    let encoded = words.collect::<Vec<_>>().join("\r\n ");
    let name = HeaderName::new_from_ascii_str("Subject");
    HeaderValue::dangerous_new_pre_encoded(name, text, encoded)
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The address with its domain in ASCII (RFC 5891), which every server accepts.
fn deliverable(address: &EmailAddress) -> Option<Address> {
    let (local, domain) = address.as_str().rsplit_once('@')?;
    let domain = url::Host::parse(domain).ok()?.to_string();
    Address::new(local, domain).ok()
}

/// The sender with the host's name first, because guests know the host and not the server.
fn sender_name(from: &Mailbox, host_name: &str) -> String {
    let host_name = one_line(host_name);
    match &from.name {
        Some(own) => format!("{host_name} via {own}"),
        None => host_name,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use seat_dealer_core::{InvitationId, Language};

    use super::*;
    use crate::{
        calendar::{Attendance, CalendarEntry},
        messages::Content,
        outgoing::{Extras, Recipient},
    };

    const LINK: &str =
        "https://dinner.example.com/unsubscribe/7YWHMfk9JZe0LM0g1ZauHu7YWHMfk9JZe0LM0";

    fn message() -> Outgoing {
        Outgoing {
            public_id: "5f2b8c04c1d94e7f9a3be2d60718f4a5".into(),
            attempt: 1,
            to: Recipient::Email(guest()),
            host_name: "Zoë".into(),
            content: Content {
                subject: Some("You have a seat: Dinner".into()),
                text: "See you there".into(),
                html: Some("<p>See you there</p>".into()),
            },
            status_callback: None,
            extras: Extras {
                calendar: Some(entry()),
                unsubscribe_url: Some(LINK.into()),
            },
        }
    }

    fn entry() -> CalendarEntry {
        CalendarEntry {
            language: Language::English,
            invitation: InvitationId::new("0197a000-0000-7000-8000-000000000002"),
            changes: 1,
            written_at: Timestamp::UNIX_EPOCH,
            attendance: Attendance::Comes,
            starts_at: Timestamp::UNIX_EPOCH,
            title: "Käse".into(),
            ends_at: None,
            location: None,
            url: None,
            description: String::new(),
            rsvp_url: "https://dinner.example.com/rsvp/x".into(),
            host_name: "Zoë".into(),
            guest_name: "Bea".into(),
        }
    }

    fn guest() -> EmailAddress {
        EmailAddress::parse("bea@example.com").unwrap()
    }

    fn written(message: &Outgoing) -> String {
        let from = "Supper Club <club@example.org>".parse().unwrap();
        let email = compose(&from, &guest(), message).unwrap();
        String::from_utf8(email.bytes).unwrap()
    }

    /// The headers of an email, unfolded.
    fn headers(email: &str) -> Vec<(String, String)> {
        let (head, _) = email.split_once("\r\n\r\n").unwrap();
        head.replace("\r\n ", " ")
            .split("\r\n")
            .map(|line| {
                let (name, value) = line.split_once(": ").unwrap();
                (name.to_owned(), value.trim().to_owned())
            })
            .collect()
    }

    fn header_names(email: &str) -> Vec<String> {
        let mut names: Vec<_> = headers(email).into_iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    fn value_of(email: &str, name: &str) -> Option<String> {
        headers(email)
            .into_iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    #[test]
    fn a_calendar_file_is_shown_and_attached() {
        let email = written(&message());
        let kind = value_of(&email, "Content-Type").unwrap();
        assert!(kind.starts_with("multipart/mixed; "), "{kind}");
        let found = |part: &str| {
            email
                .find(part)
                .unwrap_or_else(|| panic!("{part}: {email}"))
        };
        let places = [
            found("Content-Type: multipart/alternative"),
            found("Content-Type: text/plain; charset=utf-8\r\n"),
            found("Content-Type: text/html; charset=utf-8\r\n"),
            found("Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n"),
            found("Content-Disposition: attachment; filename=\"invitation.ics\"\r\n"),
        ];
        assert!(places.is_sorted(), "{places:?}: {email}");
        assert_eq!(email.matches("SUMMARY:K=C3=A4se\r\n").count(), 2, "{email}");
        assert_eq!(
            email.matches("mailto:club@example.org").count(),
            2,
            "{email}"
        );
    }

    #[test]
    fn what_is_off_is_cancelled() {
        let mut message = message();
        message.extras.calendar = Some(CalendarEntry {
            attendance: Attendance::Off,
            ..entry()
        });
        let email = written(&message);
        assert_eq!(email.matches("; method=CANCEL\r\n").count(), 2, "{email}");
        assert!(!email.contains("REQUEST"));
    }

    #[test]
    fn a_text_alone_can_carry_one_too() {
        let mut message = message();
        message.content.html = None;
        let email = written(&message);
        assert!(email.contains("Content-Type: text/plain; charset=utf-8\r\n"));
        assert_eq!(email.matches("Content-Type: text/calendar; ").count(), 2);
        assert!(!email.contains("text/html"));
    }

    #[test]
    fn a_guest_can_opt_out_at_a_single_click() {
        let email = written(&message());
        assert_eq!(
            value_of(&email, "List-Unsubscribe"),
            Some(format!("<{LINK}>"))
        );
        assert_eq!(
            value_of(&email, "List-Unsubscribe-Post").as_deref(),
            Some("List-Unsubscribe=One-Click")
        );
    }

    #[test]
    fn a_single_click_needs_https() {
        let with = |url: &str| {
            let mut message = message();
            message.extras.unsubscribe_url = Some(url.to_owned());
            let email = written(&message);
            (
                value_of(&email, "List-Unsubscribe"),
                value_of(&email, "List-Unsubscribe-Post").is_some(),
            )
        };
        assert_eq!(
            with("http://localhost:8080/u/x"),
            (Some("<http://localhost:8080/u/x>".to_owned()), false)
        );
        for url in ["", "mailto:x@y.z", "javascript:alert(1)", "/u/x"] {
            assert_eq!(with(url), (None, false), "{url}");
        }
        let (value, one_click) = with("https://x.org/u/a>, <mailto:eve@example.net>\r\nBcc: é");
        assert_eq!(
            value.as_deref(),
            Some("<https://x.org/u/a%3E,%20%3Cmailto:eve@example.net%3EBcc:%20%C3%A9>")
        );
        assert!(one_click);
    }

    /// The subject and the sender's name as a mail program shows them.
    fn shown(email: &str) -> (String, String) {
        let parsed = mail_parser::MessageParser::new().parse(email).unwrap();
        let sender = parsed.from().and_then(|from| from.first()).unwrap();
        let name = sender.name().unwrap_or_default().to_owned();
        (parsed.subject().unwrap_or_default().to_owned(), name)
    }

    #[test]
    fn what_looks_encoded_is_shown_as_it_was_written() {
        for words in [
            "=?utf-8?b?4oCuZXZpbOKAiwo=?=",
            "=?utf-8?q?=0a?=",
            "=?iso-8859-1?Q?a?= =?iso-8859-1?Q?b?=",
            "Zoë =?utf-8?b?4oCu?= and \"Your Bank\" <security@bank.example>",
            &"=?utf-8?b?4oCu?= ähnlich 鍋 ".repeat(8),
        ] {
            let mut message = message();
            message.host_name = words.to_owned();
            message.content.subject = Some(format!("Bea, {words}"));
            let email = written(&message);
            let line = one_line(words);
            let expected = (format!("Bea, {line}"), format!("{line} via Supper Club"));
            assert_eq!(shown(&email), expected, "{email}");
            let lines = email
                .lines()
                .skip_while(|line| !line.starts_with("Subject: "));
            let mut folded = lines.skip(1).take_while(|line| line.starts_with(' '));
            assert!(folded.all(|line| line.len() <= 76), "{email}");
        }
    }

    proptest! {
        #[test]
        fn a_subject_is_shown_as_it_was_written(
            words in prop::collection::vec("(=\\?|\\?=|utf-8|\\?[bqBQ]\\?|[ a-z0-9=_?é]{1,9})", 1..20),
        ) {
            let words = words.concat();
            let mut message = message();
            message.content.subject = Some(format!("Dinner: {words}."));
            prop_assert_eq!(shown(&written(&message)).0, one_line(&format!("Dinner: {words}.")));
        }

        #[test]
        fn no_words_become_headers(
            host_name in evil(),
            subject in evil(),
            text in evil(),
            html in evil(),
            unsubscribe in evil(),
            calendar in evil(),
        ) {
            let expected = header_names(&written(&message()));
            let mut message = message();
            message.host_name = host_name;
            message.content = Content { subject: Some(subject), text, html: Some(html) };
            message.extras.unsubscribe_url = Some(format!("{LINK}{unsubscribe}"));
            message.extras.calendar = Some(CalendarEntry {
                title: calendar.clone(),
                guest_name: calendar,
                ..entry()
            });
            let email = written(&message);
            prop_assert_eq!(header_names(&email), expected, "{}", email);
            let to = value_of(&email, "To");
            prop_assert_eq!(to.as_deref(), Some("bea@example.com"));
            prop_assert!(email.is_ascii());
        }
    }

    /// Texts with line breaks, to inject a header.
    fn evil() -> impl Strategy<Value = String> {
        (any::<String>(), "[\r\n\u{85}\u{2028}\0]{0,3}", "\\PC{0,8}").prop_map(
            |(before, end, after)| format!("{before}{end}Bcc: eve@example.net\r\n{after}"),
        )
    }
}
