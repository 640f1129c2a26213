//! Refusals.

use super::phrases::messages_by;
use crate::log::{Attempt, By};
use crate::{PartySize, Refusal};

/// What was asked, and why it was refused.
pub(super) fn refused(name: &str, attempt: &Attempt, why: &Refusal) -> String {
    let asked = match attempt {
        Attempt::Tick => "It was time to go on".to_owned(),
        Attempt::Deal => "You wanted to deal".to_owned(),
        Attempt::Pause => "You wanted to pause".to_owned(),
        Attempt::Cancel => "You wanted to cancel the event".to_owned(),
        Attempt::Edit => "You wanted to change the event".to_owned(),
        Attempt::Arrange => "You wanted to arrange the deck".to_owned(),
        Attempt::Write => "You wanted to write to your guests".to_owned(),
        Attempt::Invite { name } => format!("You wanted to invite {name}"),
        Attempt::Answer {
            by,
            response,
            party,
        } => {
            let asked = match by {
                By::Host => format!("You wanted to record {response} for {name}"),
                _ => format!("{name} wanted to answer {response}"),
            };
            match party {
                Some(party @ 2..) => format!("{asked} for a party of {party}"),
                _ => asked,
            }
        }
        Attempt::Withdraw => format!("You wanted to withdraw {name}'s invitation"),
        Attempt::Resend => format!("You wanted to send {name}'s invitation again"),
        Attempt::HandOver => format!("You wanted to pass a message on to {name}"),
        Attempt::Report => format!("There is news of a message to {name}"),
        Attempt::Word => format!("There is word from {name}"),
    };
    format!("{asked}, but {}", within_sentence(why))
}

/// The sentence, to follow a comma.
fn within_sentence(why: &Refusal) -> String {
    let sentence = refusal(why);
    let starts_with_name = matches!(
        why,
        Refusal::AlreadyInvited { .. }
            | Refusal::Unreachable { .. }
            | Refusal::Withdrawn { .. }
            | Refusal::NoMessage { .. }
    );
    match sentence.chars().next() {
        Some(first) if !starts_with_name => first
            .to_lowercase()
            .chain(sentence.chars().skip(1))
            .collect(),
        _ => sentence,
    }
}

/// Why a command was refused, for the host: a sentence that says what to do.
pub(crate) fn refusal(why: &Refusal) -> String {
    match why {
        Refusal::Cancelled => {
            "The event is cancelled. Make a new event to invite people again.".to_owned()
        }
        Refusal::Past => "The event has begun. If it has not, change its time first.".to_owned(),
        Refusal::LongPast => {
            "The event was more than two weeks ago, so its guests are no longer written \
                              to."
            .to_owned()
        }
        Refusal::NobodyToTell { unreached: 0 } => {
            "No guest is among those you want to write to, so \
                                                   there is nobody to tell."
                .to_owned()
        }
        Refusal::NobodyToTell { unreached } => {
            let guests = match unreached {
                1 => "The only guest you want to write to".to_owned(),
                _ => format!("None of the {unreached} guests you want to write to"),
            };
            let can = if *unreached == 1 { "cannot" } else { "can" };
            format!(
                "{guests} {can} be reached by text or email. Add another number or address, or call \
                 them."
            )
        }
        Refusal::TooLongForTexts { limit, texts } => format!(
            "A text message has room for {limit} characters, of which an emoji takes two or more, and {} this as one. \
             Write less.",
            match texts {
                1 => "1 guest gets".to_owned(),
                _ => format!("{texts} guests get"),
            }
        ),
        Refusal::DealUntilPassed => {
            "Dealing ended at the time set in \"deal until\". Move that time to deal on.".to_owned()
        }
        Refusal::NotDealing => "The event is not dealing, so there is nothing to pause.".to_owned(),
        Refusal::SeatsTaken {
            asked,
            seated,
            held,
        } => format!(
            "The table cannot shrink to {asked}: {seated} seated and {held} held make {}. Withdraw \
             invitations first.",
            seated + held
        ),
        Refusal::NoOpenSeat { seats } => {
            let all = match seats {
                1 => "the only one is".to_owned(),
                _ => format!("all {seats} are"),
            };
            format!(
                "No seat is open: {all} seated or held. Add a seat or withdraw an invitation first."
            )
        }
        Refusal::QuietUntilBegin => "It is quiet time until the event begins, so no message would \
                                     arrive before. Shorten the quiet hours to send one now."
            .to_owned(),
        Refusal::AlreadyInvited { name } => {
            format!("{name} is already invited to this event. Send that invitation again instead.")
        }
        Refusal::Unreachable { name } => format!(
            "{name} cannot be reached by text or email. Add another number or address, or make \
             \"by hand\" the preferred channel."
        ),
        Refusal::ChannelRests { channel, why } => format!(
            "{} stopped ({}). Deal again to let them go on, or send this one by hand.",
            messages_by(*channel),
            why.trim_end_matches('.')
        ),
        Refusal::NothingToHandOver { name } => {
            format!("There is nothing to pass on to {name} by hand.")
        }
        Refusal::UnknownInvitation => "This event has no such invitation.".to_owned(),
        Refusal::Withdrawn { name } => format!(
            "{name}'s invitation was withdrawn, and nobody is invited to the same event twice."
        ),
        Refusal::NoMessage { name } => format!(
            "{name} knows of no seat, so no message says that it is gone. Withdraw the invitation \
             without a text."
        ),
        Refusal::PartyLimit { limit: 1 } => "The invitation is for one person.".to_owned(),
        Refusal::PartyLimit { limit } => format!("The invitation is for 1 to {limit} people."),
        Refusal::NoRoomForParty { name } => {
            format!("There is no room for a larger party right now; the seats {name} has are kept.")
        }
    }
}

const _: () = assert!(PartySize::MIN == 1, "PartyLimit's sentence counts from 1");
