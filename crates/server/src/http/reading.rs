//! Pauses in reading what the peer of a connection sends.

use std::cell::Cell;
use std::rc::Rc;
use std::task::{Context, Waker};

/// Whether a connection reads what its peer sends.
#[derive(Default)]
pub(crate) struct Reading {
    pauses: Cell<usize>,
    /// Who waits until reading goes on.
    reader: Cell<Option<Waker>>,
    /// Whether a request was answered whose body was not received whole.
    leaves_rest: Cell<bool>,
}

impl Reading {
    /// Lets nothing more come until what is returned is dropped.
    pub(crate) fn pause(self: &Rc<Self>) -> Pause {
        self.pauses.set(self.pauses.get() + 1);
        Pause(Rc::clone(self))
    }

    /// Notes that the peer may still be sending a body that nobody receives.
    pub(crate) fn leave_rest(&self) {
        self.leaves_rest.set(true);
    }

    pub(crate) fn leaves_rest(&self) -> bool {
        self.leaves_rest.get()
    }

    pub(crate) fn is_paused(&self, context: &Context<'_>) -> bool {
        let is_paused = self.pauses.get() > 0;
        if is_paused {
            self.reader.set(Some(context.waker().clone()));
        }
        is_paused
    }
}

/// A pause in reading, until it is dropped.
pub(crate) struct Pause(Rc<Reading>);

impl Drop for Pause {
    fn drop(&mut self) {
        self.0.pauses.set(self.0.pauses.get() - 1);
        if self.0.pauses.get() == 0
            && let Some(reader) = self.0.reader.take()
        {
            reader.wake();
        }
    }
}
