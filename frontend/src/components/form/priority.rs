//! A field for a contact's priority.

use leptos::prelude::*;

use super::choices::RadioGroup;
use super::state::FormState;

/// A row of nine dots, and in words what the chosen one means.
#[component]
pub(crate) fn PriorityField(form: FormState, value: RwSignal<String>) -> impl IntoView {
    let options = WORDS.map(|(priority, words)| {
        let label = view! {
            {priority}
            " "
            <span class="sr-only">{words}</span>
        };
        (priority, label.into_any())
    });
    let chosen = move || {
        let chosen = WORDS
            .iter()
            .find(|(priority, _)| value.with(|value| value == priority));
        chosen.map_or("1 is invited first, 9 last.", |(_, words)| *words)
    };
    view! {
        <div class="field dots">
            <RadioGroup
                form
                value
                label="Priority"
                name="priority"
                options=options.into_iter().collect()
            />
            // Each radio button has these words in its name.
            <p class="hint" aria-hidden="true">
                {chosen}
            </p>
        </div>
    }
}

/// What each priority means.
const WORDS: [(&str, &str); 9] = [
    ("1", "Invited first"),
    ("2", "Right after the first"),
    ("3", "Early"),
    ("4", "Rather early"),
    ("5", "As usual"),
    ("6", "Rather late"),
    ("7", "Late"),
    ("8", "Right before the last"),
    ("9", "Invited last"),
];
