//! Text messages: one segment if the host's words allow it.

use askama::Template;
use seat_dealer_core::{MessageKind, Response};

use super::{
    Content, MessageContext, RenderError,
    fitting::{Detail, HostWords, fullest},
    time,
};
use crate::typography::for_text_message;

/// The longest wording with the fewest segments: courtesy is left out first, then details, then the title is
/// shortened, then the deadline is left out (the guest's page has it). The link is never shortened.
pub(super) fn render(kind: MessageKind, context: &MessageContext) -> Result<Content, RenderError> {
    let words = Words::new(kind, context);
    let host_words = HostWords {
        name: &words.host,
        title: &words.title,
    };
    let text = fullest(host_words, |detail, host_words| {
        words.text(detail, host_words)
    })?;
    Ok(Content {
        subject: None,
        text,
        html: None,
    })
}

struct Words<'a> {
    kind: MessageKind,
    host: String,
    title: String,
    seats: String,
    /// Whether it is about one seat.
    one: bool,
    probably: bool,
    when: Option<String>,
    place: Option<String>,
    party: String,
    deadline: Option<String>,
    link: &'a str,
}

impl<'a> Words<'a> {
    fn new(kind: MessageKind, context: &'a MessageContext) -> Self {
        let zone = &context.time_zone;
        Self {
            kind,
            host: for_text_message(&context.host_name),
            title: for_text_message(&context.title),
            seats: context.seats(),
            one: context.is_one(),
            probably: context.response == Some(Response::Probably),
            when: context.starts_at.map(|moment| time::short(moment, zone)),
            place: context
                .location
                .as_deref()
                .map(for_text_message)
                .filter(|place| !place.is_empty()),
            party: context.company(),
            deadline: context.respond_by.map(|moment| time::short(moment, zone)),
            link: &context.rsvp_url,
        }
    }

    fn text(&self, detail: Detail, host_words: HostWords<'_>) -> Result<String, RenderError> {
        // A guest who has answered knows the time.
        let knows_when = matches!(
            self.kind,
            MessageKind::MaybeNotice | MessageKind::Confirmation | MessageKind::Released
        );
        let when = self
            .when
            .as_deref()
            .filter(|_| detail.extras || !knows_when);
        let says_deadline = detail.deadline || self.kind == MessageKind::Offer;
        TextMessage {
            kind: self.kind,
            host: host_words.name,
            seats: &self.seats,
            one: self.one,
            probably: self.probably,
            occasion: &occasion(host_words.title, when),
            place: self.place.as_deref().filter(|_| detail.extras),
            party: if detail.extras { &self.party } else { "" },
            deadline: self.deadline.as_deref().filter(|_| says_deadline),
            link: self.link,
            courtesy: detail.courtesy,
        }
        .render()
    }
}

/// Title and time as one sentence.
pub(super) fn occasion(title: &str, when: Option<&str>) -> String {
    match when {
        Some(when) => format!("{title}, {when}."),
        None if title.ends_with(['.', '!', '?']) => title.to_owned(),
        None => format!("{title}."),
    }
}

#[derive(Template)]
#[template(path = "sms.txt")]
struct TextMessage<'a> {
    kind: MessageKind,
    host: &'a str,
    seats: &'a str,
    one: bool,
    probably: bool,
    occasion: &'a str,
    place: Option<&'a str>,
    party: &'a str,
    deadline: Option<&'a str>,
    link: &'a str,
    courtesy: bool,
}

#[cfg(test)]
mod tests;
