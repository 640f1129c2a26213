//! Signing out.

use leptos::prelude::*;

use super::announcer::use_announcer;
use super::busy::Busy;
use super::button::Button;
use super::form::draft;
use crate::api::use_api;
use crate::browser;
use crate::session::Session;

/// A button that ends the session of this device.
#[component]
pub(crate) fn SignOutButton(class: &'static str, label: &'static str) -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let session = expect_context();
    let busy = Busy::new();
    let sign_out = move || {
        busy.run(async move {
            announcer.commit_pending().await;
            // The key is forgotten here even if the server cannot be reached.
            let _ = api.logout().await;
            announcer.success(leave(session));
        });
    };
    view! { <Button class label busy on_click=sign_out /> }
}

/// Forgets the session and opens the sign-in page. Returns the message for the host, which is empty
/// unless the browser did not open the page.
pub(crate) fn leave(session: Session) -> &'static str {
    session.leave();
    draft::forget();
    // A new document, so that none of the host's data stays in memory.
    match browser::go("/") {
        Ok(()) => "",
        Err(_) => "You are signed out. Close this page.",
    }
}
