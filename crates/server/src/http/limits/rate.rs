use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many keys are told apart, roughly: as many as 16 bits of a hash can be; 512 KB.
const SLOTS: usize = 1 << 16;

/// So many uses in a period for each key: as many at once, then evenly spread (the generic cell rate
/// algorithm, as in ITU-T I.371).
///
/// A key's place in the table is chosen by a hash that nobody else can compute. Two keys with the
/// same place share what one may use, so that the limit is never exceeded, however many keys there
/// are. To use up everybody's share takes as many requests as would drown the server itself.
pub(super) struct Rate {
    /// When each slot's share is whole again, in nanoseconds since the start.
    whole_again: Box<[AtomicU64]>,
    hasher: RandomState,
    start: Instant,
    /// The period, in nanoseconds.
    period: u64,
    /// The nanoseconds after which one more use is free.
    interval: u64,
}

impl Rate {
    pub(super) fn new(uses: NonZeroU32, period: Duration) -> Self {
        let period = nanoseconds(period);
        Self {
            whole_again: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
            start: Instant::now(),
            period,
            interval: period / u64::from(uses.get()),
        }
    }

    /// Counts one use, or says how long to wait for the next one. What is refused is not counted.
    pub(super) fn take(&self, key: &(impl Hash + ?Sized)) -> Result<(), Duration> {
        self.take_at(key, self.start.elapsed())
    }

    fn take_at(&self, key: &(impl Hash + ?Sized), now: Duration) -> Result<(), Duration> {
        let now = nanoseconds(now);
        let latest = now.saturating_add(self.period);
        let after = |whole_again: u64| whole_again.max(now).saturating_add(self.interval);
        self.slot(key)
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |whole_again| {
                Some(after(whole_again)).filter(|after| *after <= latest)
            })
            .map(|_| ())
            .map_err(|whole_again| Duration::from_nanos(after(whole_again) - latest))
    }

    fn slot(&self, key: &(impl Hash + ?Sized)) -> &AtomicU64 {
        let [low, high, ..] = self.hasher.hash_one(key).to_le_bytes();
        &self.whole_again[usize::from(u16::from_le_bytes([low, high]))]
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
    fn as_many_as_allowed_at_once_then_one_by_one() {
        let rate = rate(6);
        for _ in 0..6 {
            assert_eq!(rate.take_at("a", seconds(100)), Ok(()));
        }
        // A tenth of a minute each; to be refused costs nothing.
        for _ in 0..1_000 {
            assert_eq!(rate.take_at("a", seconds(100)), Err(seconds(10)));
        }
        assert_eq!(rate.take_at("a", seconds(109)), Err(seconds(1)));
        assert_eq!(rate.take_at("a", seconds(110)), Ok(()));
        assert_eq!(rate.take_at("a", seconds(110)), Err(seconds(10)));
        // Who has been away for long has no more than one share.
        for _ in 0..6 {
            assert_eq!(rate.take_at("a", seconds(9_000)), Ok(()));
        }
        assert_eq!(rate.take_at("a", seconds(9_000)), Err(seconds(10)));
    }

    #[test]
    fn others_are_not_concerned() {
        let rate = rate(1);
        assert_eq!(rate.take_at("a", seconds(0)), Ok(()));
        assert!(rate.take_at("a", seconds(0)).is_err());
        // One of these may share a slot with it; all of them cannot.
        let free = ["b", "c", "d", "e"].iter();
        assert!(
            free.filter(|key| rate.take_at(**key, seconds(0)).is_ok())
                .count()
                >= 3
        );
    }

    #[test]
    fn a_flood_of_keys_takes_no_memory_and_no_more_than_the_table_allows() {
        let rate = rate(2);
        let taken = (0..1_000_000_u32)
            .filter(|key| rate.take_at(key, seconds(0)).is_ok())
            .count();
        assert!(taken <= 2 * SLOTS, "{taken}");
        assert!(taken > SLOTS, "{taken}");
        // It fails closed: nobody gets through where every share is used up.
        assert!((0..100).all(|key: u64| rate.take_at(&(key, "new"), seconds(0)).is_err()));
        assert_eq!(rate.take_at("new", seconds(60)), Ok(()));
    }

    #[test]
    fn those_who_come_at_the_same_time_share_one_share() {
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
    fn every_number_of_a_setting_works() {
        for per_minute in [1, 7, 60, 1_000_000, u32::MAX] {
            let rate = rate(per_minute);
            assert_eq!(rate.take("a"), Ok(()));
        }
    }
}
