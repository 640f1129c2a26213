//! A list that one request loads.

use leptos::prelude::*;

use super::keyed_list::KeyedList;
use crate::api::ApiFuture;
use crate::refetch::Refetch;

/// The list.
pub(crate) struct FetchedList<T: 'static> {
    /// The rows; none until they are loaded.
    pub(crate) rows: KeyedList<T>,
    /// Whether they have been loaded.
    pub(crate) loaded: RwSignal<bool>,
    /// Why the last request failed.
    pub(crate) failure: RwSignal<Option<String>>,
    refetch: Refetch,
}

impl<T> Clone for FetchedList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for FetchedList<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> FetchedList<T> {
    /// Loads the list. `key` returns the unique key of a row.
    pub(crate) fn new(load: impl Fn() -> ApiFuture<Vec<T>> + 'static, key: fn(&T) -> &str) -> Self {
        let rows = KeyedList::new();
        let loaded = RwSignal::new(false);
        let failure = RwSignal::new(None);
        let refetch = Refetch::new(move || {
            let response = load();
            async move {
                match response.await {
                    Ok(values) => {
                        failure.set(None);
                        loaded.set(true);
                        rows.replace(values, key);
                    }
                    Err(error) => failure.set(Some(error.message())),
                }
            }
        });
        refetch.now();
        Self {
            rows,
            loaded,
            failure,
            refetch,
        }
    }

    /// Loads the list again.
    pub(crate) fn refetch(self) {
        self.refetch.now();
    }
}
