//! Drags a card to another place in the invite-first list by its number, with a finger or the mouse.
//! The page scrolls near the edges of the window. The arrow keys move the card, too.

use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use seat_dealer_api_types::Card;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

use super::moving::{CardGroup, move_card, position_id};
use super::order::{Move, index_in_order};
use crate::pages::event::store::EventStore;

/// The distance from an edge of the window at which the page starts to scroll, in pixels. It is more
/// than a thumb, and more than the navigation at the foot of a phone.
const SCROLL_EDGE: f64 = 96.0;
/// How far the page scrolls with each frame, in pixels.
const SCROLL_STEP: f64 = 12.0;
const FRAME: Duration = Duration::from_millis(16);
/// A smaller movement is no drag, in pixels.
const MIN_DISTANCE: f64 = 8.0;

/// The position of a card; a handle to drag it by if the card can be moved.
#[component]
pub(super) fn CardPosition(
    store: EventStore,
    card: RwSignal<Card>,
    group: Memo<CardGroup>,
) -> impl IntoView {
    let position = Signal::derive(move || {
        let position = card.with(|card| card.position);
        position.map_or_else(|| "–".to_owned(), |position| position.to_string())
    });
    let content = move || {
        if group.get().is_draggable() {
            view! { <DragHandle store card group position /> }.into_any()
        } else {
            view! { {move || position.get()} }.into_any()
        }
    };
    let id = card.with_untracked(|card| position_id(&card.contact.id));
    view! {
        <span class="position" id=id>
            {move || content()}
        </span>
    }
}

/// The handle to drag a card by.
#[component]
fn DragHandle(
    store: EventStore,
    card: RwSignal<Card>,
    group: Memo<CardGroup>,
    position: Signal<String>,
) -> impl IntoView {
    let dragged = StoredValue::new_local(None::<DraggedCard>);
    let end = move |is_dropped: bool| {
        let Some(dragged) = dragged.try_update_value(Option::take).flatten() else {
            return;
        };
        store.is_dragging.set_value(false);
        match dragged.release().filter(|_| is_dropped) {
            Some(index) => {
                let index = index_among_all(store, card, index);
                move_card(store, card, Move::To(index));
            }
            // Loads the changes that were not shown during the drag.
            None => store.refetch(),
        }
    };
    let press_key = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowUp" => Move::Up,
            "ArrowDown" => Move::Down,
            "Escape" => return end(false),
            _ => return,
        };
        event.prevent_default();
        move_card(store, card, step);
    };
    let start = move |event: PointerEvent| {
        if event.button() != 0 || dragged.with_value(Option::is_some) {
            return;
        }
        let draw_frame = move || {
            dragged.try_update_value(|dragged| {
                let dragged = dragged.as_mut()?;
                dragged.scroll_page();
                dragged.draw();
                Some(())
            });
        };
        let is_first = group.get_untracked() == CardGroup::InviteFirst;
        let first_count = shown_first_count(store);
        dragged.set_value(DraggedCard::grab(&event, first_count, is_first, draw_frame));
        store
            .is_dragging
            .set_value(dragged.with_value(Option::is_some));
    };
    let follow = move |event: PointerEvent| {
        dragged.update_value(|dragged| {
            if let Some(dragged) = dragged {
                dragged.pointer_y = f64::from(event.client_y());
            }
        });
    };
    view! {
        <button
            type="button"
            class="handle"
            aria-label=move || {
                let name = card.with(|card| card.contact.name.clone());
                format!("{}: move {name}", position.get())
            }
            on:pointerdown=start
            on:pointermove=follow
            on:pointerup=move |_| end(true)
            on:pointercancel=move |_| end(false)
            on:keydown=press_key
        >
            {move || position.get()}
        </button>
    }
}

/// How many of the shown cards are on the invite-first list.
fn shown_first_count(store: EventStore) -> usize {
    let shown = untrack(|| store.deck.values());
    shown.iter().filter(|card| card.invite_first).count()
}

/// Converts an index among the shown cards to one in the whole invite-first list.
fn index_among_all(store: EventStore, card: RwSignal<Card>, index: usize) -> usize {
    let moved = card.with_untracked(|card| card.contact.id.clone());
    let without_moved = |mut ids: Vec<String>| {
        ids.retain(|id| *id != moved);
        ids
    };
    let order = without_moved(store.order.get_untracked().invite_first);
    index_in_order(&order, &without_moved(store.deck.keys()), index)
}

/// A card that is being dragged.
struct DraggedCard {
    row: HtmlElement,
    /// How many other shown cards are on the invite-first list. They are the first of the list.
    first_count: usize,
    /// Whether the card is on the invite-first list.
    is_first: bool,
    /// The vertical position of the pointer in the window.
    pointer_y: f64,
    /// The distance from the upper edge of the row to where it was grabbed.
    grip: f64,
    /// The distance at which the row is drawn from its place.
    offset: f64,
    /// The row that is marked as the place to drop the card.
    target: Option<Element>,
    frames: Option<IntervalHandle>,
}

impl DraggedCard {
    fn grab(
        event: &PointerEvent,
        first_count: usize,
        is_first: bool,
        draw_frame: impl Fn() + 'static,
    ) -> Option<Self> {
        let handle: Element = event.target()?.dyn_into().ok()?;
        let row: HtmlElement = handle.closest("li").ok()??.dyn_into().ok()?;
        // The handle gets all events of the pointer, also outside of the handle.
        let _ = handle.set_pointer_capture(event.pointer_id());
        let pointer_y = f64::from(event.client_y());
        Some(Self {
            first_count: first_count - usize::from(is_first && first_count > 0),
            is_first,
            pointer_y,
            grip: pointer_y - row.get_bounding_client_rect().top(),
            offset: 0.0,
            target: None,
            frames: set_interval_with_handle(draw_frame, FRAME).ok(),
            row,
        })
    }

    /// The distance of the card from its place. The place itself moves when rows above it are rendered.
    fn distance(&self) -> f64 {
        let place = self.row.get_bounding_client_rect().top() - self.offset;
        self.pointer_y - self.grip - place
    }

    /// Scrolls the page while the pointer is near the edge towards which the card was moved.
    fn scroll_page(&self) {
        let height = window().inner_height().ok().and_then(|it| it.as_f64());
        let step = match height {
            _ if self.distance() < -MIN_DISTANCE && self.pointer_y < SCROLL_EDGE => -SCROLL_STEP,
            Some(height)
                if self.distance() > MIN_DISTANCE && self.pointer_y > height - SCROLL_EDGE =>
            {
                SCROLL_STEP
            }
            _ => return,
        };
        window().scroll_by_with_x_and_y(0.0, step);
    }

    /// Draws the row at the pointer and marks where it would be dropped.
    fn draw(&mut self) {
        let offset = whole_pixels(self.distance());
        self.offset = f64::from(offset);
        let _ = self.row.set_attribute("data-held", "");
        let _ = self
            .row
            .style()
            .set_property("transform", &format!("translateY({offset}px)"));
        let others = self.others();
        let target = self.drop_index().and_then(|index| match others.get(index) {
            Some(row) => Some((row, "before")),
            None => Some((others.last()?, "after")),
        });
        self.clear_target();
        if let Some((row, side)) = target {
            let _ = row.set_attribute("data-drop", side);
            self.target = Some(row.clone());
        }
    }

    fn clear_target(&mut self) {
        if let Some(row) = self.target.take() {
            let _ = row.remove_attribute("data-drop");
        }
    }

    /// Ends the drag and returns the index in the shown part of the invite-first list.
    fn release(mut self) -> Option<usize> {
        let index = self.drop_index();
        if let Some(frames) = self.frames.take() {
            frames.clear();
        }
        let _ = self.row.remove_attribute("data-held");
        let _ = self.row.style().remove_property("transform");
        self.clear_target();
        index
    }

    /// The index at which the card would be dropped; `None` where it would stay off the invite-first
    /// list.
    fn drop_index(&self) -> Option<usize> {
        if self.distance().abs() < MIN_DISTANCE {
            return None;
        }
        let mut others = self.others();
        others.truncate(self.first_count);
        let is_above = |row: &Element| {
            let rect = row.get_bounding_client_rect();
            rect.top() + rect.height() / 2.0 < self.pointer_y
        };
        let end = if let Some(last) = others.last() {
            last.get_bounding_client_rect().bottom()
        } else {
            let list = self.row.parent_element()?;
            list.get_bounding_client_rect().top() + 2.0 * MIN_DISTANCE
        };
        (self.is_first || self.pointer_y < end).then(|| others.partition_point(is_above))
    }

    /// The other rows of the invite-first list in order, and the one after them.
    fn others(&self) -> Vec<Element> {
        let list = self.row.parent_element();
        let first = list.and_then(|list| list.first_element_child());
        std::iter::successors(first, Element::next_element_sibling)
            .filter(|row| !row.is_same_node(Some(&self.row)))
            .take(self.first_count + 1)
            .collect()
    }
}

#[allow(clippy::cast_possible_truncation)] // Pages are not that long.
fn whole_pixels(length: f64) -> i32 {
    length as i32
}
