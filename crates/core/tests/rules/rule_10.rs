//! Rule 10: the number of seats.

use seat_dealer_core::Refusal;
use seat_dealer_core::Response::Yes;

use crate::dinner::{Dinner, withdraw};

#[test]
fn more_seats_are_dealt_at_once() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.answer("Ada", Yes);
    dinner.edit(|event| event.seats = 2);
    assert_eq!(dinner.log(), ["changed", "dealt Ben"]);
}

#[test]
fn the_seats_cannot_become_fewer_than_those_in_use() {
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.answer("Ada", Yes);
    let smaller = dinner.edited(false, |event| event.seats = 2);
    assert_eq!(
        dinner.try_run(&smaller),
        Err(Refusal::SeatsTaken {
            asked: 2,
            seated: 1,
            held: 2
        })
    );
    dinner.run(&withdraw("Ben"));
    dinner.run(&smaller);
    assert_eq!(dinner.seats(), (1, 1, 0));
    dinner.answer("Cleo", Yes);
    assert_eq!(dinner.seats(), (0, 2, 0));
}

#[test]
fn new_seats_go_to_standby_first() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.run_timer();
    dinner.answer("Ada", Yes);
    dinner.edit(|event| event.seats = 2);
    assert_eq!(dinner.log(), ["changed", "promoted Ada"]);
}

#[test]
fn a_larger_table_that_is_full_again_is_logged() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.run_timer();
    dinner.answer("Ben", Yes);
    dinner.answer("Ada", Yes);
    dinner.edit(|event| event.seats = 2);
    assert_eq!(dinner.log(), ["changed", "promoted Ada", "full"]);
}
