//! For tests: creates and drops databases on a server, one for each test.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use diesel::sql_types::{BigInt, Text};

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

    /// A checksum of the rows of each table, to detect any write. Empty for SQLite, whose file can be compared.
    pub fn checksums(&self) -> Result<Vec<Vec<u8>>> {
        let Conn::Mysql(mut conn) = self.connect()? else {
            return Ok(Vec::new());
        };
        conn.batch_execute("SET SESSION group_concat_max_len = 100000")?;
        let tables: Vec<TableName> = diesel::sql_query(
            "SELECT table_name AS name, \
                GROUP_CONCAT('COALESCE(`', column_name, '`, ''NULL'')') AS columns \
             FROM information_schema.columns WHERE table_schema = DATABASE() \
             GROUP BY table_name ORDER BY table_name",
        )
        .load(&mut conn)?;
        tables
            .iter()
            .map(|TableName { name, columns }| {
                let checksum: Checksum = diesel::sql_query(format!(
                    "SELECT CAST(COUNT(*) + COALESCE(SUM(CRC32(CONCAT_WS('|', {columns}))), 0) AS SIGNED) \
                        AS checksum \
                     FROM `{name}`"
                ))
                .get_result(&mut conn)?;
                Ok(format!("{name} {}", checksum.checksum).into_bytes())
            })
            .collect()
    }
}

#[derive(QueryableByName)]
struct TableName {
    #[diesel(sql_type = Text)]
    name: String,
    /// The columns of a row as a list of expressions.
    #[diesel(sql_type = Text)]
    columns: String,
}

#[derive(QueryableByName)]
struct Checksum {
    #[diesel(sql_type = BigInt)]
    checksum: i64,
}

fn on_server(server: &str, statement: &str) -> Result<()> {
    let mut conn = MysqlConnection::establish(server)
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(conn.batch_execute(statement)?)
}
