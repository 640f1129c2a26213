//! The snapshot of one event from which a decision is made.

use std::cmp::max;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    CalendarEntry, Channel, ChannelState, ContactId, EventStatus, GuestDetails, InvitationId,
    InvitationStatus, Message, Pace, QuietHours, Reach, Response, Seat, Tags, response_deadline,
    time::reminder_at,
};

/// In the last hours before the end of dealing, all open seats are dealt (rule 2).
pub(crate) const LAST_DAYS: i64 = 72;
/// In the last hours before the end of dealing, parties that do not fit are passed over (rule 18).
pub(crate) const LAST_DAY: i64 = 24;

/// How long after the event the host can still write to the guests (rule 13).
const AFTERWARDS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// One event with everything that the rules read.
#[derive(Debug, Clone)]
pub struct Table {
    /// The event's settings.
    pub event: Event,
    /// All invitations of the event, in the order in which they were made.
    pub invitations: Vec<Invitation>,
    /// The messages that are outstanding, and the last one of each guest, kind, channel and status.
    /// In the order in which they were written.
    pub messages: Vec<Message>,
    /// The ways to reach each invited contact, the preferred one first.
    pub reach: BTreeMap<ContactId, Vec<Reach>>,
    /// The channels of this host that rest, and those that rested before.
    pub channels: Vec<ChannelState>,
    /// The cards that a decision may deal, in dealing order: those that
    /// [`read_cards`](crate::read_cards) asks for, or the whole deck.
    pub cards: Vec<Card>,
}

/// The settings of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The title. Only log sentences use it.
    pub title: String,
    /// The number of seats.
    pub seats: u32,
    /// When the event begins.
    pub starts_at: Option<Timestamp>,
    /// When the event ends.
    pub ends_at: Option<Timestamp>,
    /// The time zone of the event.
    pub time_zone: TimeZone,
    /// The place. The rules only compare it.
    pub location: Option<String>,
    /// A link to a page about the event or to a video call. The rules only compare it.
    pub url: Option<String>,
    /// How fast it deals.
    pub pace: Pace,
    /// How many invitations may wait for an answer at once, if the host fixed it.
    pub hand_size: Option<u32>,
    /// How long a guest has to answer, if the host fixed it.
    pub response_window: Option<SignedDuration>,
    /// The hours in which nothing is dealt or sent.
    pub quiet_hours: Option<QuietHours>,
    /// Nothing is dealt at or after this time.
    pub deal_until: Option<Timestamp>,
    /// How many people a contact of one person may be: 1 means that guests bring nobody.
    pub party_limit: u32,
    /// The reminders that guests get.
    pub reminders: Reminders,
    /// Whether the host passes on every message of this event by hand.
    pub by_hand: bool,
    /// Only contacts with one of these tags are dealt; all contacts, if there are none.
    pub tags: Tags,
    /// The stored status, never `past`. See [`Event::status_at`].
    pub status: EventStatus,
}

/// The reminders that guests of an event get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminders {
    /// Whether guests who have not answered are reminded once (rule 15).
    pub unanswered: bool,
    /// Whether seated guests hear once, on the day before, that they are expected (rule 16).
    pub day_before: bool,
}

/// One contact's invitation to the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The id.
    pub id: InvitationId,
    /// The invited contact.
    pub contact_id: ContactId,
    /// The contact's name, for the log.
    pub name: String,
    /// The status.
    pub status: InvitationStatus,
    /// The last answer.
    pub response: Option<Response>,
    /// The seat that is held or taken, if any.
    pub seat: Seat,
    /// How many seats the invitation holds, has or wants.
    pub party: u32,
    /// How many seats it may take: those of the whole party.
    pub party_limit: u32,
    /// How many people the contact is when all of them come. Those beyond are guests of theirs.
    pub party_size: u32,
    /// What the guest told the host beside the answer.
    pub details: GuestDetails,
    /// The deadline of the hold. Only a hold has one. A hold has no deadline while its message
    /// waits for the host to pass it on by hand.
    pub respond_by: Option<Timestamp>,
    /// When the guest last answered.
    pub answered_at: Option<Timestamp>,
    /// When the guest went on standby. The standby queue is ordered by it.
    pub standby_since: Option<Timestamp>,
    /// Whether the guest was offered a seat as a maybe. That happens once.
    pub offered: bool,
    /// Whether the guest has been told that no seat is guaranteed. That happens once.
    pub maybe_told: bool,
    /// When the guest was reminded to answer. That happens once.
    pub reminded_at: Option<Timestamp>,
    /// When the rules last decided whether to tell the guest that they are expected (rule 16). They
    /// decide once for each date of the event.
    pub day_before_at: Option<Timestamp>,
    /// What an email about the seat has put into the guest's calendar. Changes to the seat then go
    /// there, too.
    pub calendar: Option<CalendarEntry>,
    /// Whether the host picked the contact out of order.
    pub by_host: bool,
    /// The channel of the latest message.
    pub channel: Channel,
    /// When the invitation was made.
    pub invited_at: Timestamp,
}

/// A contact that can be dealt, with the reason for its place in the deck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The id that the invitation will have. The caller makes it, because making ids is not pure.
    pub invitation_id: InvitationId,
    /// The contact.
    pub contact_id: ContactId,
    /// The contact's name.
    pub name: String,
    /// How many people the contact is when all of them come.
    pub party_size: u32,
    /// The contact's tags.
    pub tags: Tags,
    /// The reason for its place.
    pub reason: Reason,
    /// The channel that is tried first. `None` means that no channel is left: such a contact is not
    /// in the deck (rule 3), and inviting it is refused.
    pub channel: Option<Channel>,
}

/// Why a card has its place in the deck (rule 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Reason {
    /// The card is on the host's *invite first* list, at this place from 1.
    InviteFirst {
        /// The place on the list.
        place: u32,
    },
    /// The card is ordered by priority, then by the time since the last invitation.
    Priority {
        /// 1 to 9.
        priority: u32,
        /// When this host last invited the contact to any event.
        #[serde(serialize_with = "crate::log::moments::at_times")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        last_invited_at: Option<Timestamp>,
    },
    /// The host picked the contact out of order.
    PickedByHost,
}

impl Event {
    /// The status at `now`: the stored one, or `past` after the begin.
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

    /// Whether the host can write to the guests: before the event, and for two weeks after it (rule 13).
    pub(crate) fn takes_host_messages(&self, now: Timestamp) -> bool {
        let until = self.takes_host_messages_until();
        self.status != EventStatus::Cancelled && until.is_none_or(|until| now < until)
    }

    /// Two weeks after the event.
    pub(crate) fn takes_host_messages_until(&self) -> Option<Timestamp> {
        let end = self.ends_at.or(self.starts_at)?;
        end.checked_add(AFTERWARDS).ok()
    }

    /// The end of dealing: `dealUntil` or the begin, whichever comes first.
    pub fn horizon(&self) -> Option<Timestamp> {
        match (self.deal_until, self.starts_at) {
            (Some(until), Some(start)) => Some(until.min(start)),
            (until, start) => until.or(start),
        }
    }

    /// Whether the event deals to contacts with these tags (rule 3). The host can invite anybody by hand.
    pub fn deals_to(&self, tags: &Tags) -> bool {
        self.tags.is_empty() || self.tags.meet(tags)
    }

    /// How many seats the whole party of a contact takes: its own people, and those whom it may bring
    /// (rule 18).
    pub fn whole_party(&self, party_size: u32) -> u32 {
        party_size
            .saturating_add(self.party_limit)
            .saturating_sub(1)
    }

    /// The time after which less than `hours` hours are left for dealing.
    pub(crate) fn last_hours_begin(&self, hours: i64) -> Option<Timestamp> {
        let hours = SignedDuration::from_hours(hours);
        self.horizon()
            .and_then(|horizon| horizon.checked_sub(hours).ok())
    }

    /// Whether so little time is left that parties that do not fit are passed over (rule 18).
    pub(crate) fn is_last_day(&self, now: Timestamp) -> bool {
        self.last_hours_begin(LAST_DAY)
            .is_some_and(|begin| begin < now)
    }

    /// The end of the quiet hours at `now`. `None` means that `now` is not quiet (rule 9).
    pub fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.quiet_hours
            .as_ref()
            .and_then(|quiet| quiet.end_after(now, &self.time_zone))
    }

    /// When a message that is ready at `at` may be sent: then, or at the end of the quiet hours. News that
    /// would come after the `begin` does not wait for that end (rule 9); a message that asks does.
    pub(crate) fn sendable_at(
        &self,
        asks: bool,
        at: Timestamp,
        begin: Option<Timestamp>,
    ) -> Timestamp {
        let end = self.quiet_until(at).unwrap_or(at);
        let is_late = begin.is_some_and(|begin| at < begin && begin <= end);
        if is_late && !asks { at } else { end }
    }

    /// The channel of a message to a guest who is reached by `channel`.
    pub(crate) fn channel(&self, channel: Channel) -> Channel {
        if self.by_hand {
            Channel::ByHand
        } else {
            channel
        }
    }

    /// The deadline of a guest who is asked at `asked` by this channel. A message by hand has none
    /// until the host has passed it on.
    pub(crate) fn deadline_by(&self, channel: Channel, asked: Timestamp) -> Option<Timestamp> {
        (channel != Channel::ByHand).then(|| self.respond_by(asked))
    }

    /// When a guest who is asked at `asked` is reminded of the deadline (rule 15). `None`: never.
    pub fn remind_at(&self, asked: Timestamp, respond_by: Timestamp) -> Option<Timestamp> {
        let quiet_hours = self.quiet_hours.as_ref();
        let wanted = self.reminders.unanswered;
        wanted.then(|| reminder_at(asked, respond_by, quiet_hours, &self.time_zone))?
    }

    /// The deadline of a guest who is asked at `asked` (rule 8). It is never after the begin.
    ///
    /// After `dealUntil` only the host invites. The time left is then the time until the begin.
    pub fn respond_by(&self, asked: Timestamp) -> Timestamp {
        let horizon = self
            .horizon()
            .filter(|horizon| asked < *horizon)
            .or(self.starts_at);
        let deadline = response_deadline(
            asked,
            horizon,
            self.response_window,
            self.quiet_hours.as_ref(),
            &self.time_zone,
        );
        let begin = self.starts_at.filter(|begin| asked < *begin);
        begin.map_or(deadline, |begin| deadline.min(begin))
    }
}

impl Invitation {
    /// Whether the guest answered MAYBE.
    pub fn is_maybe(&self) -> bool {
        self.response == Some(Response::Maybe)
            && matches!(
                self.status,
                InvitationStatus::Answered | InvitationStatus::Waiting
            )
    }

    /// How many people to suggest to a guest who answers: as many as before, or all people of the
    /// contact for whom seats are held.
    pub fn suggested_party(&self) -> u32 {
        match self.own_seats() {
            _ if self.response.is_some_and(Response::wants_seat) => self.party,
            0 => self.party_size,
            own => self.party_size.min(own),
        }
    }

    /// How many seats are held for the guest or taken by them.
    pub(crate) fn own_seats(&self) -> u32 {
        match self.seat {
            Seat::Held | Seat::Seated => self.party,
            Seat::None | Seat::Standby => 0,
        }
    }

    /// Whether the guest is told about a change of time or place (rule 12).
    pub(crate) fn hears_of_changes(&self) -> bool {
        matches!(self.seat, Seat::Seated | Seat::Standby) || self.is_maybe()
    }

    /// Whether a seat is held and the host has not passed on the message yet.
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

    pub(crate) fn set_answer(&mut self, response: Response) {
        self.status = InvitationStatus::Answered;
        self.response = Some(response);
    }
}

impl Table {
    /// The number of seats that guests have, counting parties.
    pub fn seated(&self) -> u32 {
        self.seats_of(Seat::Seated)
    }

    /// The number of seats that are held for invitations without an answer, counting parties.
    pub fn held(&self) -> u32 {
        self.seats_of(Seat::Held)
    }

    /// The number of seats that are neither taken nor held (rule 1).
    pub fn open(&self) -> u32 {
        self.event.seats.saturating_sub(self.seated() + self.held())
    }

    /// The number of invitations that wait for an answer.
    pub fn waiting(&self) -> u32 {
        self.count(|invitation| invitation.status == InvitationStatus::Waiting)
    }

    /// The number of invitations that satisfy `condition`.
    pub fn count(&self, condition: impl Fn(&Invitation) -> bool) -> u32 {
        let count = self
            .invitations
            .iter()
            .filter(|invitation| condition(invitation))
            .count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// How many invitations may wait for an answer at once (rule 2): the host's number, or half of
    /// the seats that are not taken, rounded up, at least 3. With a quick pace, and in the last 72
    /// hours, it is all of them.
    pub fn hand_size(&self, now: Timestamp) -> u32 {
        let untaken = self.event.seats.saturating_sub(self.seated());
        let last_days = self.event.last_hours_begin(LAST_DAYS);
        let is_short = last_days.is_some_and(|begin| begin < now);
        match self.event.hand_size {
            Some(fixed) => fixed,
            None if self.event.pace == Pace::Quick => untaken,
            None if is_short => untaken,
            None => max(untaken.div_ceil(2), 3),
        }
    }

    /// The invitation with this id.
    pub fn invitation(&self, id: &InvitationId) -> Option<&Invitation> {
        self.invitations
            .iter()
            .find(|invitation| &invitation.id == id)
    }

    /// The ways to reach the guest of an invitation, the preferred one first.
    fn reach(&self, invitation: &Invitation) -> &[Reach] {
        self.reach
            .get(&invitation.contact_id)
            .map_or(&[], Vec::as_slice)
    }

    /// The channels by which messages may go to the guest, the preferred one first.
    pub(crate) fn channels_to(&self, invitation: &Invitation) -> impl Iterator<Item = Channel> {
        let reach = self.reach(invitation).iter();
        reach
            .filter(|reach| reach.is_open)
            .map(|reach| reach.channel)
    }

    /// The guest's email address, also after an opt-out.
    pub(crate) fn email_of(&self, invitation: &Invitation) -> Option<&str> {
        let mut reach = self.reach(invitation).iter();
        let email = reach.find(|reach| reach.channel == Channel::Email)?;
        email.address.as_deref()
    }

    /// Why a channel rests, as a sentence for the host. `None`: it does not rest.
    pub fn resting(&self, channel: Channel) -> Option<&str> {
        let mut states = self.channels.iter();
        let state = states.find(|state| state.channel == channel)?;
        state.resting.as_deref()
    }

    fn seats_of(&self, seat: Seat) -> u32 {
        self.invitations
            .iter()
            .filter(|i| i.seat == seat)
            .map(|i| i.party)
            .sum()
    }
}
