//! Drags a card to another place of the deck by its number, with a finger or the mouse. The page scrolls
//! near the edges of the window. The arrow keys move the card, too.

use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use seat_dealer_api_types::Card;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

use super::moving::{CardGroup, move_card, position_id};
use super::order::Move;
use crate::pages::event::store::EventStore;

/// The distance from the upper edge of the window at which the page starts to scroll, in pixels: more than a
/// thumb.
const UPPER_EDGE: f64 = 96.0;
/// The same for the lower edge: more than the main button and the navigation at the foot of a phone.
const LOWER_EDGE: f64 = 168.0;
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
        // The cards that a search finds have others between them.
        let is_whole = store.deck_search.with(|search| search.trim().is_empty());
        if is_whole && group.get().is_draggable() {
            view! { <DragHandle store card position /> }.into_any()
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
fn DragHandle(store: EventStore, card: RwSignal<Card>, position: Signal<String>) -> impl IntoView {
    let dragged = StoredValue::new_local(None::<DraggedCard>);
    let end = move |is_dropped: bool| {
        let Some(dragged) = dragged.try_update_value(Option::take).flatten() else {
            return;
        };
        store.is_dragging.set_value(false);
        match dragged.release().filter(|_| is_dropped) {
            Some(index) => move_card(store, card, Move::To(index)),
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
        dragged.set_value(DraggedCard::grab(&event, draw_frame));
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

/// A card that is being dragged.
struct DraggedCard {
    row: HtmlElement,
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
    fn grab(event: &PointerEvent, draw_frame: impl Fn() + 'static) -> Option<Self> {
        let handle: Element = event.target()?.dyn_into().ok()?;
        let row: HtmlElement = handle.closest("li").ok()??.dyn_into().ok()?;
        // The handle gets all events of the pointer, also outside of the handle.
        let _ = handle.set_pointer_capture(event.pointer_id());
        let pointer_y = f64::from(event.client_y());
        Some(Self {
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
            _ if self.distance() < -MIN_DISTANCE && self.pointer_y < UPPER_EDGE => -SCROLL_STEP,
            Some(height)
                if self.distance() > MIN_DISTANCE && self.pointer_y > height - LOWER_EDGE =>
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

    /// Ends the drag and returns the index in the deck; `None` if the card has not been moved.
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

    /// The index at which the card would be dropped; `None` near its place.
    fn drop_index(&self) -> Option<usize> {
        if self.distance().abs() < MIN_DISTANCE {
            return None;
        }
        let is_above = |row: &Element| {
            let rect = row.get_bounding_client_rect();
            rect.top() + rect.height() / 2.0 < self.pointer_y
        };
        Some(self.others().partition_point(is_above))
    }

    /// The other rows that can be dragged, in order. They are the first of the list.
    fn others(&self) -> Vec<Element> {
        let list = self.row.parent_element();
        let first = list.and_then(|list| list.first_element_child());
        std::iter::successors(first, Element::next_element_sibling)
            .take_while(|row| !row.has_attribute("data-fixed"))
            .filter(|row| !row.is_same_node(Some(&self.row)))
            .collect()
    }
}

#[allow(clippy::cast_possible_truncation)] // Pages are not that long.
fn whole_pixels(length: f64) -> i32 {
    length as i32
}
