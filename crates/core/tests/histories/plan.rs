//! Plans: an event, its contacts, and what happens to them in which order.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Actor, Event, QuietHours, Response};

/// A whole history before it has happened. People and invitations are named by number; a number
/// beyond the end counts round.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) start: Timestamp,
    pub(crate) event: Event,
    pub(crate) people: Vec<Person>,
    pub(crate) invite_first: Vec<usize>,
    pub(crate) excluded: Vec<usize>,
    pub(crate) steps: Vec<Step>,
}

/// A contact of the host.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) priority: u32,
    pub(crate) last_invited_days_ago: Option<u8>,
    pub(crate) sms: bool,
    pub(crate) email: bool,
    /// The host passes on by hand whatever this person is told.
    pub(crate) by_hand: bool,
}

/// Time passes, then somebody acts.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) pass: Pass,
    /// Whether the timer is alive meanwhile and calls at every moment that is due.
    pub(crate) timer: bool,
    pub(crate) act: Act,
}

/// How much time passes.
#[derive(Debug, Clone)]
pub(crate) enum Pass {
    None,
    Seconds(i64),
    ToDue,
    /// Like `ToDue`, but this many minutes late.
    PastDue(i64),
    ToBegin,
}

/// What somebody does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Tick,
    Deal,
    Pause,
    Cancel,
    Edit(Vec<Change>, bool),
    Arrange(Vec<usize>, Vec<usize>),
    Befriend(Person),
    Invite(usize),
    Answer {
        invitation: usize,
        response: Response,
        party: Option<u32>,
        actor: Actor,
        note: Option<&'static str>,
    },
    /// A guest wants no more messages by their channel.
    OptOut(usize),
    Withdraw(usize),
    Resend(usize, Option<bool>),
    Delivered(usize),
    HandOver(usize),
    /// The delivery of a message fails; the other channel is tried if there is one, unless false.
    Fail(usize, bool),
}

/// What an edit changes.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Seats(u32),
    /// This many seats more or fewer.
    SeatsBy(i32),
    StartsIn(Option<i64>),
    DealUntilIn(Option<i64>),
    Quiet(Option<QuietHours>),
    HandSize(Option<u32>),
    Window(Option<i64>),
    Zone(&'static str),
    Place(bool),
    PartyLimit(u32),
    ByHand(bool),
}

impl Change {
    /// Makes this change to an event's settings.
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
            Self::Window(minutes) => {
                event.response_window = minutes.map(SignedDuration::from_mins);
            }
            Self::Zone(zone) => event.time_zone = TimeZone::get(zone).unwrap(),
            Self::Place(home) => event.location = home.then(|| "At home".to_owned()),
            Self::PartyLimit(limit) => event.party_limit = *limit,
            Self::ByHand(by_hand) => event.by_hand = *by_hand,
        }
    }
}
