//! Modal dialogs, on top of the browser's `<dialog>`, which traps the focus, closes on Escape and
//! returns the focus. At most one is open.

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::announcer::{Announcer, use_announcer};
use super::button::Button;
use crate::api::ApiError;
use crate::browser;
use crate::lazy::Part;
use crate::reactive::effect;
use crate::refetch::{Sequence, Ticket};
use crate::router::use_router;

/// A dialog, its title, and the function that renders the rest.
type Content = (Dialog, String, Box<dyn FnOnce() -> AnyView>);

/// What is focused first: the first field, else the first answer or the first button at the foot.
const INITIAL_FOCUS: &str = ".input, .answer, .modal-foot .button";

/// Creates dialogs. Provided as context to the whole app.
#[derive(Clone, Copy)]
pub(crate) struct Dialogs {
    sequence: Sequence,
    /// The number of the open dialog.
    open: RwSignal<Option<u32>>,
    content: StoredValue<Option<Content>, LocalStorage>,
    announcer: Announcer,
}

/// One dialog, which the host has asked for.
#[derive(Clone, Copy)]
pub(crate) struct Dialog {
    ticket: Ticket,
    /// The number of the dialog that stays open until this one takes its place.
    follows: Option<u32>,
    dialogs: Dialogs,
}

/// The dialogs.
pub(crate) fn use_dialogs() -> Dialogs {
    expect_context()
}

impl Dialogs {
    /// No dialog is open.
    pub(crate) fn new() -> Self {
        Self {
            sequence: Sequence::new(),
            open: RwSignal::new(None),
            content: StoredValue::new_local(None),
            announcer: use_announcer(),
        }
    }

    /// Creates a dialog, which can be opened at once or after its content is loaded.
    pub(crate) fn create(self) -> Dialog {
        Dialog {
            ticket: self.sequence.begin(),
            follows: None,
            dialogs: self,
        }
    }
}

impl Dialog {
    /// Creates the dialog that takes the place of this one once its content is loaded. Until then this one stays open, so
    /// that a second tap reaches nothing behind it.
    pub(crate) fn next(self) -> Self {
        Self {
            follows: self.ticket.number,
            ..self.dialogs.create()
        }
    }

    /// Opens the dialog with this title and content, unless the host has asked for another dialog or
    /// page meanwhile, or has closed the one that it follows.
    pub(crate) fn open(
        self,
        title: impl Into<String>,
        content: impl FnOnce() -> AnyView + 'static,
    ) {
        let is_open = || self.dialogs.open.get_untracked() == self.follows;
        if self.ticket.is_overtaken() || self.follows.is_some() && !is_open() {
            return;
        }
        let content: Content = (self, title.into(), Box::new(content));
        self.dialogs.open.set(None);
        self.dialogs.content.set_value(Some(content));
        // Only after the previous dialog is removed: Leptos would reuse its element, and the cleanup
        // of the previous dialog would close it.
        request_animation_frame(move || {
            if !self.ticket.is_overtaken() {
                self.dialogs.open.set(self.ticket.number);
            }
        });
    }

    /// Loads a part of the app, which opens the dialog.
    pub(crate) fn load<F: 'static>(self, part: Part<F>, open: impl FnOnce(F) + 'static) {
        spawn_local(async move {
            match part.await {
                Ok(part) => open(part),
                Err(error) => self.fail(&error),
            }
        });
    }

    /// Tells why the content could not be loaded. The dialog that this one follows is closed, because errors appear below
    /// it.
    pub(crate) fn fail(self, error: &ApiError) {
        if self.follows.is_some() && self.dialogs.open.get_untracked() == self.follows {
            self.dialogs.open.set(None);
        }
        self.dialogs.announcer.error(error);
    }

    /// Closes this dialog if it is open.
    pub(crate) fn close(self) {
        if self.dialogs.open.get_untracked() == self.ticket.number {
            self.dialogs.open.set(None);
        }
    }
}

/// The place where dialogs appear.
#[component]
pub(crate) fn DialogOutlet() -> impl IntoView {
    let dialogs = use_dialogs();
    let router = use_router();
    effect(move || {
        let _ = router.path();
        dialogs.sequence.begin();
        dialogs.open.set(None);
    });
    let open_modal = move || {
        dialogs.open.get()?;
        let (dialog, title, content) = dialogs.content.try_update_value(Option::take)??;
        Some(modal(dialog, title, content()))
    };
    view! { {move || open_modal()} }
}

fn modal(dialog: Dialog, title: String, content: AnyView) -> AnyView {
    let node = NodeRef::<leptos::html::Dialog>::new();
    // A chair of the picture is no HTML element, but has the same method.
    let opener = document()
        .active_element()
        .map(JsCast::unchecked_into::<HtmlElement>);
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
            match opener.as_ref().filter(|opener| opener.is_connected()) {
                Some(opener) => {
                    let _ = opener.focus();
                }
                // The row that opened the dialog may be in another part now.
                None => browser::focus_soon("[role=tab][aria-selected=true]"),
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
