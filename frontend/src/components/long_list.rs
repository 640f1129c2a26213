//! A list that may be very long. Its beginning is drawn at once; of the rows beyond, only the name
//! is there for searches in the page and for screen readers until one comes near. What can be
//! pressed in a row takes longer to make than everything else in it.

use std::ops::Range;

use leptos::html::Ul;
use leptos::prelude::*;
use web_sys::Element;

use super::dynamic::{dynamic, effect};
use crate::keyed::Keyed;

/// How far from the window every row has been drawn, in pixels.
const NEAR: f64 = 1_200.0;
/// How far when some have to be: many at once, so that the page has a rest from it.
const AROUND: f64 = 3_600.0;

/// The list; `label` is the id of its heading, `name` what stands for a row that is far away.
pub(crate) fn long_list<T: Clone + PartialEq + Send + Sync + 'static>(
    label: &'static str,
    list: Keyed<T>,
    name: fn(&T) -> String,
    row: impl Fn(RwSignal<T>) -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView {
    let shown = NodeRef::<Ul>::new();
    let length = dynamic(move || list.len());
    let draw = move |near, around| list.draw(near, around);
    draw_near(shown, length, Box::new(draw));
    view! {
        <ul class="rows" aria-labelledby=label node_ref=shown>
            {list.long_view(name, row)}
        </ul>
    }
    .into_any()
}

/// Draws the rows that are near the window, now and whenever others may be.
fn draw_near(
    list: NodeRef<Ul>,
    length: Box<dyn Fn() -> usize + Send + Sync>,
    draw: Box<dyn Fn(Range<usize>, Range<usize>)>,
) {
    let draw = StoredValue::new_local(draw);
    let is_due = StoredValue::new(false);
    let look = move || {
        is_due.try_set_value(false);
        if let Some(list) = list.try_get_untracked().flatten() {
            let (near, around) = (within(&list, NEAR), within(&list, AROUND));
            draw.try_with_value(|draw| draw(near, around));
        }
    };
    let soon = move || {
        if is_due.try_get_value() == Some(false) {
            is_due.set_value(true);
            request_animation_frame(look);
        }
    };
    effect(move || {
        length();
        soon();
    });
    for handle in [
        window_event_listener_untyped("scroll", move |_| soon()),
        window_event_listener_untyped("resize", move |_| soon()),
    ] {
        on_cleanup(move || handle.remove());
    }
}

/// The rows that are so far from the window at most.
fn within(list: &Element, distance: f64) -> Range<usize> {
    let rows = list.children();
    let height = window().inner_height().ok().and_then(|it| it.as_f64());
    let end = height.unwrap_or_default() + distance;
    let shape = |at| rows.item(at).map(|row| row.get_bounding_client_rect());
    let is_above = |at| shape(at).is_some_and(|shape| shape.bottom() < -distance);
    let is_before_the_end = |at| shape(at).is_some_and(|shape| shape.top() < end);
    let count = rows.length();
    count_while(count, is_above)..count_while(count, is_before_the_end)
}

/// How many are so, of which all come before those that are not.
fn count_while(count: u32, is_so: impl Fn(u32) -> bool) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = u32::midpoint(from, to);
        if is_so(middle) {
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
    fn those_that_are_so_are_counted() {
        for count in 0..20 {
            for so in 0..=count {
                assert_eq!(
                    count_while(count, |at| at < so),
                    so as usize,
                    "{so} of {count}"
                );
            }
        }
    }
}
