//! Where tables and chairs stand in the picture. Lengths are in the picture's own units; a chair
//! takes about 44 of them.

use std::f64::consts::{PI, TAU};

/// How many chairs are drawn at most; beyond, each stands for several.
pub(crate) const MOST_CHAIRS: usize = 200;

const SPACING: f64 = 54.0;
/// From the edge of a table to the middle of a chair.
const REACH: f64 = 30.0;
/// From the middle of a chair to the edge of the picture.
const MARGIN: f64 = 32.0;
const ROUND_UP_TO: usize = 10;
const LONG_UP_TO: usize = 28;
const SEATS_OF_MANY: usize = 16;

/// A table: a rectangle `length` long with half a disc of `radius` at either end; a disc when the
/// length is nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Table {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) length: f64,
    pub(crate) radius: f64,
}

/// A chair: its middle, and how far it is turned from standing above its table, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chair {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) turn: f64,
}

/// The whole picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) tables: Vec<Table>,
    pub(crate) chairs: Vec<Chair>,
}

/// Sets tables for a number of chairs: a round one, a long one, or several.
pub(crate) fn layout(chairs: usize) -> Layout {
    let chairs = chairs.clamp(1, MOST_CHAIRS);
    let tables = if chairs <= LONG_UP_TO {
        1
    } else {
        chairs.div_ceil(SEATS_OF_MANY)
    };
    let columns = match tables {
        1 => 1,
        2..=6 => 2,
        _ => 3,
    };
    let rows = tables.div_ceil(columns);
    let largest = table(chairs.div_ceil(tables));
    let cell_width = largest.length + 2.0 * (largest.radius + REACH + MARGIN);
    let cell_height = 2.0 * (largest.radius + REACH + MARGIN);

    let mut layout = Layout {
        width: cell_width * count(columns),
        height: cell_height * count(rows),
        tables: Vec::with_capacity(tables),
        chairs: Vec::with_capacity(chairs),
    };
    for index in 0..tables {
        let (row, column) = (index / columns, index % columns);
        // The last row stands in the middle.
        let in_row = if row + 1 == rows {
            tables - row * columns
        } else {
            columns
        };
        let inset = count(columns - in_row) * cell_width / 2.0;
        let seats = chairs / tables + usize::from(index < chairs % tables);
        let placed = Table {
            x: inset + cell_width * (count(column) + 0.5),
            y: cell_height * (count(row) + 0.5),
            ..table(seats)
        };
        layout.tables.push(placed);
        layout
            .chairs
            .extend((0..seats).map(|seat| chair(&placed, seat, seats)));
    }
    layout
}

fn table(seats: usize) -> Table {
    let around = count(seats) * SPACING;
    let (smallest, usual) = (72.0, 72.0);
    if seats <= ROUND_UP_TO {
        let radius = (around / TAU - REACH).max(smallest);
        return Table {
            x: 0.0,
            y: 0.0,
            length: 0.0,
            radius,
        };
    }
    let length = (around - TAU * (usual + REACH)) / 2.0;
    Table {
        x: 0.0,
        y: 0.0,
        length: length.max(0.0),
        radius: usual,
    }
}

/// The chairs stand evenly along a line around the table, which is followed clockwise from the
/// middle of its upper side.
fn chair(table: &Table, seat: usize, seats: usize) -> Chair {
    let radius = table.radius + REACH;
    let half = table.length / 2.0;
    let bend = PI * radius;
    let around = 2.0 * table.length + 2.0 * bend;
    // An even number stands in pairs that face each other.
    let start = if seats.is_multiple_of(2) { 0.5 } else { 0.0 };
    let mut way = (count(seat) + start) * around / count(seats);

    let at = |dx: f64, angle: f64| Chair {
        x: table.x + dx + radius * sine(angle),
        y: table.y - radius * sine(angle + PI / 2.0),
        turn: angle.to_degrees(),
    };
    if way < half {
        return at(way, 0.0);
    }
    way -= half;
    if way < bend {
        return at(half, way / radius);
    }
    way -= bend;
    if way < table.length {
        return at(half - way, PI);
    }
    way -= table.length;
    if way < bend {
        return at(-half, PI + way / radius);
    }
    at(way - bend - half, 0.0)
}

/// The browser's sine in the browser: a library of our own would weigh some thousand bytes.
fn sine(angle: f64) -> f64 {
    if cfg!(target_arch = "wasm32") {
        js_sys::Math::sin(angle)
    } else {
        angle.sin()
    }
}

#[allow(clippy::cast_precision_loss)] // Numbers of chairs are small.
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &Chair, b: &Chair) -> f64 {
        (a.x - b.x).hypot(a.y - b.y)
    }

    #[test]
    fn every_chair_is_in_the_picture_and_has_room() {
        for seats in 1..=MOST_CHAIRS {
            let layout = layout(seats);
            assert_eq!(layout.chairs.len(), seats);
            for (index, chair) in layout.chairs.iter().enumerate() {
                assert!(
                    (22.0..=layout.width - 22.0).contains(&chair.x),
                    "{seats}: {chair:?}"
                );
                assert!(
                    (22.0..=layout.height - 22.0).contains(&chair.y),
                    "{seats}: {chair:?}"
                );
                for other in &layout.chairs[index + 1..] {
                    assert!(
                        distance(chair, other) > 44.0,
                        "{seats}: {chair:?} {other:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_picture_keeps_a_sensible_shape() {
        for seats in 1..=MOST_CHAIRS {
            let layout = layout(seats);
            let shape = layout.width / layout.height;
            assert!((0.6..=4.2).contains(&shape), "{seats}: {shape}");
        }
    }

    #[test]
    fn more_chairs_than_can_be_drawn_are_as_many_as_can() {
        assert_eq!(layout(10_000).chairs.len(), MOST_CHAIRS);
        assert_eq!(layout(0).chairs.len(), 1);
    }
}
