use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Client;

/// A client that holds this fraction of what is free gets no more.
const FRACTION: usize = 8;

/// Files, database and outgoing connections that the process opens besides its clients' connections.
const OTHER_FILES: usize = 256;

/// A bounded amount of something, of which no client gets more than a share.
///
/// A client gets more while it holds less than an eighth of what is free. One client alone ends at a
/// ninth of everything, and each further one at a ninth of the rest (dynamic thresholds, as in the
/// buffers of network switches).
#[derive(Clone)]
pub(crate) struct Shares {
    total: usize,
    taken: Arc<Mutex<Taken>>,
}

struct Taken {
    free: usize,
    held: HashMap<Client, usize>,
}

/// What a client has taken, until it is dropped.
pub(crate) struct Share {
    client: Client,
    amount: usize,
    taken: Arc<Mutex<Taken>>,
}

impl Shares {
    /// So much of it.
    pub(crate) fn new(total: usize) -> Self {
        let taken = Taken {
            free: total,
            held: HashMap::new(),
        };
        Self {
            total,
            taken: Arc::new(Mutex::new(taken)),
        }
    }

    /// At most `wanted` connections, as far as the system lets this process open files. Raises the
    /// soft limit of open files to the hard one.
    pub(crate) fn for_connections(wanted: usize) -> Self {
        let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or_else(|error| {
            tracing::warn!(%error, "the limit of open files cannot be raised");
            1024
        });
        let files = usize::try_from(files).unwrap_or(usize::MAX);
        Self::new(wanted.min(files.saturating_sub(OTHER_FILES)).max(1))
    }

    /// How much there is, free or taken.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// So much more for this client; `None` when it has its share, or when less than that is free.
    pub(crate) fn take(&self, client: Client, amount: usize) -> Option<Share> {
        let mut taken = lock(&self.taken);
        let held = taken.held.get(&client).copied().unwrap_or_default();
        if held * FRACTION >= taken.free || amount > taken.free {
            return None;
        }
        taken.free -= amount;
        taken.held.insert(client, held + amount);
        Some(Share {
            client,
            amount,
            taken: Arc::clone(&self.taken),
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        taken.free += self.amount;
        if let Some(held) = taken.held.get_mut(&self.client) {
            *held -= self.amount;
            if *held == 0 {
                taken.held.remove(&self.client);
            }
        }
    }
}

fn lock(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(number: u8) -> Client {
        Client::of([203, 0, 113, number].into())
    }

    /// As much as a client gets, one by one.
    fn all(shares: &Shares, client: Client) -> Vec<Share> {
        std::iter::from_fn(|| shares.take(client, 1)).collect()
    }

    #[test]
    fn each_client_gets_a_ninth_of_what_is_left() {
        let shares = Shares::new(9_000);
        let first = all(&shares, client(1));
        assert_eq!(first.len(), 1_000);
        let second = all(&shares, client(2));
        assert!((850..1_000).contains(&second.len()), "{}", second.len());
        assert!(shares.take(client(1), 1).is_none());
        drop(first);
        drop(second);
        assert_eq!(all(&shares, client(1)).len(), 1_000);
        assert!(lock(&shares.taken).held.is_empty());
    }

    #[test]
    fn a_new_client_gets_some_as_long_as_there_is_any() {
        let shares = Shares::new(200);
        let mut held = Vec::new();
        for number in 1..=30 {
            let own = all(&shares, client(number));
            assert!(!own.is_empty(), "{number}");
            held.extend(own);
        }
        while let Some(share) = shares.take(client(u8::try_from(held.len()).unwrap()), 1) {
            held.push(share);
        }
        assert_eq!(held.len(), 200);
    }

    #[test]
    fn a_household_is_one_client() {
        let shares = Shares::new(90);
        let v6 = |address: &str| Client::of(address.parse().unwrap());
        let _all = all(&shares, v6("2001:db8:1:2::1"));
        assert!(shares.take(v6("2001:db8:1:2:ffff::3"), 1).is_none());
        assert!(shares.take(v6("2001:db8:1:3::1"), 1).is_some());
    }

    #[test]
    fn nobody_gets_more_than_is_free() {
        let shares = Shares::new(100);
        assert!(shares.take(client(1), 101).is_none());
        let most = shares.take(client(1), 95).unwrap();
        assert!(shares.take(client(2), 6).is_none());
        let _rest = shares.take(client(2), 5).unwrap();
        assert_eq!(lock(&shares.taken).free, 0);
        drop(most);
        assert_eq!(lock(&shares.taken).free, 95);
        assert!(shares.take(client(1), 95).is_some());
    }
}
