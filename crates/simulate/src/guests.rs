//! Synthetic guests: what they will answer, and when.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::Response;

use crate::random::Random;

/// How likely guests are to come.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mood {
    Keen,
    Usual,
    Busy,
}

/// A guest.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    /// The answer. `None`: the guest never answers.
    pub(crate) answer: Option<Response>,
    /// The time from the message to the answer, without the night.
    delay: SignedDuration,
}

impl Mood {
    /// The probabilities of YES, PROBABLY, MAYBE and NO. The rest never answer.
    fn probabilities(self) -> [f64; 4] {
        match self {
            Self::Keen => [0.50, 0.12, 0.12, 0.18],
            Self::Usual => [0.38, 0.10, 0.15, 0.25],
            Self::Busy => [0.22, 0.08, 0.20, 0.35],
        }
    }
}

impl Guest {
    /// The delay has a median of 2.7 hours; a tenth of the guests need more than 16 hours, and one in fifty more
    /// than two days.
    pub(crate) fn new(random: &mut Random, mood: Mood) -> Self {
        Self {
            answer: answer(random.fraction(), mood),
            delay: hours(random.log_normal(1.0, 1.4)),
        }
    }

    /// When the guest answers a message that arrives at `asked`. `None`: never.
    pub(crate) fn answers_at(&self, asked: Timestamp) -> Option<Timestamp> {
        self.answer.map(|_| awake(asked + self.delay))
    }

    /// Whether the guest takes a seat.
    pub(crate) fn is_willing(&self) -> bool {
        self.answer.is_some_and(Response::wants_seat)
    }
}

fn answer(mut drawn: f64, mood: Mood) -> Option<Response> {
    let answers = [
        Response::Yes,
        Response::Probably,
        Response::Maybe,
        Response::No,
    ];
    for (answer, probability) in answers.into_iter().zip(mood.probabilities()) {
        if drawn < probability {
            return Some(answer);
        }
        drawn -= probability;
    }
    None
}

/// `instant`, or the next morning if people sleep then: they answer from 7:00 to 23:30.
fn awake(instant: Timestamp) -> Timestamp {
    const DAY: i64 = 86_400;
    const MORNING: i64 = 7 * 3_600;
    const NIGHT: i64 = 23 * 3_600 + 1_800;
    let time = instant.as_second().rem_euclid(DAY);
    let wait = match time {
        ..MORNING => MORNING - time,
        NIGHT.. => DAY - time + MORNING,
        _ => 0,
    };
    instant + SignedDuration::from_secs(wait)
}

pub(crate) fn hours(hours: f64) -> SignedDuration {
    SignedDuration::from_secs_f64(hours * 3_600.0)
}
