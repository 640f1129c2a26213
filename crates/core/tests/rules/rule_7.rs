//! Rule 7: full.

use seat_dealer_core::Response::{No, Yes};

use crate::dinner::Dinner;

#[test]
fn a_full_table_deals_again_when_a_seat_is_free() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.log(), ["answered Ben", "full"]);
    assert_eq!(dinner.last.due_at, None);
    dinner.answer("Ada", No);
    assert_eq!(dinner.messages(), ["invitation to Cleo by email"]);
}
