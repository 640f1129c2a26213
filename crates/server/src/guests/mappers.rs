//! Maps database views to the API types for guests.

use jiff::Timestamp;
use seat_dealer_api_types as api;
use seat_dealer_core::{Invitation, InvitationStatus, Response, Seat};
use seat_dealer_db::invitations::GuestView;

use super::texts::{GuestState, Texts};

/// The data of a guest's page, in this language.
pub(crate) fn rsvp_page(texts: &Texts, view: GuestView, now: Timestamp) -> api::RsvpPage {
    use seat_dealer_core::EventStatus;
    let state = match (view.event.status_at(now), view.invitation.status) {
        (EventStatus::Cancelled, _) => api::RsvpState::Cancelled,
        (EventStatus::Past, _) => api::RsvpState::Past,
        (_, InvitationStatus::Withdrawn) => api::RsvpState::Withdrawn,
        _ => api::RsvpState::Open,
    };
    let invitation = view.invitation;
    let mut page = api::RsvpPage {
        title: view.event.title,
        description: view.description,
        starts_at: view.event.starts_at.map(|at| format!("{at:.3}")),
        ends_at: view.event.ends_at.map(|at| format!("{at:.3}")),
        time_zone: view.time_zone,
        location: view.event.location,
        url: view.event.url,
        host_name: view.host_name,
        guest_name: invitation.name.clone(),
        state,
        response: invitation.response,
        seat: rsvp_seat(&invitation),
        party_size: invitation.party,
        party_limit: invitation.party_limit,
        default_party_size: invitation.suggested_party(),
        note: invitation.details.note().map(str::to_owned),
        companions: invitation.details.companions().to_vec(),
        diet: view.diet.text().map(str::to_owned),
        question: view.question.text().map(str::to_owned),
        answer_to_question: invitation.details.answer_to_question().map(str::to_owned),
        colour: view.colour,
        picture: view.picture,
        respond_by: invitation.respond_by.map(|at| format!("{at:.3}")),
        message: String::new(),
    };
    page.message = texts.state_message(&GuestState::of(&page));
    if let (api::RsvpState::Withdrawn, Some(words)) = (page.state, view.withdrawn_with) {
        page.message = format!("{}: {}\n{}", page.host_name, words.text(), page.message);
    }
    page
}

/// The result of a guest's answer. `None` before an answer.
pub(crate) fn rsvp_seat(invitation: &Invitation) -> Option<api::RsvpSeat> {
    match (invitation.response?, invitation.seat) {
        (Response::No, _) => Some(api::RsvpSeat::None),
        (Response::Maybe, _) => Some(api::RsvpSeat::NotGuaranteed),
        (_, Seat::Seated) => Some(api::RsvpSeat::Seated),
        (_, Seat::Standby) => Some(api::RsvpSeat::Standby),
        (_, Seat::None | Seat::Held) => None,
    }
}
