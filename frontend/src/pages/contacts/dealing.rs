//! The notice that an event which is dealing may invite new contacts at once.

use leptos::prelude::*;

use crate::components::form::{Checkbox, FormState};

/// Titles of events in one text: `“Soup”, “Goose”`.
pub(super) fn quoted(titles: Vec<&str>) -> String {
    let titles: Vec<_> = titles
        .into_iter()
        .map(|title| format!("“{title}”"))
        .collect();
    titles.join(", ")
}

/// Names the events that are dealing, and offers to keep new contacts out of their decks. Nothing when
/// there are none.
#[component]
pub(super) fn DealingNotice(
    form: FormState,
    /// The titles of the events that are dealing, [`quoted`].
    titles: String,
    keep_out_of_decks: RwSignal<bool>,
) -> impl IntoView {
    if titles.is_empty() {
        return None;
    }
    let notice = view! {
        <div class="note">
            <p>"New people may be invited within seconds to what is dealing: " {titles} "."</p>
            <Checkbox
                form
                value=keep_out_of_decks
                label="Keep new people out of these decks"
                name="keepOutOfDecks"
            />
        </div>
    };
    Some(notice.into_any())
}
