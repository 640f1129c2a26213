//! The people of an import, with what the host can choose about each of them.

use std::sync::Arc;

use leptos::prelude::*;
use seat_dealer_api_types::{ImportChange, ImportOutcome, ImportedField, ImportedPerson};

use super::{ImportState, choices};
use crate::components::button::Button;
use crate::components::list::{Item, for_items};

/// How many people a group shows at first, and how many more with each press of the button.
const STEP: usize = 50;

/// A group that needs nothing of the host is open if it has at most this many people.
const FEW: usize = 10;

/// Those who need the host first.
const GROUPS: [(ImportOutcome, &str, &str); 5] = [
    (
        ImportOutcome::Unnamed,
        "Without a name",
        "Whoever has no name is not imported.",
    ),
    (
        ImportOutcome::Refused,
        "Refused",
        "They are not imported. Correct them in the file or text.",
    ),
    (
        ImportOutcome::Updated,
        "Updated",
        "You have these contacts. Untick what must stay as it is.",
    ),
    (ImportOutcome::Created, "New", ""),
    (ImportOutcome::Unchanged, "Already there", ""),
];

/// Everybody in the preview.
#[component]
pub(super) fn People(state: ImportState) -> impl IntoView {
    let groups = move || -> Vec<AnyView> {
        GROUPS
            .iter()
            .filter_map(|(outcome, title, hint)| group(state, *outcome, title, hint))
            .collect()
    };
    view! { <div>{move || groups()}</div> }
}

/// The people with this outcome.
fn group(
    state: ImportState,
    outcome: ImportOutcome,
    title: &'static str,
    hint: &'static str,
) -> Option<AnyView> {
    let people: Arc<[ImportedPerson]> = state.preview.with(|preview| {
        let people = preview.iter().flat_map(|preview| &preview.items);
        let people = people.filter(|person| person.outcome == outcome);
        people.cloned().collect()
    });
    let count = people.len();
    if count == 0 {
        return None;
    }
    let shown = RwSignal::new(STEP);
    let items = move || {
        let item = |place: usize| {
            let people = Arc::clone(&people);
            Item {
                key: place.to_string(),
                render: Arc::new(move || row(state, &people[place])),
            }
        };
        (0..count.min(shown.get())).map(item).collect()
    };
    let show_more = move || {
        let button = view! {
            <Button
                label="Show more"
                subject=Signal::stored(title.to_owned())
                on_click=move || shown.update(|shown| *shown += STEP)
            />
        };
        (shown.get() < count).then(|| button.into_any())
    };
    let is_open = count <= FEW || !hint.is_empty();
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> }.into_any());
    let group = view! {
        <details class="advanced" open=is_open>
            <summary>{format!("{title}: {count}")}</summary>
            {hint}
            <ul class="rows imported">{for_items(items)}</ul>
            {move || show_more()}
        </details>
    };
    Some(group.into_any())
}

fn row(state: ImportState, person: &ImportedPerson) -> AnyView {
    let index = person.index;
    let addresses: Vec<_> = [&person.phone_number, &person.email]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let addresses = addresses.join(" · ");
    // The first thing that is known of them.
    let mut known = [
        person.name.clone(),
        addresses,
        format!("Line {}", person.line),
    ]
    .into_iter()
    .filter(|text| !text.is_empty());
    let subject = known.next().unwrap_or_default();
    let addresses = known.next().filter(|_| !person.name.is_empty());
    let detail = |text: String| view! { <p class="row-detail">{text}</p> }.into_any();
    // The changes say the same.
    let note = person.note.clone().filter(|_| person.changes.is_empty());
    let name_field = match person.outcome {
        ImportOutcome::Unnamed => Some(name_field(state, index, "Name", &subject)),
        ImportOutcome::Created if person.name_is_a_guess => {
            Some(name_field(state, index, "Another name", &subject))
        }
        _ => None,
    };
    let changes: Vec<_> = person
        .changes
        .iter()
        .map(|change| change_tick(state, index, change, &subject))
        .collect();
    let more = (name_field.is_some() || !changes.is_empty()).then(|| {
        view! {
            <div class="imported-choices">
                {name_field}
                {changes}
            </div>
        }
        .into_any()
    });
    let is_out = Signal::derive(move || {
        let choices = state.choices.read();
        choices::find(&choices, index).is_some_and(|choice| choice.leave_out)
    });
    let leave_out = move |is_out| {
        choices::entry(&mut state.choices.write(), index).leave_out = is_out;
    };
    let is_imported = matches!(
        person.outcome,
        ImportOutcome::Created | ImportOutcome::Updated
    );
    let leave_out = is_imported.then(|| {
        let label = "Leave out".to_owned();
        tick(label, &subject, is_out, Box::new(leave_out))
    });
    view! {
        <li class="row imported-person" data-state=move || is_out.get().then_some("out")>
            <div class="row-main">
                <p class="row-title">{subject}</p>
                {addresses.map(detail)}
                {note.map(detail)}
            </div>
            {leave_out} {more}
        </li>
    }
    .into_any()
}

/// A field for the name of somebody without one, or whose name is a guess.
fn name_field(state: ImportState, index: usize, label: &'static str, subject: &str) -> AnyView {
    let chosen = state.choices.with_untracked(|choices| {
        let choice = choices::find(choices, index)?;
        choice.name.clone()
    });
    let change = move |name: String| {
        let name = name.trim();
        let name = (!name.is_empty()).then(|| name.to_owned());
        choices::entry(&mut state.choices.write(), index).name = name;
    };
    view! {
        <label class="field">
            <span class="label">
                {label} <span class="sr-only">{format!(" of {subject}")}</span>
            </span>
            <input
                class="input"
                maxlength="120"
                autocomplete="off"
                value=chosen
                on:input:target=move |event| change(event.target().value())
            />
        </label>
    }
    .into_any()
}

/// Whether a field is changed.
fn change_tick(state: ImportState, index: usize, change: &ImportChange, subject: &str) -> AnyView {
    let field = change.field;
    let what = match field {
        ImportedField::PhoneNumber => "phone number",
        ImportedField::Email => "email",
        ImportedField::Priority => "priority",
        ImportedField::PartySize => "party size",
        ImportedField::Tags => "tags",
        ImportedField::Diet => "diet",
        ImportedField::Language => "language",
    };
    let after = &change.after;
    let label = match &change.before {
        Some(before) => format!("Change {what} from {before} to {after}"),
        None => format!("Add {what} {after}"),
    };
    let is_changed = Signal::derive(move || {
        let choices = state.choices.read();
        choices::find(&choices, index).is_none_or(|choice| !choice.keep.contains(&field))
    });
    let set = move |is_changed: bool| {
        let mut choices = state.choices.write();
        let keep = &mut choices::entry(&mut choices, index).keep;
        keep.retain(|kept| *kept != field);
        if !is_changed {
            keep.push(field);
        }
    };
    tick(label, subject, is_changed, Box::new(set))
}

/// A checkbox about a person.
fn tick(label: String, subject: &str, value: Signal<bool>, set: Box<dyn Fn(bool)>) -> AnyView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change:target=move |event| set(event.target().checked())
            />
            <span>{label} <span class="sr-only">{format!(" for {subject}")}</span></span>
        </label>
    }
    .into_any()
}
