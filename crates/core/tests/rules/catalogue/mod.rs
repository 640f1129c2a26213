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

use jiff::tz::TimeZone;
use seat_dealer_core::{Actor, Command, Happening, LogEntry, LogKind, Response, TextReply};
use serde_json::json;

use crate::dinner::{Dinner, answer};

/// The text of a snapshot: headings and the lines below them.
#[derive(Default)]
struct Page {
    text: String,
    /// The log entries whose sentences are on the page.
    entries: Vec<LogEntry>,
}

impl Page {
    fn heading(&mut self, text: &str) {
        let separator = if self.text.is_empty() { "" } else { "\n" };
        writeln!(self.text, "{separator}{text}").unwrap();
    }

    fn line(&mut self, label: &str, sentence: &str) {
        writeln!(self.text, "  {label}: {sentence}").unwrap();
    }

    fn entry(&mut self, entry: &LogEntry) {
        self.line(entry.kind().as_str(), &entry.text(&TimeZone::UTC));
        self.entries.push(entry.clone());
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

/// All entries of the catalogue.
fn entries() -> Vec<LogEntry> {
    let pages = [
        answers::answers(),
        dealing::dealing(),
        host_commands::host_commands(),
        deliveries::deliveries(),
        refusals::refusals(),
    ];
    pages.into_iter().flat_map(|page| page.entries).collect()
}

#[test]
fn the_catalogue_contains_all_kinds_of_entries() {
    let entries = entries();
    for kind in LogKind::ALL {
        assert!(
            entries.iter().any(|entry| entry.kind() == *kind),
            "{kind:?} is missing"
        );
    }
}

#[test]
fn every_entry_is_the_same_when_it_is_read() {
    for LogEntry { happening, .. } in entries() {
        let read = Happening::read(happening.kind().as_str(), &happening.detail());
        assert_eq!(read.as_ref(), Some(&happening));
    }
}

/// Other versions of the program and the API's clients read these.
#[test]
fn fields_of_entries() {
    let mut page = Page::default();
    let mut shown = BTreeSet::new();
    for LogEntry { happening, .. } in entries() {
        let (kind, detail) = (happening.kind().as_str(), happening.detail());
        let fields = detail.as_object().unwrap().keys();
        if shown.insert((kind, fields.cloned().collect::<Vec<_>>())) {
            page.line(kind, &detail.to_string());
        }
    }
    insta::assert_snapshot!(page.text);
}

#[test]
fn an_entry_of_an_earlier_version_is_read() {
    let dealt = entries().into_iter().map(|entry| entry.happening);
    let dealt = dealt.filter(|one| {
        matches!(
            one,
            Happening::Dealt {
                whole_party: None,
                ..
            }
        )
    });
    for happening in dealt {
        let mut detail = happening.detail();
        detail
            .as_object_mut()
            .unwrap()
            .remove("wholeParty")
            .unwrap();
        assert_eq!(Happening::read("dealt", &detail), Some(happening));
    }
}

#[test]
fn what_another_version_wrote_is_not_read() {
    for (kind, detail) in [
        ("seatsMoved", json!({ "by": "host" })),
        ("dealt", json!({ "by": "dealer", "reason": "priority 5" })),
        ("full", json!(null)),
    ] {
        assert_eq!(Happening::read(kind, &detail), None, "{kind}");
    }
}
