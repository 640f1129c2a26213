//! What is read from links: the token by which email is stopped, and the cursor of a list. (The token
//! of an invitation has no parser: it is hashed and looked up as it came.)

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seat_dealer_core::{EmailAddress, HostId};
use seat_dealer_db::{Cursor, List, RsvpTokens};

static TOKENS: LazyLock<RsvpTokens> =
    LazyLock::new(|| RsvpTokens::new("a secret that the fuzzer does not use"));

fuzz_target!(|text: &str| {
    // A token without a signature opens nothing.
    assert_eq!(TOKENS.unsubscribing_address(text), None);
    // A signed token opens its own address and no other one.
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
    // A cursor that this secret has not sealed opens nothing.
    assert_eq!(
        Cursor::open(&TOKENS, List::Contacts, &HostId::new("host"), text),
        None
    );
});
