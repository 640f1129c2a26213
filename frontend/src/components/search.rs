//! A field that narrows a list down while one types.

use std::time::Duration;

use leptos::prelude::*;

/// How long a pause in typing has to be.
const PAUSE: Duration = Duration::from_millis(120);

/// The field; `search` gets what has been typed.
pub(crate) fn search_box(
    id: &'static str,
    label: &'static str,
    search: impl Fn(String) + 'static,
) -> AnyView {
    let search: Box<dyn Fn(String)> = Box::new(search);
    let mut search = leptos::leptos_dom::helpers::debounce(PAUSE, search);
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
                on:input:target=move |event| search(event.target().value())
            />
        </search>
    }
    .into_any()
}
