//! The shapes that pages share. One function draws each, so that they look alike everywhere and
//! are compiled once.

use leptos::html::custom;
use leptos::prelude::*;

use super::dynamic::Dynamic;

/// The heading of a page, and the one thing that is most often done there.
pub(crate) fn page_head(title: &'static str, action: AnyView) -> AnyView {
    view! {
        <div class="page-head">
            <h1 tabindex="-1">{title}</h1>
            {action}
        </div>
    }
    .into_any()
}

/// A part of a page with a heading of its own; `id` is the heading's.
pub(crate) fn panel(id: &'static str, title: &'static str, content: Vec<AnyView>) -> AnyView {
    view! {
        <section class="panel" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// A paragraph.
pub(crate) fn line(class: &'static str, content: AnyView) -> AnyView {
    element("p", class, vec![content])
}

/// A paragraph of words that stay as they are.
pub(crate) fn text(class: &'static str, words: impl Into<String>) -> AnyView {
    line(class, words.into().into_any())
}

/// Several things together.
pub(crate) fn group(class: &'static str, content: Vec<AnyView>) -> AnyView {
    element("div", class, content)
}

/// Any element that needs no more than a class.
pub(crate) fn element(tag: &'static str, class: &'static str, content: Vec<AnyView>) -> AnyView {
    custom(tag).class(class).child(content).into_any()
}

/// A word in the colour of a state.
pub(crate) fn badge(state: Dynamic<&'static str>, words: AnyView) -> AnyView {
    view! {
        <span class="badge" data-state=state>
            {words}
        </span>
    }
    .into_any()
}

/// The rows of a list; `label` is the id of its heading.
pub(crate) fn rows(label: &'static str, content: AnyView) -> AnyView {
    view! {
        <ul class="rows" aria-labelledby=label>
            {content}
        </ul>
    }
    .into_any()
}

/// A row of a list: what it is about, what there is to say about it, and what can be done.
pub(crate) fn row(
    state: Dynamic<&'static str>,
    lead: Option<AnyView>,
    main: Vec<AnyView>,
    actions: Vec<AnyView>,
) -> AnyView {
    let content = [group("row-main", main), group("row-actions", actions)];
    view! {
        <li class="row" data-state=state>
            {lead}
            {content.into_iter().collect::<Vec<_>>()}
        </li>
    }
    .into_any()
}
