//! Messages that the host passes on by hand. Their length is not limited.

use seat_dealer_core::MessageKind;

use super::{
    MessageContext,
    text_message::{ended, occasion},
    time,
};
use crate::wording::fill;

pub(super) fn render(kind: MessageKind, context: &MessageContext) -> String {
    let wording = context.wording();
    let short = |moment| time::short(moment, &context.time_zone, &wording.dates);
    let (when, deadline) = (context.starts_at.map(short), context.respond_by.map(short));
    let occasion = occasion(&context.title, when.as_deref());
    let (seats, party) = (context.seats(), context.company());
    let sentence = context.words.as_deref().map(ended);
    let place = context.location.as_deref();
    let values = [
        ("guest", Some(context.guest_name.as_str())),
        ("occasion", Some(occasion.as_str())),
        ("title", Some(context.title.as_str())),
        ("words", context.words.as_deref()),
        ("sentence", sentence.as_deref()),
        ("seats", Some(seats.as_str())),
        ("party", Some(party.as_str())),
        ("place", place.filter(|place| !place.is_empty())),
        ("deadline", deadline.as_deref()),
    ];
    format!(
        "{} {} {} {}",
        fill(wording.greeting_by_hand, &values),
        fill(context.message(kind).by_hand, &values),
        context.rsvp_url,
        context.host_name,
    )
}

#[cfg(test)]
mod tests {
    use crate::messages::tests::{LINK, context};

    use super::*;

    #[test]
    fn an_invitation_reads_as_the_hosts_own_words() {
        let text = render(MessageKind::Invitation, &context());
        assert_eq!(
            text,
            format!(
                "Hi Bea, I would love to have you there: Dinner at ours, Sat 5 Dec 19:00. Where: \
                 Lindenweg 3. Can you come? Please answer here by Thu 3 Dec 18:00: {LINK} Ada"
            )
        );
    }
}
