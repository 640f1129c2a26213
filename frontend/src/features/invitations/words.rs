//! Where an invitation stands, in words.

use seat_dealer_api_types::{
    Channel, InvitationStatus, Invite, InviteMessage, MessageKind, MessageStatus, Response, Seat,
};

use crate::features::contacts::channel_words;

/// An answer as the buttons say it.
pub(crate) fn response_words(response: Response) -> &'static str {
    match response {
        Response::Yes => "Yes",
        Response::Probably => "Probably",
        Response::Maybe => "Maybe",
        Response::No => "No",
    }
}

/// The answer and what it means for the table.
pub(crate) fn answer_words(invite: &Invite) -> String {
    let answer = invite.response.map(response_words);
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

/// The colour of an answer.
pub(crate) fn response_state(response: Response) -> &'static str {
    match response {
        Response::Yes => "yes",
        Response::Probably => "probably",
        Response::Maybe => "maybe",
        Response::No => "out",
    }
}

/// The colour of an invitation.
pub(crate) fn answer_state(invite: &Invite) -> &'static str {
    match (invite.status, invite.response) {
        (InvitationStatus::Withdrawn | InvitationStatus::Undeliverable, _)
        | (InvitationStatus::Lapsed, None) => "out",
        (_, Some(response)) => response_state(response),
        (_, None) => "held",
    }
}

/// How far the latest message has come. `time` writes a moment for the host.
pub(crate) fn message_words(message: &InviteMessage, time: impl Fn(&str) -> String) -> String {
    let what = match message.kind {
        MessageKind::Invitation => "Invitation",
        MessageKind::MaybeNotice => "Note about maybe",
        MessageKind::Seated => "Note about the seat",
        MessageKind::Offer => "Offer of a seat",
        MessageKind::Cancelled => "Note that it is cancelled",
        MessageKind::Changed => "Note about the change",
        MessageKind::Confirmation => "Confirmation of the seat",
        MessageKind::Released => "Note that the seat is gone",
    };
    let by = channel_words(message.channel);
    let status = match (message.status, &message.not_before) {
        (MessageStatus::Queued, _) if message.channel == Channel::ByHand => {
            "waits for you".to_owned()
        }
        (MessageStatus::Queued, Some(then)) => format!("goes out {}", time(then)),
        // As short as what follows, so that the row keeps its height.
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
mod tests {
    use super::*;
    use seat_dealer_api_types::Contact;

    fn invite(status: InvitationStatus, response: Option<Response>, seat: Seat) -> Invite {
        Invite {
            id: String::new(),
            event_id: String::new(),
            contact: Contact {
                id: String::new(),
                name: "Ada".to_owned(),
                phone_number: None,
                email: None,
                priority: 5,
                preferred_channel: None,
                opted_out: Vec::new(),
                last_invited_at: None,
                created_at: String::new(),
            },
            status,
            response,
            seat,
            party_size: 1,
            party_limit: 1,
            note: None,
            channel: Channel::Sms,
            messages: Vec::new(),
            respond_by: None,
            answered_at: None,
            invited_at: String::new(),
            by_host: false,
            rsvp_url: String::new(),
        }
    }

    #[test]
    fn an_answer_says_what_it_means_for_the_table() {
        use InvitationStatus::{Answered, Lapsed, Undeliverable, Waiting, Withdrawn};
        for (status, response, seat, words) in [
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
            assert_eq!(answer_words(&invite(status, response, seat)), words);
        }
    }

    #[test]
    fn a_message_says_how_far_it_has_come() {
        let message = |status, not_before: Option<&str>, error: Option<&str>| InviteMessage {
            kind: MessageKind::Invitation,
            channel: Channel::Sms,
            status,
            at: String::new(),
            not_before: not_before.map(str::to_owned),
            error: error.map(str::to_owned),
        };
        let words = |message: &InviteMessage| message_words(message, |time| format!("<{time}>"));
        assert_eq!(
            words(&message(MessageStatus::Delivered, None, None)),
            "Invitation by text message delivered"
        );
        assert_eq!(
            words(&message(MessageStatus::Queued, Some("nine"), None)),
            "Invitation by text message goes out <nine>"
        );
        assert_eq!(
            words(&message(
                MessageStatus::Failed,
                None,
                Some("no such number")
            )),
            "Invitation by text message failed: no such number"
        );
    }
}
