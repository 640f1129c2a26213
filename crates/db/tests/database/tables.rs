//! The tables of a database, in a form that both databases have in common.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Text};
use seat_dealer_db::Conn;

/// Every table by its name, except the list of migrations.
#[derive(Debug, PartialEq)]
pub(crate) struct Tables(pub(crate) BTreeMap<String, TableSchema>);

#[derive(Debug, Default, PartialEq)]
pub(crate) struct TableSchema {
    pub(crate) columns: Vec<Column>,
    pub(crate) primary_key: Vec<String>,
    pub(crate) indexes: BTreeMap<String, Index>,
    /// The target of each foreign key, by column.
    pub(crate) references: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Index {
    pub(crate) unique: bool,
    pub(crate) columns: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Text,
    Integer,
    BigInt,
    Bool,
}

impl Kind {
    fn of(declared: &str) -> Self {
        match declared.to_lowercase().as_str() {
            "text" | "varchar" | "char" | "mediumtext" => Self::Text,
            "int" | "integer" => Self::Integer,
            "bigint" => Self::BigInt,
            "boolean" | "tinyint" => Self::Bool,
            other => panic!("unknown type {other}"),
        }
    }
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    declared: String,
    #[diesel(sql_type = BigInt)]
    nullable: i64,
}

/// The position of a column in an index or, as `PRIMARY`, in the key.
#[derive(QueryableByName)]
struct IndexRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    index_name: String,
    #[diesel(sql_type = BigInt)]
    is_unique: i64,
    #[diesel(sql_type = Nullable<Text>)]
    column_name: Option<String>,
}

#[derive(QueryableByName)]
struct ReferenceRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    target: String,
}

/// Three queries: columns, indexes and references, each in the order of its table.
type Questions = [&'static str; 3];

const SQLITE: Questions = [
    "SELECT t.name AS table_name, c.name AS column_name, c.type AS declared, \
            c.\"notnull\" = 0 AS nullable \
     FROM sqlite_master t, pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' \
     ORDER BY t.name, c.cid",
    "SELECT * FROM ( \
       SELECT t.name AS table_name, i.name AS index_name, i.\"unique\" AS is_unique, \
              c.name AS column_name, c.seqno AS place \
       FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c \
       WHERE t.type = 'table' AND i.origin = 'c' \
       UNION ALL \
       SELECT t.name, 'PRIMARY', 1, c.name, c.pk \
       FROM sqlite_master t, pragma_table_info(t.name) c \
       WHERE t.type = 'table' AND c.pk > 0 AND t.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' \
     ) ORDER BY table_name, index_name, place",
    "SELECT t.name AS table_name, f.\"from\" AS column_name, \
            f.\"table\" || '.' || f.\"to\" AS target \
     FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
];

#[cfg(feature = "mysql")]
const MYSQL: Questions = [
    "SELECT table_name AS table_name, column_name AS column_name, data_type AS declared, \
            CAST(is_nullable = 'YES' AS SIGNED) AS nullable \
     FROM information_schema.columns \
     WHERE table_schema = DATABASE() AND table_name NOT LIKE '!_!_diesel%' ESCAPE '!' \
     ORDER BY table_name, ordinal_position",
    "SELECT table_name AS table_name, index_name AS index_name, \
            CAST(non_unique = 0 AS SIGNED) AS is_unique, column_name AS column_name \
     FROM information_schema.statistics \
     WHERE table_schema = DATABASE() AND table_name NOT LIKE '!_!_diesel%' ESCAPE '!' \
     ORDER BY table_name, index_name, seq_in_index",
    "SELECT table_name AS table_name, column_name AS column_name, \
            CONCAT(referenced_table_name, '.', referenced_column_name) AS target \
     FROM information_schema.key_column_usage \
     WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL",
];

impl Tables {
    /// Reads every table from the catalog.
    pub(crate) fn of(conn: &mut Conn) -> Self {
        match conn {
            Conn::Sqlite(conn) => Self::from_rows(
                sql_query(SQLITE[0]).load(conn).unwrap(),
                sql_query(SQLITE[1]).load(conn).unwrap(),
                sql_query(SQLITE[2]).load(conn).unwrap(),
            ),
            #[cfg(feature = "mysql")]
            Conn::Mysql(conn) => Self::from_rows(
                sql_query(MYSQL[0]).load(conn).unwrap(),
                sql_query(MYSQL[1]).load(conn).unwrap(),
                sql_query(MYSQL[2]).load(conn).unwrap(),
            ),
        }
    }

    fn from_rows(
        columns: Vec<ColumnRow>,
        indexes: Vec<IndexRow>,
        references: Vec<ReferenceRow>,
    ) -> Self {
        let mut tables: BTreeMap<String, TableSchema> = BTreeMap::new();
        for row in columns {
            tables
                .entry(row.table_name)
                .or_default()
                .columns
                .push(Column {
                    name: row.column_name,
                    kind: Kind::of(&row.declared),
                    nullable: row.nullable == 1,
                });
        }
        for row in indexes {
            let table = tables.get_mut(&row.table_name).unwrap();
            let column = row.column_name.unwrap();
            if row.index_name == "PRIMARY" {
                table.primary_key.push(column);
                continue;
            }
            let index = table.indexes.entry(row.index_name).or_default();
            index.unique = row.is_unique == 1;
            index.columns.push(column);
        }
        for row in references {
            let table = tables.get_mut(&row.table_name).unwrap();
            table.references.insert(row.column_name, row.target);
        }
        Self(tables)
    }
}
