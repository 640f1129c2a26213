//! What a piece of work asks of the database, transactions left out.

use std::sync::{Arc, Mutex};

use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use seat_dealer_db::Conn;

/// Statements, as they are asked on one connection.
#[derive(Clone, Default)]
pub(crate) struct Statements(Arc<Mutex<Vec<String>>>);

impl Statements {
    /// Begins to listen on this connection, instead of whoever listened before.
    pub(crate) fn listen(&self, conn: &mut Conn) {
        conn.set_instrumentation(self.clone());
    }

    /// What was heard since the last call, with the values that were bound.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// The same without the values, and without what frames them.
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
