//! Rule 1: no overselling.

use seat_dealer_core::Refusal;
use seat_dealer_core::Response::{No, Yes};

use crate::dinner::{Dinner, invite};

#[test]
fn seats_are_never_oversold() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]).dealing();
    assert_eq!(dinner.seats(), (2, 0, 0), "two seats are held");
    let refused = dinner.try_run(&invite("Cleo"));
    assert_eq!(refused, Err(Refusal::NoOpenSeat { seats: 2 }));
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.seats(), (0, 2, 0));
}

#[test]
fn parties_are_counted() {
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| event.party_limit = 2)
        .dealing();
    assert_eq!(dinner.held(), ["Ada", "Ben"]);
    assert_eq!(dinner.seats(), (4, 0, 0));
    dinner.answer_for("Ada", Yes, 2);
    dinner.answer("Ben", No);
    assert_eq!(dinner.held(), ["Cleo"]);
    assert_eq!(dinner.seats(), (2, 2, 0));
}
