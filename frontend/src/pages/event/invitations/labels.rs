//! Labels and colours of invitations, answers and messages.

use seat_dealer_api_types::{
    Channel, InvitationStatus, Invite, InviteMessage, MessageKind, MessageStatus, Response, Seat,
};

use crate::pages::event::labels::channel_label;

/// The label of an answer.
pub(in crate::pages::event) fn response_label(response: Response) -> &'static str {
    match response {
        Response::Yes => "Yes",
        Response::Probably => "Probably",
        Response::Maybe => "Maybe",
        Response::No => "No",
    }
}

/// The label of an invitation: its answer and its seat.
pub(super) fn answer_label(invite: &Invite) -> String {
    let answer = invite.response.map(response_label);
    match (invite.status, answer, invite.seat) {
        (InvitationStatus::Withdrawn, ..) => "Withdrawn".to_owned(),
        (InvitationStatus::Undeliverable, ..) => "Could not be reached".to_owned(),
        (_, Some(answer), Seat::Seated) => format!("{answer} · seated"),
        (_, Some(answer), Seat::Standby) => format!("{answer} · on standby"),
        (_, Some(answer), Seat::Held) => format!("{answer} · offered a seat"),
        (InvitationStatus::Lapsed, ..) => "No answer in time".to_owned(),
        (_, Some(answer), Seat::None) => answer.to_owned(),
        (_, None, _) => "No answer yet".to_owned(),
    }
}

/// The labels of what is known of a guest beside the answer.
pub(in crate::pages::event) const DETAILS: [&str; 4] =
    ["With", "Diet", "Answer to your question", "Note"];

/// What is known of a guest beside the answer, in the order of [`DETAILS`]; empty: nothing.
pub(in crate::pages::event) fn guest_details(invite: &Invite) -> [String; DETAILS.len()] {
    [
        invite.companions.join(", "),
        invite.diet.clone().unwrap_or_default(),
        invite.answer_to_question.clone().unwrap_or_default(),
        invite.note.clone().unwrap_or_default(),
    ]
}

/// The state that gives an answer its colour.
pub(super) fn response_state(response: Response) -> &'static str {
    match response {
        Response::Yes => "yes",
        Response::Probably => "probably",
        Response::Maybe => "maybe",
        Response::No => "out",
    }
}

/// The state that gives an invitation its colour.
pub(super) fn answer_state(invite: &Invite) -> &'static str {
    match (invite.status, invite.response) {
        (InvitationStatus::Withdrawn | InvitationStatus::Undeliverable, _)
        | (InvitationStatus::Lapsed, None) => "out",
        (_, Some(response)) => response_state(response),
        (_, None) => "held",
    }
}

/// The label of a message: what it is, and its delivery. `format_time` formats a timestamp.
pub(super) fn message_label(
    message: &InviteMessage,
    format_time: impl Fn(&str) -> String,
) -> String {
    let what = match message.kind {
        MessageKind::Invitation => "Invitation",
        MessageKind::MaybeNotice => "Note about maybe",
        MessageKind::Seated => "Note about the seat",
        MessageKind::Offer => "Offer of a seat",
        MessageKind::Cancelled => "Note that it is cancelled",
        MessageKind::Changed => "Note about the change",
        MessageKind::Confirmation => "Confirmation of the seat",
        MessageKind::Reminder => "Reminder",
        MessageKind::DayBefore => "Word before the event",
        MessageKind::Released => "Note that the seat is gone",
        MessageKind::HostMessage => "Your message",
    };
    let by = channel_label(message.channel);
    let status = match (message.status, &message.not_before) {
        (MessageStatus::Queued, _) if message.channel == Channel::ByHand => {
            "waits for you".to_owned()
        }
        (MessageStatus::Queued, Some(time)) => format!("goes out {}", format_time(time)),
        // About as short as the next labels, so that the row keeps its height.
        (MessageStatus::Queued, None) | (MessageStatus::Sending, _) => "on its way".to_owned(),
        (MessageStatus::Sent, _) => "sent".to_owned(),
        (MessageStatus::Delivered, _) => "delivered".to_owned(),
        (MessageStatus::Failed, _) => match &message.error {
            Some(error) => format!("failed: {error}"),
            None => "failed".to_owned(),
        },
        (MessageStatus::Unknown, _) => "may or may not have arrived".to_owned(),
        (MessageStatus::Cancelled, _) => "was not sent".to_owned(),
    };
    format!("{what} by {by} {status}")
}

#[cfg(test)]
pub(in crate::pages::event) mod tests {
    use super::*;
    use seat_dealer_api_types::Contact;

    /// An invitation of Ada, for one seat.
    pub(in crate::pages::event) fn invite(
        status: InvitationStatus,
        response: Option<Response>,
        seat: Seat,
    ) -> Invite {
        Invite {
            id: String::new(),
            event_id: String::new(),
            contact: Contact {
                id: String::new(),
                name: "Ada".to_owned(),
                phone_number: None,
                email: None,
                priority: 5,
                party_size: 1,
                not_for_dinners: false,
                preferred_channel: None,
                language: None,
                diet: None,
                tags: Vec::new(),
                opted_out: Vec::new(),
                last_invited_at: None,
                created_at: String::new(),
                updated_at: String::new(),
                external_id: None,
                etag: String::new(),
            },
            status,
            response,
            seat,
            party_size: 1,
            party_limit: 1,
            note: None,
            companions: Vec::new(),
            diet: None,
            answer_to_question: None,
            channel: Channel::Sms,
            messages: Vec::new(),
            respond_by: None,
            reminded_at: None,
            answered_at: None,
            invited_at: String::new(),
            updated_at: String::new(),
            by_host: false,
            rsvp_url: None,
        }
    }

    #[test]
    fn the_label_of_an_invitation_names_answer_and_seat() {
        use InvitationStatus::{Answered, Lapsed, Undeliverable, Waiting, Withdrawn};
        for (status, response, seat, label) in [
            (Waiting, None, Seat::Held, "No answer yet"),
            (Answered, Some(Response::Yes), Seat::Seated, "Yes · seated"),
            (
                Answered,
                Some(Response::Probably),
                Seat::Standby,
                "Probably · on standby",
            ),
            (Answered, Some(Response::Maybe), Seat::None, "Maybe"),
            (
                Waiting,
                Some(Response::Maybe),
                Seat::Held,
                "Maybe · offered a seat",
            ),
            (Answered, Some(Response::No), Seat::None, "No"),
            (Lapsed, None, Seat::None, "No answer in time"),
            (Withdrawn, Some(Response::Yes), Seat::None, "Withdrawn"),
            (Undeliverable, None, Seat::None, "Could not be reached"),
        ] {
            assert_eq!(answer_label(&invite(status, response, seat)), label);
        }
    }

    #[test]
    fn the_label_of_a_message_names_its_delivery() {
        let message = |status, not_before: Option<&str>, error: Option<&str>| InviteMessage {
            kind: MessageKind::Invitation,
            channel: Channel::Sms,
            status,
            at: String::new(),
            not_before: not_before.map(str::to_owned),
            error: error.map(str::to_owned),
            text: None,
        };
        let label = |message: &InviteMessage| message_label(message, |time| format!("<{time}>"));
        assert_eq!(
            label(&message(MessageStatus::Delivered, None, None)),
            "Invitation by text message delivered"
        );
        assert_eq!(
            label(&message(MessageStatus::Queued, Some("nine"), None)),
            "Invitation by text message goes out <nine>"
        );
        assert_eq!(
            label(&message(
                MessageStatus::Failed,
                None,
                Some("no such number")
            )),
            "Invitation by text message failed: no such number"
        );
    }
}
