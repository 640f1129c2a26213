//! For tests: creates and drops databases on a server, one for each test.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use diesel::sql_types::{BigInt, Nullable, Text};

use crate::{Conn, DatabaseUrl, Error, Result};

impl DatabaseUrl {
    /// Creates an empty database on a server. The address contains no database.
    pub fn create_database(server: &str, name: &str) -> Result<Self> {
        on_server(server, &format!("CREATE DATABASE `{name}`"))?;
        Self::parse(&format!("{}/{name}", server.trim_end_matches('/'))).map_err(Error::Unavailable)
    }

    /// Drops a database.
    pub fn drop_database(server: &str, name: &str) -> Result<()> {
        on_server(server, &format!("DROP DATABASE `{name}`"))
    }

    /// The checksum of each table, to detect any write. `None` for SQLite, whose file can be compared.
    pub fn checksums(&self) -> Result<Vec<Vec<u8>>> {
        let Conn::Mysql(mut conn) = self.connect()? else {
            return Ok(Vec::new());
        };
        let tables: Vec<TableName> = diesel::sql_query(
            "SELECT table_name AS name FROM information_schema.tables \
             WHERE table_schema = DATABASE() ORDER BY table_name",
        )
        .load(&mut conn)?;
        let names: Vec<String> = tables
            .iter()
            .map(|table| format!("`{}`", table.name))
            .collect();
        let checksums: Vec<Checksum> =
            diesel::sql_query(format!("CHECKSUM TABLE {}", names.join(", "))).load(&mut conn)?;
        Ok(checksums
            .iter()
            .map(|table| format!("{:?}", table.checksum).into_bytes())
            .collect())
    }
}

#[derive(QueryableByName)]
struct TableName {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Checksum {
    #[diesel(sql_type = Nullable<BigInt>, column_name = "Checksum")]
    checksum: Option<i64>,
}

fn on_server(server: &str, statement: &str) -> Result<()> {
    let mut conn = MysqlConnection::establish(server)
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(conn.batch_execute(statement)?)
}
