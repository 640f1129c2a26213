//! What is measured, as means over many events.

use std::panic::resume_unwind;
use std::thread::{self, available_parallelism};

use jiff::SignedDuration;
use seat_dealer_core::Seat;

use crate::guests::{Guest, Habits, Mood};
use crate::play::{START, Settings, play};
use crate::random::Random;

/// Events of one kind.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) seats: u32,
    pub(crate) contacts: usize,
    mood: Mood,
    notice: SignedDuration,
}

/// The figures of one event, or the means of many.
#[derive(Default)]
pub(crate) struct Figures {
    /// The share of the seats that were taken, of those for which there are willing guests.
    pub(crate) fill: f64,
    /// The share of these seats whose guests came.
    pub(crate) there: f64,
    /// The share of the right guests who have a seat: the first ones of the deck who are willing.
    pub(crate) order: f64,
    /// The number of guests who wanted a seat and had none.
    pub(crate) turned_away: f64,
    /// The hours until nine tenths of the seats were taken.
    pub(crate) hours: f64,
    /// Invitations for each seat.
    pub(crate) invitations: f64,
    /// Messages for each seat.
    pub(crate) messages: f64,
    /// The share of the right guests who answer in time if they are asked and reminded at once.
    pub(crate) bound: f64,
}

impl Scenario {
    /// `seats` seats and `contacts` contacts, dealt `hours` hours before the begin.
    pub(crate) const fn new(
        name: &'static str,
        seats: u32,
        contacts: usize,
        mood: Mood,
        hours: i64,
    ) -> Self {
        Self {
            name,
            seats,
            contacts,
            mood,
            notice: SignedDuration::from_hours(hours),
        }
    }

    /// The means of `runs` events.
    pub(crate) fn means(&self, habits: Habits, settings: Settings, runs: u32) -> Figures {
        let seeds: Vec<u32> = (0..runs).collect();
        let threads = available_parallelism().map_or(1, usize::from);
        let play = |seeds: &[u32]| -> Vec<Figures> {
            let events = seeds.iter();
            events
                .map(|seed| self.play(habits, settings, *seed))
                .collect()
        };
        let played = thread::scope(|scope| {
            let chunks = seeds.chunks(seeds.len().div_ceil(threads));
            let threads: Vec<_> = chunks
                .map(|chunk| scope.spawn(move || play(chunk)))
                .collect();
            let played = threads.into_iter().map(thread::ScopedJoinHandle::join);
            played.collect::<thread::Result<Vec<_>>>()
        });
        let played = played.unwrap_or_else(|panic| resume_unwind(panic));
        let mut means = Figures::default();
        for figures in played.into_iter().flatten() {
            means.add(&figures, f64::from(runs));
        }
        means
    }

    fn play(&self, habits: Habits, settings: Settings, seed: u32) -> Figures {
        // With neighbouring seeds, events would share guests: the generator counts up from its seed.
        let mut random = Random::new(u64::from(seed) << 32);
        let guests: Vec<_> = (0..self.contacts)
            .map(|_| Guest::new(&mut random, self.mood, habits))
            .collect();
        let played = play(self.seats, self.notice, settings, &guests);
        let begin = START + self.notice;
        let mut left = self.seats;
        let mut right = Vec::new();
        for (guest, one) in guests
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_willing())
        {
            if one.party_size <= left {
                left -= one.party_size;
                right.push(guest);
            }
        }
        let all = f64::from(self.seats - left);
        let share = |seats: u32| f64::from(seats) / all.max(1.0);
        let seats_of = |guest: usize| match played.seats[guest] {
            (Seat::Seated, party) => party,
            _ => 0,
        };
        let seated: u32 = (0..guests.len()).map(seats_of).sum();
        let standby = played.seats.iter();
        let standby = standby.filter(|(seat, _)| *seat == Seat::Standby).count();
        let rightly: u32 = right.iter().copied().map(seats_of).sum();
        let in_time = right.iter().map(|&guest| &guests[guest]);
        let in_time = in_time.filter(|guest| {
            let answered = guest.can_answer_at(START);
            answered.is_some_and(|at| at < begin)
        });
        let in_time = in_time.map(|guest| guest.party_size).sum();
        let nearly_all = 0.9 * all;
        let mut taken = played.taken.iter();
        let nearly_full = taken.find(|(_, taken)| f64::from(*taken) >= nearly_all);
        let until = nearly_full.map_or(begin, |(at, _)| *at);
        let seats = f64::from(self.seats);
        Figures {
            fill: share(seated),
            there: share(played.came),
            order: share(rightly),
            turned_away: number(standby),
            hours: until.duration_since(START).as_secs_f64() / 3_600.0,
            invitations: number(played.invitations) / seats,
            messages: f64::from(played.messages) / seats,
            bound: share(in_time),
        }
    }
}

impl Figures {
    fn add(&mut self, other: &Self, runs: f64) {
        self.fill += other.fill / runs;
        self.there += other.there / runs;
        self.order += other.order / runs;
        self.turned_away += other.turned_away / runs;
        self.hours += other.hours / runs;
        self.invitations += other.invitations / runs;
        self.messages += other.messages / runs;
        self.bound += other.bound / runs;
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts are small")]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use seat_dealer_core::Pace;

    use super::*;

    fn means(reminders: bool) -> Figures {
        let scenario = Scenario::new("3 days", 8, 40, Mood::Usual, 72);
        let habits = Habits {
            react: 0.4,
            break_yes: 0.08,
            break_probably: 0.25,
            couples: 0.0,
        };
        let settings = Settings {
            pace: Pace::Quick,
            reminders,
        };
        scenario.means(habits, settings, 40)
    }

    #[test]
    fn reminders_give_more_of_the_right_guests_a_seat() {
        let (without, with) = (means(false), means(true));
        assert!(without.order < with.order && with.order < with.bound);
        assert!(without.there < with.there && with.there < with.fill);
        assert!(without.messages < with.messages);
    }

    #[test]
    fn the_same_guests_lead_to_the_same_figures() {
        let (one, other) = (means(true), means(true));
        assert!(one.order.to_bits() == other.order.to_bits());
        assert!(one.hours.to_bits() == other.hours.to_bits());
    }
}
