//! The root of the app.

use leptos::prelude::*;

use crate::components::announcer::{Announcer, Toasts};
use crate::components::dialog::{DialogOutlet, Dialogs};
use crate::components::form::draft;
use crate::pages::CurrentPage;
use crate::router::Router;
use crate::session::Session;

/// Provides the contexts, and shows the current page, the open dialog and toasts.
#[component]
pub(crate) fn App() -> impl IntoView {
    provide_context(Session::restore(draft::save));
    provide_context(Router::start());
    provide_context(Announcer::new());
    provide_context(Dialogs::new());
    view! {
        <CurrentPage />
        <DialogOutlet />
        <Toasts />
    }
}
