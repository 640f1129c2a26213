//! Parts of a page that follow signals. Each closure in a view would be a type of its own, and the
//! machinery that renders it would be compiled once more for each; boxed, they share one for each
//! type of value. That is worth a third of the app's size.

use std::pin::Pin;

use leptos::prelude::*;

/// A value that follows signals.
pub(crate) type Dynamic<T> = Box<dyn Fn() -> T + Send + Sync>;

/// A value that follows the signals that the closure reads.
pub(crate) fn dynamic<T>(value: impl Fn() -> T + Send + Sync + 'static) -> Dynamic<T> {
    Box::new(value)
}

/// Words that follow the signals that the closure reads.
pub(crate) fn words(value: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    dynamic(value).into_any()
}

/// A part of the page that is there while the closure gives one.
pub(crate) fn part(value: impl Fn() -> Option<AnyView> + Send + Sync + 'static) -> AnyView {
    dynamic(move || value().unwrap_or_else(nothing)).into_any()
}

/// No part of the page.
pub(crate) fn nothing() -> AnyView {
    ().into_any()
}

/// Does something now, and again whenever a signal changes that it reads.
pub(crate) fn effect(task: impl Fn() + 'static) {
    let task: Box<dyn Fn()> = Box::new(task);
    Effect::new(move |_| task());
}

/// Begins a task.
pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    leptos::task::spawn_local(task);
}
