//! The times of the next tries of a message that its provider did not accept.

use std::time::Duration;

use jiff::SignedDuration;

/// The maximum number of tries of a message.
pub const MAX_TRIES: u32 = 8;

/// The maximum wait.
const LONGEST_WAIT: Duration = Duration::from_mins(15);

/// The maximum wait that a provider may request.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

const FIRST_WAIT: Duration = Duration::from_secs(5);
const GROWTH: u32 = 3;

/// What lengthens the wait until the next try.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Delay {
    /// A random number from 0 to 1: messages that failed together do not come back together.
    pub jitter: f64,
    /// The wait that the provider requests.
    pub retry_after: Option<Duration>,
}

/// The wait after try number `attempt` (the first is 1), or `None` after the last one.
///
/// The waits are 5 s, 15 s, 45 s and so on up to 15 min, each made up to half longer by the jitter.
/// All eight tries take between 40 and 45 minutes. A provider that says how long to wait is never
/// asked again sooner, but is believed for an hour at most.
pub fn next_try(attempt: u32, delay: Delay) -> Option<SignedDuration> {
    if attempt >= MAX_TRIES {
        return None;
    }
    let jitter = if delay.jitter.is_finite() {
        delay.jitter.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let growth = GROWTH.saturating_pow(attempt.saturating_sub(1));
    let wait = FIRST_WAIT
        .saturating_mul(growth)
        .mul_f64(1.0 + jitter / 2.0)
        .min(LONGEST_WAIT);
    let asked = delay.retry_after.map_or(Duration::ZERO, |asked| {
        asked.min(LONGEST_RETRY_AFTER) + FIRST_WAIT.mul_f64(jitter)
    });
    SignedDuration::try_from(wait.max(asked)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wait(attempt: u32, jitter: f64, retry_after: Option<Duration>) -> Option<Duration> {
        let delay = Delay {
            jitter,
            retry_after,
        };
        next_try(attempt, delay).map(|wait| wait.try_into().unwrap())
    }

    fn seconds(attempt: u32, jitter: f64) -> Option<f64> {
        wait(attempt, jitter, None).map(|wait| wait.as_secs_f64())
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
        let asked = |seconds| wait(1, 0.0, Some(Duration::from_secs(seconds)));
        assert_eq!(asked(0), Some(Duration::from_secs(5)));
        assert_eq!(asked(120), Some(Duration::from_mins(2)));
        assert_eq!(asked(3600), Some(Duration::from_hours(1)));
        assert_eq!(asked(u64::MAX), Some(LONGEST_RETRY_AFTER));
        assert_eq!(wait(MAX_TRIES, 0.0, Some(Duration::from_secs(1))), None);
    }

    proptest! {
        #[test]
        fn waits_stay_within_bounds(
            attempt in 0_u32..20,
            jitter in prop_oneof![0.0..=1.0, any::<f64>()],
            asked in proptest::option::of(0_u64..10_000),
        ) {
            let retry_after = asked.map(Duration::from_secs);
            let wait = wait(attempt, jitter, retry_after);
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
            prop_assert!(wait(attempt + 1, jitter, None) >= wait(attempt, jitter, None));
        }
    }
}
