//! When to try a message again that the provider did not take.

use std::time::Duration;

/// How often a message is tried before it counts as failed.
pub const MAX_TRIES: u32 = 8;

/// The longest wait of our own choosing.
pub const LONGEST_WAIT: Duration = Duration::from_mins(15);

/// The longest wait that a provider may ask for.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

const FIRST_WAIT: Duration = Duration::from_secs(5);
const GROWTH: u32 = 3;

/// How long to wait after try number `attempt` (the first is 1) has failed for the moment, or
/// `None` when it was the last one.
///
/// The waits are 5 s, 15 s, 45 s and so on up to 15 min, each made up to half longer by `jitter`
/// (0 to 1, drawn by the caller), so that messages that failed together do not come back
/// together; all eight tries take between 40 and 45 minutes. A provider that says how long to
/// wait (`retry_after`) is never asked again sooner, but is believed for an hour at most.
pub fn next_try(attempt: u32, jitter: f64, retry_after: Option<Duration>) -> Option<Duration> {
    if attempt >= MAX_TRIES {
        return None;
    }
    let jitter = if jitter.is_finite() {
        jitter.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let growth = GROWTH.saturating_pow(attempt.saturating_sub(1));
    let wait = FIRST_WAIT
        .saturating_mul(growth)
        .mul_f64(1.0 + jitter / 2.0)
        .min(LONGEST_WAIT);
    let asked = retry_after.map_or(Duration::ZERO, |asked| {
        asked.min(LONGEST_RETRY_AFTER) + FIRST_WAIT.mul_f64(jitter)
    });
    Some(wait.max(asked))
}

/// A number from 0 to 1 for [`next_try`], never the same for two processes.
pub fn jitter() -> f64 {
    let mut random = [0; 2];
    match getrandom::fill(&mut random) {
        Ok(()) => f64::from(u16::from_le_bytes(random)) / f64::from(u16::MAX),
        Err(_) => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds(attempt: u32, jitter: f64) -> Option<f64> {
        next_try(attempt, jitter, None).map(|wait| wait.as_secs_f64())
    }

    #[test]
    fn waits_grow_threefold_up_to_a_quarter_of_an_hour_and_end() {
        let waits: Vec<_> = (1..=8).map(|attempt| seconds(attempt, 0.0)).collect();
        assert_eq!(
            waits,
            [
                Some(5.0),
                Some(15.0),
                Some(45.0),
                Some(135.0),
                Some(405.0),
                Some(900.0),
                Some(900.0),
                None
            ]
        );
        assert_eq!(seconds(1, 1.0), Some(7.5));
        assert_eq!(seconds(6, 1.0), Some(900.0));
        assert_eq!(seconds(0, 0.0), Some(5.0));
        assert_eq!(seconds(u32::MAX, 0.5), None);
    }

    #[test]
    fn a_provider_that_asks_for_patience_gets_it() {
        let asked = |seconds| next_try(1, 0.0, Some(Duration::from_secs(seconds)));
        assert_eq!(asked(0), Some(Duration::from_secs(5)));
        assert_eq!(asked(120), Some(Duration::from_mins(2)));
        assert_eq!(asked(3600), Some(Duration::from_hours(1)));
        assert_eq!(asked(u64::MAX), Some(LONGEST_RETRY_AFTER));
        assert_eq!(next_try(MAX_TRIES, 0.0, Some(Duration::from_secs(1))), None);
    }

    proptest! {
        #[test]
        fn waits_stay_within_bounds(
            attempt in 0_u32..20,
            jitter in prop_oneof![0.0..=1.0, any::<f64>()],
            asked in proptest::option::of(0_u64..10_000),
        ) {
            let retry_after = asked.map(Duration::from_secs);
            let wait = next_try(attempt, jitter, retry_after);
            prop_assert_eq!(wait.is_none(), attempt >= MAX_TRIES);
            if let Some(wait) = wait {
                prop_assert!(wait >= FIRST_WAIT);
                let asked = retry_after.unwrap_or_default().min(LONGEST_RETRY_AFTER);
                prop_assert!(wait >= asked);
                prop_assert!(wait <= LONGEST_WAIT.max(asked + FIRST_WAIT));
            }
        }

        #[test]
        fn a_later_try_never_waits_less(attempt in 1_u32..7, jitter in 0.0..=1.0) {
            prop_assert!(next_try(attempt + 1, jitter, None) >= next_try(attempt, jitter, None));
        }
    }
}
