//! What pages have in common: title, heading, panels, and what they show while loading or after an
//! error.

use std::cell::Cell;

use leptos::prelude::*;

use super::button::Button;
use crate::browser;

thread_local! {
    static IS_FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
}

/// Sets the page's title and moves the focus to its heading, so that a screen reader reads it.
/// Leaves the focus alone on the first page of a visit. Returns whether it is a later page.
pub(crate) fn enter_page(title: &str) -> bool {
    set_title(title);
    let is_first = IS_FIRST_PAGE.replace(false);
    if !is_first {
        browser::focus_soon("h1");
    }
    !is_first
}

/// Moves the focus to a heading that appeared later than its page, unless another element has it.
pub(crate) fn focus_late_heading() {
    if browser::has_no_focus() {
        browser::focus_soon("h1");
    }
}

/// Sets the title of the document.
pub(crate) fn set_title(title: &str) {
    document().set_title(&format!("{title} · seat-dealer"));
}

/// The heading of a page, with the page's main actions.
#[component]
pub(crate) fn PageHead(
    title: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <h1 tabindex="-1">{title}</h1>
            {children.map(|children| children())}
        </div>
    }
}

/// A section of a page with a heading.
#[component]
pub(crate) fn Panel(
    /// The id of the heading.
    id: &'static str,
    title: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {children()}
        </section>
    }
}

/// Placeholders where a list will be.
#[component]
pub(crate) fn Loading() -> impl IntoView {
    view! {
        <div class="loading" role="status">
            <span class="sr-only">"Loading…"</span>
            <div class="skeleton"></div>
            <div class="skeleton"></div>
            <div class="skeleton"></div>
        </div>
    }
}

/// An error message, while there is one.
#[component]
pub(crate) fn Alert(message: RwSignal<Option<String>>) -> impl IntoView {
    let alert = |message| view! { <p class="alert" role="alert">{message}</p> }.into_any();
    view! { {move || message.get().map(alert)} }
}

/// Stands where a list will be: placeholders until it is loaded, or why it could not be.
#[component]
pub(crate) fn LoadState(
    loaded: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    #[prop(into)] on_retry: UnsyncCallback<()>,
) -> impl IntoView {
    view! {
        {move || match failure.get() {
            Some(message) => Some(view! { <LoadError message on_retry /> }.into_any()),
            None => (!loaded.get()).then(|| view! { <Loading /> }.into_any()),
        }}
    }
}

/// Says why something could not be loaded, with a button to try again.
#[component]
pub(crate) fn LoadError(
    message: String,
    #[prop(into)] on_retry: UnsyncCallback<()>,
) -> impl IntoView {
    view! {
        <div class="alert" role="alert">
            <p>{message}</p>
            <Button label="Try again" on_click=on_retry />
        </div>
    }
}
