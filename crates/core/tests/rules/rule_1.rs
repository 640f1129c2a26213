//! Rule 1: no overselling.

use seat_dealer_core::Refusal;
use seat_dealer_core::Response::Yes;

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
        .with(|event| event.party_limit = 3)
        .dealing();
    assert_eq!(dinner.held(), ["Ada", "Ben"]);
    assert_eq!(dinner.invitation("Ada").party, 3);
    assert_eq!(dinner.invitation("Ben").party, 1, "one seat is left");
    dinner.answer_for("Ada", Yes, 2);
    assert_eq!(dinner.held(), ["Ben", "Cleo"]);
    assert_eq!(dinner.seats(), (2, 2, 0));
}
