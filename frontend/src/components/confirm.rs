//! Asks before something is done that cannot be taken back or that reaches people.

use std::pin::Pin;

use leptos::prelude::*;

use crate::api::Failure;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::button;
use crate::components::dialog::Dialog;
use crate::components::page::alert;
use crate::components::shapes::{element, group, text};

type Task = Pin<Box<dyn Future<Output = Result<String, Failure>>>>;

/// What is asked.
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
    pub(crate) task: Box<dyn Fn() -> Task>,
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
            task: Box::new(move || Box::pin(task())),
        }
    }

    /// Marks what takes something away.
    pub(crate) fn dangerous(self) -> Self {
        Self {
            danger: true,
            ..self
        }
    }
}

impl Dialog {
    /// Asks.
    pub(crate) fn ask(self, mut question: Question) {
        let title = std::mem::take(&mut question.title);
        self.show(title, move || draw(self, question));
    }
}

fn draw(dialog: Dialog, question: Question) -> AnyView {
    let announcer = use_announcer();
    let busy = Busy::new();
    let failure = RwSignal::new(None::<String>);
    let Question {
        sentences,
        people,
        more,
        action,
        danger,
        task,
        ..
    } = question;
    let go = move || {
        let task = task();
        busy.run(async move {
            failure.set(None);
            match task.await {
                Ok(sentence) => {
                    dialog.close();
                    announcer.say(sentence);
                }
                Err(reason) => failure.set(Some(reason.sentence())),
            }
        });
    };
    let people = (!people.is_empty()).then(|| {
        let people: Vec<_> = people
            .into_iter()
            .map(|line| element("li", "", vec![line.into_any()]))
            .collect();
        element("ol", "people", people)
    });
    let class = if danger {
        "button button-danger"
    } else {
        "button button-primary"
    };
    let mut body = paragraphs(sentences);
    body.extend(people);
    body.extend(paragraphs(more));
    body.push(alert(failure));
    let foot = vec![
        button("button", "Not now", move || dialog.close()).view(),
        button(class, action, go).busy(busy).view(),
    ];
    // What may have to be scrolled has to be reached from the keyboard.
    let body = view! { <div class="modal-body" tabindex="0">{body}</div> }.into_any();
    vec![body, group("modal-foot", foot)].into_any()
}

fn paragraphs(lines: Vec<String>) -> Vec<AnyView> {
    lines.into_iter().map(|line| text("", line)).collect()
}
