//! Modal dialogs, on top of the browser's `<dialog>`, which traps the focus, closes on Escape and
//! returns the focus. At most one is open.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::button::Button;
use crate::browser;
use crate::reactive::effect;
use crate::router::use_router;

/// A dialog's title and the function that renders the rest.
type Content = (String, Box<dyn FnOnce() -> AnyView>);

/// What is focused first: the first field, else the first answer or the first button at the foot.
const INITIAL_FOCUS: &str = ".input, .answer, .modal-foot .button";

/// Opens and closes dialogs. Provided as context to the whole app.
#[derive(Clone, Copy)]
pub(crate) struct Dialog {
    is_open: RwSignal<bool>,
    content: StoredValue<Option<Content>, LocalStorage>,
}

/// The dialog.
pub(crate) fn use_dialog() -> Dialog {
    expect_context()
}

impl Dialog {
    /// Creates the dialog, which is closed.
    pub(crate) fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            content: StoredValue::new_local(None),
        }
    }

    /// Opens the dialog with this title and content.
    pub(crate) fn open(
        self,
        title: impl Into<String>,
        content: impl FnOnce() -> AnyView + 'static,
    ) {
        self.content
            .set_value(Some((title.into(), Box::new(content))));
        self.is_open.set(true);
    }

    /// Closes the dialog.
    pub(crate) fn close(self) {
        self.is_open.set(false);
    }
}

/// The place where dialogs appear.
#[component]
pub(crate) fn DialogOutlet() -> impl IntoView {
    let dialog = use_dialog();
    let router = use_router();
    effect(move || {
        let _ = router.path();
        dialog.close();
    });
    view! {
        {move || {
            if !dialog.is_open.get() {
                return None;
            }
            let (title, content) = dialog.content.try_update_value(Option::take)??;
            Some(modal(dialog, title, content()))
        }}
    }
}

fn modal(dialog: Dialog, title: String, content: AnyView) -> AnyView {
    let node = NodeRef::<leptos::html::Dialog>::new();
    let opener = document()
        .active_element()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    node.on_load(move |element| {
        let shown = SendWrapper::new(element.clone());
        let opener = SendWrapper::new(opener);
        request_animation_frame(move || {
            if element.is_connected() && !element.open() {
                let _ = element.show_modal();
                browser::focus_within(&element, INITIAL_FOCUS);
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
            on:close=move |_| dialog.close()
        >
            <header class="modal-head">
                <h2 id="modal-title">{title}</h2>
                <Button class="quiet-button" label="Close" on_click=move || dialog.close() />
            </header>
            {content}
        </dialog>
    }
    .into_any()
}
