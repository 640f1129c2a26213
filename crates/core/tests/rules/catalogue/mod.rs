//! The sentences that hosts read, as snapshots: one file for each test here, in `snapshots`.
//!
//! After a change of a sentence, `./just review -p seat-dealer-core` writes the files again. Review
//! their diff.

mod log;
mod refusals;
mod waiting;

use std::fmt::Write;

use seat_dealer_core::{Command, LogEntry};

use crate::dinner::Dinner;

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
