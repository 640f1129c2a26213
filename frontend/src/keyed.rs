//! A list whose rows stay where they are while their values change, so that a refresh neither
//! loses the focus nor closes what is open in a row.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use crate::components::dynamic::{Dynamic, dynamic, part, words};

/// How many rows at the beginning of a long list are drawn from the first.
const BEGINNING: usize = 100;

/// A row: its key, and its value as a signal of its own.
#[derive(Debug)]
pub(crate) struct Row<T: 'static> {
    /// What tells this row from the others.
    pub(crate) key: String,
    /// What it shows.
    pub(crate) value: ArcRwSignal<T>,
    /// Whether more of it is drawn than its name, in a long list.
    drawn: ArcRwSignal<bool>,
}

impl<T> Row<T> {
    fn new(key: String, value: T, at: usize) -> Self
    where
        T: Send + Sync,
    {
        Self {
            key,
            value: ArcRwSignal::new(value),
            drawn: ArcRwSignal::new(at < BEGINNING),
        }
    }
}

impl<T> Clone for Row<T> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            value: self.value.clone(),
            drawn: self.drawn.clone(),
        }
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
        Self {
            rows: RwSignal::new(Vec::new()),
        }
    }

    /// The list as a part of the page: `row` draws each row once.
    pub(crate) fn view(
        self,
        row: impl Fn(RwSignal<T>) -> AnyView + Copy + Send + Sync + 'static,
    ) -> AnyView {
        let item = move |Row { key, value, .. }| Item {
            key,
            draw: Arc::new(move || row(RwSignal::from(ArcRwSignal::clone(&value)))),
        };
        list(dynamic(move || {
            self.rows.get().into_iter().map(item).collect()
        }))
    }

    /// The same of a list that may be long: a row beyond its beginning is its name alone until it
    /// is to be drawn.
    pub(crate) fn long_view(
        self,
        name: fn(&T) -> String,
        row: impl Fn(RwSignal<T>) -> AnyView + Copy + Send + Sync + 'static,
    ) -> AnyView {
        let item = move |Row { key, value, drawn }: Row<T>| Item {
            key,
            draw: Arc::new(move || {
                let value = RwSignal::from(ArcRwSignal::clone(&value));
                whole_or_name(
                    ArcRwSignal::clone(&drawn),
                    Box::new(move || row(value)),
                    dynamic(move || value.with(name)),
                )
            }),
        };
        list(dynamic(move || {
            self.rows.get().into_iter().map(item).collect()
        }))
    }

    /// Draws the rows of a long list that are `around`, if one is missing that is `near`.
    pub(crate) fn draw(self, near: Range<usize>, around: Range<usize>) {
        let rows = self.rows.try_get_untracked().unwrap_or_default();
        let drawn = |which: Range<usize>| {
            let end = which.end.min(rows.len());
            rows[which.start.min(end)..end].iter().map(|row| &row.drawn)
        };
        if drawn(near).any(|drawn| !drawn.get_untracked()) {
            drawn(around).for_each(draw);
        }
    }

    /// How many rows there are.
    pub(crate) fn len(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// What tells the rows apart, in their order.
    pub(crate) fn keys(self) -> Vec<String> {
        self.rows
            .with_untracked(|rows| rows.iter().map(|row| row.key.clone()).collect())
    }

    /// The values as they are now; follows every change.
    pub(crate) fn values(self) -> Vec<T> {
        self.rows
            .with(|rows| rows.iter().map(|row| row.value.get()).collect())
    }

    /// Takes a new list: rows that are still there keep their signal, and only what differs is
    /// told to those who watch.
    pub(crate) fn replace(self, values: Vec<T>, key: impl Fn(&T) -> &str) {
        let Some(mut old) = self.rows.try_get_untracked() else {
            return;
        };
        let mut same_order = old.len() == values.len();
        let mut rows = Vec::with_capacity(values.len());
        let mut next = 0;
        for value in values {
            // After the one before first: most rows are where they were, or all have moved up.
            let is_it = |row: &Row<T>| row.key == key(&value);
            let found = if old.get(next).is_some_and(is_it) {
                Some(next)
            } else {
                old.iter().position(is_it)
            };
            same_order &= found == Some(rows.len());
            next = found.map_or(next, |found| found + 1);
            if let Some(found) = found {
                let row = old[found].clone();
                if row.value.with_untracked(|old| *old != value) {
                    row.value.set(value);
                }
                rows.push(row);
            } else {
                let key = key(&value).to_owned();
                rows.push(Row::new(key, value, rows.len()));
            }
        }
        if !same_order {
            std::mem::swap(&mut old, &mut rows);
            self.rows.set(old);
        }
    }

    /// Puts the rows with these keys first, in this order.
    pub(crate) fn lead(self, keys: &[String]) {
        self.rows.try_update(|rows| {
            let mut led = 0;
            for key in keys {
                // Most are where they are to be.
                if let Some(further) = rows[led..].iter().position(|row| row.key == *key) {
                    let row = rows.remove(led + further);
                    rows.insert(led, row);
                    led += 1;
                }
            }
        });
    }

    /// Takes a row out.
    pub(crate) fn remove(self, key: &str) {
        self.rows
            .try_update(|rows| rows.retain(|row| row.key != key));
    }

    /// Adds rows at the end.
    pub(crate) fn extend(self, values: Vec<T>, key: impl Fn(&T) -> &str) {
        self.rows.try_update(|rows| {
            for value in values {
                if !rows.iter().any(|row| row.key == key(&value)) {
                    let key = key(&value).to_owned();
                    rows.push(Row::new(key, value, rows.len()));
                }
            }
        });
    }
}

fn draw(drawn: &ArcRwSignal<bool>) {
    if !drawn.get_untracked() {
        drawn.set(true);
    }
}

/// A row of a long list, of which only the name is there until it is drawn.
fn whole_or_name(
    drawn: ArcRwSignal<bool>,
    whole: Box<dyn Fn() -> AnyView + Send + Sync>,
    name: Dynamic<String>,
) -> AnyView {
    let name = Arc::new(name);
    part(move || {
        if drawn.get() {
            return Some(untrack(&whole));
        }
        let name = Arc::clone(&name);
        Some(
            view! {
                <li class="row" data-far="">
                    {words(move || name())}
                </li>
            }
            .into_any(),
        )
    })
}

/// One item of a list: its key, and what draws it.
#[derive(Clone)]
pub(crate) struct Item {
    /// What tells this item from the others.
    pub(crate) key: String,
    /// Draws it, once.
    pub(crate) draw: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

/// A list as a part of the page, whatever its items are.
pub(crate) fn list(items: Dynamic<Vec<Item>>) -> AnyView {
    let key = |item: &Item| item.key.clone();
    let draw = |item: Item| (item.draw)();
    view! { <For each=items key=key children=draw /> }.into_any()
}
