//! The replies to guests' texts.

use seat_dealer_core::{Language, MessageKind};

use super::{
    MessageContext,
    fitting::shortened,
    text_message::{self, Keeps},
};
use crate::{
    segments::{SEGMENT_LIMIT, exceeds},
    typography::for_text_message,
    wording::Wording,
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
pub fn reply(reply: Reply, context: &MessageContext) -> String {
    let wording = context.wording();
    let message = |kind| text_message::render(kind, context);
    let template = match reply {
        Reply::Seated => return message(MessageKind::Confirmation),
        Reply::Maybe => return message(MessageKind::MaybeNotice),
        Reply::Cancelled => return message(MessageKind::Cancelled),
        Reply::Standby => wording.on_standby,
        Reply::NotComing => wording.declined.text,
        Reply::Withdrawn => wording.no_longer_open,
        Reply::Begun => wording.begun,
        Reply::NotNoted => wording.not_noted,
        Reply::NotUnderstood => wording.not_understood,
        Reply::Help => wording.help,
    };
    let link = (reply != Reply::Withdrawn).then_some(context.rsvp_url.as_str());
    text_message::write(template, context, Keeps::default(), link)
}

/// The reply to a guest with several open invitations: the link of each, in this order. If they do not all fit into
/// three segments, the last ones are left out; the guest has them in earlier texts.
pub fn which_one(open: &[MessageContext], language: Language) -> String {
    let wording = Wording::of(language);
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
            let text = list(wording, &lines, longest);
            if !exceeds(&text, limit) {
                return text;
            }
        }
    }
    let shortest = list(wording, &lines, SHORTEST_LABEL);
    if !exceeds(&shortest, SEGMENT_LIMIT) {
        return shortest;
    }
    for count in (1..lines.len()).rev() {
        let shown = lines.get(..count).unwrap_or_default();
        let shown = list(wording, shown, SHORTEST_LABEL);
        let text = format!("{shown}\n{}", wording.more_links);
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

fn list(wording: &Wording, lines: &[(String, &str)], longest: usize) -> String {
    let mut text = wording.which_one.to_owned();
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

#[cfg(test)]
mod tests;
