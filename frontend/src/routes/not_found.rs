//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::page;

/// The page for every other address.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    page::begin("Page not found");
    view! {
        <main class="main welcome">
            <h1 tabindex="-1">"There is no such page"</h1>
            <p>"The address may be mistyped, or what was here is gone."</p>
            <p>
                <A href="/events" attr:class="button button-primary">
                    "Go to your events"
                </A>
            </p>
        </main>
    }
    .into_any()
}
