//! Lets the middleware pause reading from a connection.

use std::cell::Cell;
use std::rc::Rc;
use std::task::{Context, Waker};

/// Whether a connection reads what its peer sends. The connection and the middleware share it.
#[derive(Default)]
pub(crate) struct ReadPause {
    guards: Cell<usize>,
    /// The task that waits until the pause ends.
    reader: Cell<Option<Waker>>,
    /// Whether a response was sent before the whole body of its request was received.
    leaves_rest: Cell<bool>,
}

impl ReadPause {
    /// Pauses reading until the guard is dropped.
    pub(crate) fn pause(self: &Rc<Self>) -> ReadPauseGuard {
        self.guards.set(self.guards.get() + 1);
        ReadPauseGuard(Rc::clone(self))
    }

    /// Records that the peer may still send the rest of a body.
    pub(crate) fn leave_rest(&self) {
        self.leaves_rest.set(true);
    }

    pub(crate) fn leaves_rest(&self) -> bool {
        self.leaves_rest.get()
    }

    /// Whether reading is paused. If it is, the task of `context` is woken when the pause ends.
    pub(crate) fn is_paused(&self, context: &Context<'_>) -> bool {
        let is_paused = self.guards.get() > 0;
        if is_paused {
            self.reader.set(Some(context.waker().clone()));
        }
        is_paused
    }
}

/// Keeps reading paused until it is dropped.
pub(crate) struct ReadPauseGuard(Rc<ReadPause>);

impl Drop for ReadPauseGuard {
    fn drop(&mut self) {
        self.0.guards.set(self.0.guards.get() - 1);
        if self.0.guards.get() == 0
            && let Some(reader) = self.0.reader.take()
        {
            reader.wake();
        }
    }
}
