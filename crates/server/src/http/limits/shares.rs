use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Client;

/// A client that holds this fraction of the free amount gets no more.
const FRACTION: usize = 8;

/// The file descriptors that are not used for connections of clients.
const OTHER_FILES: usize = 256;

/// A limited resource that clients share.
///
/// A client gets more while it holds less than an eighth of the free amount. A single client gets at most a ninth of
/// the total, and each further one a ninth of the rest (dynamic thresholds, as in the buffers of network switches).
#[derive(Clone)]
pub(crate) struct Shares {
    total: usize,
    usage: Arc<Mutex<Usage>>,
}

struct Usage {
    free: usize,
    held: HashMap<Client, usize>,
}

/// The amount that a client has taken. Dropping it gives the amount back.
pub(crate) struct Share {
    client: Client,
    amount: usize,
    usage: Arc<Mutex<Usage>>,
}

impl Shares {
    /// A resource of which nothing is taken.
    pub(crate) fn new(total: usize) -> Self {
        let usage = Usage {
            free: total,
            held: HashMap::new(),
        };
        Self {
            total,
            usage: Arc::new(Mutex::new(usage)),
        }
    }

    /// At most `wanted` connections, and no more than the limit of open files allows. Raises the soft limit of open
    /// files to the hard one.
    pub(crate) fn for_connections(wanted: usize) -> Self {
        let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or_else(|error| {
            tracing::warn!(%error, "the limit of open files cannot be raised");
            1024
        });
        let files = usize::try_from(files).unwrap_or(usize::MAX);
        Self::new(wanted.min(files.saturating_sub(OTHER_FILES)).max(1))
    }

    /// The amount, free or taken.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// Takes `amount` for this client; `None` if the client has too much already, or if less is free.
    pub(crate) fn take(&self, client: Client, amount: usize) -> Option<Share> {
        let mut share = self.empty_share(client);
        share.grow(amount).then_some(share)
    }

    /// A share of zero, which can grow.
    pub(crate) fn empty_share(&self, client: Client) -> Share {
        Share {
            client,
            amount: 0,
            usage: Arc::clone(&self.usage),
        }
    }
}

impl Share {
    /// Takes `amount` more. `false`: the client has too much already, or less is free.
    pub(crate) fn grow(&mut self, amount: usize) -> bool {
        let mut usage = lock(&self.usage);
        let held = usage.held.get(&self.client).copied().unwrap_or_default();
        if held * FRACTION >= usage.free || amount > usage.free {
            return false;
        }
        usage.free -= amount;
        usage.held.insert(self.client, held + amount);
        self.amount += amount;
        true
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut usage = lock(&self.usage);
        usage.free += self.amount;
        if let Some(held) = usage.held.get_mut(&self.client) {
            *held -= self.amount;
            if *held == 0 {
                usage.held.remove(&self.client);
            }
        }
    }
}

fn lock(usage: &Mutex<Usage>) -> MutexGuard<'_, Usage> {
    usage.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(number: u8) -> Client {
        Client::of([203, 0, 113, number].into())
    }

    /// Takes one unit at a time until the client gets no more.
    fn all(shares: &Shares, client: Client) -> Vec<Share> {
        std::iter::from_fn(|| shares.take(client, 1)).collect()
    }

    #[test]
    fn each_client_gets_a_ninth_of_the_rest() {
        let shares = Shares::new(9_000);
        let first = all(&shares, client(1));
        assert_eq!(first.len(), 1_000);
        let second = all(&shares, client(2));
        assert!((850..1_000).contains(&second.len()), "{}", second.len());
        assert!(shares.take(client(1), 1).is_none());
        drop(first);
        drop(second);
        assert_eq!(all(&shares, client(1)).len(), 1_000);
        assert!(lock(&shares.usage).held.is_empty());
    }

    #[test]
    fn a_new_client_gets_some_while_any_is_free() {
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
    fn no_client_gets_more_than_is_free() {
        let shares = Shares::new(100);
        assert!(shares.take(client(1), 101).is_none());
        let most = shares.take(client(1), 95).unwrap();
        assert!(shares.take(client(2), 6).is_none());
        let _rest = shares.take(client(2), 5).unwrap();
        assert_eq!(lock(&shares.usage).free, 0);
        drop(most);
        assert_eq!(lock(&shares.usage).free, 95);
        assert!(shares.take(client(1), 95).is_some());
    }

    #[test]
    fn a_share_grows_by_the_same_rule_and_is_given_back() {
        let shares = Shares::new(90);
        let mut share = shares.empty_share(client(1));
        while share.grow(1) {}
        assert_eq!(share.amount, 10);
        assert!(shares.take(client(1), 1).is_none());
        drop(share);
        assert_eq!(lock(&shares.usage).free, 90);
        assert!(lock(&shares.usage).held.is_empty());
    }
}
