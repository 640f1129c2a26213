//! Which part of the page lists an invitation, and in which place.

use seat_dealer_api_types::{InvitationStatus, Invite, MessageStatus, Response, Seat};

use super::by_hand;
use crate::pages::event::segment::Segment;

/// A list of invitations. Each part has one or two; the second one is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Coming,
    NotComing,
    Waiting,
    /// No answer in time: the link still works.
    Late,
    Maybe,
    Standby,
}

impl Group {
    /// The list of a part, and the one that is folded below it.
    pub(super) fn of_segment(segment: Segment) -> (Self, Option<Self>) {
        match segment {
            Segment::Waiting => (Self::Waiting, Some(Self::Late)),
            Segment::Maybe => (Self::Maybe, None),
            Segment::Standby => (Self::Standby, None),
            _ => (Self::Coming, Some(Self::NotComing)),
        }
    }

    pub(super) fn of(invite: &Invite) -> Self {
        match (invite.status, invite.seat, invite.response) {
            (InvitationStatus::Withdrawn, ..) => Self::NotComing,
            (InvitationStatus::Undeliverable, ..) | (_, Seat::Held, _) => Self::Waiting,
            (_, Seat::Seated, _) => Self::Coming,
            (_, Seat::Standby, _) => Self::Standby,
            (_, Seat::None, Some(Response::No)) => Self::NotComing,
            (_, Seat::None, Some(Response::Maybe)) => Self::Maybe,
            (_, Seat::None, _) => Self::Late,
        }
    }
}

/// The place of an invitation in its list: what needs the host first, then by deadline, or in the order of
/// the answers.
pub(super) fn place(invite: &Invite) -> String {
    let time = match Group::of(invite) {
        Group::Waiting => invite.respond_by.as_deref(),
        Group::Coming | Group::Late => None,
        _ => invite.answered_at.as_deref(),
    };
    let rank = if need(invite).is_some() { "0" } else { "1" };
    format!("{rank}{}", time.unwrap_or_default())
}

/// What needs the host, in a word or two.
pub(super) fn need(invite: &Invite) -> Option<&'static str> {
    if by_hand::is_waiting(invite) {
        return Some("Pass on");
    }
    if invite.status == InvitationStatus::Undeliverable {
        return Some("Not reached");
    }
    let latest = invite.messages.last();
    let has_failed = latest.is_some_and(|message| message.status == MessageStatus::Failed);
    (has_failed && invite.status != InvitationStatus::Withdrawn).then_some("Failed")
}
