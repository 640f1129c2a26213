//! What everything else stands in: the session, the address, the announcements and the questions.

use leptos::prelude::*;

use crate::components::announcer::Announcer;
use crate::components::dialog::Dialog;
use crate::router::Router;
use crate::routes::pages;
use crate::session::Session;

/// The app.
pub(crate) fn app() -> impl IntoView {
    provide_context(Session::remembered());
    provide_context(Router::start());
    provide_context(Announcer::new());
    provide_context(Dialog::new());
    pages()
}
