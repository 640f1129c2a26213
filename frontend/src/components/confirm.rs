//! Asks before something is done that cannot be taken back or that reaches people.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;

use crate::api::Failure;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::button;
use crate::components::page::alert;
use crate::components::modal::Modal;

type Task = Pin<Box<dyn Future<Output = Result<String, Failure>>>>;

/// What is asked.
#[derive(Clone)]
pub(crate) struct Question {
    /// What is about to be done, as a question.
    pub(crate) title: String,
    /// What that means.
    pub(crate) sentences: Vec<String>,
    /// Whom it reaches, each with what they get.
    pub(crate) people: Vec<String>,
    /// What else there is to know.
    pub(crate) more: Vec<String>,
    /// What the button says.
    pub(crate) action: &'static str,
    /// Whether it takes something away.
    pub(crate) danger: bool,
    /// Does it, and says what has happened.
    pub(crate) task: Rc<dyn Fn() -> Task>,
}

impl Question {
    /// A question with one sentence of explanation.
    pub(crate) fn new<F>(
        title: impl Into<String>,
        sentence: impl Into<String>,
        action: &'static str,
        task: impl Fn() -> F + 'static,
    ) -> Self
    where
        F: Future<Output = Result<String, Failure>> + 'static,
    {
        Self {
            title: title.into(),
            sentences: vec![sentence.into()],
            people: Vec::new(),
            more: Vec::new(),
            action,
            danger: false,
            task: Rc::new(move || Box::pin(task())),
        }
    }

    /// Marks what takes something away.
    pub(crate) fn dangerous(self) -> Self {
        Self { danger: true, ..self }
    }
}

/// The one place where questions are asked.
#[derive(Clone, Copy)]
pub(crate) struct Confirm {
    open: RwSignal<bool>,
    question: StoredValue<Option<Question>, LocalStorage>,
}

/// The place to ask, from anywhere below the app.
pub(crate) fn use_confirm() -> Confirm {
    expect_context()
}

impl Confirm {
    /// Nothing is asked yet.
    pub(crate) fn new() -> Self {
        Self { open: RwSignal::new(false), question: StoredValue::new_local(None) }
    }

    /// Asks.
    pub(crate) fn ask(self, question: Question) {
        self.question.set_value(Some(question));
        self.open.set(true);
    }
}

/// The dialog in which questions are asked.
pub(crate) fn confirm_dialog() -> AnyView {
    let Confirm { open, question } = use_confirm();
    let title = Signal::derive(move || {
        open.track();
        question.with_value(|question| question.as_ref().map(|q| q.title.clone()))
            .unwrap_or_default()
    });
    view! { <Modal open title content=move || content(open, question) /> }.into_any()
}

fn content(open: RwSignal<bool>, question: StoredValue<Option<Question>, LocalStorage>) -> AnyView {
    let announcer = use_announcer();
    let busy = Busy::new();
    let failure = RwSignal::new(None::<String>);
    let Some(asked) = question.get_value() else { return ().into_any() };
    let Question { sentences, people, more, action, danger, task, .. } = asked;
    let task = StoredValue::new_local(task);
    let go = move || {
        busy.run(async move {
            failure.set(None);
            match (task.get_value())().await {
                Ok(sentence) => {
                    open.set(false);
                    announcer.say(sentence);
                }
                Err(reason) => failure.set(Some(reason.sentence())),
            }
        });
    };
    let people = (!people.is_empty()).then(|| {
        let people: Vec<_> =
            people.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect();
        view! { <ol class="people">{people}</ol> }.into_any()
    });
    let class = if danger { "button button-danger" } else { "button button-primary" };
    view! {
        <div class="modal-body">
            {paragraphs(sentences)} {people} {paragraphs(more)}
            {alert(failure)}
        </div>
        <footer class="modal-foot">
            {button("button", "Not now", move || open.set(false)).view()}
            {button(class, action, go).busy(busy).view()}
        </footer>
    }
    .into_any()
}

fn paragraphs(lines: Vec<String>) -> Vec<AnyView> {
    lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect()
}
