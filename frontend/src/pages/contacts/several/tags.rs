//! The form that changes the tags of several contacts.

use leptos::prelude::*;
use seat_dealer_api_types::ContactsPatch;

use super::Several;
use crate::components::dialog::Dialog;
use crate::components::form::{DialogButtons, Form, FormState, TagsField, tags};

/// The form.
#[component]
pub(super) fn TagsForm(dialog: Dialog, several: Several) -> impl IntoView {
    let form = FormState::new("contacts");
    let added = RwSignal::new(String::new());
    let removed = RwSignal::new(Vec::<String>::new());
    let mut used: Vec<String> = several
        .selection
        .contacts()
        .into_iter()
        .flat_map(|contact| contact.tags)
        .collect();
    // The server spells a tag in one way.
    used.sort_unstable();
    used.dedup();
    let tick = move |tag: String| {
        let label = tag.clone();
        let change = move |is_removed: bool| {
            removed.update(|removed| {
                removed.retain(|other| *other != tag);
                removed.extend(is_removed.then(|| tag.clone()));
            });
        };
        view! {
            <label class="tick">
                <input type="checkbox" on:change:target=move |event| change(event.target().checked()) />
                {label}
            </label>
        }
        .into_any()
    };
    let remove = (!used.is_empty()).then(|| {
        let ticks: Vec<_> = used.into_iter().map(tick).collect();
        view! {
            <fieldset class="field">
                <legend class="label">"Remove"</legend>
                {ticks}
            </fieldset>
        }
        .into_any()
    });
    let submit = move || {
        let patch = ContactsPatch {
            contact_ids: several.ids(),
            priority: None,
            remove_tags: removed.get_untracked(),
            add_tags: tags::split(&added.get_untracked()),
        };
        if patch.add_tags.is_empty() && patch.remove_tags.is_empty() {
            let message = "Add a tag, or tick one to remove.";
            return form.alert.set(Some(message.to_owned()));
        }
        several.change(dialog, form, patch);
    };
    let busy = several.busy;
    view! {
        <Form
            form
            on_submit=submit
            buttons=move || view! { <DialogButtons dialog submit_label="Change tags" busy /> }
        >
            <TagsField
                form
                value=added
                label="Add"
                hint="Tags that all of them get, separated by commas."
            />
            {remove}
        </Form>
    }
}
