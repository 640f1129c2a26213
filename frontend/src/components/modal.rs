//! A dialog: the browser's own, which keeps the focus inside, closes on Escape and gives the
//! focus back.

use leptos::prelude::*;
use crate::components::button::quiet;
use crate::components::dynamic::{part, words};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A dialog that is there while `open` is true. Its content is made anew each time.
#[component]
pub(crate) fn Modal(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    part(move || open.get().then(|| dialog(open, title, content())))
}

fn dialog(open: RwSignal<bool>, title: Signal<String>, content: AnyView) -> AnyView {
    let node = NodeRef::<leptos::html::Dialog>::new();
    let opener = document().active_element().and_then(|e| e.dyn_into::<HtmlElement>().ok());
    node.on_load(move |dialog| {
        let shown = SendWrapper::new(dialog.clone());
        let opener = SendWrapper::new(opener);
        request_animation_frame(move || {
            if !dialog.open() {
                let _ = dialog.show_modal();
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
            on:close=move |_| open.set(false)
        >
            <header class="modal-head">
                <h2 id="modal-title">{words(move || title.get())}</h2>
                {quiet("Close", move || open.set(false)).view()}
            </header>
            {content}
        </dialog>
    }
    .into_any()
}
