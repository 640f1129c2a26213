//! An email as it goes over the line.

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use seat_dealer_core::EmailAddress;

use crate::{outgoing::Outgoing, typography::one_line};

/// A composed email.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) message_id: String,
    pub(super) bytes: Vec<u8>,
}

/// Composes an email, or says why this address cannot get one.
pub(super) fn compose(
    from: &Mailbox,
    to: &EmailAddress,
    message: &Outgoing,
) -> Result<Letter, &'static str> {
    let to = deliverable(to).ok_or("This email address cannot exist.")?;
    // The same message has the same id however often it is tried (RFC 5322, section 3.6.4).
    let message_id = format!("<{}@{}>", message.message_id, from.email.domain());
    let builder = Message::builder()
        .from(Mailbox::new(Some(sender_name(from, &message.host_name)), from.email.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(one_line(message.content.subject.as_deref().unwrap_or_default()))
        .message_id(Some(message_id.clone()))
        // No absence notice is wanted in answer (RFC 3834, section 5).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    let text = message.content.text.clone();
    let composed = match &message.content.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html.clone())),
        None => builder.header(ContentType::TEXT_PLAIN).body(text),
    };
    let composed = composed.map_err(|_| "The email could not be composed.")?;
    Ok(Letter {
        from: from.email.clone(),
        to,
        message_id,
        bytes: composed.formatted(),
    })
}

/// The address as every server takes it: a domain with other letters in its ASCII form (RFC 5891).
fn deliverable(address: &EmailAddress) -> Option<Address> {
    let (local, domain) = address.as_str().rsplit_once('@')?;
    let domain = url::Host::parse(domain).ok()?.to_string();
    Address::new(local, domain).ok()
}

/// Guests know the host, not the server: the host's name stands first.
fn sender_name(from: &Mailbox, host_name: &str) -> String {
    let host_name = one_line(host_name);
    match &from.name {
        Some(own) => format!("{host_name} via {own}"),
        None => host_name,
    }
}
