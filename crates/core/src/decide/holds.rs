//! For which parties seats are held, and how many (rule 18).

use std::cmp::min;

use jiff::Timestamp;

use super::Transition;
use crate::{Card, Command, Table, Tags};

/// What is left for further invitations.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// The seats that are neither taken nor held.
    open: u32,
    /// The seats that are held.
    held: u32,
    /// How many more invitations may wait for an answer.
    hand: u32,
}

impl Room {
    fn is_left(self) -> bool {
        self.open > 0 && self.hand > 0
    }

    /// Holds seats for one party, as many as are open. Returns how many.
    fn hold(&mut self, party: u32) -> u32 {
        let seats = min(party, self.open);
        self.open -= seats;
        self.held += seats;
        self.hand -= 1;
        seats
    }
}

/// The parties of a queue for which seats are held now.
#[derive(Debug, Default)]
pub(super) struct Holds {
    /// Their places in the queue in ascending order, each with the number of seats.
    pub(super) seats: Vec<(usize, u32)>,
    /// The first party that others behind it overtake: its place, and the seats that were open.
    pub(super) passed_over: Option<(usize, u32)>,
    /// What is left for parties behind the queue. `None`: nothing.
    left: Option<Room>,
}

/// The next cards of a deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardsWanted<'a> {
    /// How many cards.
    pub count: usize,
    /// Only contacts of at most this many people. `None`: of any number.
    pub party_size: Option<u32>,
    /// Only contacts with one of these tags. None: all contacts.
    pub tags: &'a Tags,
}

/// Adds to a table without cards those that [`decide`](crate::decide) can use for this command. The
/// decision is then the same as with the whole deck.
///
/// `next` returns the next cards of the deck behind those that it is given, in dealing order. It
/// returns fewer than are wanted if the deck has no more.
///
/// # Errors
/// Those of `next`.
pub fn read_cards<E>(
    table: &mut Table,
    command: &Command,
    now: Timestamp,
    mut next: impl FnMut(&[Card], CardsWanted) -> Result<Vec<Card>, E>,
) -> Result<(), E> {
    let mut transition = Transition::begin(table, now);
    if transition.apply(command).is_err() {
        return Ok(());
    }
    let picked = match command {
        Command::Invite { card } => Some(&card.contact_id),
        _ => None,
    };
    loop {
        let cards = table.cards.iter();
        let cards = cards.filter(|card| Some(&card.contact_id) != picked);
        let holds = transition.holds(cards.map(|card| transition.party_of(card)));
        let Some(mut wanted) = transition.wanted(&holds, table.cards.is_empty()) else {
            return Ok(());
        };
        // The contact that the host picked may be among them.
        wanted.count += usize::from(picked.is_some());
        let cards = next(&table.cards, wanted)?;
        let exhausted = cards.len() < wanted.count;
        table.cards.extend(cards);
        if exhausted {
            return Ok(());
        }
    }
}

impl Transition {
    /// For which of these parties, in this order, seats are held now (rule 18).
    ///
    /// A party gets room for all of its people. One that does not fit waits while seats are held
    /// that may come free beside the open ones; then it gets less. When less than 24 hours are left,
    /// it is passed over, and gets less only if nobody else fits.
    pub(super) fn holds(&self, parties: impl Iterator<Item = u32>) -> Holds {
        let is_last_day = self.table.event.is_last_day(self.now);
        let mut room = self.room();
        let mut holds = Holds::default();
        let mut passed_over = None;
        for (place, party) in parties.enumerate() {
            if !room.is_left() {
                return holds.overtaking(passed_over);
            }
            if party > room.open && is_last_day {
                passed_over = passed_over.or(Some((place, room.open)));
            } else if party > room.open && room.held > 0 {
                return holds;
            } else {
                holds.seats.push((place, room.hold(party)));
            }
        }
        holds.left = room.is_left().then_some(room);
        match passed_over {
            Some(first) if room.held == 0 && room.is_left() => holds.seats.push(first),
            _ => {}
        }
        holds.overtaking(passed_over)
    }

    /// How many seats the whole party of a card takes.
    pub(super) fn party_of(&self, card: &Card) -> u32 {
        self.table.event.whole_party(card.party_size)
    }

    fn room(&self) -> Room {
        let table = &self.table;
        let hand = if self.may_deal() {
            table.hand_size(self.now).saturating_sub(table.waiting())
        } else {
            0
        };
        Room {
            open: table.open(),
            held: table.held(),
            hand,
        }
    }

    /// The cards that are still wanted where these seats are held. The first ones are those at the top of
    /// the deck; behind them, only parties that fit are of use.
    fn wanted(&self, holds: &Holds, is_first: bool) -> Option<CardsWanted<'_>> {
        let room = holds.left?;
        let event = &self.table.event;
        let smallest = event.whole_party(1);
        let party_size = if event.is_last_day(self.now) && !is_first {
            let fits = room.open.checked_sub(smallest)?;
            Some(fits + 1)
        } else {
            None
        };
        let count = min(room.hand, room.open.div_ceil(smallest));
        Some(CardsWanted {
            count: usize::try_from(count).unwrap_or(usize::MAX),
            party_size,
            tags: &event.tags,
        })
    }
}

impl Holds {
    /// Notes the first party that was passed over, if there is one behind it for which seats are held.
    fn overtaking(mut self, passed_over: Option<(usize, u32)>) -> Self {
        let last = self.seats.last().map(|(place, _)| *place);
        self.passed_over = passed_over.filter(|(place, _)| last > Some(*place));
        self
    }
}
