//! Whole databases made and dropped on a server: for tests, each of which has one to itself.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::{DatabaseUrl, Error, Result};

impl DatabaseUrl {
    /// Makes an empty database called `name` on a server, whose address names no database.
    pub fn create_database(server: &str, name: &str) -> Result<Self> {
        on_server(server, &format!("CREATE DATABASE `{name}`"))?;
        Self::parse(&format!("{}/{name}", server.trim_end_matches('/'))).map_err(Error::Unavailable)
    }

    /// Drops the database called `name` with everything in it.
    pub fn drop_database(server: &str, name: &str) -> Result<()> {
        on_server(server, &format!("DROP DATABASE `{name}`"))
    }
}

fn on_server(server: &str, statement: &str) -> Result<()> {
    let mut conn = MysqlConnection::establish(server)
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(conn.batch_execute(statement)?)
}
