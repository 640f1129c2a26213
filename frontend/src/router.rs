//! Client-side routing. The app has seven routes, so it uses no routing library: clicks on links and
//! the browser's history set one signal, and the page follows it.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

/// The router, provided as context to the whole app.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Router {
    path: RwSignal<String>,
}

/// The router.
pub(crate) fn use_router() -> Router {
    expect_context()
}

impl Router {
    /// Starts to handle history events and clicks on links within the app.
    pub(crate) fn start() -> Self {
        let router = Self {
            path: RwSignal::new(current_path()),
        };
        window_event_listener(leptos::ev::popstate, move |_| {
            router.set_path(current_path());
        });
        window_event_listener(leptos::ev::click, move |click| {
            if let Some(path) = internal_link(&click) {
                click.prevent_default();
                router.navigate(&path);
            }
        });
        router
    }

    /// The path of the current page. Reactive.
    pub(crate) fn path(self) -> String {
        self.path.get()
    }

    /// The path of the current page. Not reactive.
    pub(crate) fn path_untracked(self) -> String {
        self.path.get_untracked()
    }

    /// Opens another page and adds it to the history.
    pub(crate) fn navigate(self, path: &str) {
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
        }
        window().scroll_to_with_x_and_y(0.0, 0.0);
        self.set_path(path.to_owned());
    }

    /// Opens another page and replaces the current one in the history.
    pub(crate) fn replace(self, path: &str) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
        }
        self.set_path(path.to_owned());
    }

    /// Remembers a query parameter in the URL of the current page, so that it is there after a reload or when the
    /// host comes back.
    pub(crate) fn remember(self, name: &str, value: &str) {
        if let Ok(history) = window().history() {
            let url = format!("{}?{name}={value}", self.path_untracked());
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
        }
    }

    fn set_path(self, path: String) {
        // A jump to an anchor within the page keeps the path.
        if self.path.with_untracked(|current| *current != path) {
            self.path.set(path);
        }
    }
}

fn current_path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The value of a query parameter of the current URL.
pub(crate) fn query_param(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search)
        .ok()?
        .get(name)
}

/// The path of the internal link that was clicked. `None` for clicks with a modifier key, which open
/// a tab or a window, and for links with `target`, `rel` or `download`.
fn internal_link(click: &MouseEvent) -> Option<String> {
    let is_plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    if !is_plain || click.default_prevented() {
        return None;
    }
    let target: Element = click.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]:not([target], [rel], [download])");
    let path = link.ok()??.get_attribute("href")?;
    (path.starts_with('/') && !path.starts_with("//")).then_some(path)
}
