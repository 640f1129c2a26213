//! Webhooks: any body is a form, and no signature without the token is valid. The bytes are the signature, the address
//! and the body, separated by zero bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seat_dealer_delivery::twilio::{form, verify};

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let (signature, url, body) = (part(), part(), part());
    let (signature, url) = (
        String::from_utf8_lossy(signature),
        String::from_utf8_lossy(url),
    );
    let parameters = form(body);
    let token = "a token that the fuzzer does not use";
    assert!(!verify(token, &url, &parameters, &signature));
    assert!(!verify("", &url, &parameters, &signature));
});
