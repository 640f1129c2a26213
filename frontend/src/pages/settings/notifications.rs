//! What the host hears by email.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{AnswerNews, Notifications};

use crate::api::use_api;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::SubmitButton;
use crate::components::form::{Checkbox, Form, FormState, Select};
use crate::components::page::{LoadState, Panel};

/// How the host hears of answers, with its label.
const ANSWERS: [(AnswerNews, &str); 3] = [
    (AnswerNews::Each, "Each at once"),
    (AnswerNews::Daily, "Once a day, in the morning"),
    (AnswerNews::None, "Not at all"),
];

/// What the host hears, once it is loaded.
#[component]
pub(super) fn NotificationsPanel() -> impl IntoView {
    let api = use_api();
    let notifications = RwSignal::new(None);
    let loaded = RwSignal::new(false);
    let failure = RwSignal::new(None);
    let load = move || {
        failure.set(None);
        spawn_local(async move {
            match api.notifications().await {
                Ok(found) => {
                    notifications.set(Some(found));
                    loaded.set(true);
                }
                Err(error) => failure.set(Some(error.message())),
            }
        });
    };
    load();
    let form = |notifications| view! { <NotificationsForm notifications /> }.into_any();
    view! {
        <Panel id="notifications-title" title="What you hear">
            <LoadState loaded failure on_retry=load />
            {move || notifications.get().map(form)}
        </Panel>
    }
}

#[component]
fn NotificationsForm(notifications: Notifications) -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let form = FormState::new("notifications");
    let needs_you = RwSignal::new(notifications.needs_you);
    let answers = RwSignal::new(notifications.answers.as_str().to_owned());
    let full = RwSignal::new(notifications.full);
    let email = RwSignal::new(notifications.email);
    let (push, push_names) = (notifications.push, notifications.push_names);
    let save = move || {
        let notifications = Notifications {
            needs_you: needs_you.get_untracked(),
            answers: answers.get_untracked().parse().unwrap_or(AnswerNews::Daily),
            full: full.get_untracked(),
            email: email.get_untracked(),
            push,
            push_names,
            push_public_key: String::new(),
        };
        busy.run(async move {
            match api.set_notifications(&notifications).await {
                Ok(_) => announcer.success("Settings saved."),
                Err(error) => form.show_error(&error),
            }
        });
    };
    let options = ANSWERS.map(|(value, label)| (value.as_str().to_owned(), label.to_owned()));
    view! {
        <Form
            form
            on_submit=save
            buttons=move || view! { <SubmitButton label="Save what you hear" busy /> }
        >
            <Checkbox form value=email label="Send me email about my events" name="email" />
            <Checkbox form value=needs_you label="What needs me, at once" name="needsYou" />
            <Checkbox form value=full label="When the table is full" name="full" />
            <Select form value=answers label="Answers" name="answers" options=options.into() />
        </Form>
    }
}
