//! What everything else stands in: the session, the announcements, the questions and the router.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::components::announcer::Announcer;
use crate::components::dialog::Dialog;
use crate::routes::pages;
use crate::session::Session;

/// The app.
pub(crate) fn app() -> impl IntoView {
    provide_context(Session::remembered());
    provide_context(Announcer::new());
    provide_context(Dialog::new());
    view! {
        <Router>
            {pages()}
        </Router>
    }
}
