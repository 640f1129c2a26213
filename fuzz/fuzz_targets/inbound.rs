//! What guests text. Whatever stands around a text in blanks changes nothing about it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seat_dealer_delivery::inbound::{Inbound, parse};

fuzz_target!(|text: &str| {
    let meaning = parse(text, &[]);
    assert_eq!(parse(&format!(" \n{text}\t "), &[]), meaning);
    if let Inbound::Answer(_) = meaning {
        assert!(!text.contains('?'));
    }
});
