//! Guests' texts. White space around a text does not change its meaning.

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
