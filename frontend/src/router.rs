//! Which page is shown. Six addresses need no library: links within the app and the browser's own
//! back and forth change one signal, and what is shown follows it.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

/// The address, for every part of the app.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Router {
    path: RwSignal<String>,
}

/// The router, from anywhere below the app.
pub(crate) fn use_router() -> Router {
    expect_context()
}

impl Router {
    /// Follows the address of the window from now on.
    pub(crate) fn start() -> Self {
        let router = Self {
            path: RwSignal::new(shown()),
        };
        window_event_listener(leptos::ev::popstate, move |_| router.arrive(shown()));
        window_event_listener(leptos::ev::click, move |click| {
            if let Some(path) = followed(&click) {
                click.prevent_default();
                router.go(&path);
            }
        });
        router
    }

    /// The path of the page that is shown; follows.
    pub(crate) fn path(self) -> String {
        self.path.get()
    }

    /// The path of the page that is shown now.
    pub(crate) fn path_now(self) -> String {
        self.path.get_untracked()
    }

    /// Shows another page; the browser's back leads here again.
    pub(crate) fn go(self, path: &str) {
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
        }
        window().scroll_to_with_x_and_y(0.0, 0.0);
        self.arrive(path.to_owned());
    }

    /// Shows another page in the place of this one.
    pub(crate) fn replace(self, path: &str) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
        }
        self.arrive(path.to_owned());
    }

    fn arrive(self, path: String) {
        // A jump within the page is none to another one.
        if self.path.with_untracked(|shown| *shown != path) {
            self.path.set(path);
        }
    }
}

fn shown() -> String {
    window().location().pathname().unwrap_or_default()
}

/// What the address says after its question mark, by name.
pub(crate) fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search)
        .ok()?
        .get(name)
}

/// The path of the link that a click follows within the app: a plain click on a link that does
/// not ask for more than that.
fn followed(click: &MouseEvent) -> Option<String> {
    let plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    if !plain || click.default_prevented() {
        return None;
    }
    let target: Element = click.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]:not([target], [rel], [download])");
    let path = link.ok()??.get_attribute("href")?;
    (path.starts_with('/') && !path.starts_with("//")).then_some(path)
}
