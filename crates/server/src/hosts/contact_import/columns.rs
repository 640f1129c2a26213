use seat_dealer_address_book::{Column, LeftOutCells};
use seat_dealer_api_types::ImportColumn;

/// A column as the API shows it, with what was left out of it.
pub(super) fn column(column: &Column) -> ImportColumn {
    let left_out = [&column.unread, &column.further];
    let notes: Vec<String> = left_out.into_iter().flatten().map(note).collect();
    ImportColumn {
        index: column.index,
        heading: column.heading.clone(),
        taken: column.taken,
        samples: column.samples.clone(),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    }
}

fn note(left_out: &LeftOutCells) -> String {
    let cells = match left_out.cells {
        1 => "1 cell was left out: “".to_owned(),
        more => format!("{more} cells were left out. The first is “"),
    };
    let LeftOutCells { line, first, .. } = left_out;
    format!("{cells}{}” in line {line}. {}", first.text, first.why)
}
