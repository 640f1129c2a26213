//! The host's name, time zone, country and language.

use leptos::prelude::*;
use seat_dealer_api_types::{Language, Me, MePatch};

use crate::components::button::SubmitButton;
use crate::components::form::{self, Form, Select, TextField, TimeZoneSelect};
use crate::country;
use crate::pages::settings::save::SettingsForm;
use crate::time;

/// The form of the profile.
#[component]
pub(super) fn ProfileForm(me: Me) -> impl IntoView {
    let settings = SettingsForm::new("profile");
    let SettingsForm { form, busy, .. } = settings;
    let name = RwSignal::new(me.name);
    let zone = RwSignal::new(me.time_zone.unwrap_or_else(time::browser_zone));
    let country = RwSignal::new(me.country.unwrap_or_default());
    let language = RwSignal::new(me.language.to_string());
    let languages: Vec<_> = Language::ALL
        .iter()
        .map(|language| (language.to_string(), language.own_name().to_owned()))
        .collect();
    let save = move || {
        settings.save(MePatch {
            name: Some(name.get_untracked().trim().to_owned()),
            time_zone: Some(Some(zone.get_untracked())),
            country: Some(form::text(country)),
            language: Some(language.get_untracked().parse().ok()),
            ..MePatch::default()
        });
    };
    view! {
        <div class="stack-tight">
            <p class="hint">{format!("Signed in as {}", me.email)}</p>
            <Form
                form
                on_submit=save
                buttons=move || view! { <SubmitButton label="Save settings" busy /> }
            >
                <TextField
                    form
                    value=name
                    label="Your name"
                    name="name"
                    hint="Guests see it on their invitation."
                    autocomplete="name"
                />
                <TimeZoneSelect form value=zone />
                <Select
                    form
                    value=country
                    label="Country of your phone numbers"
                    name="country"
                    options=country::options()
                />
                <Select
                    form
                    value=language
                    label="Language of messages and guests’ pages"
                    name="language"
                    options=languages
                />
            </Form>
        </div>
    }
}
