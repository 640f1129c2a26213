//! The few things that are asked of the browser itself.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, FocusOptions, HtmlElement, Storage, Url};

use crate::components::dynamic::spawn;

/// What outlives the tab.
pub(crate) fn local_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What lives as long as the tab.
fn session_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Keeps a text as long as the tab lives.
pub(crate) fn remember(key: &str, text: &str) {
    if let Some(storage) = session_storage() {
        let _ = storage.set_item(key, text);
    }
}

/// A text that was kept.
pub(crate) fn recall(key: &str) -> Option<String> {
    session_storage()?.get_item(key).ok()?
}

/// A text that was kept, which is kept no longer.
pub(crate) fn take(key: &str) -> Option<String> {
    let text = recall(key)?;
    let _ = session_storage()?.remove_item(key);
    Some(text)
}

/// Waits.
pub(crate) async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// Whether little of the page is left to scroll.
pub(crate) fn is_near_the_end() -> bool {
    let height = window().inner_height().ok().and_then(|it| it.as_f64());
    let seen = window().scroll_y().unwrap_or_default() + height.unwrap_or_default();
    let whole = document().document_element();
    whole.is_some_and(|root| f64::from(root.scroll_height()) - seen < 1_500.0)
}

/// Leaves for another address.
pub(crate) fn go(address: &str) -> Result<(), JsValue> {
    window().location().assign(address)
}

/// Puts the focus on the first element that matches, once what is being shown has been shown.
pub(crate) fn focus_soon(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(root) = document().document_element() {
            focus_within(&root, selector);
        }
    });
}

/// Puts the focus on the first element within another that matches.
pub(crate) fn focus_within(root: &Element, selector: &str) {
    let Ok(Some(found)) = root.query_selector(selector) else {
        return;
    };
    // What is folded away cannot take the focus.
    if let Ok(Some(folded)) = found.closest("details:not([open])") {
        let _ = folded.set_attribute("open", "");
    }
    if let Ok(element) = found.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Whether nothing has the focus.
pub(crate) fn has_no_focus() -> bool {
    let focused = document().active_element();
    focused.is_none_or(|element| element.tag_name() == "BODY")
}

/// What has the focus now, so that it can have it again after it has been moved in the page.
pub(crate) fn keep_focus() -> Focus {
    let element = document()
        .active_element()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let is_seen = |element: &HtmlElement| element.matches(":focus-visible").unwrap_or(true);
    Focus {
        is_followed: element.as_ref().is_none_or(is_seen),
        element,
    }
}

/// What had the focus.
pub(crate) struct Focus {
    element: Option<HtmlElement>,
    /// Whether the page is scrolled to it. Who uses a finger or the mouse goes on where they are.
    pub(crate) is_followed: bool,
}

impl Focus {
    /// Gives it back if it is still there, and leaves the page as it is scrolled.
    pub(crate) fn stay(mut self) {
        self.is_followed = false;
        self.restore(String::new());
    }

    /// Gives it back, or where what had it is gone, to the first button in the row of the element
    /// with this id: as soon as the page has followed what was just changed, so that no key is lost
    /// that is pressed meanwhile, and with the next frame, should it have moved once more.
    pub(crate) fn restore(self, id: String) {
        let give_back = move || match &self.element {
            Some(element) if element.is_connected() => focus(element, self.is_followed),
            _ => focus_row(&id, self.is_followed),
        };
        // What the page does because of a change waits in the same queue, before this.
        spawn(async move {
            give_back();
            request_animation_frame(move || {
                if has_no_focus() {
                    give_back();
                }
            });
        });
    }
}

/// Gives the focus to the row of the element with this id, if nothing else has it.
pub(crate) fn focus_row(id: &str, is_followed: bool) {
    let within = document().get_element_by_id(id);
    let row = within.and_then(|element| element.closest("li").ok()?);
    let button = row.and_then(|row| row.query_selector("button").ok()?);
    if let (true, Some(Ok(button))) = (has_no_focus(), button.map(JsCast::dyn_into)) {
        focus(&button, is_followed);
    }
}

fn focus(element: &HtmlElement, is_followed: bool) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(!is_followed);
    let _ = element.focus_with_options(&options);
}

/// Copies a text; `false` when the browser does not let us.
pub(crate) async fn copy(text: &str) -> bool {
    // Without a secure context there is no clipboard, whatever the types say.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text))
        .await
        .is_ok()
}

/// Whether the phone has a share sheet for texts.
pub(crate) fn can_share() -> bool {
    js_sys::Reflect::has(&window().navigator(), &"share".into()).unwrap_or(false)
}

/// Opens the phone's share sheet with a text. Closing it again is no failure.
pub(crate) fn share(text: &str) {
    let data = web_sys::ShareData::new();
    data.set_text(text);
    let _ = window().navigator().share_with_data(&data);
}

/// Whether what has the focus is within something that matches.
pub(crate) fn has_focus_within(selector: &str) -> bool {
    let focused = document().active_element();
    focused.is_some_and(|element| matches!(element.closest(selector), Ok(Some(_))))
}

/// Lets the host save a text as a file.
pub(crate) fn save_as(name: &str, kind: &str, text: &str) {
    let address = format!("data:{kind};charset=utf-8,{}", crate::api::encoded(text));
    save_from(name, &address);
}

/// Lets the host save a file that has been loaded.
pub(crate) fn save_file(name: &str, file: &Blob) {
    if let Ok(address) = Url::create_object_url_with_blob(file) {
        save_from(name, &address);
        let _ = Url::revoke_object_url(&address);
    }
}

fn save_from(name: &str, address: &str) {
    let Ok(link) = document().create_element("a") else {
        return;
    };
    let _ = link.set_attribute("href", address);
    let _ = link.set_attribute("download", name);
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
}

/// Prints the page.
pub(crate) fn print() {
    let _ = window().print();
}

/// Whether the browser has no network; follows.
pub(crate) fn offline() -> ReadSignal<bool> {
    let now = || !window().navigator().on_line();
    let (offline, set) = signal(now());
    for handle in [
        window_event_listener(leptos::ev::offline, move |_| set.set(now())),
        window_event_listener(leptos::ev::online, move |_| set.set(now())),
    ] {
        on_cleanup(move || handle.remove());
    }
    offline
}
