//! Messages that the host passes on by hand. Their length is not limited.

use askama::Template;
use seat_dealer_core::{MessageKind, Response};

use super::text_message::occasion;
use super::{Content, MessageContext, RenderError, time};

pub(super) fn render(kind: MessageKind, context: &MessageContext) -> Result<Content, RenderError> {
    let zone = &context.time_zone;
    let short = |moment| time::short(moment, zone);
    let text = ByHand {
        kind,
        guest: &context.guest_name,
        host: &context.host_name,
        seats: &context.seats(),
        occasion: &occasion(&context.title, context.starts_at.map(short).as_deref()),
        place: context
            .location
            .as_deref()
            .filter(|place| !place.is_empty()),
        party: &context.company(),
        deadline: context.respond_by.map(short).as_deref(),
        probably: context.response == Some(Response::Probably),
        link: &context.rsvp_url,
    }
    .render()?;
    Ok(Content {
        subject: None,
        text,
        html: None,
    })
}

#[derive(Template)]
#[template(path = "by_hand.txt")]
struct ByHand<'a> {
    kind: MessageKind,
    guest: &'a str,
    host: &'a str,
    seats: &'a str,
    occasion: &'a str,
    place: Option<&'a str>,
    party: &'a str,
    deadline: Option<&'a str>,
    probably: bool,
    link: &'a str,
}

#[cfg(test)]
mod tests {
    use crate::messages::tests::{LINK, context};

    use super::*;

    #[test]
    fn an_invitation_reads_as_the_hosts_own_words() {
        let Content { text, .. } = render(MessageKind::Invitation, &context()).unwrap();
        assert_eq!(
            text,
            format!(
                "Hi Bea, I would love to have you there: Dinner at ours, Sat 5 Dec 19:00. Where: \
                 Lindenweg 3. Can you come? Please answer here by Thu 3 Dec 18:00: {LINK} Ada"
            )
        );
    }
}
