//! Synthetic guests: what they answer and when, and whether they come.

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

/// What guests do beside answering, as shares of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    /// Those who react to a reminder.
    pub(crate) react: f64,
    /// Those who stay away after YES.
    pub(crate) break_yes: f64,
    /// Those who stay away after PROBABLY.
    pub(crate) break_probably: f64,
    /// Those who are couples.
    pub(crate) couples: f64,
}

/// A guest.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    /// The answer. `None`: the guest never answers by themselves.
    answer: Option<Response>,
    /// The time from the invitation to the answer, without the night.
    delay: SignedDuration,
    /// What a reminder does to a guest who has not answered. `None`: nothing.
    reaction: Option<Reaction>,
    /// What happens to a guest who has a seat.
    plans: Plans,
    /// Whether somebody whose plans have changed says so when they hear that they are expected.
    heeds: bool,
    /// How many people they are.
    pub(crate) party_size: u32,
    /// Whether one of a couple comes without the other.
    pub(crate) comes_alone: bool,
}

/// What a reminder does.
#[derive(Debug, Clone)]
struct Reaction {
    delay: SignedDuration,
    /// The answer of a guest who would not have answered.
    answer: Response,
}

/// What happens to a guest who has a seat.
#[derive(Debug, Clone, Copy)]
enum Plans {
    /// The guest comes.
    Kept,
    /// The guest says NO this long before the begin.
    Cancelled(SignedDuration),
    /// The guest stays away and does not say so.
    Broken,
    /// The guest forgets to come.
    Forgotten,
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
    /// The delay has a median of 2.7 hours; a tenth of the guests need more than 16 hours, and one in
    /// fifty more than two days.
    pub(crate) fn new(random: &mut Random, mood: Mood, habits: Habits) -> Self {
        let answer = answer(random.fraction(), mood);
        let delay = hours(random.log_normal(1.0, 1.4));
        let reacts = random.chance(habits.react);
        let converted = random.chance(0.28);
        let reaction = Reaction {
            delay: hours(random.log_normal(0.0, 1.0)),
            answer: if converted {
                Response::Yes
            } else {
                Response::No
            },
        };
        let stays_away = match answer {
            Some(Response::Probably) => habits.break_probably,
            _ => habits.break_yes,
        };
        let stays_away = random.chance(stays_away);
        let how = random.fraction();
        let cancels = hours(random.log_normal(25_f64.ln(), 1.0));
        let heeds = random.chance(0.25);
        // Without couples, the other figures are those of the same guests.
        let is_couple = habits.couples > 0.0 && random.chance(habits.couples);
        Self {
            answer,
            delay,
            reaction: reacts.then_some(reaction),
            plans: match how {
                _ if !stays_away => Plans::Kept,
                ..0.35 => Plans::Cancelled(cancels),
                ..0.75 => Plans::Broken,
                _ => Plans::Forgotten,
            },
            heeds,
            party_size: if is_couple { 2 } else { 1 },
            comes_alone: is_couple && random.chance(0.25),
        }
    }

    /// The answer to an invitation, after a reminder or without one. `None`: the guest never answers.
    pub(crate) fn answer(&self, reminded: bool) -> Option<Response> {
        let reaction = self.reaction.as_ref().filter(|_| reminded);
        self.answer.or(reaction.map(|reaction| reaction.answer))
    }

    /// When the guest answers an invitation that arrives at `asked`. `None`: never.
    pub(crate) fn answers_at(&self, asked: Timestamp) -> Option<Timestamp> {
        self.answer.map(|_| awake(asked + self.delay))
    }

    /// When the guest answers after a reminder that arrives at `reminded`. `None`: it does nothing.
    pub(crate) fn reacts_at(&self, reminded: Timestamp) -> Option<Timestamp> {
        let reaction = self.reaction.as_ref();
        reaction.map(|reaction| awake(reminded + reaction.delay))
    }

    /// The first moment at which the guest can answer who is asked and reminded at `asked`.
    pub(crate) fn can_answer_at(&self, asked: Timestamp) -> Option<Timestamp> {
        let times = [self.answers_at(asked), self.reacts_at(asked)];
        times.into_iter().flatten().min()
    }

    /// Whether the guest would take a seat, if everybody were reminded.
    pub(crate) fn is_willing(&self) -> bool {
        self.answer(true).is_some_and(Response::wants_seat)
    }

    /// When a guest with a seat says NO. `None`: never. `expected` is when they heard that they are
    /// expected.
    pub(crate) fn cancels_at(
        &self,
        begin: Timestamp,
        expected: Option<Timestamp>,
    ) -> Option<Timestamp> {
        match self.plans {
            Plans::Cancelled(before) => Some(awake(begin - before)),
            Plans::Broken if self.heeds => {
                expected.map(|expected| awake(expected + SignedDuration::from_hours(1)))
            }
            _ => None,
        }
    }

    /// Whether a guest with a seat comes. `expected`: whether they heard that they are expected.
    pub(crate) fn comes(&self, expected: bool) -> bool {
        match self.plans {
            Plans::Kept => true,
            Plans::Forgotten => expected && self.heeds,
            Plans::Cancelled(_) | Plans::Broken => false,
        }
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

fn hours(hours: f64) -> SignedDuration {
    SignedDuration::from_secs_f64(hours * 3_600.0)
}
