use seat_dealer_address_book::Column;
use seat_dealer_api_types::ImportColumn;

/// A column as the API shows it, with what was left out of it.
pub(super) fn column(column: &Column) -> ImportColumn {
    let mut notes = Vec::new();
    if let Some(unread) = &column.unread {
        let cells = match unread.cells {
            1 => "1 cell was left out: “".to_owned(),
            more => format!("{more} cells were left out. The first is “"),
        };
        notes.push(format!(
            "{cells}{}” in line {}. {}",
            unread.first.text, unread.line, unread.first.why
        ));
    }
    ImportColumn {
        index: column.index,
        heading: column.heading.clone(),
        taken: column.taken,
        samples: column.samples.clone(),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    }
}
