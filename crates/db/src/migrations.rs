use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::{Conn, Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
#[cfg(feature = "mysql")]
const MYSQL: EmbeddedMigrations = embed_migrations!("../../migrations/mysql");

/// Brings the database up to date. Returns the names of the migrations that were run.
pub(crate) fn run(conn: &mut Conn) -> Result<Vec<String>> {
    let names = match conn {
        Conn::Sqlite(conn) => conn
            .run_pending_migrations(SQLITE)
            .map(|versions| versions.iter().map(ToString::to_string).collect()),
        #[cfg(feature = "mysql")]
        Conn::Mysql(conn) => conn
            .run_pending_migrations(MYSQL)
            .map(|versions| versions.iter().map(ToString::to_string).collect()),
    };
    names
        .map_err(|error| Error::Unavailable(format!("it could not be brought up to date: {error}")))
}
