//! The state of a list.

use std::ops::Range;

use leptos::prelude::*;

/// How many rows at the beginning of a long list are rendered at once.
const INITIALLY_RENDERED: usize = 100;

/// A row: its key and its value.
#[derive(Debug)]
pub(super) struct Row<T: 'static> {
    pub(super) key: String,
    pub(super) value: ArcRwSignal<T>,
    /// Whether a long list renders the whole row instead of its name.
    pub(super) is_rendered: ArcRwSignal<bool>,
}

impl<T> Row<T> {
    fn new(key: String, value: T, index: usize) -> Self
    where
        T: Send + Sync,
    {
        Self {
            key,
            value: ArcRwSignal::new(value),
            is_rendered: ArcRwSignal::new(index < INITIALLY_RENDERED),
        }
    }
}

impl<T> Clone for Row<T> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            value: self.value.clone(),
            is_rendered: self.is_rendered.clone(),
        }
    }
}

/// A list of rows with unique keys.
#[derive(Debug)]
pub(crate) struct KeyedList<T: 'static> {
    rows: RwSignal<Vec<Row<T>>>,
}

impl<T> Clone for KeyedList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for KeyedList<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> KeyedList<T> {
    /// Creates an empty list.
    pub(crate) fn new() -> Self {
        Self {
            rows: RwSignal::new(Vec::new()),
        }
    }

    /// The rows. Reactive.
    pub(super) fn rows(self) -> Vec<Row<T>> {
        self.rows.get()
    }

    /// The number of rows. Reactive.
    pub(crate) fn len(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// Whether there are no rows. Reactive.
    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The values in order. Reactive, also to changes of single values.
    pub(crate) fn values(self) -> Vec<T> {
        self.rows
            .with(|rows| rows.iter().map(|row| row.value.get()).collect())
    }

    /// The number of values for which the predicate holds. Reactive, also to changes of single values.
    pub(crate) fn count(self, predicate: impl Fn(&T) -> bool) -> usize {
        self.rows.with(|rows| {
            let counted = rows.iter().filter(|row| row.value.with(&predicate));
            counted.count()
        })
    }

    /// The value with this key. Not reactive to changes of the list.
    pub(crate) fn find(self, key: &str) -> Option<RwSignal<T>> {
        self.rows.with_untracked(|rows| {
            let row = rows.iter().find(|row| row.key == key)?;
            Some(row.value.clone().into())
        })
    }

    /// The rows for which `order` is something, sorted by it. Reactive, also to changes of single values.
    pub(super) fn sorted(self, order: &dyn Fn(&T) -> Option<String>) -> Vec<Row<T>> {
        self.rows.with(|rows| {
            let place = |(index, row): (usize, &Row<T>)| Some((row.value.with(order)?, index));
            let mut places: Vec<_> = rows.iter().enumerate().filter_map(place).collect();
            sort(&mut places);
            let sorted = places.into_iter();
            sorted.map(|(_, index)| rows[index].clone()).collect()
        })
    }

    /// Renders the rows of a long list in the range `around`, if one in the range `near` is not
    /// rendered yet.
    pub(crate) fn render(self, near: Range<usize>, around: Range<usize>) {
        let rows = self.rows.try_get_untracked().unwrap_or_default();
        let flags = |range: Range<usize>| {
            let end = range.end.min(rows.len());
            let rows = &rows[range.start.min(end)..end];
            rows.iter().map(|row| &row.is_rendered)
        };
        if flags(near).any(|flag| !flag.get_untracked()) {
            flags(around).for_each(raise);
        }
    }

    /// Replaces the list. A row whose key remains keeps its signal, and only changed values notify.
    pub(crate) fn replace(self, values: Vec<T>, key: impl Fn(&T) -> &str) {
        let Some(mut old) = self.rows.try_get_untracked() else {
            return;
        };
        let mut is_same_order = old.len() == values.len();
        let mut rows = Vec::with_capacity(values.len());
        let mut next = 0;
        for value in values {
            // Most rows follow the one before, as in the old list.
            let is_match = |row: &Row<T>| row.key == key(&value);
            let found = if old.get(next).is_some_and(is_match) {
                Some(next)
            } else {
                old.iter().position(is_match)
            };
            is_same_order &= found == Some(rows.len());
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
        if !is_same_order {
            std::mem::swap(&mut old, &mut rows);
            self.rows.set(old);
        }
    }

    /// Moves the rows with these keys to the beginning, in this order.
    pub(crate) fn move_to_front(self, keys: &[String]) {
        self.rows.try_update(|rows| {
            let mut front = 0;
            for key in keys {
                // Most rows are in place already.
                if let Some(offset) = rows[front..].iter().position(|row| row.key == *key) {
                    let row = rows.remove(front + offset);
                    rows.insert(front, row);
                    front += 1;
                }
            }
        });
    }

    /// Removes the rows with these keys.
    pub(crate) fn remove_all(self, keys: &[String]) {
        let is_removed = |row: &Row<T>| keys.contains(&row.key);
        if self
            .rows
            .try_with_untracked(|rows| rows.iter().any(is_removed))
            == Some(true)
        {
            self.rows.update(|rows| rows.retain(|row| !is_removed(row)));
        }
    }
}

/// Sorts indices by their keys. Not generic, because each sort that is compiled adds some thousand bytes to the app.
fn sort(places: &mut [(String, usize)]) {
    places.sort_unstable();
}

fn raise(flag: &ArcRwSignal<bool>) {
    if !flag.get_untracked() {
        flag.set(true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Entry = (&'static str, u32);

    fn key(entry: &Entry) -> &str {
        entry.0
    }

    fn keys(rows: &[Row<Entry>]) -> Vec<&str> {
        rows.iter().map(|row| row.key.as_str()).collect()
    }

    /// A list of these entries, with an owner for its signals.
    fn list(entries: &[Entry]) -> (Owner, KeyedList<Entry>) {
        let owner = Owner::new();
        owner.set();
        let list = KeyedList::new();
        list.replace(entries.to_vec(), key);
        (owner, list)
    }

    #[test]
    fn a_row_that_remains_keeps_its_signal() {
        let (_owner, list) = list(&[("a", 1), ("b", 2)]);
        let before = list.rows.get_untracked();
        list.replace(vec![("b", 3), ("c", 4)], key);
        let after = list.rows.get_untracked();
        assert_eq!(keys(&after), ["b", "c"]);
        assert_eq!(before[1].value.get_untracked(), ("b", 3));
        assert_eq!(after[0].value.get_untracked(), ("b", 3));
        assert_eq!(after[1].value.get_untracked(), ("c", 4));
    }

    #[test]
    fn rows_are_reordered_and_removed_by_their_keys() {
        let (_owner, list) = list(&[("a", 1), ("b", 2), ("c", 3)]);
        list.replace(vec![("c", 3), ("a", 1), ("b", 2)], key);
        let order = || list.rows.get_untracked();
        assert_eq!(keys(&order()), ["c", "a", "b"]);
        list.move_to_front(&["b".to_owned(), "x".to_owned(), "c".to_owned()]);
        assert_eq!(keys(&order()), ["b", "c", "a"]);
        list.remove_all(&["c".to_owned()]);
        assert_eq!(keys(&order()), ["b", "a"]);
    }

    #[test]
    fn rows_are_selected_and_sorted_by_their_values() {
        let (_owner, list) = list(&[("a", 3), ("b", 0), ("c", 1), ("d", 3)]);
        let rows = list.sorted(&|(_, number)| (*number > 0).then(|| number.to_string()));
        assert_eq!(keys(&rows), ["c", "a", "d"]);
        assert!(
            list.find("d")
                .is_some_and(|value| value.get_untracked().1 == 3)
        );
        assert!(list.find("e").is_none());
    }

    #[test]
    fn rows_are_rendered_when_one_of_them_comes_near() {
        let entries: Vec<Entry> = (0..300)
            .map(|index| (index.to_string().leak() as &str, index))
            .collect();
        let (_owner, list) = list(&entries);
        let rendered = || {
            let rows = list.rows.get_untracked();
            rows.iter()
                .filter(|row| row.is_rendered.get_untracked())
                .count()
        };
        assert_eq!(rendered(), INITIALLY_RENDERED);
        list.render(0..90, 0..200);
        assert_eq!(rendered(), INITIALLY_RENDERED, "all near rows are there");
        list.render(50..120, 0..200);
        assert_eq!(rendered(), 200);
        list.render(290..400, 250..400);
        assert_eq!(rendered(), 250);
    }
}
