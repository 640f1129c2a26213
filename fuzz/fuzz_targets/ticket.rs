//! Tickets of a sign-in: a ticket that this server has not signed is refused before any request to the provider. The
//! bytes are the state and the ticket, separated by a zero byte.

#![no_main]

use std::sync::LazyLock;

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use seat_dealer_sign_in::{SignIn, SignInError, SignInSettings};
use tokio::runtime::{Builder, Runtime};

static SIGN_IN: LazyLock<(Runtime, SignIn)> = LazyLock::new(|| {
    let settings = SignInSettings {
        issuer: "http://127.0.0.1:1".to_owned(),
        client_id: "client".to_owned(),
        client_secret: "secret".to_owned(),
        app_secret: "a secret that the fuzzer does not use".to_owned(),
        frontend_base_uri: "http://127.0.0.1:1".to_owned(),
    };
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    (runtime, SignIn::new(&settings).expect("settings that fit"))
});

fuzz_target!(|text: &str| {
    let (state, ticket) = text.split_once('\0').unwrap_or(("", text));
    let (runtime, sign_in) = &*SIGN_IN;
    let ended = runtime.block_on(sign_in.finish("code", state, ticket, Timestamp::UNIX_EPOCH));
    assert!(matches!(ended, Err(SignInError::Ticket)), "{ended:?}");
});
