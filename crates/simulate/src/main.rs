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

use figures::{Figures, Scenario};
use guests::Habits;
use guests::Mood::{Busy, Keen, Usual};
use play::Settings;
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

const PACES: [Settings; 3] = [
    Settings {
        pace: Pace::Usual,
        reminders: false,
    },
    Settings {
        pace: Pace::Usual,
        reminders: true,
    },
    Settings {
        pace: Pace::Quick,
        reminders: true,
    },
];

/// Two in five of those who are silent react to a reminder. Whoever has a seat comes.
const RELIABLE: Habits = Habits {
    react: 0.4,
    break_yes: 0.0,
    break_probably: 0.0,
    couples: 0.0,
};

/// Guests of a dinner at home.
const DINNER: Habits = Habits {
    break_yes: 0.08,
    break_probably: 0.25,
    ..RELIABLE
};

/// Guests of a dinner at home, a quarter of them couples. Fewer react to a reminder.
const COUPLES: Habits = Habits {
    react: 0.3,
    couples: 0.25,
    ..DINNER
};

/// Guests of a public event without an entrance fee.
const PUBLIC: Habits = Habits {
    break_yes: 0.25,
    break_probably: 0.45,
    ..RELIABLE
};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let runs = match (arguments.next().map(|runs| runs.parse()), arguments.next()) {
        (None, _) => RUNS,
        (Some(Ok(runs @ 1..)), None) => runs,
        _ => {
            eprintln!(
                "seat-dealer-simulate [RUNS]\n\n\
                 Plays RUNS events of each kind, {RUNS} unless given, and prints three tables."
            );
            return ExitCode::FAILURE;
        }
    };
    print_answers(runs);
    println!();
    print_presence(runs);
    println!();
    print_couples(runs);
    ExitCode::SUCCESS
}

/// Prints how well the right guests get the seats.
fn print_answers(runs: u32) {
    println!(
        "| seats of contacts, notice | pace | reminders | fill | order | bound | turned away | hours \
         | invitations | messages |\n|---|---|---|---:|---:|---:|---:|---:|---:|---:|"
    );
    for scenario in &SCENARIOS {
        for settings in PACES {
            let Figures {
                fill,
                order,
                turned_away,
                hours,
                invitations,
                messages,
                bound,
                ..
            } = scenario.means(RELIABLE, settings, runs);
            println!(
                "| {} | {fill:.3} | {order:.3} | {bound:.3} | {turned_away:.2} | {hours:.0} \
                 | {invitations:.1} | {messages:.1} |",
                label(scenario, settings)
            );
        }
    }
}

/// Prints how many of the seats are used in the end.
fn print_presence(runs: u32) {
    let week = Scenario::new("7 days", 8, 40, Usual, 168);
    println!(
        "| seats of contacts, notice | pace | reminders | there, dinner | there, public event \
         | messages |\n|---|---|---|---:|---:|---:|"
    );
    for settings in PACES {
        let dinner = week.means(DINNER, settings, runs);
        let public = week.means(PUBLIC, settings, runs);
        println!(
            "| {} | {:.3} | {:.3} | {:.1} |",
            label(&week, settings),
            dinner.there,
            public.there,
            dinner.messages
        );
    }
}

/// Prints how well couples are seated.
fn print_couples(runs: u32) {
    let scenarios = [
        Scenario::new("343 hours", 8, 40, Usual, 343),
        Scenario::new("175 hours", 8, 40, Usual, 175),
        Scenario::new("79 hours", 8, 40, Usual, 79),
        Scenario::new("31 hours", 8, 40, Usual, 31),
        Scenario::new("247 hours, busy", 20, 80, Busy, 247),
    ];
    println!(
        "| seats of contacts, notice | pace | reminders | fill | there | order | bound | turned away | hours |\n\
         |---|---|---|---:|---:|---:|---:|---:|---:|"
    );
    for scenario in &scenarios {
        for settings in PACES {
            let Figures {
                fill,
                there,
                order,
                bound,
                turned_away,
                hours,
                ..
            } = scenario.means(COUPLES, settings, runs);
            println!(
                "| {} | {fill:.3} | {there:.3} | {order:.3} | {bound:.3} | {turned_away:.2} | {hours:.0} |",
                label(scenario, settings)
            );
        }
    }
}

/// The first three columns of a row.
fn label(scenario: &Scenario, settings: Settings) -> String {
    let reminders = if settings.reminders { "yes" } else { "no" };
    format!(
        "{} of {}, {} | {} | {reminders}",
        scenario.seats, scenario.contacts, scenario.name, settings.pace
    )
}
