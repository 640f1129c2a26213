//! Rule 8: the time to answer. `by_hand.rs` tests it for messages that the host sends by hand.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use seat_dealer_core::Response::No;

use crate::dinner::{Dinner, at, invite};

#[test]
fn the_window_is_a_fifth_of_the_time_left() {
    let until = |begin: Option<&str>, deal_until: Option<&str>| {
        Dinner::new(1, &["Ada"])
            .with(|event| {
                event.starts_at = begin.map(at);
                event.deal_until = deal_until.map(at);
                event.quiet_hours = None;
            })
            .dealing()
            .state("Ada")
    };
    assert_eq!(until(None, None), "held until 2026-06-03T12:00:00Z");
    let begin = Some("2026-06-06T12:00:00Z");
    assert_eq!(until(begin, None), "held until 2026-06-02T12:00:00Z");
    let sooner = Some("2026-06-02T12:00:00Z");
    assert_eq!(until(begin, sooner), "held until 2026-06-01T17:00:00Z");
    let soon = Some("2026-06-01T13:00:00Z");
    assert_eq!(until(soon, None), "held until 2026-06-01T12:30:00Z");
    let far = Some("2026-12-01T12:00:00Z");
    assert_eq!(until(far, None), "held until 2026-06-03T12:00:00Z");
}

#[test]
fn a_deadline_is_a_round_moment_of_the_local_time() {
    let until = |asked: &str, zone: &str, minutes: i64| {
        let mut dinner = Dinner::new(1, &["Ada"]).with(|event| {
            event.time_zone = TimeZone::get(zone).unwrap();
            event.response_window = Some(SignedDuration::from_mins(minutes));
            event.quiet_hours = None;
        });
        dinner.wait_until(asked);
        dinner.dealing().state("Ada")
    };
    let quarter = until("2026-06-01T12:07:31Z", "UTC", 60);
    assert_eq!(quarter, "held until 2026-06-01T13:15:00Z");
    let round_already = until("2026-06-01T12:15:00Z", "UTC", 60);
    assert_eq!(round_already, "held until 2026-06-01T13:15:00Z");
    let hour = until("2026-06-01T12:07:31Z", "UTC", 360);
    assert_eq!(hour, "held until 2026-06-01T19:00:00Z");
    // 18:07 becomes 19:00 in Kathmandu, whose clocks are 5:45 hours ahead.
    let local_hour = until("2026-06-01T06:22:31Z", "Asia/Kathmandu", 360);
    assert_eq!(local_hour, "held until 2026-06-01T13:15:00Z");
}

#[test]
fn a_given_deadline_does_not_move() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.edit(|event| {
        event.starts_at = Some(at("2026-06-02T18:00:00Z"));
        event.response_window = Some(SignedDuration::from_mins(30));
    });
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.answer("Ada", No);
    assert_eq!(dinner.state("Ben"), "held until 2026-06-01T12:30:00Z");
}

#[test]
fn after_deal_until_the_window_depends_on_the_begin() {
    let mut dinner = Dinner::new(1, &[]).with(|event| {
        event.deal_until = Some(at("2026-06-01T11:00:00Z"));
        event.starts_at = Some(at("2026-06-02T17:00:00Z"));
    });
    dinner.run(&invite("Ada"));
    assert_eq!(dinner.state("Ada"), "held until 2026-06-01T18:00:00Z");
}

#[test]
fn no_deadline_is_after_the_begin() {
    let until = |begin: &str, minutes: Option<i64>| {
        Dinner::new(1, &["Ada"])
            .with(|event| {
                event.starts_at = Some(at(begin));
                event.response_window = minutes.map(SignedDuration::from_mins);
            })
            .dealing()
            .state("Ada")
    };
    let friday = "2026-06-05T19:00:00Z";
    assert_eq!(
        until(friday, Some(80_000)),
        "held until 2026-06-05T19:00:00Z"
    );
    let soon = "2026-06-01T12:20:00Z";
    assert_eq!(until(soon, None), "held until 2026-06-01T12:20:00Z");
    let at_night = "2026-06-01T22:00:00Z";
    assert_eq!(
        until(at_night, Some(600)),
        "held until 2026-06-01T22:00:00Z"
    );
}
