//! The columns of a table, and what each is taken for.

use leptos::prelude::*;
use seat_dealer_api_types::{Import, ImportColumn, Taken};

use super::ImportState;

/// What a column can be taken for, as the host reads it.
const TAKEN: [(Taken, &str); 10] = [
    (Taken::Name, "Name"),
    (Taken::GivenName, "Given name"),
    (Taken::FamilyName, "Family name"),
    (Taken::Phone, "Phone number"),
    (Taken::Email, "Email"),
    (Taken::Priority, "Priority"),
    (Taken::PartySize, "Party size"),
    (Taken::Tags, "Tags"),
    (Taken::Diet, "Diet"),
    (Taken::None, "Not used"),
];

/// A table with at most this many columns shows also those that are not used.
const FEW: usize = 6;

/// The columns that have cells. Rendered once, so that a change keeps the focus where it is.
#[component]
pub(super) fn Columns(state: ImportState) -> impl IntoView {
    let mut columns = state
        .preview
        .with_untracked(|preview| Some(preview.as_ref()?.columns.clone()))
        .unwrap_or_default();
    columns.retain(|column| !column.samples.is_empty());
    if columns.is_empty() {
        return None;
    }
    let is_small = columns.len() <= FEW;
    let (shown, others): (Vec<_>, Vec<_>) = columns
        .into_iter()
        .partition(|column| is_small || column.taken != Taken::None);
    let fields = |columns: Vec<ImportColumn>| -> AnyView {
        let fields: Vec<_> = columns
            .into_iter()
            .map(|column| field(state, column))
            .collect();
        view! { <div class="columns">{fields}</div> }.into_any()
    };
    let others = (!others.is_empty()).then(|| {
        view! {
            <details class="advanced">
                <summary>{format!("Columns that are not used: {}", others.len())}</summary>
                {fields(others)}
            </details>
        }
        .into_any()
    });
    let columns = view! {
        <section class="stack-tight" aria-labelledby="columns-title">
            <h3 id="columns-title">"What the columns are"</h3>
            {fields(shown)}
            {others}
        </section>
    };
    Some(columns.into_any())
}

fn find(preview: Option<&Import>, index: usize) -> Option<&ImportColumn> {
    let mut columns = preview?.columns.iter();
    columns.find(|column| column.index == index)
}

fn field(state: ImportState, column: ImportColumn) -> AnyView {
    let index = column.index;
    let id = format!("column-{index}");
    let hint_id = format!("{id}-hint");
    let heading = if column.heading.is_empty() {
        format!("Column {}", index + 1)
    } else {
        column.heading
    };
    let is_taken = move |option: Taken| {
        state.preview.with(|preview| {
            let column = find(preview.as_ref(), index);
            column.is_some_and(|column| column.taken == option)
        })
    };
    let note = move || {
        state
            .preview
            .with(|preview| find(preview.as_ref(), index)?.note.clone())
    };
    let options = TAKEN.map(|(option, label)| {
        view! { <option prop:selected=move || is_taken(option)>{label}</option> }.into_any()
    });
    let choose = move |label: String| {
        if let Some((taken, _)) = TAKEN.iter().find(|(_, known)| *known == label) {
            state.map(index, *taken);
        }
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>
                {heading}
            </label>
            <select
                class="input"
                id=id
                aria-describedby=hint_id.clone()
                on:change:target=move |event| choose(event.target().value())
            >
                {options.into_iter().collect::<Vec<_>>()}
            </select>
            <div class="hint" id=hint_id>
                <p class="samples">{column.samples.join(" · ")}</p>
                <p>{move || note()}</p>
            </div>
        </div>
    }
    .into_any()
}
