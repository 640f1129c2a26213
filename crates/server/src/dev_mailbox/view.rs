//! The mailbox as a page: messages as they would have been sent, newest first.

use std::sync::LazyLock;

use askama::Template;
use jiff::Timestamp;

use crate::guests::policy_for;

/// The text between `<style>` and `</style>`, to the byte: its hash is in the policy.
const STYLE: &str = concat!(
    include_str!("../../templates/linen.css"),
    include_str!("../../templates/dev_mailbox/mailbox.css")
);

/// What looks for new messages. A file of its own: the page allows no script within itself.
pub const SCRIPT: &str = include_str!("../../templates/dev_mailbox/mailbox.js");

/// One message that was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMessage {
    /// Opaque id.
    pub id: String,
    /// The phone number or email address it was meant for.
    pub to: String,
    /// `sms` or `email`.
    pub channel: String,
    /// The subject of an email.
    pub subject: Option<String>,
    /// Its plain text.
    pub body: String,
    /// When it would have been sent, RFC 3339.
    pub at: String,
}

/// The page with these messages, given oldest first and shown newest first. It shows itself again when
/// another one has arrived.
pub fn mailbox_page(messages: &[KeptMessage]) -> Result<String, askama::Error> {
    MailboxPage {
        style: STYLE,
        messages: messages.iter().rev().map(ShownMessage::of).collect(),
    }
    .render()
}

/// The value of the header of that name for the mailbox.
pub fn content_security_policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{}; script-src 'self'; connect-src 'self'",
            policy_for(STYLE)
        )
    });
    &POLICY
}

#[derive(Template)]
#[template(path = "dev_mailbox/mailbox.html", whitespace = "minimize")]
struct MailboxPage<'a> {
    style: &'static str,
    messages: Vec<ShownMessage<'a>>,
}

struct ShownMessage<'a> {
    message: &'a KeptMessage,
    time: String,
    pieces: Vec<Piece<'a>>,
}

impl<'a> ShownMessage<'a> {
    fn of(message: &'a KeptMessage) -> Self {
        let time = match message.at.parse::<Timestamp>() {
            Ok(at) => at.strftime("%-d %B %Y, %H:%M:%S UTC").to_string(),
            Err(_) => message.at.clone(),
        };
        Self {
            message,
            time,
            pieces: pieces(&message.body),
        }
    }
}

/// A stretch of a message's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// An http or https address.
    Link(&'a str),
}

/// Cuts a text into words and web addresses. An address begins with `http://` or `https://`, ends
/// before a blank, a quote or an angle bracket, and leaves the sentence its full stop.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = next_address(rest) {
        let (before, from_address) = rest.split_at(start);
        let end = from_address
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
            .unwrap_or(from_address.len());
        let address =
            from_address[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Link(address));
        rest = &from_address[address.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

fn next_address(text: &str) -> Option<usize> {
    ["http://", "https://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min()
}
