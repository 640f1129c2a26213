//! The words of invitations that have not been dealt yet.

use seat_dealer_core::{Language, Look, MessageKind, PreviewedCard};
use seat_dealer_db::events::EventFields;
use seat_dealer_delivery::{MessageContext, render};

use crate::http::errors::ApiError;
use crate::http::state::State;

/// What stands for the guest's own link, which does not exist yet.
const OWN_LINK: &str = "(their own link)";

/// The words of the invitation that this card would get; `None` if no channel is left.
pub(super) fn invitation_text(
    state: &State,
    language: Language,
    host_name: &str,
    event: &EventFields,
    card: &PreviewedCard,
) -> Result<Option<String>, ApiError> {
    let Some(channel) = card.card.channel else {
        return Ok(None);
    };
    // As long as the real one, so that the rest of a text is shortened in the same way.
    let link = state.rsvp_url(&card.card.invitation_id);
    let context = MessageContext {
        language,
        host_name: host_name.to_owned(),
        guest_name: card.card.name.clone(),
        title: event.title.as_str().to_owned(),
        description: event.description.clone(),
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        time_zone: event.time_zone.clone(),
        location: event.location.clone(),
        url: event.url.clone(),
        look: Look {
            colour: event.colour,
            picture: event.picture,
        },
        rsvp_url: link.clone(),
        respond_by: card.respond_by,
        party_size: card.card.party_size,
        party: card.party,
        response: None,
        seated: false,
        words: None,
        unsubscribe_url: None,
    };
    let message = render(MessageKind::Invitation, channel, &context)?;
    Ok(Some(message.text.replace(&link, OWN_LINK)))
}
