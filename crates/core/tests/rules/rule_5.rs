//! Rule 5: lapse.

use seat_dealer_core::Response::{No, Yes};

use crate::dinner::{Dinner, at};

#[test]
fn a_hold_lapses_and_a_late_yes_is_accepted() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.run_timer();
    assert_eq!(dinner.now, at("2026-06-03T12:00:00Z"));
    assert_eq!(dinner.log(), ["lapsed Ada", "dealt Ben"]);
    assert_eq!(
        dinner.messages(),
        ["invitation to Ben by email"],
        "Ada gets no message"
    );
    dinner.answer("Ben", No);
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.state("Ada"), "seated");
}
