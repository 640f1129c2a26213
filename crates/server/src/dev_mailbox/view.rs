//! Renders the mailbox page.

use std::sync::LazyLock;

use askama::Template;
use jiff::Timestamp;

use crate::guests::policy_for;

/// The exact text between `<style>` and `</style>`, whose hash is in the policy.
const STYLE: &str = concat!(
    include_str!("../../templates/linen.css"),
    include_str!("../../templates/dev_mailbox/mailbox.css")
);

/// The script that polls for new messages. It is served separately, because the policy forbids inline
/// scripts.
pub const SCRIPT: &str = include_str!("../../templates/dev_mailbox/mailbox.js");

/// A message in the mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxMessage {
    /// Opaque id.
    pub id: String,
    /// The recipient's phone number or email address.
    pub to: String,
    /// `sms` or `email`.
    pub channel: String,
    /// The subject of an email.
    pub subject: Option<String>,
    /// The plain text.
    pub body: String,
    /// Whether it has HTML, too.
    pub has_html: bool,
    /// The time at which it would have been sent, RFC 3339.
    pub at: String,
}

/// The page with these messages. They are given oldest first and shown newest first. The page reloads
/// when a new message arrives.
pub fn mailbox_page(messages: &[MailboxMessage]) -> Result<String, askama::Error> {
    MailboxPage {
        style: STYLE,
        messages: messages.iter().rev().map(ShownMessage::of).collect(),
    }
    .render()
}

/// The value of the header `Content-Security-Policy` of the page.
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
    message: &'a MailboxMessage,
    time: String,
    pieces: Vec<TextPart<'a>>,
}

impl<'a> ShownMessage<'a> {
    fn of(message: &'a MailboxMessage) -> Self {
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

/// A part of a message's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextPart<'a> {
    /// Text without links.
    Text(&'a str),
    /// An http or https address.
    Link(&'a str),
}

/// Splits a text into text and web addresses. An address begins with `http://` or `https://` and ends
/// before a blank, a quote or an angle bracket, without the punctuation after it.
pub(super) fn pieces(text: &str) -> Vec<TextPart<'_>> {
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
            pieces.push(TextPart::Text(before));
        }
        pieces.push(TextPart::Link(address));
        rest = &from_address[address.len()..];
    }
    if !rest.is_empty() {
        pieces.push(TextPart::Text(rest));
    }
    pieces
}

fn next_address(text: &str) -> Option<usize> {
    ["http://", "https://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min()
}
