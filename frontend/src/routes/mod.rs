//! The pages and their addresses.

mod callback;
mod contacts;
mod event;
mod events;
mod home;
mod not_found;
mod settings;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::path;

use crate::components::announcer::Announcements;
use crate::components::confirm::ConfirmDialog;
use crate::components::shell::Shell;

/// The tree of pages.
#[component]
pub(crate) fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=not_found::NotFound>
            <Route path=path!("/") view=home::Home />
            <Route path=path!("/login/callback") view=callback::Callback />
            <ParentRoute path=path!("") view=Shell>
                <Route path=path!("/contacts") view=contacts::Contacts />
                <Route path=path!("/events") view=events::Events />
                <Route path=path!("/events/:id") view=event::EventPage />
                <Route path=path!("/settings") view=settings::Settings />
            </ParentRoute>
        </Routes>
        <ConfirmDialog />
        <Announcements />
    }
}
