use std::time::Duration;

use crate::Result;

/// How often a transaction is tried that met another one.
const TRIES: u32 = 5;

/// Does `work`, again with a pause if it met another transaction. Nothing of a try that failed may
/// be left when it returns.
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

/// A few milliseconds, more with each try, never the same for two.
fn jittered(tries: u32) -> Duration {
    let mut random = [0; 1];
    let spread = if getrandom::fill(&mut random).is_ok() {
        u64::from(random[0])
    } else {
        128
    };
    Duration::from_micros(u64::from(tries) * (2_000 + spread * 40))
}
