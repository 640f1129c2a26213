//! The page of a path without a route.

use leptos::prelude::*;

use crate::components::page::enter_page;

/// Says that the page does not exist.
#[component]
pub(super) fn NotFoundPage() -> impl IntoView {
    enter_page("Page not found");
    view! {
        <main class="main welcome">
            <h1 tabindex="-1">"There is no such page"</h1>
            <p>"The address may be mistyped, or the page may have been removed."</p>
            <p>
                <a href="/events" class="button button-primary">
                    "Go to your events"
                </a>
            </p>
        </main>
    }
}
