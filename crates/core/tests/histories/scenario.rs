//! Scenarios: an event, its contacts, and what happens in which order.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    About, Actor, Audience, Event, Pace, QuietHours, Reminders, Response, Tags,
};

/// The input of one history. Numbers refer to contacts and invitations; a number beyond the end
/// wraps around.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    pub(crate) start: Timestamp,
    pub(crate) event: Event,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) invite_first: Vec<usize>,
    pub(crate) excluded: Vec<usize>,
    pub(crate) steps: Vec<Step>,
}

/// A contact of the host.
#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) priority: u32,
    pub(crate) party_size: u32,
    pub(crate) tags: Tags,
    pub(crate) last_invited_days_ago: Option<u8>,
    pub(crate) sms: bool,
    pub(crate) email: bool,
    /// Whether the host passes on every message to this contact by hand.
    pub(crate) by_hand: bool,
}

/// Time passes, then the host, a guest or a provider acts.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) wait: Wait,
    /// Whether the timer runs whenever it is due meanwhile.
    pub(crate) timer: bool,
    /// Whether a sender sends what is due after the action.
    pub(crate) sender: bool,
    pub(crate) action: Action,
}

/// How much time passes.
#[derive(Debug, Clone)]
pub(crate) enum Wait {
    None,
    Seconds(i64),
    /// Until the timer is due.
    ToDue,
    /// This many minutes after the timer was due.
    PastDue(i64),
    ToBegin,
}

/// What the host, a guest or a provider does.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    Tick,
    Deal,
    Pause,
    Cancel,
    Edit(Vec<Change>, bool),
    Arrange(Vec<usize>, Vec<usize>),
    /// The host writes to these guests so many characters.
    Write(Vec<Audience>, usize),
    AddContact(Contact),
    Invite(usize),
    Answer {
        invitation: usize,
        response: Response,
        party: Option<u32>,
        actor: Actor,
        note: Option<&'static str>,
    },
    /// A guest opts out of their channel.
    OptOut(usize),
    /// The host withdraws an invitation, with words of their own or without.
    Withdraw(usize, bool),
    Resend(usize, Option<bool>),
    HandOver(usize),
    /// A contact gets another email address.
    Move(usize),
    /// A sender claims a message that is due.
    Claim(usize),
    /// A sender says what became of a message that it had claimed.
    Settle(usize, Outcome),
    /// A provider reports on a message, late, doubled or out of order.
    Report(usize, Outcome),
}

/// What became of a message.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outcome {
    Accepted,
    Delivered,
    Rejected(About, bool),
    Unknown,
    LimitReached,
}

/// One change of an edit.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Seats(u32),
    /// This many seats more or fewer.
    SeatsBy(i32),
    StartsIn(Option<i64>),
    DealUntilIn(Option<i64>),
    Quiet(Option<QuietHours>),
    HandSize(Option<u32>),
    Pace(Pace),
    Window(Option<i64>),
    Zone(&'static str),
    Place(bool),
    PartyLimit(u32),
    Reminders(Reminders),
    ByHand(bool),
    Tags(Tags),
}

impl Change {
    /// Applies this change to an event's settings.
    pub(crate) fn apply(&self, event: &mut Event, now: Timestamp) {
        let from_now =
            |seconds: Option<i64>| seconds.map(|seconds| now + SignedDuration::from_secs(seconds));
        match self {
            Self::Seats(seats) => event.seats = *seats,
            Self::SeatsBy(more) => event.seats = event.seats.saturating_add_signed(*more).max(1),
            Self::StartsIn(seconds) => event.starts_at = from_now(*seconds),
            Self::DealUntilIn(seconds) => event.deal_until = from_now(*seconds),
            Self::Quiet(hours) => event.quiet_hours = *hours,
            Self::HandSize(hand_size) => event.hand_size = *hand_size,
            Self::Pace(pace) => event.pace = *pace,
            Self::Window(minutes) => {
                event.response_window = minutes.map(SignedDuration::from_mins);
            }
            Self::Zone(zone) => event.time_zone = TimeZone::get(zone).unwrap(),
            Self::Place(home) => event.location = home.then(|| "At home".to_owned()),
            Self::PartyLimit(limit) => event.party_limit = *limit,
            Self::Reminders(reminders) => event.reminders = *reminders,
            Self::ByHand(by_hand) => event.by_hand = *by_hand,
            Self::Tags(tags) => event.tags.clone_from(tags),
        }
    }
}
