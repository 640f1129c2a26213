//! Phone numbers: an accepted number is E.164, and is parsed again to the same value.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seat_dealer_core::PhoneNumber;

fuzz_target!(|text: &str| {
    if let Ok(number) = PhoneNumber::parse(text) {
        let digits = number.as_str().strip_prefix('+').expect("a plus sign");
        assert!((7..=15).contains(&digits.len()));
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(PhoneNumber::parse(number.as_str()), Ok(number));
    }
});
