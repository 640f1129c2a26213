//! What every page has: a title, and words while it loads or when it cannot.

use std::cell::Cell;

use leptos::prelude::*;

thread_local! {
    static FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
}

/// Names the page in the browser and moves the focus to its heading, so that a screen reader
/// reads it. The first page is left as the browser shows it.
pub(crate) fn begin(title: &str) {
    name(title);
    if !FIRST_PAGE.replace(false) {
        crate::browser::focus_soon("h1");
    }
}

/// Names the page in the browser.
pub(crate) fn name(title: &str) {
    document().set_title(&format!("{title} · seat-dealer"));
}

/// Grey shapes where a list will be.
pub(crate) fn loading() -> AnyView {
    view! {
        <div class="loading" role="status">
            <span class="sr-only">"Loading…"</span>
            <div class="skeleton"></div>
            <div class="skeleton"></div>
            <div class="skeleton"></div>
        </div>
    }
    .into_any()
}

/// Something that could not be loaded, and a way to try again.
pub(crate) fn failed(sentence: String, again: impl Fn() + 'static) -> AnyView {
    view! {
        <div class="alert" role="alert">
            <p>{sentence}</p>
            <button type="button" class="button" on:click=move |_| again()>
                "Try again"
            </button>
        </div>
    }
    .into_any()
}
