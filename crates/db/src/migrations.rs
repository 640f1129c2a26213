use std::collections::BTreeSet;

use diesel::backend::Backend;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::retry::retrying;
use crate::{Conn, Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
#[cfg(feature = "mysql")]
const MYSQL: EmbeddedMigrations = embed_migrations!("../../migrations/mysql");

/// Brings the database up to date. Returns the names of the migrations that were run. If several processes start at
/// the same time, one of them runs the migrations and the others wait.
pub(crate) fn run(conn: &mut Conn) -> Result<Vec<String>> {
    let run = match conn {
        // The write lock is taken before the pending migrations are read.
        Conn::Sqlite(conn) => retrying(|| conn.immediate_transaction(|conn| pending(conn, SQLITE))),
        #[cfg(feature = "mysql")]
        Conn::Mysql(conn) => mysql::locked(conn, |conn| pending(conn, MYSQL)),
    }?;
    // The part of a migration that SQL cannot express.
    crate::contacts::fill_search_texts(conn)?;
    Ok(run)
}

fn pending<C, DB>(conn: &mut C, migrations: EmbeddedMigrations) -> Result<Vec<String>>
where
    C: MigrationHarness<DB>,
    DB: Backend,
{
    conn.run_pending_migrations(migrations)
        .map(|versions| versions.iter().map(ToString::to_string).collect())
        .map_err(|error| Error::Unavailable(format!("it could not be brought up to date: {error}")))
}

/// The version of a database, compared with this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    /// The tables are those of this program.
    Present,
    /// Migrations are pending.
    Older,
    /// A newer release has migrated it.
    Newer,
    /// It belongs to another program, or is empty.
    Foreign,
}

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

#[derive(QueryableByName)]
struct TableName {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Reads the version of a database, without changing it.
pub(crate) fn age(conn: &mut Conn) -> Result<Age> {
    let known = match conn {
        Conn::Sqlite(_) => versions::<diesel::sqlite::Sqlite>(&SQLITE)?,
        #[cfg(feature = "mysql")]
        Conn::Mysql(_) => versions::<diesel::mysql::Mysql>(&MYSQL)?,
    };
    if !has_migrations_table(conn)? {
        return Ok(Age::Foreign);
    }
    let applied: BTreeSet<String> = sql_query("SELECT version FROM __diesel_schema_migrations")
        .load(conn)?
        .into_iter()
        .map(|Applied { version }| version)
        .collect();
    let first = known.first();
    Ok(if first.is_none_or(|first| !applied.contains(first)) {
        Age::Foreign
    } else if !applied.is_subset(&known) {
        Age::Newer
    } else if applied.len() < known.len() {
        Age::Older
    } else {
        Age::Present
    })
}

/// Whether Diesel has run a migration. The catalog is queried, so that other errors of the database are not ignored.
fn has_migrations_table(conn: &mut Conn) -> Result<bool> {
    let catalog = match conn {
        Conn::Sqlite(_) => "SELECT name FROM sqlite_schema",
        #[cfg(feature = "mysql")]
        Conn::Mysql(_) => {
            "SELECT table_name AS name FROM information_schema.tables \
             WHERE table_schema = DATABASE()"
        }
    };
    let tables: Vec<TableName> = sql_query(catalog).load(conn)?;
    Ok(tables
        .iter()
        .any(|table| table.name == "__diesel_schema_migrations"))
}

fn versions<DB: Backend>(migrations: &EmbeddedMigrations) -> Result<BTreeSet<String>> {
    let all: Vec<Box<dyn Migration<DB>>> = migrations
        .migrations()
        .map_err(|error| Error::Unreadable(error.to_string()))?;
    Ok(all
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect())
}

/// MySQL commits at every DDL statement, so a named lock replaces the transaction.
#[cfg(feature = "mysql")]
mod mysql {
    use diesel::prelude::*;
    use diesel::sql_query;
    use diesel::sql_types::{BigInt, Nullable};

    use crate::{Error, Result};

    /// The maximum time to wait for the migrations of another process.
    const SECONDS: i64 = 300;

    #[derive(QueryableByName)]
    struct Lock {
        #[diesel(sql_type = Nullable<BigInt>)]
        held: Option<i64>,
    }

    /// Runs `work` while no other process does. The lock ends with `work`, or when the connection closes.
    pub(super) fn locked<T>(
        conn: &mut MysqlConnection,
        work: impl FnOnce(&mut MysqlConnection) -> Result<T>,
    ) -> Result<T> {
        // The lock's name is valid for the whole server, so it contains the name of the database.
        let lock: Lock = sql_query(
            "SELECT GET_LOCK(SHA2(CONCAT('seat-dealer migrations of ', DATABASE()), 224), ?) AS held",
        )
        .bind::<BigInt, _>(SECONDS)
        .get_result(conn)?;
        if lock.held != Some(1) {
            return Err(Error::Unavailable(format!(
                "another process has been changing its tables for {SECONDS} seconds; see what \
                 it is doing, then start again"
            )));
        }
        let outcome = work(conn);
        sql_query("DO RELEASE_LOCK(SHA2(CONCAT('seat-dealer migrations of ', DATABASE()), 224))")
            .execute(conn)?;
        outcome
    }
}

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;

    use super::*;
    use crate::DatabaseUrl;

    #[test]
    fn an_error_of_the_database_is_not_another_programs_database() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("locked.db");
        let url = DatabaseUrl::parse(&format!("sqlite:{}", file.display())).unwrap();
        let mut reader = url.connect().unwrap();
        reader.batch_execute("PRAGMA busy_timeout = 0").unwrap();
        assert_eq!(age(&mut reader).unwrap(), Age::Foreign);
        drop(reader);
        let mut writer = url.connect().unwrap();
        writer
            .batch_execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; CREATE TABLE t (i)")
            .unwrap();
        let mut reader = SqliteConnection::establish(url.file().unwrap().to_str().unwrap())
            .map(Conn::Sqlite)
            .unwrap();
        let error = age(&mut reader).unwrap_err();
        assert!(matches!(error, Error::Statement(_)), "{error}");
    }
}
