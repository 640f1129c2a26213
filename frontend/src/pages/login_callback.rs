//! `/login/callback`: the provider redirects here after a sign-in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::LoginFinish;

use crate::api::{Api, ApiError, use_api};
use crate::components::page::{Loading, enter_page};
use crate::components::sign_in::SignInButton;
use crate::router::{Router, query_param, use_router};
use crate::session::{self, Session};

/// Finishes the sign-in, or says why it failed.
#[component]
pub(super) fn LoginCallbackPage() -> impl IntoView {
    enter_page("Signing in");
    let session = expect_context::<Session>();
    let api = use_api();
    let router = use_router();
    let failure = RwSignal::new(None::<String>);
    let ticket = session::take_ticket();
    match (query_param("code"), query_param("state"), ticket) {
        (Some(code), Some(state), Some(ticket)) => {
            let login = LoginFinish {
                code,
                state,
                ticket,
            };
            spawn_local(finish(api, session, router, login, failure));
        }
        // The URL of an earlier sign-in, from the history or a restored tab.
        _ if session.is_open() => router.replace(&session::take_return_path()),
        (None, _, ticket) if query_param("error").is_some() => {
            failure.set(Some(provider_error(ticket.is_some())));
        }
        _ => failure.set(Some(
            "This sign-in was started in another tab, or has already been used.".to_owned(),
        )),
    }
    let content = move || match failure.get() {
        None => view! {
            <h1 tabindex="-1">"Signing you in…"</h1>
            <Loading />
        }
        .into_any(),
        Some(message) => view! {
            <h1 tabindex="-1">"You are not signed in yet"</h1>
            <p class="alert" role="alert">
                {message}
            </p>
            <SignInButton label="Try again" />
        }
        .into_any(),
    };
    view! { <main class="main welcome">{move || content()}</main> }
}

async fn finish(
    api: Api,
    session: Session,
    router: Router,
    login: LoginFinish,
    failure: RwSignal<Option<String>>,
) {
    match api.finish_login(&login).await {
        Ok(signed_in) => {
            session.start(signed_in.auth_token);
            router.replace(&session::take_return_path());
        }
        Err(ApiError::SignedOut) => {
            failure.set(Some("The provider's answer was not accepted.".to_owned()));
        }
        Err(error) => failure.set(Some(error.message())),
    }
}

/// The error that the provider reports in the URL. Anyone can write such a URL, so its description
/// is shown only while a sign-in is in progress.
fn provider_error(is_in_progress: bool) -> String {
    if query_param("error").as_deref() == Some("access_denied") {
        return "The sign-in was cancelled.".to_owned();
    }
    let description = query_param("error_description");
    match description.filter(|text| is_in_progress && !text.is_empty()) {
        Some(description) => format!("The sign-in did not work: {description}"),
        None => "The sign-in did not work.".to_owned(),
    }
}
