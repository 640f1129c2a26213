//! Draws the table. Chairs with a guest are buttons with one tab stop for all of them; the arrow keys move
//! between them.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::geometry::{Chair, Layout, TableShape, layout};
use crate::browser;

/// Called with the invitation of the chair that the host presses; with `None` for an open chair.
pub(in crate::pages::event) type OnChair = UnsyncCallback<Option<String>>;

/// The guest on a chair, as the picture shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occupant {
    /// The id of the invitation.
    pub(super) invite_id: Option<String>,
    /// The state, which gives the chair its colour.
    pub(super) state: ChairState,
    /// The guest's initials.
    pub(super) initials: String,
    /// The tooltip.
    pub(super) title: String,
    /// How much of the time to answer is left, in percent; only for a held chair.
    pub(super) time_left: Option<u8>,
}

/// The state of a chair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChairState {
    /// The guest comes.
    Yes,
    /// The guest probably comes.
    Probably,
    /// The chair waits for an answer.
    Held,
    /// The chair is free.
    Open,
}

impl ChairState {
    /// The value of `data-state`.
    fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Probably => "probably",
            Self::Held => "held",
            Self::Open => "open",
        }
    }
}

impl Occupant {
    /// An open chair.
    pub(super) fn none() -> Self {
        Self {
            invite_id: None,
            state: ChairState::Open,
            initials: String::new(),
            title: "Open".to_owned(),
            time_left: None,
        }
    }
}

/// The picture of a table.
#[component]
pub(super) fn TablePicture(
    chairs: usize,
    #[prop(into)] occupants: Signal<Vec<Occupant>>,
    /// The text in the middle of the table.
    #[prop(into)]
    count: Signal<String>,
    /// The description for screen readers.
    #[prop(into)]
    description: Signal<String>,
    /// Makes the chairs buttons.
    #[prop(optional)]
    on_chair: Option<OnChair>,
    /// Whether every seat is taken. The table then lights up.
    #[prop(optional, into)]
    is_full: Signal<bool>,
) -> impl IntoView {
    let Layout {
        width,
        height,
        tables,
        chairs,
    } = layout(chairs);
    let is_only_table = tables.len() == 1;
    let tables: Vec<_> = tables
        .into_iter()
        .map(|table| view! { <TableShape table is_only_table /> }.into_any())
        .collect();
    let count = is_only_table.then(|| {
        view! {
            <text class="table-count" x=px(width / 2.0) y=px(height / 2.0 - 4.0)>
                {move || count.get()}
            </text>
            <text class="table-word" x=px(width / 2.0) y=px(height / 2.0 + 18.0)>
                "seated"
            </text>
        }
        .into_any()
    });
    let buttons = on_chair.map(|on_chair| ChairButtons::new(occupants, on_chair));
    let chairs: Vec<_> = chairs
        .into_iter()
        .enumerate()
        .map(|(index, chair)| {
            let occupant = Memo::new(move |_| {
                occupants
                    .with(|occupants| occupants.get(index).cloned())
                    .unwrap_or_else(Occupant::none)
            });
            view! { <ChairShape index chair occupant buttons /> }.into_any()
        })
        .collect();
    let class = if width > 420.0 {
        "table-picture is-wide"
    } else {
        "table-picture"
    };
    view! {
        <svg
            class=class
            role=if on_chair.is_some() { "group" } else { "img" }
            viewBox=format!("0 0 {} {}", px(width), px(height))
            aria-label=move || description.get()
            data-full=move || is_full.get().then_some("")
        >
            {tables}
            {count}
            {chairs}
        </svg>
    }
}

/// The chairs as buttons.
#[derive(Clone, Copy)]
struct ChairButtons {
    occupants: Signal<Vec<Occupant>>,
    on_chair: OnChair,
    /// The chair that had the focus last.
    latest: RwSignal<usize>,
}

impl ChairButtons {
    fn new(occupants: Signal<Vec<Occupant>>, on_chair: OnChair) -> Self {
        Self {
            occupants,
            on_chair,
            latest: RwSignal::new(0),
        }
    }

    /// The chairs with a guest. Reactive.
    fn taken(self) -> Vec<usize> {
        self.occupants.with(|occupants| {
            let is_taken = |index: &usize| occupants[*index].invite_id.is_some();
            (0..occupants.len()).filter(is_taken).collect()
        })
    }

    /// Whether Tab leads to this chair. Reactive.
    fn is_tab_stop(self, index: usize) -> bool {
        let (taken, latest) = (self.taken(), self.latest.get());
        let stop = taken.contains(&latest).then_some(&latest);
        stop.or(taken.first()) == Some(&index)
    }

    fn press_key(self, event: &KeyboardEvent, index: usize, press: impl Fn()) {
        let taken = untrack(|| self.taken());
        let count = taken.len();
        let Some(here) = taken.iter().position(|&chair| chair == index) else {
            return;
        };
        let to = match event.key().as_str() {
            "Enter" | " " => {
                event.prevent_default();
                return press();
            }
            "ArrowRight" | "ArrowDown" => (here + 1) % count,
            "ArrowLeft" | "ArrowUp" => (here + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        self.latest.set(taken[to]);
        browser::focus_id(&chair_id(taken[to]));
    }
}

fn chair_id(index: usize) -> String {
    format!("chair-{index}")
}

/// A table with its cloth and candles.
#[component]
fn TableShape(
    table: TableShape,
    /// Whether the picture has no other table.
    is_only_table: bool,
) -> impl IntoView {
    let TableShape {
        x,
        y,
        length,
        radius,
    } = table;
    let slab = |class: &'static str, inset: f64| {
        let radius = radius - inset;
        view! {
            <rect
                class=class
                x=px(x - length / 2.0 - radius)
                y=px(y - radius)
                width=px(length + 2.0 * radius)
                height=px(2.0 * radius)
                rx=px(radius)
            />
        }
        .into_any()
    };
    // A long table has a candle at either end. A round one has the count in its middle.
    let end = length / 2.0 + radius / 2.0;
    let candles: &[f64] = match (is_only_table, length > 60.0) {
        (true, true) => &[x - end, x + end],
        (true, false) => &[],
        (false, _) => &[x],
    };
    let candles: Vec<_> = candles
        .iter()
        .map(|&x| {
            view! {
                <g class="candle">
                    <circle class="glow" cx=px(x) cy=px(y) r="22" />
                    <circle class="flame" cx=px(x) cy=px(y) r="5" />
                </g>
            }
            .into_any()
        })
        .collect();
    view! {
        <g>
            {slab("table-light", -10.0)} {slab("table-shadow", -4.0)} {slab("table-wood", 0.0)} {slab("table-linen", 14.0)}
            {candles}
        </g>
    }
}

/// A chair with its occupant.
#[component]
fn ChairShape(
    index: usize,
    chair: Chair,
    occupant: Memo<Occupant>,
    buttons: Option<ChairButtons>,
) -> impl IntoView {
    let (x, y, rotation) = (px(chair.x), px(chair.y), px(chair.rotation));
    let is_button =
        move || buttons.is_some() && occupant.with(|occupant| occupant.invite_id.is_some());
    let press = move || {
        if let Some(buttons) = buttons {
            let invite_id = occupant.with_untracked(|occupant| occupant.invite_id.clone());
            buttons.on_chair.run(invite_id);
        }
    };
    let press_key = move |event: KeyboardEvent| {
        if let Some(buttons) = buttons {
            buttons.press_key(&event, index, press);
        }
    };
    let tab_index = move || {
        let buttons = buttons.filter(|_| is_button())?;
        Some(if buttons.is_tab_stop(index) {
            "0"
        } else {
            "-1"
        })
    };
    let title = move || occupant.with(|occupant| occupant.title.clone());
    let time_left = Memo::new(move |_| occupant.with(|occupant| occupant.time_left));
    let (clock_x, clock_y) = (x.clone(), y.clone());
    // The rim runs out like a clock, from the top.
    let clock = move || {
        let time_left = time_left.get()?;
        let circle = view! {
            <circle
                class="clock"
                cx=clock_x.clone()
                cy=clock_y.clone()
                r="17"
                pathLength="100"
                stroke-dasharray=format!("{time_left} 100")
                transform=format!("rotate(-90 {clock_x} {clock_y})")
            />
        };
        Some(circle.into_any())
    };
    view! {
        <g
            class="chair"
            id=chair_id(index)
            data-state=move || occupant.with(|occupant| occupant.state.as_str())
            role=move || is_button().then_some("button")
            aria-label=move || is_button().then(title)
            aria-hidden=move || (!is_button()).then_some("true")
            tabindex=tab_index
            on:click=move |_| press()
            on:keydown=press_key
        >
            <title>{title}</title>
            <g transform=format!("translate({x} {y}) rotate({rotation})")>
                <path class="chair-back" d="M -13 -13 Q 0 -27 13 -13" />
                <circle class="plate" cx="0" cy="42" r="8" />
            </g>
            <circle class="cushion" cx=x.clone() cy=y.clone() r="17" />
            {move || clock()}
            <text class="initials" x=x y=y>
                {move || occupant.with(|occupant| occupant.initials.clone())}
            </text>
        </g>
    }
}

/// A length as an attribute. Whole units are precise enough, and formatting them takes less code.
fn px(length: f64) -> String {
    #[allow(clippy::cast_possible_truncation)] // Pictures are small.
    let whole = length.round() as i32;
    whole.to_string()
}
