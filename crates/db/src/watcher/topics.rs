//! What is watched.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use seat_dealer_core::{EventId, HostId};
use tokio::sync::watch;

use super::question::{Answer, Head, Question};
use super::{Look, News, Versions, Watched};

#[derive(Default)]
pub(super) struct Topics {
    pub(super) events: Topic<EventId, Option<Arc<News>>>,
    pub(super) hosts: Topic<HostId, Arc<Versions>>,
    pub(super) keys: Topic<String, Option<String>>,
}

impl Topics {
    /// The events of a look whose heads must be read. `None` if nothing is watched.
    pub(super) fn events(&mut self, look: &Look) -> Option<Vec<EventId>> {
        if matches!(look, Look::All) {
            self.events.forget_unwatched();
            self.hosts.forget_unwatched();
            self.keys.forget_unwatched();
        }
        if self.events.0.is_empty() && self.hosts.0.is_empty() && self.keys.0.is_empty() {
            return None;
        }
        Some(match look {
            Look::All => self.events.all(),
            Look::New => self.events.unread(),
            // Their hosts may be watched.
            Look::Events(events) => events.iter().cloned().collect(),
            Look::Contacts(_) => Vec::new(),
        })
    }

    /// What to ask after the heads of these events were read. An event without a head was deleted.
    pub(super) fn question(&self, look: &Look, events: &[EventId], heads: Vec<Head>) -> Question {
        let found: HashSet<&EventId> = heads.iter().map(|head| &head.event).collect();
        for deleted in events.iter().filter(|event| !found.contains(event)) {
            self.events.publish(deleted, None);
        }
        let hosts = match look {
            Look::All => self.hosts.all(),
            Look::New => self.hosts.unread(),
            Look::Events(_) => {
                let hosts: HashSet<&HostId> = heads.iter().map(|head| &head.host).collect();
                self.hosts.among(hosts)
            }
            Look::Contacts(hosts) => self.hosts.among(hosts),
        };
        let keys = match look {
            Look::All => self.keys.all(),
            Look::New => self.keys.unread(),
            Look::Events(_) | Look::Contacts(_) => Vec::new(),
        };
        Question {
            events: heads
                .into_iter()
                .filter(|head| self.events.0.contains_key(&head.event))
                .filter_map(|head| {
                    let last = |news: &Option<Arc<News>>| news.as_ref().map(|news| news.last);
                    let known = self.events.known(&head.event, last).flatten();
                    (known != Some(head.last))
                        .then(|| (head.event, known.unwrap_or(head.last), head.last))
                })
                .collect(),
            hosts: hosts
                .into_iter()
                .map(|host| {
                    let digest = self.hosts.known(&host, |versions| versions.digest);
                    (host, digest)
                })
                .collect(),
            keys,
        }
    }

    pub(super) fn publish(&self, answer: Answer) {
        for (event, news) in answer.events {
            self.events.publish(&event, Some(Arc::new(news)));
        }
        for (host, versions) in answer.hosts {
            self.hosts.publish(&host, Arc::new(versions));
        }
        for (key, holder) in answer.keys {
            self.keys.publish(&key, holder);
        }
    }
}

/// The subscriptions to one kind of data.
pub(super) struct Topic<K, V>(HashMap<K, watch::Sender<Option<V>>>);

impl<K, V> Default for Topic<K, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Clone + Eq + Hash, V: PartialEq> Topic<K, V> {
    pub(super) fn subscribe(&mut self, key: K) -> Watched<V> {
        self.0.entry(key).or_default().subscribe()
    }

    fn forget_unwatched(&mut self) {
        self.0.retain(|_, sender| sender.receiver_count() > 0);
    }

    fn all(&self) -> Vec<K> {
        self.0.keys().cloned().collect()
    }

    fn unread(&self) -> Vec<K> {
        let unread = self
            .0
            .iter()
            .filter(|(_, sender)| sender.borrow().is_none());
        unread.map(|(key, _)| key.clone()).collect()
    }

    fn among<'a>(&self, keys: impl IntoIterator<Item = &'a K>) -> Vec<K>
    where
        K: 'a,
    {
        let watched = keys.into_iter().filter(|key| self.0.contains_key(*key));
        watched.cloned().collect()
    }

    fn known<T>(&self, key: &K, of: impl FnOnce(&V) -> T) -> Option<T> {
        self.0.get(key)?.borrow().as_ref().map(of)
    }

    /// Tells the subscribers, unless they know it.
    fn publish(&self, key: &K, value: V) {
        let Some(sender) = self.0.get(key) else {
            return;
        };
        sender.send_if_modified(|known| {
            let is_new = known.as_ref() != Some(&value);
            *known = Some(value);
            is_new
        });
    }
}
