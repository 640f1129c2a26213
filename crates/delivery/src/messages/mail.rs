//! Emails: a subject, a text and an HTML page with the same words.

use askama::Template;
use seat_dealer_core::{MessageKind, Response};

use super::{Content, MessageContext, RenderError, time};
use crate::typography::one_line;

/// The data of both alternatives.
struct Mail<'a> {
    kind: MessageKind,
    host: String,
    guest: String,
    title: String,
    when: Option<String>,
    place: Option<String>,
    description: Vec<Vec<String>>,
    party: Option<String>,
    deadline: Option<String>,
    link: &'a str,
    seats: String,
    /// Whether it is about one seat.
    one: bool,
    response: Option<Response>,
    /// Whether the guest has a seat.
    seated: bool,
    /// Whether the event has a date and so an entry in the guest's calendar.
    dated: bool,
    unsubscribe: Option<&'a str>,
}

pub(super) fn render(kind: MessageKind, context: &MessageContext) -> Result<Content, RenderError> {
    let mail = Mail::new(kind, context);
    let subject = one_line(&MailSubject { mail: &mail }.render()?);
    let text = MailText { mail: &mail }.render()?;
    let html = MailHtml {
        mail: &mail,
        subject: &subject,
    }
    .render()?;
    Ok(Content {
        subject: Some(subject),
        text,
        html: Some(html),
    })
}

impl<'a> Mail<'a> {
    fn new(kind: MessageKind, context: &'a MessageContext) -> Self {
        let zone = &context.time_zone;
        let invites = kind.invites() || kind == MessageKind::Reminder;
        let declined = context.response == Some(Response::No);
        // A guest who is no longer invited gets no details of the event.
        let is_out = kind == MessageKind::Released && !declined && !context.seated;
        Self {
            kind,
            host: one_line(&context.host_name),
            guest: one_line(&context.guest_name),
            title: one_line(&context.title),
            when: context
                .starts_at
                .filter(|_| !is_out)
                .map(|moment| time::long(moment, zone)),
            place: context
                .location
                .as_deref()
                .map(one_line)
                .filter(|place| !place.is_empty() && !is_out),
            description: if invites {
                paragraphs(&context.description)
            } else {
                Vec::new()
            },
            party: if invites { party(context) } else { None },
            deadline: context.respond_by.map(|moment| time::long(moment, zone)),
            link: &context.rsvp_url,
            seats: context.seats(),
            one: context.is_one(),
            response: context.response,
            seated: context.seated,
            dated: context.starts_at.is_some(),
            unsubscribe: context.unsubscribe_url.as_deref(),
        }
    }

    fn probably(&self) -> bool {
        self.response == Some(Response::Probably)
    }

    fn declined(&self) -> bool {
        self.response == Some(Response::No)
    }
}

/// The paragraphs of a description, each as a list of lines.
fn paragraphs(description: &str) -> Vec<Vec<String>> {
    let lines: Vec<String> = description.lines().map(one_line).collect();
    lines
        .split(String::is_empty)
        .filter(|paragraph| !paragraph.is_empty())
        .map(<[String]>::to_vec)
        .collect()
}

/// For how many people the invitation is, if they are several, and how many guests they may bring.
fn party(context: &MessageContext) -> Option<String> {
    let people = match context.people() {
        _ if context.party_size < 2 => None,
        1 => Some("The invitation is for 1 person.".to_owned()),
        people => Some(format!("The invitation is for {people} people.")),
    };
    let guests = match context.guests() {
        0 => None,
        1 => Some("You may bring a guest.".to_owned()),
        guests => Some(format!("You may bring up to {guests} guests.")),
    };
    let sentences: Vec<_> = people.into_iter().chain(guests).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

#[derive(Template)]
#[template(path = "subject.txt")]
struct MailSubject<'a> {
    mail: &'a Mail<'a>,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct MailText<'a> {
    mail: &'a Mail<'a>,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailHtml<'a> {
    mail: &'a Mail<'a>,
    subject: &'a str,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::tests::{LINK, context};

    fn mail(kind: MessageKind, context: &MessageContext) -> (String, String, String) {
        let rendered = render(kind, context).unwrap();
        (
            rendered.subject.unwrap(),
            rendered.text,
            rendered.html.unwrap(),
        )
    }

    #[test]
    fn an_invitation_says_who_what_when_where_and_until_when() {
        let (subject, text, _) = mail(
            MessageKind::Invitation,
            &MessageContext {
                party: 3,
                ..context()
            },
        );
        assert_eq!(subject, "Ada invites you: Dinner at ours");
        assert_eq!(
            text,
            format!(
                "Hello Bea,\n\
                 \n\
                 Ada would love to have you there:\n\
                 \n\
                 \x20 Dinner at ours\n\
                 \x20 Saturday, 5 December 2026, 19:00 (Berlin time)\n\
                 \x20 Lindenweg 3\n\
                 \n\
                 Long table, short speeches.\n\
                 Bring nothing.\n\
                 \n\
                 The cat is friendly.\n\
                 \n\
                 You may bring up to 2 guests.\n\
                 \n\
                 3 seats are kept for you until Thursday, 3 December 2026, 18:00 (Berlin time). \
                 Please answer by then.\n\
                 \n\
                 Answer the invitation:\n\
                 {LINK}\n\
                 \n\
                 -- \n\
                 This link is yours alone, so please keep it to yourself. \
                 Sent for Ada by seat-dealer."
            )
        );
    }

    #[test]
    fn what_is_not_known_leaves_no_gap() {
        let bare = MessageContext {
            description: " \n".into(),
            starts_at: None,
            location: Some(" ".into()),
            respond_by: None,
            ..context()
        };
        let (_, text, html) = mail(MessageKind::Invitation, &bare);
        assert!(
            text.contains(
                "have you there:\n\n  Dinner at ours\n\nPlease say whether you can come.\n\nAnswer"
            ),
            "{text}"
        );
        assert!(!html.contains("<p dir=\"auto\""), "{html}");
    }

    #[test]
    fn who_is_no_longer_invited_gets_no_news_of_the_event() {
        let (_, text, html) = mail(MessageKind::Released, &context());
        for news in ["Lindenweg", "December", "speeches"] {
            assert!(
                !text.contains(news) && !html.contains(news),
                "{news}: {text}"
            );
        }
    }

    #[test]
    fn every_email_says_how_to_stop_them() {
        let url = "https://dinner.example.com/unsubscribe/x";
        let context = MessageContext {
            unsubscribe_url: Some(url.into()),
            ..context()
        };
        for kind in MessageKind::ALL {
            let (_, text, html) = mail(*kind, &context);
            assert!(
                text.ends_with(&format!("seat-dealer.\nNo more email: {url}")),
                "{text}"
            );
            assert!(
                html.contains(&format!(
                    "<a href=\"{url}\" style=\"color:inherit\">No more"
                )),
                "{html}"
            );
        }
    }

    #[test]
    fn both_alternatives_say_the_same() {
        for kind in MessageKind::ALL {
            let (_, text, html) = mail(
                *kind,
                &MessageContext {
                    party: 2,
                    ..context()
                },
            );
            let body = html
                .split_once("<body")
                .unwrap()
                .1
                .split_once('>')
                .unwrap()
                .1;
            let mut shown = String::new();
            let mut in_tag = false;
            for character in body.chars() {
                match character {
                    '<' => {
                        in_tag = true;
                        shown.push(' ');
                    }
                    '>' => in_tag = false,
                    _ if !in_tag => shown.push(character),
                    _ => {}
                }
            }
            let words = |text: &str| -> Vec<String> {
                text.replace(['-', ':', ','], " ")
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect()
            };
            assert_eq!(words(&text), words(&shown), "{kind}");
        }
    }

    #[test]
    fn the_button_is_a_link() {
        let (_, _, html) = mail(MessageKind::Offer, &context());
        assert!(
            html.contains(&format!("<a href=\"{LINK}\" style=\"display:inline-block")),
            "{html}"
        );
        assert!(html.contains(">Answer the offer</a>"), "{html}");
        assert!(!html.contains("<script") && !html.contains("<table") && !html.contains("<img"));
    }

    #[test]
    fn scripts_stay_text() {
        let script = "<script>alert('1')</script>\"&";
        let hostile = MessageContext {
            host_name: script.into(),
            guest_name: script.into(),
            title: script.into(),
            description: script.into(),
            location: Some(script.into()),
            ..context()
        };
        for kind in MessageKind::ALL {
            let (subject, text, html) = mail(*kind, &hostile);
            assert!(!html.contains("<script"), "{kind}: {html}");
            assert!(html.contains("&#60;script&#62;"), "{kind}: {html}");
            assert!(subject.contains(script), "{kind}: a subject is plain text");
            assert!(text.contains(script), "{kind}: a text is plain text");
        }
    }

    proptest! {
        #[test]
        fn a_subject_is_a_single_line(
            host_name in any::<String>(),
            title in any::<String>(),
            kind in proptest::sample::select(MessageKind::ALL),
        ) {
            let (subject, _, html) = mail(kind, &MessageContext { host_name, title, ..context() });
            let broken = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            prop_assert!(!subject.contains(broken), "{:?}", subject);
            prop_assert!(html.contains(LINK));
        }
    }
}
