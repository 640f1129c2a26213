//! Rule 14: the sentences of refusals, and of the log entries about them.

use seat_dealer_core::{
    About, Actor, Audience, Channel, Command, MessageKind, OtherText, Refusal, Response, TextReply,
};

use super::Page;
use crate::dinner::{Dinner, answer, id, invite, rejected, resend, withdraw, write};

/// All refusals, one after the other. The compiler finds a missing one.
fn next(refusal: &Refusal) -> Option<Refusal> {
    let name = "Ada".to_owned();
    Some(match refusal {
        Refusal::Cancelled => Refusal::Past,
        Refusal::Past => Refusal::LongPast,
        Refusal::LongPast => Refusal::NobodyToTell { unreached: 0 },
        Refusal::NobodyToTell { unreached: 2 } => Refusal::TooLongForTexts {
            limit: 480,
            texts: 1,
        },
        Refusal::NobodyToTell { unreached } => Refusal::NobodyToTell {
            unreached: unreached + 1,
        },
        Refusal::TooLongForTexts { limit, texts: 1 } => Refusal::TooLongForTexts {
            limit: *limit,
            texts: 2,
        },
        Refusal::TooLongForTexts { .. } => Refusal::DealUntilPassed,
        Refusal::DealUntilPassed => Refusal::NotDealing,
        Refusal::NotDealing => Refusal::SeatsTaken {
            asked: 2,
            seated: 1,
            held: 2,
        },
        Refusal::SeatsTaken { .. } => Refusal::NoOpenSeat { seats: 1 },
        Refusal::NoOpenSeat { seats: 1 } => Refusal::NoOpenSeat { seats: 8 },
        Refusal::NoOpenSeat { .. } => Refusal::QuietUntilBegin,
        Refusal::QuietUntilBegin => Refusal::AlreadyInvited { name },
        Refusal::AlreadyInvited { .. } => Refusal::Unreachable { name },
        Refusal::Unreachable { .. } => Refusal::ChannelRests {
            channel: Channel::Sms,
            why: "The Twilio account is suspended.".to_owned(),
        },
        Refusal::ChannelRests { .. } => Refusal::NothingToHandOver { name },
        Refusal::NothingToHandOver { .. } => Refusal::UnknownInvitation,
        Refusal::UnknownInvitation => Refusal::Withdrawn { name },
        Refusal::Withdrawn { .. } => Refusal::NoMessage { name },
        Refusal::NoMessage { .. } => Refusal::PartyLimit { limit: 1 },
        Refusal::PartyLimit { limit: 1 } => Refusal::PartyLimit { limit: 3 },
        Refusal::PartyLimit { .. } => Refusal::NoRoomForParty { name },
        Refusal::NoRoomForParty { .. } => return None,
    })
}

pub(super) fn refusals() -> Page {
    let mut page = Page::default();
    let dinner = Dinner::new(1, &["Ada"]).dealing();
    page.heading("Every refusal, as the answer to the host and in the log");
    for refusal in std::iter::successors(Some(Refusal::Cancelled), next) {
        page.line("answer", &refusal.to_string());
        page.entry(&refusal.log_entry(&dinner.table, &invite("Ada")));
    }
    page.heading("Every command, refused because the event has begun");
    let invitation = || id("Ada");
    let by_text = Actor::GuestByText {
        reply: seat_dealer_core::TextReply::Sent,
    };
    let message = dinner
        .message("Ada", MessageKind::Invitation, Channel::Email)
        .id
        .clone();
    let commands = [
        Command::Tick,
        Command::Deal,
        Command::Pause,
        Command::Cancel,
        dinner.edited(false, |_| {}),
        Command::Arrange {
            invite_first: 0,
            excluded: 0,
        },
        write("Hello", &[Audience::Seated]),
        invite("Ben"),
        answer("Ada", Response::Yes, None, Actor::Guest),
        answer("Ada", Response::Yes, None, by_text),
        answer("Ada", Response::Yes, None, Actor::Host),
        withdraw("Ada"),
        resend("Ada", None),
        dinner.hand_over("Ada"),
        dinner.accepted(&message),
        rejected(message, About::Recipient, true),
        Command::OptedOut {
            invitation: invitation(),
            channel: Channel::Email,
        },
        Command::OptedIn {
            invitation: invitation(),
            channel: Channel::Email,
        },
        Command::TextReceived {
            invitation: invitation(),
            what: OtherText::Help,
            words: String::new(),
            reply: TextReply::Sent,
        },
    ];
    for command in commands {
        page.entry(&Refusal::Past.log_entry(&dinner.table, &command));
    }
    page
}

#[test]
fn log_of_refusals() {
    insta::assert_snapshot!(refusals().text);
}

#[test]
fn every_refusal_has_its_own_code() {
    let refusals: Vec<_> = std::iter::successors(Some(Refusal::Cancelled), next).collect();
    let mut codes: Vec<_> = refusals.iter().map(Refusal::code).collect();
    codes.dedup();
    assert_eq!(codes, Refusal::CODES);
}
