//! The pages and their addresses.

mod callback;
mod contacts;
mod event;
mod events;
mod home;
mod not_found;
mod settings;

use leptos::prelude::*;

use crate::components::announcer::announcements;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::part;
use crate::components::shell::framed;
use crate::router::use_router;

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Page {
    Home,
    Callback,
    Contacts,
    Events,
    Event(String),
    Settings,
    Nothing,
}

impl Page {
    fn at(path: &str) -> Self {
        let parts: Vec<_> = path.trim_matches('/').split('/').collect();
        match parts[..] {
            [""] => Self::Home,
            ["login", "callback"] => Self::Callback,
            ["contacts"] => Self::Contacts,
            ["events"] => Self::Events,
            ["events", id] => Self::Event(id.to_owned()),
            ["settings"] => Self::Settings,
            _ => Self::Nothing,
        }
    }

    fn draw(self) -> AnyView {
        match self {
            Self::Home => home::home(),
            Self::Callback => callback::callback(),
            Self::Contacts => framed(contacts::contacts),
            Self::Events => framed(events::events),
            Self::Event(id) => framed(move || event::event(id.clone())),
            Self::Settings => framed(settings::settings),
            Self::Nothing => not_found::not_found(),
        }
    }
}

/// The page that the address says, and what stands over all of them.
pub(crate) fn pages() -> AnyView {
    let router = use_router();
    let page = Memo::new(move |_| Page::at(&router.path()));
    view! {
        {part(move || Some(page.get().draw()))}
        {use_dialog().view()}
        {announcements()}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_somewhere() {
        for (path, page) in [
            ("/", Page::Home),
            ("/login/callback", Page::Callback),
            ("/contacts", Page::Contacts),
            ("/events", Page::Events),
            ("/events/", Page::Events),
            ("/events/7", Page::Event("7".to_owned())),
            ("/settings", Page::Settings),
            ("/events/7/8", Page::Nothing),
            ("/no/such/page", Page::Nothing),
        ] {
            assert_eq!(Page::at(path), page, "{path}");
        }
    }
}
