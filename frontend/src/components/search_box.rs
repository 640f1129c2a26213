//! A field that filters a list while the host types.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

/// How long the host has to pause typing before the search runs.
const DEBOUNCE: Duration = Duration::from_millis(120);

/// A search field for people.
#[component]
pub(crate) fn SearchBox(
    id: &'static str,
    /// The label, for screen readers.
    label: &'static str,
    #[prop(into)] on_search: UnsyncCallback<String>,
) -> impl IntoView {
    let mut search = debounce(DEBOUNCE, move |text| {
        on_search.try_run(text);
    });
    view! {
        <search class="search">
            <label class="sr-only" for=id>
                {label}
            </label>
            <input
                class="input"
                id=id
                type="search"
                placeholder="Name, phone number or email"
                autocomplete="off"
                autocapitalize="none"
                enterkeyhint="search"
                on:input:target=move |event| search(event.target().value())
            />
        </search>
    }
}
