//! Signing in.

use leptos::prelude::*;
use seat_dealer_api_types::LoginStart;

use super::busy::Busy;
use super::button::Button;
use super::page::Alert;
use crate::api::use_api;
use crate::{browser, session};

/// The button that opens the sign-in provider's page.
#[component]
pub(crate) fn SignInButton(label: &'static str) -> impl IntoView {
    let api = use_api();
    let busy = Busy::new();
    let failure = RwSignal::new(None::<String>);
    let start = move || {
        busy.run(async move {
            failure.set(None);
            let origin = window().location().origin().unwrap_or_default();
            let redirect_uri = format!("{origin}/login/callback");
            match api.start_login(&LoginStart { redirect_uri }).await {
                Ok(started) => {
                    session::remember_ticket(&started.ticket);
                    if browser::go(&started.authorization_url).is_err() {
                        failure.set(Some("The sign-in page could not be opened.".to_owned()));
                    }
                }
                Err(error) => failure.set(Some(error.message())),
            }
        });
    };
    view! {
        <Alert message=failure />
        <p>
            <Button class="button button-primary button-large" label busy on_click=start />
        </p>
    }
}
