use seat_dealer_core::{LogEntry, Refusal};

/// An error of a database function.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or it belongs to another host.
    #[error("not found")]
    NotFound,
    /// The rules do not allow it now. Contains the log entry, too.
    #[error("{0}")]
    Refused(Refusal, Box<LogEntry>),
    /// The current state does not allow it.
    #[error("{sentence}")]
    Disallowed {
        /// The code for programs.
        code: &'static str,
        /// A sentence that says what to do.
        sentence: String,
    },
    /// The idempotency key of a request is that of another request.
    #[error("the idempotency key is that of another request")]
    KeyReused,
    /// The same as [`Error::Disallowed`], without a code of its own. Contains a sentence that says what to do.
    #[error("{0}")]
    Conflict(String),
    /// It exists already.
    #[error("{sentence}")]
    Existing {
        /// Its id.
        id: String,
        /// A sentence that says what it is and what to do.
        sentence: String,
    },
    /// The value of a field does not match the stored data.
    #[error("{field}: {message}")]
    Invalid {
        /// The JSON name of the field.
        field: &'static str,
        /// The code for programs.
        code: &'static str,
        /// A sentence that says what to do.
        message: String,
    },
    /// A sender has claimed a message since it was read, so the decision must be repeated.
    #[error("a message was claimed in the meantime")]
    Overtaken,
    /// The statement failed.
    #[error("the database refused a statement: {0}")]
    Statement(#[from] diesel::result::Error),
    /// The database is unavailable.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// This release does not know a stored value.
    #[error("the database holds an unknown value: {0}")]
    Unreadable(String),
}

impl Error {
    /// Whether the database or its disk is unavailable. Diesel has no kinds for these errors, so most of them are
    /// recognised by their text.
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
                    // The disk of SQLite is full, or a table of MySQL.
                    "is full",
                    "disk full",
                    "no space left",
                    // The file of SQLite is read-only, or the server of MySQL.
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

    /// Whether a retry of the transaction may succeed: after a deadlock, a lock timeout, a row that has changed since
    /// the snapshot, a busy SQLite file, or a unique key that another transaction has added meanwhile. Diesel has
    /// kinds only for the first and the last of these, so the others are recognised by their text.
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
