//! The positions of tables and chairs in the picture. Lengths are in SVG user units; the seat of a chair is
//! 34 units wide.

use std::f64::consts::{PI, TAU};

/// The largest number of chairs that is drawn. With more seats, each chair stands for several.
pub(crate) const MAX_CHAIRS: usize = 200;

/// The distance between two chairs of a round table.
const WIDE_SPACING: f64 = 54.0;
/// The distance between two chairs of a long table of at most [`MAX_SEATS_OF_SEVERAL`] seats.
const SPACING: f64 = 46.0;
/// The distance between two chairs of a table with more seats.
const NARROW_SPACING: f64 = 39.0;
/// The distance from the edge of a table to the middle of a chair.
const REACH: f64 = 30.0;
/// The distance from the middle of a chair to the edge of the picture.
const MARGIN: f64 = 26.0;
/// The smallest radius of the line on which the chairs of a round table stand.
const MIN_ROUND_RADIUS: f64 = 102.0;
/// The smallest radius of that line at the ends of a long table.
const MIN_LONG_RADIUS: f64 = 90.0;
/// The widest that this line may be before a long table becomes broader: initials of 16.5 units are then 14
/// pixels high on a phone that is 360 pixels wide.
const MAX_LONG_WIDTH: f64 = 318.0;
/// The most seats of a round table.
const MAX_ROUND_SEATS: usize = 10;
/// The most seats of one long table.
const MAX_LONG_SEATS: usize = 24;
/// The most seats of each table if there are several.
const MAX_SEATS_OF_SEVERAL: usize = 16;

/// A table: a rectangle of this length with half a disc at either end; a disc if the length is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TableShape {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) length: f64,
    pub(crate) radius: f64,
}

/// A chair: its middle, and its rotation in degrees; 0 for a chair above its table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chair {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) rotation: f64,
}

/// The size of the picture, and the tables and chairs in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) tables: Vec<TableShape>,
    pub(crate) chairs: Vec<Chair>,
}

/// Places a number of chairs at a round table, a long one, or several.
pub(crate) fn layout(chairs: usize) -> Layout {
    let chairs = chairs.clamp(1, MAX_CHAIRS);
    let tables = if chairs <= MAX_LONG_SEATS {
        1
    } else {
        chairs.div_ceil(MAX_SEATS_OF_SEVERAL)
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
        width: cell_width * to_f64(columns),
        height: cell_height * to_f64(rows),
        tables: Vec::with_capacity(tables),
        chairs: Vec::with_capacity(chairs),
    };
    for index in 0..tables {
        let (row, column) = (index / columns, index % columns);
        // The tables of the last row are centred.
        let in_row = if row + 1 == rows {
            tables - row * columns
        } else {
            columns
        };
        let inset = to_f64(columns - in_row) * cell_width / 2.0;
        let seats = chairs / tables + usize::from(index < chairs % tables);
        let placed = TableShape {
            x: inset + cell_width * (to_f64(column) + 0.5),
            y: cell_height * (to_f64(row) + 0.5),
            ..table(seats)
        };
        layout.tables.push(placed);
        layout
            .chairs
            .extend((0..seats).map(|seat| chair(&placed, seat, seats)));
    }
    layout
}

fn table(seats: usize) -> TableShape {
    let (spacing, min_radius, max_width) = if seats <= MAX_ROUND_SEATS {
        (WIDE_SPACING, MIN_ROUND_RADIUS, 0.0)
    } else if seats <= MAX_SEATS_OF_SEVERAL {
        (SPACING, MIN_LONG_RADIUS, MAX_LONG_WIDTH)
    } else {
        (NARROW_SPACING, MIN_LONG_RADIUS, MAX_LONG_WIDTH)
    };
    let perimeter = to_f64(seats) * spacing;
    // The line of the chairs is two straights and two half circles. Its width is that of a straight and two radii.
    let radius = ((perimeter - 2.0 * max_width) / (TAU - 4.0)).max(min_radius);
    let radius = radius.min((perimeter / TAU).max(min_radius));
    TableShape {
        x: 0.0,
        y: 0.0,
        length: ((perimeter - TAU * radius) / 2.0).max(0.0),
        radius: radius - REACH,
    }
}

/// The chair of one seat. Chairs stand at equal distances along a line around the table, clockwise
/// from the middle of its upper side.
fn chair(table: &TableShape, seat: usize, seats: usize) -> Chair {
    let radius = table.radius + REACH;
    let half = table.length / 2.0;
    let bend = PI * radius;
    let perimeter = 2.0 * table.length + 2.0 * bend;
    // An even number of chairs stands in pairs that face each other.
    let start = if seats.is_multiple_of(2) { 0.5 } else { 0.0 };
    let mut along = (to_f64(seat) + start) * perimeter / to_f64(seats);

    let at = |dx: f64, angle: f64| Chair {
        x: table.x + dx + radius * sine(angle),
        y: table.y - radius * sine(angle + PI / 2.0),
        rotation: angle.to_degrees(),
    };
    if along < half {
        return at(along, 0.0);
    }
    along -= half;
    if along < bend {
        return at(half, along / radius);
    }
    along -= bend;
    if along < table.length {
        return at(half - along, PI);
    }
    along -= table.length;
    if along < bend {
        return at(-half, PI + along / radius);
    }
    at(along - bend - half, 0.0)
}

/// The sine. Uses the browser's, because a compiled one adds some thousand bytes to the app.
fn sine(angle: f64) -> f64 {
    if cfg!(target_arch = "wasm32") {
        js_sys::Math::sin(angle)
    } else {
        angle.sin()
    }
}

#[allow(clippy::cast_precision_loss)] // The numbers are small.
fn to_f64(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &Chair, b: &Chair) -> f64 {
        (a.x - b.x).hypot(a.y - b.y)
    }

    #[test]
    fn every_chair_is_in_the_picture_and_overlaps_no_other() {
        for seats in 1..=MAX_CHAIRS {
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
                        distance(chair, other) > 38.0,
                        "{seats}: {chair:?} {other:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_aspect_ratio_of_the_picture_is_bounded() {
        for seats in 1..=MAX_CHAIRS {
            let layout = layout(seats);
            let ratio = layout.width / layout.height;
            assert!((0.6..=4.2).contains(&ratio), "{seats}: {ratio}");
        }
    }

    #[test]
    fn initials_at_24_chairs_can_be_read_on_a_phone() {
        let on_a_phone = 328.0;
        for seats in 1..=24 {
            assert!(16.5 * on_a_phone / layout(seats).width >= 14.0, "{seats}");
        }
    }

    #[test]
    fn the_number_of_chairs_is_bounded() {
        assert_eq!(layout(10_000).chairs.len(), MAX_CHAIRS);
        assert_eq!(layout(0).chairs.len(), 1);
    }
}
