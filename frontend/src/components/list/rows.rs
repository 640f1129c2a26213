//! The views of lists.

use std::sync::Arc;

use leptos::prelude::*;

use super::keyed_list::{KeyedList, Row};

/// An item of a list: its key and the function that renders it.
#[derive(Clone)]
pub(crate) struct Item {
    /// The unique key.
    pub(crate) key: String,
    /// Renders the item. Called once.
    pub(crate) render: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

/// `<For>` over items of any kind, so that it is compiled once.
pub(crate) fn for_items(items: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> AnyView {
    for_boxed_items(Box::new(items))
}

fn for_boxed_items(each: Box<dyn Fn() -> Vec<Item> + Send + Sync>) -> AnyView {
    let key = |item: &Item| item.key.clone();
    let children = |item: Item| (item.render)();
    view! { <For each key children /> }.into_any()
}

/// Renders each row of a list once. `children` gets the row's value as a signal.
#[component]
pub(crate) fn ForRows<T, F, V>(each: KeyedList<T>, children: F) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(RwSignal<T>) -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    for_items(move || {
        each.rows()
            .into_iter()
            .map(|row| item(row, children))
            .collect()
    })
}

/// Like [`ForRows`], for the rows for which `order` is something, sorted by it.
pub(crate) fn for_sorted_rows<T, F, V>(
    each: KeyedList<T>,
    order: impl Fn(&T) -> Option<String> + Send + Sync + 'static,
    children: F,
) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(RwSignal<T>) -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    for_items(move || {
        let rows = each.sorted(&order).into_iter();
        rows.map(|row| item(row, children)).collect()
    })
}

fn item<T, F, V>(Row { key, value, .. }: Row<T>, children: F) -> Item
where
    T: Send + Sync + 'static,
    F: Fn(RwSignal<T>) -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    Item {
        key,
        render: Arc::new(move || children(value.clone().into()).into_any()),
    }
}
