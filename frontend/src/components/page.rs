//! What every page has: a title, and words while it loads or when it cannot.

use std::cell::Cell;

use leptos::prelude::*;

use super::button::button;
use super::dynamic::part;
use crate::browser;

thread_local! {
    static FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
}

/// Names the page in the browser and moves the focus to its heading, so that a screen reader
/// reads it. The first page is left as the browser shows it: this says whether it is another one.
pub(crate) fn begin(title: &str) -> bool {
    name(title);
    let is_first = FIRST_PAGE.replace(false);
    if !is_first {
        browser::focus_soon("h1");
    }
    !is_first
}

/// Moves the focus to a heading that came later than its page, unless something else has it by now.
pub(crate) fn heading_is_here() {
    if browser::has_no_focus() {
        browser::focus_soon("h1");
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

/// What went wrong, while there is something.
pub(crate) fn alert(failure: RwSignal<Option<String>>) -> AnyView {
    part(move || {
        let line = failure.get()?;
        Some(view! { <p class="alert" role="alert">{line}</p> }.into_any())
    })
}

/// What stands where a list will be, until it has been loaded or when it could not be.
pub(crate) fn state(
    loaded: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    again: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    part(move || match failure.get() {
        Some(line) => Some(failed(line, again)),
        None => (!loaded.get()).then(loading),
    })
}

/// Something that could not be loaded, and a way to try again.
pub(crate) fn failed(sentence: String, again: impl Fn() + 'static) -> AnyView {
    view! {
        <div class="alert" role="alert">
            <p>{sentence}</p>
            {button("button", "Try again", again).view()}
        </div>
    }
    .into_any()
}
