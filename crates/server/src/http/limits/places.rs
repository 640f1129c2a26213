use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;

use super::Client;

/// One client may hold at most this fraction of the places that are free.
const SHARE: usize = 8;

/// Files, database and outgoing connections that the process opens besides its clients' connections.
const OTHER_FILES: usize = 256;

/// A bounded number of places, of which no client gets more than a share.
///
/// A client gets another place while it holds less than an eighth of those that are free. One client
/// alone ends at a ninth of all places, and each further one at a ninth of the rest (dynamic
/// thresholds, as in the buffers of network switches).
#[derive(Clone)]
pub(crate) struct Places {
    total: usize,
    taken: Arc<Mutex<Taken>>,
}

struct Taken {
    free: usize,
    held: HashMap<Client, usize>,
}

/// A place, until it is dropped.
pub(crate) struct Place {
    client: Client,
    taken: Arc<Mutex<Taken>>,
}

impl Places {
    /// At most `wanted` places, as far as the system lets this process open files. Raises the soft
    /// limit of open files to the hard one.
    pub(crate) fn for_connections(wanted: usize) -> Self {
        let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or_else(|error| {
            tracing::warn!(%error, "the limit of open files cannot be raised");
            1024
        });
        let files = usize::try_from(files).unwrap_or(usize::MAX);
        Self::new(wanted.min(files.saturating_sub(OTHER_FILES)).max(1))
    }

    fn new(total: usize) -> Self {
        let taken = Taken {
            free: total,
            held: HashMap::new(),
        };
        Self {
            total,
            taken: Arc::new(Mutex::new(taken)),
        }
    }

    /// How many places there are.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// A place for this client; `None` when it has its share.
    pub(crate) fn take(&self, client: Client) -> Option<Place> {
        let mut taken = lock(&self.taken);
        let held = taken.held.get(&client).copied().unwrap_or_default();
        if held * SHARE >= taken.free {
            return None;
        }
        taken.free -= 1;
        taken.held.insert(client, held + 1);
        Some(Place {
            client,
            taken: Arc::clone(&self.taken),
        })
    }
}

impl Place {
    /// A body that holds the place until it has been sent.
    pub(crate) fn with(self, body: impl MessageBody + 'static) -> BoxBody {
        BoxBody::new(Holding {
            body: BoxBody::new(body),
            _place: self,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        taken.free += 1;
        if let Some(held) = taken.held.get_mut(&self.client) {
            *held -= 1;
            if *held == 0 {
                taken.held.remove(&self.client);
            }
        }
    }
}

fn lock(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Holding {
    body: BoxBody,
    _place: Place,
}

impl MessageBody for Holding {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_pin_mut().poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(number: u8) -> Client {
        Client::of([203, 0, 113, number].into())
    }

    /// As many places as a client gets.
    fn all(places: &Places, client: Client) -> Vec<Place> {
        std::iter::from_fn(|| places.take(client)).collect()
    }

    #[test]
    fn each_client_gets_a_ninth_of_what_is_left() {
        let places = Places::new(9_000);
        let first = all(&places, client(1));
        assert_eq!(first.len(), 1_000);
        let second = all(&places, client(2));
        assert!((850..1_000).contains(&second.len()), "{}", second.len());
        assert!(places.take(client(1)).is_none());
        drop(first);
        drop(second);
        assert_eq!(all(&places, client(1)).len(), 1_000);
        assert!(lock(&places.taken).held.is_empty());
    }

    #[test]
    fn a_new_client_gets_a_place_as_long_as_there_is_one() {
        let places = Places::new(200);
        let mut held = Vec::new();
        for number in 1..=30 {
            let own = all(&places, client(number));
            assert!(!own.is_empty(), "{number}");
            held.extend(own);
        }
        while let Some(place) = places.take(client(u8::try_from(held.len()).unwrap())) {
            held.push(place);
        }
        assert_eq!(held.len(), 200);
    }

    #[test]
    fn a_household_is_one_client() {
        let places = Places::new(90);
        let v6 = |address: &str| Client::of(address.parse().unwrap());
        let _all = all(&places, v6("2001:db8:1:2::1"));
        assert!(places.take(v6("2001:db8:1:2:ffff::3")).is_none());
        assert!(places.take(v6("2001:db8:1:3::1")).is_some());
    }

    #[test]
    fn a_place_is_held_until_the_body_is_gone() {
        let places = Places::new(8);
        let place = places.take(client(1)).unwrap();
        let body = place.with("all of it");
        assert_eq!(lock(&places.taken).free, 7);
        drop(body);
        assert_eq!(lock(&places.taken).free, 8);
    }
}
