//! Moves a card to another place among those who are invited first, by its number: with a finger or
//! the mouse, beyond what is shown near the edges of the window, or with the arrow keys.

use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use seat_dealer_api_types::Card;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

use super::order::{Move, whole};
use super::{Kind, rearrange};
use crate::components::dynamic::{dynamic, part, words};
use crate::features::events::desk::Desk;

/// How near to an edge of the window the page begins to scroll, in pixels: more than a thumb, and
/// than what stands at the foot of a phone.
const EDGE: f64 = 96.0;
/// How far it scrolls with each frame.
const STEP: f64 = 12.0;
const FRAME: Duration = Duration::from_millis(16);
/// A hand that shakes is not moving anything.
const SLACK: f64 = 8.0;

/// The id of the place of a contact's card.
pub(super) fn id(contact: &str) -> String {
    format!("place-{contact}")
}

/// The place of a card; what can be moved is moved by it.
pub(super) fn handle(
    desk: Desk,
    card: RwSignal<Card>,
    kind: Memo<Kind>,
    place: impl Fn() -> String + Copy + Send + Sync + 'static,
) -> AnyView {
    let held = StoredValue::new_local(None::<Held>);
    let button = part(move || {
        if !matches!(kind.get(), Kind::First | Kind::Usual) {
            return Some(words(place));
        }
        let name = move || {
            let name = card.with(|card| card.contact.name.clone());
            format!("{}: move {name}", place())
        };
        let drop = move |is_dropped: bool| {
            let Some(held) = held.try_update_value(Option::take).flatten() else {
                return;
            };
            desk.dragging.set_value(false);
            match held.release().filter(|_| is_dropped) {
                Some(to) => rearrange(desk, card, Move::To(place_in_all(desk, card, to))),
                // What has happened meanwhile.
                None => desk.refresh(),
            }
        };
        let press = move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowUp" => Move::Up,
                "ArrowDown" => Move::Down,
                "Escape" => return drop(false),
                _ => return,
            };
            event.prevent_default();
            rearrange(desk, card, step);
        };
        let grab = move |event: PointerEvent| {
            if event.button() != 0 || held.with_value(Option::is_some) {
                return;
            }
            let draw = move || {
                held.try_update_value(|held| {
                    let held = held.as_mut()?;
                    held.scroll();
                    held.draw();
                    Some(())
                });
            };
            let is_first = kind.get_untracked() == Kind::First;
            held.set_value(Held::grab(&event, shown_first(desk), is_first, draw));
            desk.dragging.set_value(held.with_value(Option::is_some));
        };
        let drag = move |event: PointerEvent| {
            held.update_value(|held| {
                if let Some(held) = held {
                    held.y = f64::from(event.client_y());
                }
            });
        };
        Some(
            view! {
                <button
                    type="button"
                    class="handle"
                    aria-label=dynamic(name)
                    on:pointerdown=grab
                    on:pointermove=drag
                    on:pointerup=move |_| drop(true)
                    on:pointercancel=move |_| drop(false)
                    on:keydown=press
                >
                    {words(place)}
                </button>
            }
            .into_any(),
        )
    });
    let id = card.with_untracked(|card| id(&card.contact.id));
    view! {
        <span class="position" id=id>
            {button}
        </span>
    }
    .into_any()
}

/// How many of the cards that are shown are invited first.
fn shown_first(desk: Desk) -> usize {
    let shown = untrack(|| desk.deck.values());
    shown.iter().filter(|card| card.invite_first).count()
}

/// The place among all who are invited first of a card that is dropped at a place among those of them
/// that are shown.
fn place_in_all(desk: Desk, card: RwSignal<Card>, to: usize) -> usize {
    let moved = card.with_untracked(|card| card.contact.id.clone());
    let without = |mut ids: Vec<String>| {
        ids.retain(|id| *id != moved);
        ids
    };
    let all = without(desk.order.get_untracked().invite_first);
    whole(&all, &without(desk.deck.keys()), to)
}

/// A card in the hand.
struct Held {
    row: HtmlElement,
    /// How many others that are shown are invited first; they come before all others.
    first: usize,
    is_first: bool,
    /// Where in the window the pointer is.
    y: f64,
    /// How far below the upper edge of the row it was taken.
    grip: f64,
    /// How far from its place the row is drawn.
    drawn: f64,
    /// The row beside which it would be let go.
    mark: Option<Element>,
    frames: Option<IntervalHandle>,
}

impl Held {
    fn grab(
        event: &PointerEvent,
        first: usize,
        is_first: bool,
        draw: impl Fn() + 'static,
    ) -> Option<Self> {
        let handle: Element = event.target()?.dyn_into().ok()?;
        let row: HtmlElement = handle.closest("li").ok()??.dyn_into().ok()?;
        // From now on the pointer is the handle's, wherever it goes.
        let _ = handle.set_pointer_capture(event.pointer_id());
        let y = f64::from(event.client_y());
        Some(Self {
            first: first - usize::from(is_first && first > 0),
            is_first,
            y,
            grip: y - row.get_bounding_client_rect().top(),
            drawn: 0.0,
            mark: None,
            frames: set_interval_with_handle(draw, FRAME).ok(),
            row,
        })
    }

    /// How far it has been moved from where its row has its place, which may move itself while rows
    /// above it are drawn.
    fn way(&self) -> f64 {
        let place = self.row.get_bounding_client_rect().top() - self.drawn;
        self.y - self.grip - place
    }

    /// Scrolls the page while the pointer is near the edge towards which it has been moved.
    fn scroll(&self) {
        let height = window().inner_height().ok().and_then(|it| it.as_f64());
        let step = match height {
            _ if self.way() < -SLACK && self.y < EDGE => -STEP,
            Some(height) if self.way() > SLACK && self.y > height - EDGE => STEP,
            _ => return,
        };
        window().scroll_by_with_x_and_y(0.0, step);
    }

    fn draw(&mut self) {
        let way = whole_pixels(self.way());
        self.drawn = f64::from(way);
        let _ = self.row.set_attribute("data-held", "");
        let _ = self
            .row
            .style()
            .set_property("transform", &format!("translateY({way}px)"));
        let others = self.others();
        let drop = self.place().and_then(|to| match others.get(to) {
            Some(row) => Some((row, "before")),
            None => Some((others.last()?, "after")),
        });
        self.unmark();
        if let Some((row, side)) = drop {
            let _ = row.set_attribute("data-drop", side);
            self.mark = Some(row.clone());
        }
    }

    fn unmark(&mut self) {
        if let Some(row) = self.mark.take() {
            let _ = row.remove_attribute("data-drop");
        }
    }

    /// Lets it go, and says to which place among those who are shown and invited first.
    fn release(mut self) -> Option<usize> {
        let to = self.place();
        if let Some(frames) = self.frames.take() {
            frames.clear();
        }
        let _ = self.row.remove_attribute("data-held");
        let _ = self.row.style().remove_property("transform");
        self.unmark();
        to
    }

    /// The place above which it is held; none where it would stay among those who are not invited
    /// first.
    fn place(&self) -> Option<usize> {
        if self.way().abs() < SLACK {
            return None;
        }
        let mut others = self.others();
        others.truncate(self.first);
        let is_above = |row: &Element| {
            let shape = row.get_bounding_client_rect();
            shape.top() + shape.height() / 2.0 < self.y
        };
        let end = match others.last() {
            Some(last) => last.get_bounding_client_rect().bottom(),
            None => self.row.parent_element()?.get_bounding_client_rect().top() + 2.0 * SLACK,
        };
        (self.is_first || self.y < end).then(|| others.partition_point(is_above))
    }

    /// The other rows of the list in their order, as far as it can be moved, and one more.
    fn others(&self) -> Vec<Element> {
        let list = self.row.parent_element();
        let first = list.and_then(|list| list.first_element_child());
        std::iter::successors(first, Element::next_element_sibling)
            .filter(|row| !row.is_same_node(Some(&self.row)))
            .take(self.first + 1)
            .collect()
    }
}

#[allow(clippy::cast_possible_truncation)] // Pages are not that long.
fn whole_pixels(length: f64) -> i32 {
    length as i32
}
