use seat_dealer_core::{LogEntry, Refusal};

/// Why something could not be done in the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is another host's.
    #[error("not found")]
    NotFound,
    /// The rules do not allow it now; with what the event's log says of that.
    #[error("{0}")]
    Refused(Refusal, Box<LogEntry>),
    /// The state of a host's things does not allow it.
    #[error("{sentence}")]
    Disallowed {
        /// The code for programs.
        code: &'static str,
        /// A sentence that says how to mend it.
        sentence: String,
    },
    /// The idempotency key of a request is that of another request.
    #[error("the idempotency key is that of another request")]
    KeyReused,
    /// The state of things does not allow it; a sentence that says how to mend it.
    #[error("{0}")]
    Conflict(String),
    /// A field's value does not fit what is stored: the field and what to do about it.
    #[error("{field}: {message}")]
    Invalid {
        /// JSON name of the field.
        field: &'static str,
        /// The code for programs.
        code: &'static str,
        /// A sentence.
        message: String,
    },
    /// A sender has claimed a message since it was read: the decision is made again.
    #[error("a message was claimed in the meantime")]
    Overtaken,
    /// The statement failed.
    #[error("the database refused a statement: {0}")]
    Statement(#[from] diesel::result::Error),
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// A stored value is not one this version knows.
    #[error("the database holds an unknown value: {0}")]
    Unreadable(String),
}

impl Error {
    /// Whether the database itself is the cause: it is away, or its disk is. Diesel gives these no
    /// kinds of their own, so most of them are told by their text.
    pub fn is_outage(&self) -> bool {
        use diesel::result::Error as Diesel;
        match self {
            Self::Unavailable(_)
            | Self::Statement(
                Diesel::BrokenTransactionManager | Diesel::RollbackErrorOnCommit { .. },
            ) => true,
            Self::Statement(error) => {
                let text = error.to_string().to_lowercase();
                [
                    "server has gone away",
                    "lost connection",
                    "shutdown in progress",
                    "connection was killed",
                    "disk i/o error",
                    // SQLite's disk, MySQL's table.
                    "is full",
                    "disk full",
                    "no space left",
                    // SQLite's file, MySQL's server.
                    "readonly database",
                    "unable to open database file",
                    "read-only option",
                    "read-only mode",
                    "read only transaction",
                ]
                .iter()
                .any(|sign| text.contains(sign))
            }
            _ => false,
        }
    }

    /// Whether the same transaction may succeed when it is tried again: deadlock, lock wait,
    /// a row changed under a snapshot, a busy SQLite file; or another transaction added what this
    /// one looked for in vain, and the next try will find it. Diesel gives only the first and the
    /// last of these a kind of their own, so the others are told by their text.
    pub(crate) fn is_transient(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error as Diesel};
        match self {
            Self::Overtaken
            | Self::Statement(Diesel::DatabaseError(
                DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::UniqueViolation,
                _,
            )) => true,
            Self::Statement(Diesel::DatabaseError(_, info)) => {
                let text = info.message();
                [
                    "Lock wait timeout exceeded",
                    "Record has changed since last read",
                    "Deadlock found",
                    "database is locked",
                    "database table is locked",
                ]
                .iter()
                .any(|sign| text.contains(sign))
            }
            _ => false,
        }
    }
}
