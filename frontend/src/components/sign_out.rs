//! The way out.

use leptos::prelude::*;

use super::announcer::use_announcer;
use super::busy::Busy;
use super::button::button;
use crate::api::use_api;
use crate::{browser, session};

/// A button that ends the session.
pub(crate) fn sign_out(class: &'static str, label: &'static str) -> AnyView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let sign_out = move || {
        busy.run(async move {
            announcer.settle().await;
            // The key is forgotten here even when the server cannot be told.
            let _ = api.logout().await;
            announcer.say(leave());
        });
    };
    button(class, label, sign_out).busy(busy).view()
}

/// Leaves for the sign-in page when the session is over, and says so where that does not work.
pub(crate) fn leave() -> &'static str {
    session::forget();
    // A new page: nothing of this host stays in memory.
    match browser::go("/") {
        Ok(()) => "",
        Err(_) => "You are signed out. Close this page.",
    }
}
