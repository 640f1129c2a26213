//! A field for tags.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::TextField;
use super::state::FormState;
use crate::api::use_api;

/// Tags, separated by commas, and buttons that add those that contacts have already.
#[component]
pub(crate) fn TagsField(
    form: FormState,
    value: RwSignal<String>,
    label: &'static str,
    /// A sentence below the field.
    hint: &'static str,
) -> impl IntoView {
    let api = use_api();
    let known = RwSignal::new(Vec::new());
    spawn_local(async move {
        // Without the buttons, the tags can still be typed.
        if let Ok(tags) = api.tags().await {
            known.try_set(tags);
        }
    });
    let is_used = move |tag: &str| {
        let tag = tag.to_lowercase();
        value.with(|text| split(text).iter().any(|used| used.to_lowercase() == tag))
    };
    let add = move |tag: &str| {
        if untrack(|| is_used(tag)) {
            return;
        }
        value.update(|text| {
            let mut tags = split(text);
            tags.push(tag.to_owned());
            *text = tags.join(", ");
        });
        form.keep_input();
    };
    // The button of a tag that is used stays in its place, so that a second tap does not add the next one.
    let button = move |tag: String| {
        let label = format!("+ {tag}");
        let used = tag.clone();
        view! {
            <button
                type="button"
                class="quiet-button"
                aria-disabled=move || is_used(&used).then_some("true")
                on:click=move |_| add(&tag)
            >
                {label}
            </button>
        }
        .into_any()
    };
    let buttons = move || {
        let known = known.get().into_iter();
        known.map(|known| button(known.tag)).collect::<Vec<_>>()
    };
    view! {
        <TextField form value label name="tags" hint />
        <div class="row-actions">{move || buttons()}</div>
    }
}

/// The tags of a text.
pub(crate) fn split(text: &str) -> Vec<String> {
    let tags = text.split([',', ';']).map(str::trim);
    tags.filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_semicolons_separate_tags() {
        assert_eq!(split(" book club, ; choir,"), ["book club", "choir"]);
        assert!(split(" ").is_empty());
    }
}
