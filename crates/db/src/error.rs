use seat_dealer_core::{LogEntry, Refusal};

use crate::Conn;

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
    /// It has changed since the client read it. Contains what is there now.
    #[error("it was changed in the meantime")]
    Changed {
        /// Its ETag.
        etag: String,
        /// It as JSON.
        current: serde_json::Value,
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
        /// The code for programs.
        code: &'static str,
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
    /// A server refused the statement.
    #[cfg(feature = "mysql")]
    #[error("the database refused a statement: {error} (error {number})")]
    Server {
        /// The code of the error.
        number: i64,
        /// The text of the error.
        error: diesel::result::Error,
    },
    /// The database is unavailable.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// This release does not know a stored value.
    #[error("the database holds an unknown value: {0}")]
    Unreadable(String),
}

impl Error {
    /// Whether the database is unavailable, cannot be written, or has interrupted the statement.
    pub fn is_outage(&self) -> bool {
        use diesel::result::Error as Diesel;
        match self {
            Self::Unavailable(_)
            | Self::Statement(
                Diesel::BrokenTransactionManager | Diesel::RollbackErrorOnCommit { .. },
            ) => true,
            // Errors of SQLite, of the client library, and of a COMMIT have no number here.
            Self::Statement(error) => {
                let text = error.to_string().to_lowercase();
                [
                    "server has gone away",
                    "lost connection",
                    "shutdown in progress",
                    "connection was killed",
                    "disk i/o error",
                    "is full",
                    "disk full",
                    "no space left",
                    "readonly database",
                    "unable to open database file",
                    "read-only option",
                ]
                .iter()
                .any(|sign| text.contains(sign))
            }
            #[cfg(feature = "mysql")]
            Self::Server { number, .. } => self.is_read_only() || numbers::OUTAGE.contains(number),
            _ => false,
        }
    }

    /// Whether a server is read-only, as one that has handed its task on to another one.
    pub(crate) fn is_read_only(&self) -> bool {
        match self {
            #[cfg(feature = "mysql")]
            Self::Server { number, .. } => numbers::READ_ONLY.contains(number),
            #[cfg(feature = "mysql")]
            Self::Statement(error) => error.to_string().contains("read-only option"),
            _ => false,
        }
    }

    /// Whether another transaction was in the way: deadlock, lock wait, a row changed under a
    /// snapshot, a busy SQLite file, a message that a sender has claimed.
    pub fn is_conflict_of_transactions(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error as Diesel};
        match self {
            Self::Overtaken => true,
            Self::Statement(Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => {
                true
            }
            Self::Statement(Diesel::DatabaseError(_, info)) => {
                // The first is what a COMMIT on a cluster says.
                [
                    "Deadlock found",
                    "database is locked",
                    "database table is locked",
                ]
                .iter()
                .any(|sign| info.message().contains(sign))
            }
            #[cfg(feature = "mysql")]
            Self::Server { number, .. } => numbers::CONFLICT.contains(number),
            _ => false,
        }
    }

    /// Whether the same transaction may succeed when it is tried again: another one was in the way,
    /// or has added what this one looked for in vain, and the next try will find it.
    pub(crate) fn is_transient(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error as Diesel};
        self.is_conflict_of_transactions()
            || matches!(
                self,
                Self::Statement(Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
            )
    }

    /// Adds the number that a server gave to the error of the last statement, if Diesel has no kind
    /// for it. It must be asked for before the transaction is rolled back.
    #[cfg(feature = "mysql")]
    pub(crate) fn numbered(self, conn: &mut Conn) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Diesel};
        match (self, conn) {
            (
                Self::Statement(
                    error @ Diesel::DatabaseError(Kind::Unknown | Kind::ReadOnlyTransaction, _),
                ),
                Conn::Mysql(conn),
            ) => match crate::mysql::error_number(conn) {
                Some(number) => Self::Server { number, error },
                None => Self::Statement(error),
            },
            (error, _) => error,
        }
    }

    /// No server, no numbers.
    #[cfg(not(feature = "mysql"))]
    pub(crate) fn numbered(self, _: &mut Conn) -> Self {
        self
    }
}

/// Numbers of errors, from
/// <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html> and
/// <https://mariadb.com/docs/server/reference/error-codes>.
#[cfg(feature = "mysql")]
mod numbers {
    /// A row was changed under a snapshot (MariaDB), a lock was waited for too long, a deadlock, a
    /// conflict with another server of a cluster.
    pub(super) const CONFLICT: [i64; 4] = [1020, 1205, 1213, 3101];

    /// The server is read-only.
    pub(super) const READ_ONLY: [i64; 3] = [1290, 1792, 1836];

    /// The disk is full or broken, the server is out of memory, stops, is not part of its cluster,
    /// or was told to end the statement.
    pub(super) const OUTAGE: [i64; 17] = [
        1021, 1026, 1030, 1037, 1041, 1047, 1053, 1114, 1180, 1317, 1927, 1969, 3024, 3032, 3100,
        3168, 4031,
    ];
}
