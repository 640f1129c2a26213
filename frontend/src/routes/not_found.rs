//! An address that leads nowhere.

use leptos::prelude::*;

use crate::components::page;

/// The page for every other address.
pub(crate) fn not_found() -> AnyView {
    page::begin("Page not found");
    view! {
        <main class="main welcome">
            <h1 tabindex="-1">"There is no such page"</h1>
            <p>"The address may be mistyped, or what was here is gone."</p>
            <p>
                <a href="/events" class="button button-primary">
                    "Go to your events"
                </a>
            </p>
        </main>
    }
    .into_any()
}
