//! The latencies of requests, by method, route and status class.
//!
//! Each worker of the server has its own shard. Only a reader of the metrics competes for the lock of
//! a shard, so counting costs the same with one worker and with many.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The upper bounds of the buckets, in seconds. The last bucket has no bound.
pub(super) const BOUNDS: [f64; 13] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The methods that are counted separately. Clients can invent others.
const METHODS: [&str; 7] = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"];

/// The labels of a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RequestLabels {
    pub(super) route: String,
    pub(super) method: &'static str,
    /// The first digit of the status.
    pub(super) class: u16,
}

/// The latencies of requests with the same labels.
#[derive(Debug, Default, Clone)]
pub(super) struct Histogram {
    /// The counts, not cumulative.
    pub(super) buckets: [u64; BOUNDS.len() + 1],
    /// The sum of all latencies, in seconds.
    pub(super) sum: f64,
}

/// The latencies of all workers.
#[derive(Default)]
pub(crate) struct Latencies {
    shards: Mutex<Vec<Arc<Shard>>>,
}

/// The latencies of one worker.
#[derive(Default)]
pub(crate) struct Shard {
    histograms: Mutex<HashMap<RequestLabels, Histogram>>,
}

impl Latencies {
    /// Creates a shard.
    pub(crate) fn shard(&self) -> Arc<Shard> {
        let shard = Arc::new(Shard::default());
        lock(&self.shards).push(Arc::clone(&shard));
        shard
    }

    /// The sums of all shards.
    pub(super) fn all(&self) -> BTreeMap<RequestLabels, Histogram> {
        let mut all: BTreeMap<RequestLabels, Histogram> = BTreeMap::new();
        for shard in lock(&self.shards).iter() {
            for (labels, histogram) in lock(&shard.histograms).iter() {
                let sum = all.entry(labels.clone()).or_default();
                sum.sum += histogram.sum;
                for (count, more) in sum.buckets.iter_mut().zip(histogram.buckets) {
                    *count += more;
                }
            }
        }
        all
    }
}

/// The method, or `other` if it is unknown.
pub(crate) fn known_method(method: &str) -> &'static str {
    let known = METHODS.iter().find(|known| **known == method);
    known.copied().unwrap_or("other")
}

impl Shard {
    /// Counts a request. `route` is the pattern of the route, never an address.
    pub(crate) fn add(&self, method: &str, route: &str, status: u16, took: Duration) {
        let labels = RequestLabels {
            route: route.to_owned(),
            method: known_method(method),
            class: status / 100,
        };
        let seconds = took.as_secs_f64();
        let bucket = BOUNDS.iter().position(|bound| seconds <= *bound);
        let mut histograms = lock(&self.histograms);
        let histogram = histograms.entry(labels).or_default();
        histogram.buckets[bucket.unwrap_or(BOUNDS.len())] += 1;
        histogram.sum += seconds;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_added_up() {
        let latencies = Latencies::default();
        let (one, other) = (latencies.shard(), latencies.shard());
        for shard in [&one, &other, &one] {
            shard.add("GET", "/rsvp/{token}", 200, Duration::from_micros(500));
        }
        one.add("GET", "/rsvp/{token}", 204, Duration::from_mins(1));
        one.add("BREW", "/rsvp/{token}", 404, Duration::from_millis(2));
        let all = latencies.all();
        let kinds: Vec<_> = all.keys().map(|kind| (kind.method, kind.class)).collect();
        assert_eq!(kinds, [("GET", 2), ("other", 4)]);
        let histogram = &all.values().next().unwrap();
        assert_eq!(histogram.buckets[0], 3, "a bound belongs to its bucket");
        assert_eq!(
            histogram.buckets[BOUNDS.len()],
            1,
            "the last bucket has no bound"
        );
        assert!((histogram.sum - 60.0015).abs() < 1e-9);
    }
}
