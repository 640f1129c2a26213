use std::time::Duration;

use crate::Result;

/// The maximum number of tries of a transaction with conflicts. With a lock timeout of 5 seconds, the caller gets an
/// error after 25 seconds.
const TRIES: u32 = 5;

/// Runs `work`, and retries it after a pause if it fails because of another transaction. `work` must roll back a
/// failed try.
pub(crate) fn retrying<T>(mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let mut tries = 1;
    loop {
        match work() {
            Err(error) if error.is_transient() && tries < TRIES => {
                tracing::debug!(%error, tries, "a transaction met another one");
                std::thread::sleep(jittered(tries));
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}

/// The pause before the next try: some milliseconds, exponential and with jitter.
fn jittered(tries: u32) -> Duration {
    let mut random = [0; 1];
    let spread = if getrandom::fill(&mut random).is_ok() {
        u64::from(random[0])
    } else {
        128
    };
    Duration::from_micros(u64::from(tries) * (2_000 + spread * 40))
}
