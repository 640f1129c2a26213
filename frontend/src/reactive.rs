//! Effects that share one compiled form. `Effect::new` is compiled once for each closure type.

use leptos::prelude::*;

/// Runs a task now, and again whenever a signal changes that the task reads.
pub(crate) fn effect(task: impl Fn() + 'static) {
    let task: Box<dyn Fn()> = Box::new(task);
    Effect::new(move |_| task());
}
