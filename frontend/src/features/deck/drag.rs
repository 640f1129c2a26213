//! Moves a card to another place among those who are invited first, by its number: with a finger or
//! the mouse, beyond what is shown near the edges of the window, or with the arrow keys.

use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use seat_dealer_api_types::Card;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

use super::order::Move;
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
        let is_first = move || kind.get_untracked() == Kind::First;
        let drop = move |is_dropped: bool| {
            let Some(held) = held.try_update_value(Option::take).flatten() else {
                return;
            };
            desk.dragging.set_value(false);
            let to = held.release(first(desk), is_first()).filter(|_| is_dropped);
            match to {
                Some(to) => rearrange(desk, card, Move::To(to)),
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
                held.try_with_value(|held| {
                    let held = held.as_ref()?;
                    held.scroll();
                    held.draw(first(desk), is_first());
                    Some(())
                });
            };
            held.set_value(Held::grab(&event, draw));
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

/// How many are invited first.
fn first(desk: Desk) -> usize {
    desk.order.with_untracked(|order| order.invite_first.len())
}

/// A card in the hand.
struct Held {
    row: HtmlElement,
    /// Where on the page it was taken up.
    start: f64,
    /// Where in the window the pointer is.
    y: f64,
    frames: Option<IntervalHandle>,
}

impl Held {
    fn grab(event: &PointerEvent, draw: impl Fn() + 'static) -> Option<Self> {
        let handle: Element = event.target()?.dyn_into().ok()?;
        let row = handle.closest("li").ok()??.dyn_into().ok()?;
        // From now on the pointer is the handle's, wherever it goes.
        let _ = handle.set_pointer_capture(event.pointer_id());
        let y = f64::from(event.client_y());
        Some(Self {
            row,
            start: y + scrolled(),
            y,
            frames: set_interval_with_handle(draw, FRAME).ok(),
        })
    }

    /// How far it has been moved.
    fn way(&self) -> f64 {
        self.y + scrolled() - self.start
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

    fn draw(&self, first: usize, is_first: bool) {
        let _ = self.row.set_attribute("data-held", "");
        let _ = self
            .row
            .style()
            .set_property("transform", &format!("translateY({}px)", whole(self.way())));
        let others = self.others();
        for row in &others {
            let _ = row.remove_attribute("data-drop");
        }
        let Some(to) = self.place(first, is_first) else {
            return;
        };
        let (row, side) = match others.get(to) {
            Some(row) => (Some(row), "before"),
            None => (others.last(), "after"),
        };
        if let Some(row) = row {
            let _ = row.set_attribute("data-drop", side);
        }
    }

    /// Lets it go, and says to which place among those who are invited first.
    fn release(self, first: usize, is_first: bool) -> Option<usize> {
        let to = self.place(first, is_first);
        if let Some(frames) = self.frames {
            frames.clear();
        }
        let _ = self.row.remove_attribute("data-held");
        let _ = self.row.style().remove_property("transform");
        for row in self.others() {
            let _ = row.remove_attribute("data-drop");
        }
        to
    }

    /// The place above which it is held; none where it would stay among those who are not invited
    /// first.
    fn place(&self, first: usize, is_first: bool) -> Option<usize> {
        if self.way().abs() < SLACK {
            return None;
        }
        let mut others = self.others();
        others.truncate(first - usize::from(is_first && first > 0));
        let is_above = |row: &&Element| {
            let shape = row.get_bounding_client_rect();
            shape.top() + shape.height() / 2.0 < self.y
        };
        let end = match others.last() {
            Some(last) => last.get_bounding_client_rect().bottom(),
            None => self.row.parent_element()?.get_bounding_client_rect().top() + 2.0 * SLACK,
        };
        (is_first || self.y < end).then(|| others.iter().filter(is_above).count())
    }

    /// The other rows of the list, in their order.
    fn others(&self) -> Vec<Element> {
        let list = self.row.parent_element();
        let first = list.and_then(|list| list.first_element_child());
        std::iter::successors(first, Element::next_element_sibling)
            .filter(|row| !row.is_same_node(Some(&self.row)))
            .collect()
    }
}

fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

#[allow(clippy::cast_possible_truncation)] // Pages are not that long.
fn whole(length: f64) -> i32 {
    length as i32
}
