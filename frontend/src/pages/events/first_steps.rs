//! The steps to the first dealt invitation, for hosts without an event.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::use_api;

/// The steps.
#[component]
pub(super) fn FirstSteps() -> impl IntoView {
    let api = use_api();
    let has_contacts = RwSignal::new(false);
    spawn_local(async move {
        if let Ok(page) = api.contacts("", "", 1, None).await {
            has_contacts.try_set(!page.items.is_empty());
        }
    });
    let link = move || {
        let (class, label) = if has_contacts.get() {
            ("button", "See your contacts")
        } else {
            ("button button-primary", "Add your people")
        };
        view! {
            <a href="/contacts" class=class>
                {label}
            </a>
        }
        .into_any()
    };
    view! {
        <section class="empty first-steps" aria-labelledby="first-steps-title">
            <h2 id="first-steps-title">"No event yet"</h2>
            <ol>
                <li data-done=move || has_contacts.get().then_some("true")>
                    <strong>"Add your people"</strong>
                    <p>"One by one, or all at once from your address book."</p>
                </li>
                <li>
                    <strong>"Add an event"</strong>
                    <p>"What it is, how many chairs there are, and when."</p>
                </li>
                <li>
                    <strong>"Press Deal"</strong>
                    <p>"You see who would be invited before anything is sent to anybody."</p>
                </li>
            </ol>
            {move || link()}
        </section>
    }
}
