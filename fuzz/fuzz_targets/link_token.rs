//! The parts of links that are parsed: the token of a link that stops email, and the cursor of a list. (The token of an
//! invitation has no parser: the server hashes it and looks it up.)

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seat_dealer_core::{EmailAddress, HostId};
use seat_dealer_db::{Cursor, List, RsvpTokens};

static TOKENS: LazyLock<RsvpTokens> =
    LazyLock::new(|| RsvpTokens::new("a secret that the fuzzer does not use"));

fuzz_target!(|text: &str| {
    // A token without a signature is not valid.
    assert_eq!(TOKENS.unsubscribing_address(text), None);
    // A signed token contains its address.
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
    // A cursor that was not encrypted with this secret is not valid.
    assert_eq!(
        Cursor::open(&TOKENS, List::Contacts, &HostId::new("host"), text),
        None
    );
});
