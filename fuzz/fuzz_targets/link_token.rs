//! What is read from links: the token by which email is stopped, and the cursor of a list. (The token
//! of an invitation has no parser: it is hashed and looked up as it came.)

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seat_dealer_core::EmailAddress;
use seat_dealer_db::{Cursor, RsvpTokens};

static TOKENS: LazyLock<RsvpTokens> =
    LazyLock::new(|| RsvpTokens::new("a secret that the fuzzer does not use"));

fuzz_target!(|text: &str| {
    // What nobody has signed leads nowhere.
    assert_eq!(TOKENS.unsubscribing_address(text), None);
    // What was signed leads to its address, and to no other one.
    if let Ok(address) = EmailAddress::parse(text) {
        let token = TOKENS.unsubscribe_token(&address);
        assert!(
            token
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        );
        assert_eq!(TOKENS.unsubscribing_address(&token), Some(address));
        assert_eq!(TOKENS.unsubscribing_address(&token[1..]), None);
    }
    if let Some(cursor) = Cursor::parse(text) {
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
    }
});
