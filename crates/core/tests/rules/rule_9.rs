//! Rule 9: quiet hours.

use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use seat_dealer_core::Response::{Maybe, Yes};
use seat_dealer_core::{Command, QuietHours};

use crate::dinner::{Dinner, at};

#[test]
fn nothing_is_dealt_in_quiet_hours() {
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo"])
        .with(|event| event.time_zone = TimeZone::get("Europe/Berlin").unwrap());
    dinner.wait_until("2026-06-01T20:00:00Z");
    dinner.run(&Command::Deal);
    assert_eq!(dinner.log(), ["dealing"]);
    dinner.run_timer();
    assert_eq!(dinner.now, at("2026-06-02T07:00:00Z"));
    assert_eq!(dinner.held(), ["Ada", "Ben", "Cleo"]);
}

#[test]
fn only_direct_replies_are_sent_in_quiet_hours() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    dinner.wait_until("2026-06-01T12:30:00Z");
    dinner.answer("Ben", Yes);
    dinner.wait_until("2026-06-01T20:50:00Z");
    dinner.run(&Command::Tick);
    assert_eq!(
        dinner.state("Cleo"),
        "held until 2026-06-02T10:00:00Z",
        "an hour after the quiet hours"
    );
    dinner.answer("Ada", Yes);
    dinner.wait_until("2026-06-01T22:00:00Z");
    dinner.answer("Ben", Maybe);
    assert_eq!(
        dinner.messages(),
        [
            "maybeNotice to Ben by email",
            "seated to Ada by email at 2026-06-02T09:00:00Z",
        ]
    );
}

#[test]
fn a_deadline_of_the_night_is_an_hour_after_it_or_sooner_if_little_time_is_left() {
    let until = |begin: &str| {
        let mut dinner = Dinner::new(1, &["Ada"]).with(|event| {
            event.starts_at = Some(at(begin));
            event.response_window = Some(SignedDuration::from_hours(1));
        });
        dinner.wait_until("2026-06-01T20:30:00Z");
        dinner.dealing().state("Ada")
    };
    let evening = until("2026-06-02T18:00:00Z");
    assert_eq!(evening, "held until 2026-06-02T10:00:00Z");
    let noon = until("2026-06-02T11:00:00Z");
    assert_eq!(
        noon, "held until 2026-06-02T09:30:00Z",
        "a quarter of two hours"
    );
    let morning = until("2026-06-02T08:00:00Z");
    assert_eq!(
        morning, "held until 2026-06-02T08:00:00Z",
        "nothing is left: guests can answer until the begin"
    );
}

#[test]
fn quiet_hours_follow_the_local_time() {
    let mut dinner = Dinner::new(1, &["Ada"]).with(|event| {
        event.time_zone = TimeZone::get("Europe/Berlin").unwrap();
        event.quiet_hours =
            QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(2, 30, 0, 0));
    });
    // On 29 March 2026, 02:00 becomes 03:00.
    dinner.wait_until("2026-03-28T22:00:00Z");
    dinner.run(&Command::Deal);
    assert_eq!(dinner.last.due_at, Some(at("2026-03-29T01:00:00Z")));
    dinner.run_timer();
    assert_eq!(dinner.held(), ["Ada"]);
}
