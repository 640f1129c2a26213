//! Plays events with synthetic guests over the rules of the deal, and prints how well they turn out.
//!
//! `./just simulate` runs it. `docs/DEAL_QUALITY.md` explains the table.
// The program prints its table.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod figures;
mod guests;
mod play;
mod random;

use std::process::ExitCode;

use figures::{HEAD, Row, Scenario};
use guests::Mood::{Busy, Keen, Usual};
use seat_dealer_core::Pace;

/// How many events of each kind are played unless the command line says otherwise.
const RUNS: u32 = 500;

const SCENARIOS: [Scenario; 11] = [
    Scenario::new("14 days", 8, 40, Usual, 336),
    Scenario::new("3 days", 8, 40, Usual, 72),
    Scenario::new("48 hours", 8, 40, Usual, 48),
    Scenario::new("30 hours", 8, 40, Usual, 30),
    Scenario::new("10 hours", 8, 40, Usual, 10),
    Scenario::new("7 days, busy", 8, 24, Busy, 168),
    Scenario::new("5 days, keen", 6, 12, Keen, 120),
    Scenario::new("10 days, busy", 20, 80, Busy, 240),
    Scenario::new("3 days", 20, 80, Usual, 72),
    Scenario::new("7 days", 50, 200, Usual, 168),
    Scenario::new("30 hours, busy", 50, 250, Busy, 30),
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let runs = match (arguments.next().map(|runs| runs.parse()), arguments.next()) {
        (None, _) => RUNS,
        (Some(Ok(runs @ 1..)), None) => runs,
        _ => {
            eprintln!(
                "seat-dealer-simulate [RUNS]\n\n\
                 Plays RUNS events of each kind, {RUNS} unless given, and prints a table."
            );
            return ExitCode::FAILURE;
        }
    };
    println!("{HEAD}");
    for scenario in &SCENARIOS {
        for &pace in Pace::ALL {
            let means = scenario.means(pace, runs);
            println!(
                "{}",
                Row {
                    scenario,
                    pace,
                    means
                }
            );
        }
    }
    ExitCode::SUCCESS
}
