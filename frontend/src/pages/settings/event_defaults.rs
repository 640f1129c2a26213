//! The defaults for new events.

use leptos::prelude::*;
use seat_dealer_api_types::MePatch;

use crate::api::use_api;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::SubmitButton;
use crate::components::form::{Form, FormState};
use crate::pages::event::form::pace::{PaceFields, PaceInput};
use crate::session::Session;

/// The form of the defaults.
#[component]
pub(super) fn EventDefaultsForm(pace: PaceInput) -> impl IntoView {
    let api = use_api();
    let session = expect_context::<Session>();
    let announcer = use_announcer();
    let busy = Busy::new();
    let form = FormState::new("new-events");
    let save = move || {
        let mut errors = Vec::new();
        let (quiet_hours, hand_size, window) = pace.read(&mut errors);
        if !errors.is_empty() {
            return form.show_field_errors(errors);
        }
        busy.run(async move {
            let patch = MePatch {
                quiet_hours: Some(quiet_hours),
                hand_size: Some(hand_size),
                response_window_minutes: Some(window),
                ..MePatch::default()
            };
            match api.change_me(&patch).await {
                Ok(me) => {
                    session.me.set(Some(me));
                    announcer.success("Settings saved.");
                }
                Err(error) => form.show_error(&error),
            }
        });
    };
    view! {
        <div class="stack-tight">
            <p class="hint">
                "Every new event starts with these values. You can change them for each event."
            </p>
            <Form
                form
                on_submit=save
                buttons=move || view! { <SubmitButton label="Save for new events" busy /> }
            >
                <PaceFields form pace />
            </Form>
        </div>
    }
}
