//! The pages, each in a module of its own with its state and its parts, and their routes.

mod contacts;
mod event;
mod events;
mod home;
mod login_callback;
mod not_found;
mod settings;

use leptos::prelude::*;

use crate::components::layout::SignedInLayout;
use crate::router::use_router;
use contacts::ContactsPage;
use event::EventPage;
use events::EventsPage;
use home::HomePage;
use login_callback::LoginCallbackPage;
use not_found::NotFoundPage;
use settings::SettingsPage;

/// The page of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Route {
    Home,
    LoginCallback,
    Contacts,
    Events,
    Event(String),
    Settings,
    NotFound,
}

impl Route {
    fn parse(path: &str) -> Self {
        let segments: Vec<_> = path.trim_matches('/').split('/').collect();
        match segments[..] {
            [""] => Self::Home,
            ["login", "callback"] => Self::LoginCallback,
            ["contacts"] => Self::Contacts,
            ["events"] => Self::Events,
            ["events", id] => Self::Event(id.to_owned()),
            ["settings"] => Self::Settings,
            _ => Self::NotFound,
        }
    }

    fn page(self) -> AnyView {
        match self {
            Self::Home => view! { <HomePage /> }.into_any(),
            Self::LoginCallback => view! { <LoginCallbackPage /> }.into_any(),
            Self::Contacts => {
                view! { <SignedInLayout><ContactsPage /></SignedInLayout> }.into_any()
            }
            Self::Events => view! { <SignedInLayout><EventsPage /></SignedInLayout> }.into_any(),
            Self::Event(id) => {
                view! { <SignedInLayout><EventPage id=id.clone() /></SignedInLayout> }.into_any()
            }
            Self::Settings => {
                view! { <SignedInLayout><SettingsPage /></SignedInLayout> }.into_any()
            }
            Self::NotFound => view! { <NotFoundPage /> }.into_any(),
        }
    }
}

/// The page of the current path.
#[component]
pub(crate) fn CurrentPage() -> impl IntoView {
    let router = use_router();
    let route = Memo::new(move |_| Route::parse(&router.path()));
    view! { {move || route.get().page()} }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_has_a_route() {
        for (path, route) in [
            ("/", Route::Home),
            ("/login/callback", Route::LoginCallback),
            ("/contacts", Route::Contacts),
            ("/events", Route::Events),
            ("/events/", Route::Events),
            ("/events/7", Route::Event("7".to_owned())),
            ("/settings", Route::Settings),
            ("/events/7/8", Route::NotFound),
            ("/no/such/page", Route::NotFound),
        ] {
            assert_eq!(Route::parse(path), route, "{path}");
        }
    }
}
