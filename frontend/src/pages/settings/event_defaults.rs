//! The defaults for new events.

use leptos::prelude::*;
use seat_dealer_api_types::MePatch;

use crate::components::button::SubmitButton;
use crate::components::form::Form;
use crate::pages::event::form::pace::{PaceFields, PaceInput};
use crate::pages::settings::save::SettingsForm;

/// The form of the defaults.
#[component]
pub(super) fn EventDefaultsForm(pace: PaceInput) -> impl IntoView {
    let settings = SettingsForm::new("new-events");
    let SettingsForm { form, busy, .. } = settings;
    let save = move || {
        let mut errors = Vec::new();
        let (quiet_hours, hand_size, window) = pace.read(&mut errors);
        if !errors.is_empty() {
            return form.show_field_errors(errors);
        }
        settings.save(MePatch {
            quiet_hours: Some(quiet_hours),
            hand_size: Some(hand_size),
            response_window_minutes: Some(window),
            ..MePatch::default()
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
