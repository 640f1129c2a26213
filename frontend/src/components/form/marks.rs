//! What is chosen by a mark: a box to tick, or one of several things.

use leptos::prelude::*;

use super::errors::{Errors, Value};
use super::fields::field_error;
use crate::components::dynamic::{Dynamic, dynamic};
use crate::components::shapes::{element, group};

/// A box to tick.
pub(crate) fn tick(
    errors: Errors,
    value: RwSignal<bool>,
    label: &'static str,
    name: &'static str,
) -> AnyView {
    errors.note(name, Value::Tick(value));
    let ticked = dynamic(move || value.get());
    mark(
        "tick",
        "checkbox",
        name,
        ticked,
        move |on| value.set(on),
        label.into_any(),
    )
}

/// A choice among things that are shown, each with the value it stands for.
pub(crate) fn radios(
    errors: Errors,
    value: RwSignal<String>,
    label: &'static str,
    name: &'static str,
    options: Vec<(&'static str, AnyView)>,
) -> AnyView {
    errors.note(name, Value::Text(value));
    let options = options.into_iter().map(|(of, shown)| {
        let chosen = dynamic(move || value.with(|value| value == of));
        let choose = move |_| value.set(of.to_owned());
        mark("radio", "radio", name, chosen, choose, shown)
    });
    let content = vec![
        element("legend", "label", vec![label.into_any()]),
        group("radios", options.collect()),
        field_error(format!("{}-{name}-error", errors.form), errors.of(name)),
    ];
    element("fieldset", "field", content)
}

fn mark(
    class: &'static str,
    kind: &'static str,
    name: &'static str,
    is_set: Dynamic<bool>,
    set: impl Fn(bool) + 'static,
    label: AnyView,
) -> AnyView {
    let set: Box<dyn Fn(bool)> = Box::new(set);
    view! {
        <label class=class>
            <input
                type=kind
                name=name
                prop:checked=is_set
                on:change:target=move |event| set(event.target().checked())
            />
            {label}
        </label>
    }
    .into_any()
}
