//! The notice that an event which is dealing may invite new contacts at once.

use leptos::prelude::*;

use crate::components::form::{Checkbox, FormState};

/// Names the events that are dealing, and offers to keep new contacts out of their decks. Nothing when
/// there are none.
#[component]
pub(super) fn DealingNotice(
    form: FormState,
    /// The titles of the events that are dealing.
    titles: Vec<String>,
    keep_out_of_decks: RwSignal<bool>,
) -> impl IntoView {
    if titles.is_empty() {
        return None;
    }
    let titles: Vec<_> = titles
        .into_iter()
        .map(|title| format!("“{title}”"))
        .collect();
    let message = format!(
        "New people may be invited within seconds to what is dealing: {}.",
        titles.join(", ")
    );
    let notice = view! {
        <div class="note">
            <p>{message}</p>
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
