//! Access to the browser: storage, focus, scrolling, clipboard, sharing, downloads, network state.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, FocusOptions, HtmlElement, Storage, Url};

/// How long a downloaded file stays in memory. Some browsers read it only after the click.
const DOWNLOAD_LIFETIME: Duration = Duration::from_mins(1);

/// The storage that all tabs share and that outlives them.
pub(crate) fn local_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The storage of this tab.
fn session_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Stores a text for as long as the tab lives.
pub(crate) fn remember(key: &str, text: &str) {
    if let Some(storage) = session_storage() {
        let _ = storage.set_item(key, text);
    }
}

/// Reads a text that [`remember`] stored.
pub(crate) fn recall(key: &str) -> Option<String> {
    session_storage()?.get_item(key).ok()?
}

/// Reads a text that [`remember`] stored, and removes it.
pub(crate) fn take(key: &str) -> Option<String> {
    let text = recall(key)?;
    let _ = session_storage()?.remove_item(key);
    Some(text)
}

/// Escapes a text for use as one part of a URL.
pub(crate) fn encode_uri_component(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}

/// Waits this many milliseconds.
pub(crate) async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// Whether less than 1,500 pixels of the page are left to scroll.
pub(crate) fn is_near_the_end() -> bool {
    let height = window().inner_height().ok().and_then(|it| it.as_f64());
    let seen = window().scroll_y().unwrap_or_default() + height.unwrap_or_default();
    let whole = document().document_element();
    whole.is_some_and(|root| f64::from(root.scroll_height()) - seen < 1_500.0)
}

/// Leaves the app for another URL.
pub(crate) fn go(url: &str) -> Result<(), JsValue> {
    window().location().assign(url)
}

/// Focuses the first element that matches, after the next frame has been drawn.
pub(crate) fn focus_soon(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(root) = document().document_element() {
            focus_within(&root, selector);
        }
    });
}

/// Scrolls the first element that matches into view, after the next frame has been drawn.
pub(crate) fn show_soon(selector: &'static str) {
    request_animation_frame(move || {
        if let Ok(Some(found)) = document().query_selector(selector) {
            found.scroll_into_view_with_bool(false);
        }
    });
}

/// Focuses the first descendant of `root` that matches. Opens the `<details>` that hides it.
pub(crate) fn focus_within(root: &Element, selector: &str) {
    let Ok(Some(found)) = root.query_selector(selector) else {
        return;
    };
    if let Ok(Some(details)) = found.closest("details:not([open])") {
        let _ = details.set_attribute("open", "");
    }
    if let Ok(element) = found.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Focuses the element with this id, also in a picture.
pub(crate) fn focus_id(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        // Elements of a picture have the same method.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Whether no element has the focus.
pub(crate) fn has_no_focus() -> bool {
    let focused = document().active_element();
    focused.is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether the focus is on or inside an element that matches.
pub(crate) fn has_focus_within(selector: &str) -> bool {
    let focused = document().active_element();
    focused.is_some_and(|element| matches!(element.closest(selector), Ok(Some(_))))
}

/// Remembers the focused element, so that it can be focused again after it has moved in the page.
pub(crate) fn save_focus() -> SavedFocus {
    let element = document()
        .active_element()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let is_visible = |element: &HtmlElement| element.matches(":focus-visible").unwrap_or(true);
    SavedFocus {
        scrolls: element.as_ref().is_none_or(is_visible),
        element,
    }
}

/// The element that had the focus.
pub(crate) struct SavedFocus {
    element: Option<HtmlElement>,
    /// Whether the page scrolls to the element. It does not for a finger or the mouse.
    pub(crate) scrolls: bool,
}

impl SavedFocus {
    /// Focuses the element again if it is still in the page, without scrolling.
    pub(crate) fn restore_in_place(mut self) {
        self.scrolls = false;
        self.restore(String::new());
    }

    /// Focuses the element again. If it is gone, focuses the first button in the row that contains
    /// the element with this id. Does so once pending DOM updates have run, so that no key press is
    /// lost, and again with the next frame in case the element has moved once more.
    pub(crate) fn restore(self, id: String) {
        let focus_again = move || match &self.element {
            Some(element) if element.is_connected() => focus(element, self.scrolls),
            _ => focus_row(&id, self.scrolls),
        };
        // Pending effects wait in the same queue, before this task.
        spawn_local(async move {
            focus_again();
            request_animation_frame(move || {
                if has_no_focus() {
                    focus_again();
                }
            });
        });
    }
}

/// Focuses the first button in the row that contains the element with this id, unless another
/// element has the focus.
pub(crate) fn focus_row(id: &str, scrolls: bool) {
    let within = document().get_element_by_id(id);
    let row = within.and_then(|element| element.closest("li").ok()?);
    let button = row.and_then(|row| row.query_selector("button").ok()?);
    if let (true, Some(Ok(button))) = (has_no_focus(), button.map(JsCast::dyn_into)) {
        focus(&button, scrolls);
    }
}

fn focus(element: &HtmlElement, scrolls: bool) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(!scrolls);
    let _ = element.focus_with_options(&options);
}

/// Copies a text to the clipboard. Returns whether the browser allowed it.
pub(crate) async fn copy(text: &str) -> bool {
    // `navigator.clipboard` is undefined outside a secure context, which web-sys does not model.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text))
        .await
        .is_ok()
}

/// Whether the browser has a share sheet.
pub(crate) fn can_share() -> bool {
    js_sys::Reflect::has(&window().navigator(), &"share".into()).unwrap_or(false)
}

/// Opens the share sheet with a text. Ignores the error that closing the sheet causes.
pub(crate) fn share(text: &str) {
    let data = web_sys::ShareData::new();
    data.set_text(text);
    let _ = window().navigator().share_with_data(&data);
}

/// Downloads a text as a file.
pub(crate) fn download_text(name: &str, media_type: &str, text: &str) {
    let content = encode_uri_component(text);
    download_url(name, &format!("data:{media_type};charset=utf-8,{content}"));
}

/// Downloads a file that is already loaded.
pub(crate) fn download_blob(name: &str, blob: &Blob) {
    if let Ok(url) = Url::create_object_url_with_blob(blob) {
        download_url(name, &url);
        let revoke = move || {
            let _ = Url::revoke_object_url(&url);
        };
        set_timeout(revoke, DOWNLOAD_LIFETIME);
    }
}

fn download_url(name: &str, url: &str) {
    let Ok(link) = document().create_element("a") else {
        return;
    };
    let _ = link.set_attribute("href", url);
    let _ = link.set_attribute("download", name);
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
}

/// Prints the page.
pub(crate) fn print() {
    let _ = window().print();
}

/// A signal that says whether the browser is offline.
pub(crate) fn use_offline() -> ReadSignal<bool> {
    let is_offline = || !window().navigator().on_line();
    let (offline, set_offline) = signal(is_offline());
    for handle in [
        window_event_listener(leptos::ev::offline, move |_| set_offline.set(is_offline())),
        window_event_listener(leptos::ev::online, move |_| set_offline.set(is_offline())),
    ] {
        on_cleanup(move || handle.remove());
    }
    offline
}
