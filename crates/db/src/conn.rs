use std::io;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, R2D2Connection};

use crate::files::{folder_of, private_file};
#[cfg(feature = "mysql")]
use crate::mysql::{self, Address};
use crate::retry::retrying;
use crate::{Error, Result};

/// A connection to the configured database.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// The embedded database.
    Sqlite(SqliteConnection),
    /// A MySQL server, or one that speaks its protocol.
    #[cfg(feature = "mysql")]
    Mysql(MysqlConnection),
}

/// The address of the database, from `DB_CONN_STRING`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:PATH`.
    Sqlite(String),
    /// `mysql://user:pass@host:port/db`.
    #[cfg(feature = "mysql")]
    Mysql(Address),
}

impl DatabaseUrl {
    /// Reads `sqlite:PATH` or `mysql://user:pass@host:port/db`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let path = text
            .strip_prefix("sqlite://")
            .or_else(|| text.strip_prefix("sqlite:"));
        if let Some(path) = path {
            return if path.is_empty() || path == ":memory:" {
                Err("it must name a file, like sqlite:data/seat-dealer.db".to_owned())
            } else {
                Ok(Self::Sqlite(path.to_owned()))
            };
        }
        if text.starts_with("mysql://") {
            #[cfg(feature = "mysql")]
            return Address::parse(text).map(Self::Mysql);
            #[cfg(not(feature = "mysql"))]
            return Err(
                "this program was built without MySQL; build it with --features mysql, \
                        or use sqlite:PATH"
                    .to_owned(),
            );
        }
        Err("it must be sqlite:PATH or mysql://user:pass@host:port/db".to_owned())
    }

    /// The file of the embedded database; `None` for MySQL.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(Path::new(path)),
            #[cfg(feature = "mysql")]
            Self::Mysql(_) => None,
        }
    }

    /// Creates the folder of an SQLite file.
    pub(crate) fn make_folder(&self) -> Result<()> {
        let Some(file) = self.file() else {
            return Ok(());
        };
        let folder = folder_of(file);
        std::fs::create_dir_all(folder).map_err(|error| cannot_be_made(folder, &error))
    }

    /// Creates the SQLite file if it does not exist. Only its owner may read it and the files that SQLite creates
    /// beside it.
    pub(crate) fn make_file(&self) -> Result<()> {
        let Some(file) = self.file() else {
            return Ok(());
        };
        self.make_folder()?;
        match private_file(file) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(cannot_be_made(file, &error))
            }
            _ => Ok(()),
        }
    }

    /// Opens one connection and sets it up.
    pub(crate) fn connect(&self) -> Result<Conn> {
        match self {
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(path)
                    .map_err(|error| Error::Unavailable(format!("{path}: {error}")))?;
                // The timeout is set first, so that the following statements wait for locks.
                conn.batch_execute("PRAGMA busy_timeout = 5000")?;
                // If two connections switch a new file to WAL at the same time, one of them gets BUSY at once,
                // whatever the timeout is.
                retrying(|| Ok(conn.batch_execute("PRAGMA journal_mode = WAL")?))?;
                conn.batch_execute("PRAGMA synchronous = FULL")?;
                conn.batch_execute("PRAGMA foreign_keys = ON")?;
                Ok(Conn::Sqlite(conn))
            }
            #[cfg(feature = "mysql")]
            Self::Mysql(address) => Ok(Conn::Mysql(mysql::connect(address)?)),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{path}"),
            #[cfg(feature = "mysql")]
            Self::Mysql(_) => f.write_str("mysql://…"),
        }
    }
}

/// Makes and checks the connections of a pool.
#[derive(Debug)]
pub(crate) struct Connector(pub(crate) DatabaseUrl);

impl ManageConnection for Connector {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn> {
        self.0.connect()
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<()> {
        Ok(conn.ping()?)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.is_broken()
    }
}

fn cannot_be_made(path: &Path, error: &io::Error) -> Error {
    Error::Unavailable(format!("{} cannot be made: {error}", path.display()))
}
