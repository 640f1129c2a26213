//! Dialogs: the browser's own, which keeps the focus inside, closes on Escape and gives the focus
//! back. There is one place for them, so one is open at most.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::button::quiet;
use super::dynamic::{effect, part};
use crate::browser;
use crate::router::use_router;

/// What a dialog shows: its title, and what draws the rest.
type Content = (String, Box<dyn FnOnce() -> AnyView>);

/// What has the focus first: the first field, else the first answer or the way out.
const FIRST: &str = ".input, .answer, .modal-foot .button";

/// The place where dialogs open.
#[derive(Clone, Copy)]
pub(crate) struct Dialog {
    open: RwSignal<bool>,
    content: StoredValue<Option<Content>, LocalStorage>,
}

/// The place for dialogs, from anywhere below the app.
pub(crate) fn use_dialog() -> Dialog {
    expect_context()
}

impl Dialog {
    /// None is open yet.
    pub(crate) fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            content: StoredValue::new_local(None),
        }
    }

    /// Opens a dialog.
    pub(crate) fn show(
        self,
        title: impl Into<String>,
        content: impl FnOnce() -> AnyView + 'static,
    ) {
        self.content
            .set_value(Some((title.into(), Box::new(content))));
        self.open.set(true);
    }

    /// Closes it.
    pub(crate) fn close(self) {
        self.open.set(false);
    }

    /// Where dialogs appear.
    pub(crate) fn view(self) -> AnyView {
        let router = use_router();
        effect(move || {
            let _ = router.path();
            self.close();
        });
        part(move || {
            if !self.open.get() {
                return None;
            }
            let (title, content) = self.content.try_update_value(Option::take)??;
            Some(self.draw(title, content()))
        })
    }

    fn draw(self, title: String, content: AnyView) -> AnyView {
        let node = NodeRef::<leptos::html::Dialog>::new();
        let opener = document()
            .active_element()
            .and_then(|e| e.dyn_into::<HtmlElement>().ok());
        node.on_load(move |dialog| {
            let shown = SendWrapper::new(dialog.clone());
            let opener = SendWrapper::new(opener);
            request_animation_frame(move || {
                if dialog.is_connected() && !dialog.open() {
                    let _ = dialog.show_modal();
                    browser::focus_within(&dialog, FIRST);
                }
            });
            on_cleanup(move || {
                shown.close();
                if let Some(opener) = opener.as_ref().filter(|opener| opener.is_connected()) {
                    let _ = opener.focus();
                }
            });
        });
        view! {
            <dialog
                class="modal"
                aria-labelledby="modal-title"
                node_ref=node
                on:close=move |_| self.close()
            >
                <header class="modal-head">
                    <h2 id="modal-title">{title}</h2>
                    {quiet("Close", move || self.close()).view()}
                </header>
                {content}
            </dialog>
        }
        .into_any()
    }
}
