//! Messages that the host passes on in person: no limit but good taste.

use askama::Template;
use seat_dealer_core::MessageKind;

use super::text_message::occasion;
use super::{Content, Facts, RenderError, moments};

pub(super) fn render(kind: MessageKind, facts: &Facts) -> Result<Content, RenderError> {
    let zone = &facts.time_zone;
    let short = |moment| moments::short(moment, zone);
    let text = ByHand {
        kind,
        guest: &facts.guest_name,
        host: &facts.host_name,
        seats: &facts.seats(),
        occasion: &occasion(&facts.title, facts.starts_at.map(short).as_deref()),
        place: facts.location.as_deref().filter(|place| !place.is_empty()),
        party: match facts.party_limit {
            0 | 1 => "",
            2 => " and a guest",
            _ => " and your guests",
        },
        deadline: facts.respond_by.map(short).as_deref(),
        link: &facts.rsvp_url,
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
    link: &'a str,
}

#[cfg(test)]
mod tests {
    use crate::messages::tests::{LINK, facts};

    use super::*;

    #[test]
    fn an_invitation_reads_as_the_hosts_own_words() {
        let Content { text, .. } = render(MessageKind::Invitation, &facts()).unwrap();
        assert_eq!(
            text,
            format!(
                "Hi Bea, I would love to have you there: Dinner at ours, Sat 5 Dec 19:00. Where: \
                 Lindenweg 3. Can you come? Please answer here by Thu 3 Dec 18:00: {LINK} Ada"
            )
        );
    }
}
