//! The sentences that hosts read, as snapshots: one file for each test here, in `snapshots`.
//!
//! After a change of a sentence, `./just review -p seat-dealer-core` writes the files again. Review
//! their diff.

mod answers;
mod dealing;
mod deliveries;
mod host_commands;
mod refusals;
mod waiting;

use std::collections::BTreeSet;
use std::fmt::Write;

use seat_dealer_core::{Actor, Command, LogEntry, LogKind, Response, TextReply};

use crate::dinner::{Dinner, answer};

/// The text of a snapshot: headings and the lines below them.
#[derive(Default)]
struct Page(String);

impl Page {
    fn heading(&mut self, text: &str) {
        let separator = if self.0.is_empty() { "" } else { "\n" };
        writeln!(self.0, "{separator}{text}").unwrap();
    }

    fn line(&mut self, label: &str, sentence: &str) {
        writeln!(self.0, "  {label}: {sentence}").unwrap();
    }

    fn entry(&mut self, entry: &LogEntry) {
        self.line(entry.kind.as_str(), &entry.text);
    }

    /// Runs a command, and adds the log entries that follow from it.
    fn run(&mut self, dinner: &mut Dinner, command: &Command) {
        dinner.run(command);
        for entry in &dinner.last.log {
            self.entry(entry);
        }
    }
}

/// An event whose whole deck is dealt at once.
fn all_dealt(seats: u32, names: &[&str]) -> Dinner {
    Dinner::new(seats, names)
        .with(|event| event.hand_size = Some(99))
        .dealing()
}

fn guest(name: &str, response: Response) -> Command {
    answer(name, response, None, Actor::Guest)
}

fn party(name: &str, response: Response, party: u32) -> Command {
    answer(name, response, Some(party), Actor::Guest)
}

fn by_text(name: &str, response: Response, reply: TextReply) -> Command {
    answer(name, response, None, Actor::GuestByText { reply })
}

#[test]
fn the_catalogue_contains_all_kinds_of_entries() {
    let pages = [
        answers::answers(),
        dealing::dealing(),
        host_commands::host_commands(),
        deliveries::deliveries(),
    ];
    let labels: BTreeSet<&str> = pages
        .iter()
        .flat_map(|page| page.0.lines())
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .map(|(label, _)| label)
        .collect();
    let kinds = LogKind::ALL.iter().copied().filter(|kind| {
        // The database adds the first; `refusals.rs` contains the second.
        !matches!(kind, LogKind::Created | LogKind::Refused)
    });
    let kinds: BTreeSet<&str> = kinds.map(LogKind::as_str).collect();
    assert_eq!(labels, kinds);
}
