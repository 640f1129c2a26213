use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The size of the table: one slot for each value of 16 bits of a hash, in total 512 KB.
const SLOTS: usize = 1 << 16;

/// A rate limit: a number of uses in each period for each key, in a burst or evenly spread (the generic cell rate
/// algorithm, as in ITU-T I.371).
///
/// A keyed hash, which clients cannot compute, chooses the slot of a key. Two keys in one slot share its limit, so the
/// limit is never exceeded, however many keys there are. Using up all slots takes more requests than the server can
/// handle anyway.
pub(super) struct Rate {
    /// When each slot allows a full burst again, in nanoseconds since `start`.
    full_at: Box<[AtomicU64]>,
    hasher: RandomState,
    start: Instant,
    /// The period, in nanoseconds.
    period: u64,
    /// The period divided by the uses, in nanoseconds.
    interval: u64,
}

impl Rate {
    pub(super) fn new(uses: NonZeroU32, period: Duration) -> Self {
        let period = nanoseconds(period);
        Self {
            full_at: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
            start: Instant::now(),
            period,
            interval: period / u64::from(uses.get()),
        }
    }

    /// Counts one use. Fails with the time until the next one is allowed, and does not count it.
    pub(super) fn take(&self, key: &(impl Hash + ?Sized)) -> Result<(), Duration> {
        self.take_at(key, self.start.elapsed())
    }

    fn take_at(&self, key: &(impl Hash + ?Sized), now: Duration) -> Result<(), Duration> {
        let now = nanoseconds(now);
        let latest = now.saturating_add(self.period);
        let after = |full_at: u64| full_at.max(now).saturating_add(self.interval);
        self.slot(key)
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full_at| {
                Some(after(full_at)).filter(|after| *after <= latest)
            })
            .map(|_| ())
            .map_err(|full_at| Duration::from_nanos(after(full_at) - latest))
    }

    fn slot(&self, key: &(impl Hash + ?Sized)) -> &AtomicU64 {
        let [low, high, ..] = self.hasher.hash_one(key).to_le_bytes();
        &self.full_at[usize::from(u16::from_le_bytes([low, high]))]
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    fn rate(per_minute: u32) -> Rate {
        Rate::new(NonZeroU32::new(per_minute).unwrap(), seconds(60))
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_burst_is_followed_by_single_uses() {
        let rate = rate(6);
        for _ in 0..6 {
            assert_eq!(rate.take_at("a", seconds(100)), Ok(()));
        }
        // One use each ten seconds. A refused use is not counted.
        for _ in 0..1_000 {
            assert_eq!(rate.take_at("a", seconds(100)), Err(seconds(10)));
        }
        assert_eq!(rate.take_at("a", seconds(109)), Err(seconds(1)));
        assert_eq!(rate.take_at("a", seconds(110)), Ok(()));
        assert_eq!(rate.take_at("a", seconds(110)), Err(seconds(10)));
        // After a long pause, the burst is not larger.
        for _ in 0..6 {
            assert_eq!(rate.take_at("a", seconds(9_000)), Ok(()));
        }
        assert_eq!(rate.take_at("a", seconds(9_000)), Err(seconds(10)));
    }

    #[test]
    fn keys_have_separate_limits() {
        let rate = rate(1);
        assert_eq!(rate.take_at("a", seconds(0)), Ok(()));
        assert!(rate.take_at("a", seconds(0)).is_err());
        // At most one of these is likely to share the slot of "a".
        let free = ["b", "c", "d", "e"].iter();
        assert!(
            free.filter(|key| rate.take_at(**key, seconds(0)).is_ok())
                .count()
                >= 3
        );
    }

    #[test]
    fn many_keys_get_no_more_than_the_slots_allow() {
        let rate = rate(2);
        let taken = (0..1_000_000_u32)
            .filter(|key| rate.take_at(key, seconds(0)).is_ok())
            .count();
        assert!(taken <= 2 * SLOTS, "{taken}");
        assert!(taken > SLOTS, "{taken}");
        // The limit fails closed: a new key shares a slot that is used up.
        assert!((0..100).all(|key: u64| rate.take_at(&(key, "new"), seconds(0)).is_err()));
        assert_eq!(rate.take_at("new", seconds(60)), Ok(()));
    }

    #[test]
    fn concurrent_uses_are_counted() {
        let rate = rate(1_000);
        let taken = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..1_000 {
                        if rate.take_at("a", seconds(0)).is_ok() {
                            taken.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert_eq!(taken.into_inner(), 1_000);
    }

    #[test]
    fn every_value_of_a_setting_works() {
        for per_minute in [1, 7, 60, 1_000_000, u32::MAX] {
            let rate = rate(per_minute);
            assert_eq!(rate.take("a"), Ok(()));
        }
    }
}
