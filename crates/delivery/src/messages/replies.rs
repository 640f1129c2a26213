//! The replies to guests' texts.

use askama::Template;
use seat_dealer_core::{Channel, MessageKind};

use super::{
    MessageContext, RenderError,
    fitting::{Detail, HostWords, fullest, shortened},
    render,
    text_message::occasion,
    time,
};
use crate::{
    segments::{SEGMENT_LIMIT, exceeds},
    typography::for_text_message,
};

/// The reply to a text about one invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The guest has a seat.
    Seated,
    /// The guest is on standby.
    Standby,
    /// The guest answered MAYBE.
    Maybe,
    /// The guest answered NO.
    NotComing,
    /// The invitation was withdrawn.
    Withdrawn,
    /// The event was cancelled.
    Cancelled,
    /// The event has begun; answers are closed.
    Begun,
    /// The answer was understood but could not be stored.
    NotNoted,
    /// The text was not understood.
    NotUnderstood,
    /// The reply to HELP: who writes, and how to opt out.
    Help,
}

/// The text of a reply: one segment if the host's words allow it, and at most [`SEGMENT_LIMIT`], unless the link
/// alone is longer.
pub fn reply(reply: Reply, context: &MessageContext) -> Result<String, RenderError> {
    let same_as = match reply {
        Reply::Seated => MessageKind::Confirmation,
        Reply::Maybe => MessageKind::MaybeNotice,
        Reply::Cancelled => MessageKind::Cancelled,
        _ => return words(reply, context),
    };
    Ok(render(same_as, Channel::Sms, context)?.text)
}

fn words(reply: Reply, context: &MessageContext) -> Result<String, RenderError> {
    let when = context
        .starts_at
        .map(|moment| time::short(moment, &context.time_zone));
    let text = |detail: Detail, host_words: HostWords<'_>| {
        ReplyText {
            reply,
            host: host_words.name,
            occasion: &occasion(host_words.title, when.as_deref().filter(|_| detail.extras)),
            link: &context.rsvp_url,
            courtesy: detail.courtesy,
        }
        .render()
    };
    let host_words = HostWords {
        name: &for_text_message(&context.host_name),
        title: &for_text_message(&context.title),
    };
    fullest(host_words, text)
}

/// The reply to a guest with several open invitations: the link of each, in this order. If they do not all fit into
/// three segments, the last ones are left out; the guest has them in earlier texts.
pub fn which_one(open: &[MessageContext]) -> String {
    let several_hosts = open
        .iter()
        .any(|context| Some(&context.host_name) != open.first().map(|first| &first.host_name));
    let lines: Vec<_> = open
        .iter()
        .map(|context| {
            let title = for_text_message(&context.title);
            let label = if several_hosts {
                format!("{}: {title}", for_text_message(&context.host_name))
            } else {
                title
            };
            (label, context.rsvp_url.as_str())
        })
        .collect();
    for limit in 1..=SEGMENT_LIMIT {
        for longest in LABELS {
            let text = list(&lines, longest);
            if !exceeds(&text, limit) {
                return text;
            }
        }
    }
    let shortest = list(&lines, SHORTEST_LABEL);
    if !exceeds(&shortest, SEGMENT_LIMIT) {
        return shortest;
    }
    for count in (1..lines.len()).rev() {
        let shown = lines.get(..count).unwrap_or_default();
        let text = format!(
            "{}\nMore are in your earlier texts.",
            list(shown, SHORTEST_LABEL)
        );
        if !exceeds(&text, SEGMENT_LIMIT) || count == 1 {
            return text;
        }
    }
    shortest
}

/// The lengths of the words before a link that are tried, the longest first, in characters.
const LABELS: [usize; 3] = [usize::MAX, 32, 20];
/// The length if no longer one fits.
const SHORTEST_LABEL: usize = 10;

fn list(lines: &[(String, &str)], longest: usize) -> String {
    let mut text = "Which one? Please answer by its link:".to_owned();
    for (label, link) in lines {
        let short = shortened(label, 1)
            .find(|short| short.chars().count() <= longest)
            .filter(|_| label.chars().count() > longest);
        text.push('\n');
        text.push_str(short.as_ref().unwrap_or(label));
        text.push(' ');
        text.push_str(link);
    }
    text
}

#[derive(Template)]
#[template(path = "reply.txt")]
struct ReplyText<'a> {
    reply: Reply,
    host: &'a str,
    occasion: &'a str,
    link: &'a str,
    courtesy: bool,
}

#[cfg(test)]
mod tests;
