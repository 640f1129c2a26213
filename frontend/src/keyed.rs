//! A list whose rows stay where they are while their values change, so that a refresh neither
//! loses the focus nor closes what is open in a row.

use leptos::prelude::*;

/// A row: its key, and its value as a signal of its own.
#[derive(Debug)]
pub(crate) struct Row<T: 'static> {
    /// What tells this row from the others.
    pub(crate) key: String,
    /// What it shows.
    pub(crate) value: ArcRwSignal<T>,
}

impl<T> Clone for Row<T> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), value: self.value.clone() }
    }
}

/// The rows of a list, in order.
#[derive(Debug)]
pub(crate) struct Keyed<T: 'static> {
    rows: RwSignal<Vec<Row<T>>>,
}

impl<T> Clone for Keyed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Keyed<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Keyed<T> {
    /// An empty list.
    pub(crate) fn new() -> Self {
        Self { rows: RwSignal::new(Vec::new()) }
    }

    /// The rows, for a `For`.
    pub(crate) fn rows(self) -> Vec<Row<T>> {
        self.rows.get()
    }

    /// How many rows there are.
    pub(crate) fn len(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// The values as they are now; follows every change.
    pub(crate) fn values(self) -> Vec<T> {
        self.rows.with(|rows| rows.iter().map(|row| row.value.get()).collect())
    }

    /// Takes a new list: rows that are still there keep their signal, and only what differs is
    /// told to those who watch.
    pub(crate) fn replace(self, values: Vec<T>, key: impl Fn(&T) -> &str) {
        let Some(mut old) = self.rows.try_get_untracked() else { return };
        let mut same_order = old.len() == values.len();
        let mut rows = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            // The same place first: most refreshes change values, not the order.
            let found = match old.get(index) {
                Some(row) if row.key == key(&value) => Some(index),
                _ => {
                    same_order = false;
                    old.iter().position(|row| row.key == key(&value))
                }
            };
            if let Some(found) = found {
                let row = old[found].clone();
                if row.value.with_untracked(|old| *old != value) {
                    row.value.set(value);
                }
                rows.push(row);
            } else {
                rows.push(Row { key: key(&value).to_owned(), value: ArcRwSignal::new(value) });
            }
        }
        if !same_order {
            std::mem::swap(&mut old, &mut rows);
            self.rows.set(old);
        }
    }

    /// Adds rows at the end.
    pub(crate) fn extend(self, values: Vec<T>, key: impl Fn(&T) -> &str) {
        self.rows.try_update(|rows| {
            for value in values {
                if !rows.iter().any(|row| row.key == key(&value)) {
                    let key = key(&value).to_owned();
                    rows.push(Row { key, value: ArcRwSignal::new(value) });
                }
            }
        });
    }
}
