//! Records the statements of an operation, without those of transactions.

use std::sync::{Arc, Mutex};

use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use seat_dealer_db::Conn;

/// The statements of one connection.
#[derive(Clone, Default)]
pub(crate) struct Statements(Arc<Mutex<Vec<String>>>);

impl Statements {
    /// Begins to record on this connection, and replaces an earlier recorder.
    pub(crate) fn listen(&self, conn: &mut Conn) {
        conn.set_instrumentation(self.clone());
    }

    /// The statements since the last call, with their bound values.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// The same without values and without transaction statements.
    pub(crate) fn queries(&self) -> Vec<String> {
        self.take()
            .iter()
            .map(|statement| statement.split(" -- binds: ").next().unwrap().to_owned())
            .filter(|statement| !["SELECT 1", "BEGIN", "COMMIT"].contains(&statement.as_str()))
            .collect()
    }
}

impl Instrumentation for Statements {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            self.0.lock().unwrap().push(query.to_string());
        }
    }
}
