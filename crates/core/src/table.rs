//! The snapshot of one event that a decision is made from.

use std::cmp::max;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Channel, ContactId, EventStatus, InvitationId, InvitationStatus, MessageKind, QuietHours,
    Response, Seat, response_deadline,
};

/// One event with everything that the rules look at.
#[derive(Debug, Clone)]
pub struct Table {
    /// The event's own settings.
    pub event: Event,
    /// Every invitation of the event, in the order they were made.
    pub invitations: Vec<Invitation>,
    /// The top of the deck in dealing order. At least as many cards as
    /// [`cards_wanted`](crate::cards_wanted) says, unless the deck is shorter: fewer than that
    /// means that these are all.
    pub cards: Vec<Card>,
}

/// What the host has said about an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What it is; used in log sentences only.
    pub title: String,
    /// How many seats there are.
    pub seats: u32,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// The zone of its times of day.
    pub time_zone: TimeZone,
    /// Where it is; used only to notice a change.
    pub location: Option<String>,
    /// How many invitations may wait at once, where the host fixed it.
    pub hand_size: Option<u32>,
    /// How long a guest has to answer, where the host fixed it.
    pub response_window: Option<SignedDuration>,
    /// When nothing is dealt or sent.
    pub quiet_hours: Option<QuietHours>,
    /// Nothing is dealt at or after this moment.
    pub deal_until: Option<Timestamp>,
    /// How many seats one invitation may take.
    pub party_limit: u32,
    /// Whether the host passes every message of this event on by hand.
    pub by_hand: bool,
    /// Where it stands as stored, never `past`; see [`Event::status_at`].
    pub status: EventStatus,
}

/// One contact invited to the event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any may be true beside any other"
)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Who is invited.
    pub contact_id: ContactId,
    /// Their name, for the log.
    pub name: String,
    /// Where it stands.
    pub status: InvitationStatus,
    /// The last answer.
    pub response: Option<Response>,
    /// What it has of the table.
    pub seat: Seat,
    /// How many seats it holds, has or wants.
    pub party: u32,
    /// How many it may take.
    pub party_limit: u32,
    /// What the guest has written to the host.
    pub note: Option<String>,
    /// Until when the hold stands; only with a hold. A hold has none yet while the message that
    /// asks waits for the host to pass it on by hand.
    pub respond_by: Option<Timestamp>,
    /// When the last answer came.
    pub answered_at: Option<Timestamp>,
    /// When this guest went on standby; orders the queue.
    pub standby_since: Option<Timestamp>,
    /// Whether a maybe has been offered a seat; that happens once.
    pub offered: bool,
    /// Whether the notice that no seat is guaranteed has been written; that happens once.
    pub maybe_told: bool,
    /// Whether a seat has been confirmed by email, with an entry for the guest's calendar: what
    /// becomes of the seat is told there, too.
    pub confirmed: bool,
    /// Whether the host invited by hand.
    pub by_host: bool,
    /// The channel of its latest message.
    pub channel: Channel,
    /// When it was made.
    pub invited_at: Timestamp,
}

/// A contact that can be dealt, with the reason for its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The id its invitation will have; made by the caller, because making one is not pure.
    pub invitation_id: InvitationId,
    /// Who.
    pub contact_id: ContactId,
    /// Their name.
    pub name: String,
    /// Why it is where it is.
    pub reason: Reason,
    /// The channel that is tried first; `None` when no channel is left. Such a card is never part
    /// of the deck (rule 3): it is known only to be refused when the host invites it by hand.
    pub channel: Option<Channel>,
}

/// Why a card has its place in the deck (rule 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// On the host's *invite first* list, at this place from 1.
    InviteFirst {
        /// The place on the list.
        place: u32,
    },
    /// By priority, then by who has gone longest without an invitation.
    Priority {
        /// 1 to 9.
        priority: u32,
        /// When this host last invited them to anything.
        last_invited_at: Option<Timestamp>,
    },
    /// The host picked this contact out of order.
    PickedByHost,
}

impl Event {
    /// Where the event stands at `now`: as stored, but `past` once it has begun.
    pub fn status_at(&self, now: Timestamp) -> EventStatus {
        if self.status != EventStatus::Cancelled && self.has_begun(now) {
            EventStatus::Past
        } else {
            self.status
        }
    }

    /// Whether the event has begun.
    pub fn has_begun(&self, now: Timestamp) -> bool {
        self.starts_at.is_some_and(|start| start <= now)
    }

    /// Up to when dealing makes sense: `dealUntil` or the begin, whichever is first.
    pub fn horizon(&self) -> Option<Timestamp> {
        match (self.deal_until, self.starts_at) {
            (Some(until), Some(start)) => Some(until.min(start)),
            (until, start) => until.or(start),
        }
    }

    /// When the quiet time that `now` falls into ends; `None` when it is not quiet.
    pub fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.quiet_hours
            .as_ref()
            .and_then(|quiet| quiet.end_after(now, &self.time_zone))
    }

    /// The channel for a message to a guest who is reached by `channel`.
    pub(crate) fn channel(&self, channel: Channel) -> Channel {
        if self.by_hand {
            Channel::ByHand
        } else {
            channel
        }
    }

    /// Until when a guest has to answer who is asked at `asked` by this channel; by hand, that is
    /// known once the host has passed the message on.
    pub(crate) fn deadline_by(&self, channel: Channel, asked: Timestamp) -> Option<Timestamp> {
        (channel != Channel::ByHand).then(|| self.respond_by(asked))
    }

    /// Until when a guest who is asked at `asked` has to answer (rule 8).
    ///
    /// After `dealUntil` only the host's hand asks; the time left is then that until the begin.
    pub fn respond_by(&self, asked: Timestamp) -> Timestamp {
        let horizon = self
            .horizon()
            .filter(|horizon| asked < *horizon)
            .or(self.starts_at);
        response_deadline(
            asked,
            horizon,
            self.response_window,
            self.quiet_hours.as_ref(),
            &self.time_zone,
        )
    }
}

impl Invitation {
    /// Whether its guest said MAYBE.
    pub fn is_maybe(&self) -> bool {
        self.response == Some(Response::Maybe)
            && matches!(
                self.status,
                InvitationStatus::Answered | InvitationStatus::Waiting
            )
    }

    /// Whether a change of time or place is of interest to this guest (rule 12).
    pub(crate) fn hears_of_changes(&self) -> bool {
        matches!(self.seat, Seat::Seated | Seat::Standby) || self.is_maybe()
    }

    /// Whether what such a message says is still so, and worth saying.
    pub(crate) fn is_current(&self, kind: MessageKind) -> bool {
        match kind {
            MessageKind::Invitation => {
                self.response.is_none()
                    && matches!(
                        self.status,
                        InvitationStatus::Waiting | InvitationStatus::Lapsed
                    )
            }
            MessageKind::MaybeNotice => {
                self.is_maybe() && matches!(self.seat, Seat::None | Seat::Held)
            }
            MessageKind::Seated | MessageKind::Confirmation => self.seat == Seat::Seated,
            MessageKind::Offer => self.is_maybe() && self.seat == Seat::Held,
            MessageKind::Cancelled => self.status == InvitationStatus::Withdrawn,
            MessageKind::Changed => self.hears_of_changes(),
            MessageKind::Released => self.confirmed && self.seat != Seat::Seated,
        }
    }

    /// Whether a seat is held while the message that asks has not been passed on by hand yet.
    pub(crate) fn waits_for_host(&self) -> bool {
        self.seat == Seat::Held && self.respond_by.is_none()
    }

    pub(crate) fn hold(&mut self, party: u32, respond_by: Option<Timestamp>) {
        self.status = InvitationStatus::Waiting;
        self.seat = Seat::Held;
        self.party = party;
        self.respond_by = respond_by;
    }

    pub(crate) fn release(&mut self) {
        self.seat = Seat::None;
        self.respond_by = None;
        self.standby_since = None;
    }

    pub(crate) fn answered(&mut self, response: Response) {
        self.status = InvitationStatus::Answered;
        self.response = Some(response);
    }
}

impl Table {
    /// Seats taken by answers, parties counted.
    pub fn seated(&self) -> u32 {
        self.seats_of(Seat::Seated)
    }

    /// Seats kept for invitations that wait for an answer, parties counted.
    pub fn held(&self) -> u32 {
        self.seats_of(Seat::Held)
    }

    /// Seats that are neither taken nor kept.
    pub fn open(&self) -> u32 {
        self.event.seats.saturating_sub(self.seated() + self.held())
    }

    /// How many invitations wait for an answer.
    pub fn waiting(&self) -> u32 {
        self.count(|invitation| invitation.status == InvitationStatus::Waiting)
    }

    /// How many invitations satisfy `condition`.
    pub fn count(&self, condition: impl Fn(&Invitation) -> bool) -> u32 {
        let count = self
            .invitations
            .iter()
            .filter(|invitation| condition(invitation))
            .count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// How many invitations may wait at once (rule 2): the host's number, else half of the seats
    /// that are not taken, rounded up, at least 3; all of them when less than 72 hours are left.
    pub fn hand_size(&self, now: Timestamp) -> u32 {
        let untaken = self.event.seats.saturating_sub(self.seated());
        match self.event.hand_size {
            Some(fixed) => fixed,
            None if self.last_days_begin().is_some_and(|begin| begin < now) => max(untaken, 3),
            None => max(untaken.div_ceil(2), 3),
        }
    }

    /// The moment after which less than 72 hours are left for dealing.
    pub(crate) fn last_days_begin(&self) -> Option<Timestamp> {
        const LAST_DAYS: SignedDuration = SignedDuration::from_hours(72);
        self.event
            .horizon()
            .and_then(|horizon| horizon.checked_sub(LAST_DAYS).ok())
    }

    /// The invitation with this id.
    pub fn invitation(&self, id: &InvitationId) -> Option<&Invitation> {
        self.invitations
            .iter()
            .find(|invitation| &invitation.id == id)
    }

    fn seats_of(&self, seat: Seat) -> u32 {
        self.invitations
            .iter()
            .filter(|i| i.seat == seat)
            .map(|i| i.party)
            .sum()
    }
}
