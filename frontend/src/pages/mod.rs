//! The pages, each in a module of its own with its state and its parts, and their routes.

mod contacts;
mod event;
mod events;
mod home;
mod login_callback;
mod not_found;
mod settings;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::api::ApiError;
use crate::components::layout::SignedInLayout;
use crate::lazy::lazy_page;
use crate::router::use_router;
use contacts::ContactsPage;
use event::EventPage;
use event::kitchen::KitchenPage;
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
    Kitchen(String),
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
            ["events", id, "kitchen"] => Self::Kitchen(id.to_owned()),
            ["settings"] => Self::Settings,
            _ => Self::NotFound,
        }
    }

    fn page(self) -> AnyView {
        match self {
            Self::Home => view! { <HomePage /> }.into_any(),
            Self::LoginCallback => view! { <LoginCallbackPage /> }.into_any(),
            Self::Contacts => {
                signed_in(|| lazy_page("Contacts", || Box::pin(contacts_page()), |page| page()))
            }
            Self::Events => signed_in(|| view! { <EventsPage /> }.into_any()),
            Self::Event(id) => signed_in(move || {
                let id = id.clone();
                lazy_page(
                    "Event",
                    || Box::pin(event_page()),
                    move |page| page(id.clone()),
                )
            }),
            Self::Kitchen(id) => signed_in(move || {
                let id = id.clone();
                lazy_page(
                    "Kitchen sheet",
                    || Box::pin(kitchen_page()),
                    move |page| page(id.clone()),
                )
            }),
            Self::Settings => {
                signed_in(|| lazy_page("Settings", || Box::pin(settings_page()), |page| page()))
            }
            Self::NotFound => view! { <NotFoundPage /> }.into_any(),
        }
    }
}

fn signed_in(page: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let children: ChildrenFn = Arc::new(page);
    view! { <SignedInLayout children /> }.into_any()
}

#[wasm_split(contacts, fallible)]
fn contacts_page() -> Result<fn() -> AnyView, ApiError> {
    Ok(|| view! { <ContactsPage /> }.into_any())
}

#[wasm_split(event, fallible)]
fn event_page() -> Result<fn(String) -> AnyView, ApiError> {
    Ok(|id| view! { <EventPage id /> }.into_any())
}

#[wasm_split(forms, fallible)]
fn kitchen_page() -> Result<fn(String) -> AnyView, ApiError> {
    Ok(|id| view! { <KitchenPage id /> }.into_any())
}

#[wasm_split(forms, fallible)]
fn settings_page() -> Result<fn() -> AnyView, ApiError> {
    Ok(|| view! { <SettingsPage /> }.into_any())
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
            ("/events/7/kitchen", Route::Kitchen("7".to_owned())),
            ("/settings", Route::Settings),
            ("/events/7/8", Route::NotFound),
            ("/no/such/page", Route::NotFound),
        ] {
            assert_eq!(Route::parse(path), route, "{path}");
        }
    }
}
