//! What the host hears, and when (rule 17).

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{
    AnswerNews, Answered, By, Channel, Event, EventStatus, Happening, OtherText, QuietHours, Seat,
    Table,
};

/// A seat that is given back in the last hours before the event needs the host.
const LATE: SignedDuration = SignedDuration::from_hours(48);
/// In the last hours before the event, the host hears in quiet hours, too.
const LAST_DAY: SignedDuration = SignedDuration::from_hours(24);
/// A message that is delayed for longer than this needs the host.
const LONG_DELAY: SignedDuration = SignedDuration::from_hours(1);

/// What a host wants to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Notifications {
    /// What needs the host.
    pub needs_you: bool,
    /// The guests' answers.
    pub answers: AnswerNews,
    /// That the table is full.
    pub full: bool,
    /// Whether they hear by email.
    pub email: bool,
    /// Whether the browsers that they have subscribed show push messages.
    pub push: bool,
    /// Whether push messages hold names and words of guests. A locked screen shows them to everybody.
    pub push_names: bool,
}

impl Default for Notifications {
    /// Answers once a day: a table of eight is a dozen answers, and only what needs the host is worth an
    /// interruption.
    fn default() -> Self {
        Self {
            needs_you: true,
            answers: AnswerNews::Daily,
            full: true,
            email: true,
            push: true,
            push_names: false,
        }
    }
}

/// Why the host hears of a log entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// It needs the host.
    NeedsYou,
    /// The table is full.
    Full,
    /// An answer, or what became of a seat without one.
    Answer,
}

/// The topic (rule 17) of an entry that was logged at `at`; `None`: the host does not hear of it. What the host did is
/// no news to them.
pub fn topic(happening: &Happening, at: Timestamp, event: &Event) -> Option<Topic> {
    match happening {
        Happening::Answered(Answered { by: By::Host, .. }) => None,
        Happening::Answered(answered) if is_given_back_late(answered, at, event) => {
            Some(Topic::NeedsYou)
        }
        Happening::Answered(_)
        | Happening::FilledIn { .. }
        | Happening::Lapsed { .. }
        | Happening::Promoted { .. } => Some(Topic::Answer),
        Happening::Full { .. } => Some(Topic::Full),
        Happening::DeckEmpty { .. }
        | Happening::Undeliverable { .. }
        | Happening::ChannelRests { .. }
        | Happening::Noted { note: Some(_) }
        | Happening::Texted {
            what: OtherText::NotUnderstood | OtherText::NotTaken,
            ..
        }
        | Happening::DeliveryFailed {
            next: Some(Channel::ByHand),
            ..
        } => Some(Topic::NeedsYou),
        Happening::Waits {
            until: Some(until), ..
        } if until.duration_since(at) >= LONG_DELAY => Some(Topic::NeedsYou),
        _ => None,
    }
}

fn is_given_back_late(answered: &Answered, at: Timestamp, event: &Event) -> bool {
    let gives_back = answered.seat_before == Seat::Seated
        && (answered.seat != Seat::Seated || answered.party < answered.party_before);
    gives_back && is_within(LATE, at, event)
}

/// Whether the event begins at most this long after `at`.
fn is_within(time: SignedDuration, at: Timestamp, event: &Event) -> bool {
    let starts_at = event.starts_at;
    starts_at.is_some_and(|start| at <= start && start.duration_since(at) <= time)
}

/// When a host in this time zone (without one: in that of the event) is told (rule 17) of an entry that was logged at
/// `at`: `now`, if it is not later. `None`: never, because the host does not want to hear of it, or because it is no
/// longer true or of use.
///
/// Nothing is told in the host's quiet hours, except what was logged on the last day before the event. A digest of
/// answers is told when they end. If the event begins before the digest, the answer is told at once.
pub fn tell_at(
    happening: &Happening,
    at: Timestamp,
    table: &Table,
    notifications: Notifications,
    zone: Option<&TimeZone>,
    now: Timestamp,
) -> Option<Timestamp> {
    let event = &table.event;
    let topic = topic(happening, at, event)?;
    if !is_wanted(topic, notifications) || !is_true(happening, table) || event.has_begun(now) {
        return None;
    }
    let zone = zone.unwrap_or(&event.time_zone);
    let mut earliest = at.max(now);
    if topic == Topic::Answer && notifications.answers == AnswerNews::Daily {
        let digest = next_morning(at, zone);
        if event.starts_at.is_none_or(|start| digest < start) {
            earliest = earliest.max(digest);
        }
    }
    if is_within(LAST_DAY, at, event) {
        return Some(earliest);
    }
    let morning = QuietHours::usual().end_after(earliest, zone);
    Some(morning.unwrap_or(earliest))
}

fn is_wanted(topic: Topic, notifications: Notifications) -> bool {
    (notifications.email || notifications.push)
        && match topic {
            Topic::NeedsYou => notifications.needs_you,
            Topic::Full => notifications.full,
            Topic::Answer => notifications.answers != AnswerNews::None,
        }
}

/// Whether an entry about the state of the table still describes it.
fn is_true(happening: &Happening, table: &Table) -> bool {
    match happening {
        Happening::Full { .. } => table.seated() >= table.event.seats,
        Happening::DeckEmpty { .. } => {
            table.event.status == EventStatus::Dealing && table.open() > 0
        }
        Happening::ChannelRests { channel, .. } => table.resting(*channel).is_some(),
        _ => true,
    }
}

/// The first end of quiet hours after `at`.
fn next_morning(at: Timestamp, zone: &TimeZone) -> Timestamp {
    let quiet = QuietHours::usual();
    let evening = quiet.begin_after(at, zone);
    quiet.end_after(evening, zone).unwrap_or(evening)
}
