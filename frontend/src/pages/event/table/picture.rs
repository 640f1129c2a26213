//! Draws the table.

use leptos::prelude::*;

use super::geometry::{Chair, Layout, TableShape, layout};

/// The guest on a chair, as the picture shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occupant {
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
    let chairs: Vec<_> = chairs
        .into_iter()
        .enumerate()
        .map(|(index, chair)| {
            let occupant = Memo::new(move |_| {
                occupants
                    .with(|occupants| occupants.get(index).cloned())
                    .unwrap_or_else(Occupant::none)
            });
            view! { <ChairShape chair occupant /> }.into_any()
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
            role="img"
            viewBox=format!("0 0 {} {}", px(width), px(height))
            aria-label=move || description.get()
        >
            {tables}
            {count}
            {chairs}
        </svg>
    }
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
    let candles: &[f64] = match (is_only_table, length > 150.0) {
        (true, true) => &[x - length / 2.0, x + length / 2.0],
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
            {slab("table-shadow", -4.0)} {slab("table-wood", 0.0)} {slab("table-linen", 14.0)}
            {candles}
        </g>
    }
}

/// A chair with its occupant.
#[component]
fn ChairShape(chair: Chair, occupant: Memo<Occupant>) -> impl IntoView {
    let (x, y, rotation) = (px(chair.x), px(chair.y), px(chair.rotation));
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
                r="18"
                pathLength="100"
                stroke-dasharray=format!("{time_left} 100")
                transform=format!("rotate(-90 {clock_x} {clock_y})")
            />
        };
        Some(circle.into_any())
    };
    view! {
        <g class="chair" data-state=move || occupant.with(|occupant| occupant.state.as_str())>
            <title>{move || occupant.with(|occupant| occupant.title.clone())}</title>
            <g transform=format!("translate({x} {y}) rotate({rotation})")>
                <path class="chair-back" d="M -17 -9 Q 0 -30 17 -9" />
                <circle class="plate" cx="0" cy="42" r="8" />
            </g>
            <circle class="cushion" cx=x.clone() cy=y.clone() r="18" />
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
