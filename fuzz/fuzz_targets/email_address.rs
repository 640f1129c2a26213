//! Email addresses: an accepted address can end neither a header nor an SMTP command, and is parsed again to the
//! same value.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seat_dealer_core::EmailAddress;

fuzz_target!(|text: &str| {
    if let Ok(address) = EmailAddress::parse(text) {
        let written = address.as_str();
        assert!(!written.contains(|c: char| c.is_control() || c.is_whitespace()));
        assert!(!written.contains(['<', '>', ',', ';', '"', '\\']));
        assert_eq!(written.matches('@').count(), 1);
        assert_eq!(EmailAddress::parse(written), Ok(address));
    }
});
