//! Asks for confirmation before an action that cannot be undone or that sends messages.

use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

use super::announcer::use_announcer;
use super::busy::Busy;
use super::button::Button;
use super::dialog::Dialog;
use super::page::Alert;
use crate::api::ApiError;

/// A dialog that asks whether to perform an action.
pub(crate) struct ConfirmDialog {
    /// The action as a question.
    pub(crate) title: String,
    /// What the action does.
    pub(crate) explanation: String,
    /// The people who get a message, each with a description of it.
    pub(crate) recipients: Vec<String>,
    /// The words that people get, each with a heading. Folded.
    pub(crate) words: Vec<(String, String)>,
    /// What people write in addition, with its label.
    pub(crate) text: Option<(&'static str, RwSignal<String>)>,
    /// Further paragraphs.
    pub(crate) notes: Vec<String>,
    /// The label of the button that performs the action.
    pub(crate) action_label: &'static str,
    /// Whether the action deletes or ends something.
    pub(crate) is_dangerous: bool,
    /// Performs the action and returns the message that announces it.
    pub(crate) action: Box<dyn Fn() -> LocalBoxFuture<'static, Result<String, ApiError>>>,
}

impl ConfirmDialog {
    /// Creates a dialog for an action that is not dangerous and lists no recipients.
    pub(crate) fn new<F>(
        title: impl Into<String>,
        explanation: impl Into<String>,
        action_label: &'static str,
        action: impl Fn() -> F + 'static,
    ) -> Self
    where
        F: Future<Output = Result<String, ApiError>> + 'static,
    {
        Self {
            title: title.into(),
            explanation: explanation.into(),
            recipients: Vec::new(),
            words: Vec::new(),
            text: None,
            notes: Vec::new(),
            action_label,
            is_dangerous: false,
            action: Box::new(move || Box::pin(action())),
        }
    }

    /// Marks an action that deletes or ends something.
    pub(crate) fn dangerous(self) -> Self {
        Self {
            is_dangerous: true,
            ..self
        }
    }

    /// Opens the dialog.
    pub(crate) fn open(mut self, dialog: Dialog) {
        let title = std::mem::take(&mut self.title);
        dialog.open(title, move || self.content(dialog));
    }

    fn content(self, dialog: Dialog) -> AnyView {
        let announcer = use_announcer();
        let busy = Busy::new();
        let failure = RwSignal::new(None::<String>);
        let action = self.action;
        let perform = move || {
            let action = action();
            busy.run(async move {
                failure.set(None);
                match action.await {
                    Ok(message) => {
                        dialog.close();
                        announcer.success(message);
                    }
                    Err(error) => {
                        let is_closed = failure.try_set(Some(error.message())).is_some();
                        if is_closed {
                            announcer.error(&error);
                        }
                    }
                }
            });
        };
        let recipients = (!self.recipients.is_empty()).then(|| {
            let items: Vec<_> = self.recipients.into_iter().map(list_item).collect();
            view! { <ol class="people">{items}</ol> }.into_any()
        });
        let words: Vec<_> = self.words.into_iter().map(folded).collect();
        let text = self.text.map(|(label, value)| text_area(label, value));
        let notes: Vec<_> = self.notes.into_iter().map(paragraph).collect();
        let class = if self.is_dangerous {
            "button button-danger"
        } else {
            "button button-primary"
        };
        view! {
            // Focusable, so that the keyboard can scroll it.
            <div class="modal-body" tabindex="0">
                <p>{self.explanation}</p>
                {recipients}
                {words}
                {text}
                {notes}
                <Alert message=failure />
            </div>
            <div class="modal-foot">
                <Button label="Not now" on_click=move || dialog.close() />
                <Button class=class label=self.action_label busy on_click=perform />
            </div>
        }
        .into_any()
    }
}

fn list_item(text: String) -> AnyView {
    view! { <li>{text}</li> }.into_any()
}

fn folded((heading, text): (String, String)) -> AnyView {
    view! {
        <details class="fold">
            <summary>{heading}</summary>
            <blockquote class="words">{text}</blockquote>
        </details>
    }
    .into_any()
}

fn text_area(label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <textarea
                class="input"
                rows="2"
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </label>
    }
    .into_any()
}

fn paragraph(text: String) -> AnyView {
    view! { <p>{text}</p> }.into_any()
}
