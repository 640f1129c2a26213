//! Emails: a subject, a text and an HTML page with the same words.

use askama::Template;
use seat_dealer_core::{Language, MessageKind, Palette};

use super::{Content, MessageContext, RenderError, time};
use crate::{PictureUse, calendar::map_link, typography::one_line, wording::fill};

/// The data of both alternatives.
struct Mail<'a> {
    language: Language,
    /// The parts before and after the guest's name.
    greeting: (&'static str, &'static str),
    guest: String,
    lead: String,
    title: String,
    when: Option<String>,
    place: Option<String>,
    /// The address of a map of the place.
    map: String,
    url: Option<&'a str>,
    /// The description of the event, or the host's own words.
    description: Vec<Vec<String>>,
    party: Option<String>,
    request: String,
    button: &'static str,
    link: &'a str,
    palette: Palette,
    /// The address of the picture, and its width and height in CSS pixels.
    picture: (String, (u32, u32)),
    closing: String,
    unsubscribe: Option<&'a str>,
    no_more_email: &'static str,
    colon: &'static str,
}

pub(super) fn render(kind: MessageKind, context: &MessageContext) -> Result<Content, RenderError> {
    let (mail, subject) = write(kind, context);
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

/// The data of an email, and its subject.
fn write(kind: MessageKind, context: &MessageContext) -> (Mail<'_>, String) {
    let wording = context.wording();
    let message = context.message(kind);
    let long = |moment| time::long(moment, &context.time_zone, &wording.dates);
    let (host, title) = (one_line(&context.host_name), one_line(&context.title));
    let (seats, deadline) = (context.seats(), context.respond_by.map(long));
    let values = [
        ("host", Some(host.as_str())),
        ("title", Some(title.as_str())),
        ("seats", Some(seats.as_str())),
        ("deadline", deadline.as_deref()),
    ];
    let invites = kind.invites() || kind == MessageKind::Reminder;
    // A guest who is no longer invited gets no details of the event.
    let is_out = kind == MessageKind::Released && !context.declined() && !context.seated;
    let place = context.location.as_deref().map(one_line);
    let mail = Mail {
        language: context.language,
        greeting: wording.greeting.split_once("{guest}").unwrap_or_default(),
        guest: one_line(&context.guest_name),
        lead: fill(message.lead, &values),
        when: context
            .starts_at
            .filter(|_| !is_out)
            .map(|begin| time::span(begin, context.ends_at, &context.time_zone, &wording.dates)),
        map: map_link(context.location.as_deref().unwrap_or_default()),
        url: context.url.as_deref().filter(|_| !is_out),
        place: place.filter(|place| !place.is_empty() && !is_out),
        description: if invites {
            paragraphs(&context.description)
        } else {
            paragraphs(context.words.as_deref().unwrap_or_default())
        },
        party: if invites { party(context) } else { None },
        request: request(kind, context, fill(message.request, &values)),
        button: message.button,
        link: &context.rsvp_url,
        palette: context.look.colour.palette(),
        picture: picture(context),
        closing: fill(wording.closing, &values),
        unsubscribe: context.unsubscribe_url.as_deref(),
        no_more_email: wording.no_more_email,
        colon: wording.colon,
        title: title.clone(),
    };
    (mail, one_line(&fill(message.subject, &values)))
}

/// The address of the picture, and its width and height in CSS pixels.
fn picture(context: &MessageContext) -> (String, (u32, u32)) {
    let link = context.rsvp_url.as_str();
    let guests = link.rsplit_once('/').map_or(link, |(guests, _)| guests);
    let (width, height) = PictureUse::Mail.size();
    let url = PictureUse::Mail.url(guests, context.look);
    (url, (width / 2, height / 2))
}

/// The request with a sentence about the calendar file of this email before it.
fn request(kind: MessageKind, context: &MessageContext, request: String) -> String {
    let wording = context.wording();
    let dated = context.starts_at.is_some();
    let calendar = match kind {
        MessageKind::Confirmation if dated => wording.added_to_calendar,
        MessageKind::Released if dated || context.seated => wording.out_of_calendar,
        _ => return request,
    };
    format!("{calendar} {request}")
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
    let wording = context.wording();
    let people = context
        .people()
        .map(|people| context.counted(&wording.is_for, people));
    let guests = context
        .guests()
        .map(|guests| context.counted(&wording.may_bring, guests));
    let sentences: Vec<_> = people.into_iter().chain(guests).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
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
    use seat_dealer_core::Colour;

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

    fn every_mail() -> impl Iterator<Item = (Language, MessageKind)> {
        Language::ALL
            .iter()
            .flat_map(|language| MessageKind::ALL.iter().map(move |kind| (*language, *kind)))
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
                 Ada keeps 3 seats for you until Thursday, 3 December 2026, 18:00 (Berlin time). \
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
        for (language, kind) in every_mail() {
            let (_, text, html) = mail(
                kind,
                &MessageContext {
                    language,
                    party: 2,
                    ..context()
                },
            );
            assert!(
                html.contains(&format!("<html lang=\"{language}\"")),
                "{html}"
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
            html.contains(&format!(
                "<a href=\"{LINK}\" class=\"button\" style=\"display:inline-block"
            )),
            "{html}"
        );
        assert!(html.contains(">Answer the offer</a>"), "{html}");
        assert!(!html.contains("<script") && !html.contains("<table"));
    }

    #[test]
    fn an_email_has_the_look_of_the_event() {
        let (_, _, html) = mail(MessageKind::Invitation, &context());
        assert_eq!(html.matches("<img").count(), 1, "{html}");
        let image = "<img src=\"https://dinner.example.com/rsvp/pictures/ocean-soup-mail.png\"";
        assert!(html.contains(image), "{html}");
        let Palette {
            background, button, ..
        } = Colour::Ocean.palette();
        for colour in [background.light, background.dark, button.light, button.dark] {
            assert!(html.contains(colour), "{colour} in {html}");
        }
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
        for (language, kind) in every_mail() {
            let hostile = MessageContext {
                language,
                ..hostile.clone()
            };
            let (subject, text, html) = mail(kind, &hostile);
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
            language in proptest::sample::select(Language::ALL),
        ) {
            let context = MessageContext { language, host_name, title, ..context() };
            let (subject, _, html) = mail(kind, &context);
            let broken = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            prop_assert!(!subject.contains(broken), "{:?}", subject);
            prop_assert!(html.contains(LINK));
        }
    }
}
