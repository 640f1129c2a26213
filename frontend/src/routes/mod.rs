//! The pages and their addresses.

mod callback;
mod contacts;
mod event;
mod events;
mod home;
mod not_found;
mod settings;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;

use crate::components::announcer::announcements;
use crate::components::dialog::use_dialog;
use crate::components::shell::framed;

/// What draws a page. One type for all of them keeps the router small.
type Page = fn() -> AnyView;

/// The pages by their addresses, and what stands over all of them.
pub(crate) fn pages() -> AnyView {
    let home: Page = home::home;
    let callback: Page = callback::callback;
    let contacts: Page = || framed(contacts::contacts);
    let events: Page = || framed(events::events);
    let event: Page = || framed(event::event);
    let settings: Page = || framed(settings::settings);
    view! {
        <FlatRoutes fallback=not_found::not_found>
            <Route path=path!("/") view=home />
            <Route path=path!("/login/callback") view=callback />
            <Route path=path!("/contacts") view=contacts />
            <Route path=path!("/events") view=events />
            <Route path=path!("/events/:id") view=event />
            <Route path=path!("/settings") view=settings />
        </FlatRoutes>
        {use_dialog().view()}
        {announcements()}
    }
    .into_any()
}
