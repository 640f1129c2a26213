//! Status callbacks. The bytes are the form and the query, separated by a zero byte.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seat_dealer_core::MessageStatus;
use seat_dealer_delivery::twilio::{Callback, form, rank_of};

fuzz_target!(|bytes: &[u8]| {
    let (body, query) = match bytes.iter().position(|byte| *byte == 0) {
        Some(end) => (&bytes[..end], &bytes[end + 1..]),
        None => (bytes, &b""[..]),
    };
    let query = String::from_utf8_lossy(query);
    if let Some(callback) = Callback::parse(&form(body), &query) {
        assert!(!callback.sid.is_empty());
        assert_eq!(
            callback.error.is_some(),
            callback.status == MessageStatus::Failed
        );
        for known in MessageStatus::ALL {
            assert_eq!(
                callback.is_news_for(*known),
                callback.rank > rank_of(*known)
            );
        }
        assert!(!callback.is_news_for(callback.status) || callback.rank < 4);
    }
});
