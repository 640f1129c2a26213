//! Something that is read again whenever it may have changed: calls that come close together are
//! answered once, and one that comes while it is being read is not lost.

use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;

use crate::components::dynamic::spawn;

/// How long calls are gathered.
const GATHER: Duration = Duration::from_millis(100);

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// What is done again. At most once at a time, and one more time is owed.
#[derive(Clone, Copy)]
pub(crate) struct Again {
    task: StoredValue<Box<dyn Fn() -> Task>, LocalStorage>,
    state: StoredValue<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Gathering,
    Running { again: bool },
}

impl Again {
    /// Nothing has been done yet.
    pub(crate) fn new<F: Future<Output = ()> + 'static>(task: impl Fn() -> F + 'static) -> Self {
        Self {
            task: StoredValue::new_local(Box::new(move || Box::pin(task()))),
            state: StoredValue::new(State::Idle),
        }
    }

    /// Does it soon.
    pub(crate) fn soon(self) {
        match self.state.try_get_value() {
            Some(State::Idle) => {
                self.state.set_value(State::Gathering);
                set_timeout(move || self.run(), GATHER);
            }
            Some(State::Running { .. }) => self.state.set_value(State::Running { again: true }),
            Some(State::Gathering) | None => {}
        }
    }

    /// Does it at once, or once more after what is under way.
    pub(crate) fn now(self) {
        match self.state.try_get_value() {
            Some(State::Idle) => self.run(),
            _ => self.soon(),
        }
    }

    /// Whether it will be done again after what is under way.
    pub(crate) fn is_owed(self) -> bool {
        matches!(
            self.state.try_get_value(),
            Some(State::Gathering | State::Running { again: true })
        )
    }

    fn run(self) {
        let Some(task) = self.task.try_with_value(|task| task()) else {
            return;
        };
        self.state.set_value(State::Running { again: false });
        spawn(async move {
            task.await;
            let again = self.state.try_get_value() == Some(State::Running { again: true });
            self.state.try_update_value(|state| *state = State::Idle);
            if again {
                self.soon();
            }
        });
    }
}
