//! The tables of a database, read from the database itself, so that later tables are included.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;

use crate::{Conn, Error, Result};

/// Every table except the list of migrations.
#[derive(Debug, PartialEq)]
pub(crate) struct Catalog(BTreeMap<String, TableSchema>);

/// A table with its columns in their order.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct TableSchema {
    pub(crate) columns: Vec<Column>,
    /// The indexes of the key's columns, in the order of the key.
    pub(crate) key: Vec<usize>,
    /// The tables that this table references.
    references: BTreeSet<String>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// Whether the column has text. All other columns have integers.
    pub(crate) is_text: bool,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    declared: String,
}

/// A column of the key.
#[derive(QueryableByName)]
struct KeyRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

#[derive(QueryableByName)]
struct ReferenceRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    target: String,
}

/// Three queries: columns, keys and references.
type Questions = [&'static str; 3];

const SQLITE: Questions = [
    "SELECT t.name AS table_name, c.name AS column_name, c.type AS declared \
     FROM sqlite_master t, pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' \
     ORDER BY t.name, c.cid",
    "SELECT t.name AS table_name, c.name AS column_name \
     FROM sqlite_master t, pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND c.pk > 0 AND t.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' \
     ORDER BY t.name, c.pk",
    "SELECT t.name AS table_name, f.\"table\" AS target \
     FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
];

#[cfg(feature = "mysql")]
const MYSQL: Questions = [
    "SELECT table_name AS table_name, column_name AS column_name, data_type AS declared \
     FROM information_schema.columns \
     WHERE table_schema = DATABASE() AND table_name NOT LIKE '!_!_diesel%' ESCAPE '!' \
     ORDER BY table_name, ordinal_position",
    "SELECT table_name AS table_name, column_name AS column_name \
     FROM information_schema.statistics \
     WHERE table_schema = DATABASE() AND index_name = 'PRIMARY' \
       AND table_name NOT LIKE '!_!_diesel%' ESCAPE '!' \
     ORDER BY table_name, seq_in_index",
    "SELECT table_name AS table_name, referenced_table_name AS target \
     FROM information_schema.key_column_usage \
     WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL",
];

impl Catalog {
    /// Reads every table from the catalog.
    pub(crate) fn of(conn: &mut Conn) -> Result<Self> {
        let questions = match conn {
            Conn::Sqlite(_) => SQLITE,
            #[cfg(feature = "mysql")]
            Conn::Mysql(_) => MYSQL,
        };
        let columns: Vec<ColumnRow> = sql_query(questions[0]).load(conn)?;
        let keys: Vec<KeyRow> = sql_query(questions[1]).load(conn)?;
        let references: Vec<ReferenceRow> = sql_query(questions[2]).load(conn)?;
        let mut tables: BTreeMap<String, TableSchema> = BTreeMap::new();
        for row in columns {
            let declared = row.declared.to_lowercase();
            tables
                .entry(row.table_name)
                .or_default()
                .columns
                .push(Column {
                    name: row.column_name,
                    is_text: declared.contains("char") || declared.contains("text"),
                });
        }
        for row in keys {
            let table = tables.entry(row.table_name).or_default();
            let mut columns = table.columns.iter();
            if let Some(place) = columns.position(|column| column.name == row.column_name) {
                table.key.push(place);
            }
        }
        for row in references {
            let table = tables.entry(row.table_name).or_default();
            table.references.insert(row.target);
        }
        Ok(Self(tables))
    }

    /// All tables, each after those that it references.
    pub(crate) fn in_order(&self) -> Result<Vec<(&str, &TableSchema)>> {
        let mut ordered: Vec<(&str, &TableSchema)> = Vec::new();
        let mut left: BTreeMap<&str, &TableSchema> = self
            .0
            .iter()
            .map(|(name, table)| (name.as_str(), table))
            .collect();
        while !left.is_empty() {
            let (ready, blocked): (BTreeMap<_, _>, BTreeMap<_, _>) =
                left.iter().partition(|(name, table)| {
                    let mut others = table.references.iter().map(String::as_str);
                    others.all(|other| other == **name || !left.contains_key(other))
                });
            if ready.is_empty() {
                return Err(Error::Unreadable(
                    "tables that refer to each other in a circle".to_owned(),
                ));
            }
            ordered.extend(ready);
            left = blocked;
        }
        Ok(ordered)
    }
}
