//! Draws the table.

use leptos::prelude::*;

use super::geometry::{Chair, Layout, Table, layout};
use crate::components::dynamic::{dynamic, part, words};

/// What a chair looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Look {
    /// Who has it, in colour.
    pub(crate) state: State,
    /// Who has it, in letters.
    pub(crate) initials: String,
    /// Who has it, in words.
    pub(crate) title: String,
    /// How much of the time for an answer is left, in hundredths; only of a held chair.
    pub(crate) left: Option<u8>,
}

/// What a chair is to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Somebody comes.
    Yes,
    /// Somebody very likely comes.
    Probably,
    /// It waits for an answer.
    Held,
    /// It waits for somebody to be invited.
    Open,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Probably => "probably",
            Self::Held => "held",
            Self::Open => "open",
        }
    }
}

impl Look {
    /// A chair that nobody has.
    pub(crate) fn open() -> Self {
        Self {
            state: State::Open,
            initials: String::new(),
            title: "Open".to_owned(),
            left: None,
        }
    }
}

/// Draws a table with this many chairs.
pub(crate) fn picture(
    seats: usize,
    looks: Signal<Vec<Look>>,
    middle: Signal<String>,
    description: Signal<String>,
) -> AnyView {
    let Layout {
        width,
        height,
        tables,
        chairs,
    } = layout(seats);
    let one = tables.len() == 1;
    let tables: Vec<_> = tables
        .into_iter()
        .map(|table| draw_table(table, one))
        .collect();
    let count = one.then(|| {
        view! {
            <text class="table-count" x=px(width / 2.0) y=px(height / 2.0 - 4.0)>
                {words(move || middle.get())}
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
            let look = Memo::new(move |_| {
                looks
                    .with(|looks| looks.get(index).cloned())
                    .unwrap_or_else(Look::open)
            });
            draw_chair(chair, look)
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
            aria-label=dynamic(move || description.get())
        >
            {tables}
            {count}
            {chairs}
        </svg>
    }
    .into_any()
}

fn draw_table(table: Table, alone: bool) -> AnyView {
    let Table {
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
    // Candles burn at either end of a long table; a round one has its count in the middle.
    let candles = (length > 150.0 || !alone).then(|| {
        let ends = if alone {
            vec![x - length / 2.0, x + length / 2.0]
        } else {
            vec![x]
        };
        ends.into_iter()
            .map(|x| {
                view! {
                    <g class="candle">
                        <circle class="glow" cx=px(x) cy=px(y) r="22" />
                        <circle class="flame" cx=px(x) cy=px(y) r="5" />
                    </g>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    });
    view! {
        <g>
            {slab("table-shadow", -4.0)} {slab("table-wood", 0.0)} {slab("table-linen", 14.0)}
            {candles}
        </g>
    }
    .into_any()
}

fn draw_chair(chair: Chair, look: Memo<Look>) -> AnyView {
    let (x, y, turn) = (px(chair.x), px(chair.y), px(chair.turn));
    let state = dynamic(move || look.with(|look| look.state.word()));
    let left = Memo::new(move |_| look.with(|look| look.left));
    let (at_x, at_y) = (x.clone(), y.clone());
    // It runs out like a clock, from the top.
    let clock = move || {
        let left = left.get()?;
        let turned = format!("rotate(-90 {at_x} {at_y})");
        Some(
            view! {
                <circle
                    class="clock"
                    cx=at_x.clone()
                    cy=at_y.clone()
                    r="18"
                    pathLength="100"
                    stroke-dasharray=format!("{left} 100")
                    transform=turned
                />
            }
            .into_any(),
        )
    };
    view! {
        <g class="chair" data-state=state>
            <title>{words(move || look.with(|look| look.title.clone()))}</title>
            <g transform=format!("translate({x} {y}) rotate({turn})")>
                <path class="chair-back" d="M -17 -9 Q 0 -30 17 -9" />
                <circle class="plate" cx="0" cy="42" r="8" />
            </g>
            <circle class="cushion" cx=x.clone() cy=y.clone() r="18" />
            {part(clock)}
            <text class="initials" x=x y=y>
                {words(move || look.with(|look| look.initials.clone()))}
            </text>
        </g>
    }
    .into_any()
}

/// A length as an attribute. Whole units are fine enough, and cost less to write.
fn px(length: f64) -> String {
    #[allow(clippy::cast_possible_truncation)] // Pictures are small.
    let whole = length.round() as i32;
    whole.to_string()
}

/// A table that is filling up, for those who have not seen one yet.
pub(crate) fn example() -> AnyView {
    let guests = [
        (State::Yes, "AL"),
        (State::Yes, "BK"),
        (State::Held, "CM"),
        (State::Yes, "DO"),
        (State::Probably, "EP"),
        (State::Open, ""),
        (State::Yes, "FR"),
        (State::Held, "GS"),
    ];
    let looks: Vec<_> = guests
        .into_iter()
        .map(|(state, initials)| Look {
            state,
            initials: initials.to_owned(),
            ..Look::open()
        })
        .collect();
    let described = "A table with eight chairs: five guests are seated, two chairs wait for an answer, one is \
         open.";
    picture(
        8,
        Signal::stored(looks),
        Signal::stored("5 of 8".to_owned()),
        Signal::stored(described.to_owned()),
    )
}
