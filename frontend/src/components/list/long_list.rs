//! A list that can have thousands of rows. Rendering a row's buttons takes longer than the rest of it.
//! So only the beginning is rendered at once; a row beyond it is its name, for screen readers and for
//! searches in the page, until the host scrolls near it.

use std::ops::Range;
use std::sync::Arc;

use leptos::html::Ul;
use leptos::prelude::*;
use web_sys::Element;

use super::keyed_list::{KeyedList, Row};
use super::rows::{Item, for_items};
use crate::reactive::effect;

/// Every row within this distance of the viewport is rendered, in pixels.
const NEAR: f64 = 1_200.0;
/// If one of them is not, all rows within this distance are, so that it happens less often.
const AROUND: f64 = 3_600.0;

/// The list.
#[component]
pub(crate) fn LongList<T, F, V>(
    /// The name of the list, for screen readers.
    #[prop(optional)]
    label: Option<&'static str>,
    each: KeyedList<T>,
    /// What stands for a row that is not rendered yet.
    name: fn(&T) -> String,
    /// Renders a row. Gets the row's value as a signal.
    children: F,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(RwSignal<T>) -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let item = move |row: Row<T>| {
        let value = row.value;
        let is_rendered = row.is_rendered;
        Item {
            key: row.key,
            render: Arc::new(move || {
                let value = RwSignal::from(value.clone());
                row_or_name(
                    is_rendered.clone(),
                    Box::new(move || children(value).into_any()),
                    Box::new(move || value.with(name)),
                )
            }),
        }
    };
    let rows = for_items(move || each.rows().into_iter().map(item).collect());
    let node = NodeRef::<Ul>::new();
    render_near_rows(
        node,
        Box::new(move || each.len()),
        Box::new(move |near, around| each.render(near, around)),
    );
    view! {
        <ul class="rows" aria-label=label node_ref=node>
            {rows}
        </ul>
    }
}

/// A row, or its name until the row is to be rendered.
fn row_or_name(
    is_rendered: ArcRwSignal<bool>,
    row: Box<dyn Fn() -> AnyView + Send + Sync>,
    name: Box<dyn Fn() -> String + Send + Sync>,
) -> AnyView {
    let name = Arc::new(name);
    let row_or_name = move || {
        if is_rendered.get() {
            return untrack(&row);
        }
        let name = Arc::clone(&name);
        view! {
            <li class="row" data-far="">
                {move || name()}
            </li>
        }
        .into_any()
    };
    view! { {move || row_or_name()} }.into_any()
}

/// Renders the rows near the viewport, now and after scrolling, resizing and changes of the length.
fn render_near_rows(
    list: NodeRef<Ul>,
    length: Box<dyn Fn() -> usize>,
    render: Box<dyn Fn(Range<usize>, Range<usize>)>,
) {
    let render = StoredValue::new_local(render);
    let is_scheduled = StoredValue::new(false);
    let check = move || {
        is_scheduled.try_set_value(false);
        if let Some(list) = list.try_get_untracked().flatten() {
            let (near, around) = (rows_within(&list, NEAR), rows_within(&list, AROUND));
            render.try_with_value(|render| render(near, around));
        }
    };
    let schedule = move || {
        if is_scheduled.try_get_value() == Some(false) {
            is_scheduled.set_value(true);
            request_animation_frame(check);
        }
    };
    effect(move || {
        length();
        schedule();
    });
    for handle in [
        window_event_listener_untyped("scroll", move |_| schedule()),
        window_event_listener_untyped("resize", move |_| schedule()),
    ] {
        on_cleanup(move || handle.remove());
    }
}

/// The rows within this distance of the viewport, in pixels.
fn rows_within(list: &Element, distance: f64) -> Range<usize> {
    let rows = list.children();
    let height = window().inner_height().ok().and_then(|it| it.as_f64());
    let bottom = height.unwrap_or_default() + distance;
    let rect = |index| rows.item(index).map(|row| row.get_bounding_client_rect());
    let is_above = |index| rect(index).is_some_and(|rect| rect.bottom() < -distance);
    let begins_before_end = |index| rect(index).is_some_and(|rect| rect.top() < bottom);
    let count = rows.length();
    partition_point(count, is_above)..partition_point(count, begins_before_end)
}

/// The number of indices for which the predicate holds, where those come before all others.
fn partition_point(count: u32, predicate: impl Fn(u32) -> bool) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = u32::midpoint(from, to);
        if predicate(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_partition_point_is_found() {
        for count in 0..20 {
            for expected in 0..=count {
                assert_eq!(
                    partition_point(count, |index| index < expected),
                    expected as usize,
                    "{expected} of {count}"
                );
            }
        }
    }
}
