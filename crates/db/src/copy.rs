//! Copies all data from one database to another one, of either kind.
//!
//! The tables and columns are read from the databases, so later tables are copied without a change. The copy is one
//! transaction of the destination. It is committed after all rows were read back and compared.

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::prelude::*;
use diesel::row::{Field, NamedRow};
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::catalog::{Catalog, TableSchema};
use crate::migrations::{self, Age};
use crate::{Conn, DatabaseUrl, Error, Result};

/// The number of rows that are read and written together.
const BATCH: usize = 200;

/// The result of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// The number of tables.
    pub tables: usize,
    /// The number of rows of all tables.
    pub rows: u64,
}

/// Copies all data of `from` to `to`, and compares every row. `to` must be empty; its tables are brought up to date.
/// Fails with [`Error::Conflict`] and a sentence if it is not possible.
pub fn copy(from: &DatabaseUrl, to: &DatabaseUrl) -> Result<Copied> {
    if from == to {
        return conflict("A database cannot be copied to itself.");
    }
    if from.file().is_some_and(|file| !file.exists()) {
        return conflict(format!("There is no database at {from:?}."));
    }
    let mut source = from.connect()?;
    match migrations::age(&mut source)? {
        Age::Present => {}
        Age::Older => {
            return conflict(format!(
                "{from:?} is of an older version; bring it up to date first: seat-dealer migrate."
            ));
        }
        Age::Newer => {
            return conflict(format!(
                "{from:?} is of a newer version than this program; use the program it belongs to."
            ));
        }
        Age::Foreign => return conflict(format!("{from:?} is no seat-dealer database.")),
    }
    to.make_file()?;
    let mut destination = to.connect()?;
    migrations::run(&mut destination)?;
    let catalog = Catalog::of(&mut source)?;
    if catalog != Catalog::of(&mut destination)? {
        return conflict(format!(
            "{from:?} and {to:?} do not have the same tables; somebody has changed them by hand."
        ));
    }
    hold_still(&mut source)?;
    let tables = catalog.in_order()?;
    destination.transaction(|destination| {
        for (name, _) in &tables {
            if rows_of(name, destination)? > 0 {
                return conflict(format!(
                    "{to:?} is not empty: its table {name} has rows. Copy to a database without \
                     any; nothing was changed."
                ));
            }
        }
        let mut rows = 0;
        for (name, table) in &tables {
            rows += transfer(name, table, &mut source, destination)?;
        }
        for (name, table) in &tables {
            compare(name, table, &mut source, destination)?;
        }
        Ok(Copied {
            tables: tables.len(),
            rows,
        })
    })
}

fn conflict<T>(sentence: impl Into<String>) -> Result<T> {
    Err(Error::Conflict(sentence.into()))
}

/// Begins a transaction whose reads see one snapshot.
fn hold_still(conn: &mut Conn) -> Result<()> {
    match conn {
        // The snapshot is taken with the first read.
        Conn::Sqlite(conn) => conn.batch_execute("BEGIN; SELECT 1 FROM hosts LIMIT 1")?,
        #[cfg(feature = "mysql")]
        Conn::Mysql(conn) => {
            conn.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")?;
            conn.batch_execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")?;
        }
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn rows_of(name: &str, conn: &mut Conn) -> Result<i64> {
    let count: Count =
        sql_query(format!("SELECT COUNT(*) AS count FROM `{name}`")).get_result(conn)?;
    Ok(count.count)
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

/// A row of any table. Its columns are selected as `t0`, `n1` and so on: text, number.
#[derive(Debug, PartialEq)]
struct CopiedRow(Vec<Value>);

impl<DB> QueryableByName<DB> for CopiedRow
where
    DB: Backend,
    Option<String>: FromSql<Nullable<Text>, DB>,
    Option<i64>: FromSql<Nullable<BigInt>, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let values = (0..row.field_count()).map(|place| {
            let field = diesel::row::Row::get(row, place).ok_or("a column is missing")?;
            let is_text = field.field_name().is_some_and(|name| name.starts_with('t'));
            Ok(if is_text {
                Value::Text(FromSql::<Nullable<Text>, DB>::from_nullable_sql(
                    field.value(),
                )?)
            } else {
                Value::Number(FromSql::<Nullable<BigInt>, DB>::from_nullable_sql(
                    field.value(),
                )?)
            })
        });
        values.collect::<deserialize::Result<_>>().map(Self)
    }
}

/// Copies all rows of a table to the destination. Returns their number.
fn transfer(
    name: &str,
    table: &TableSchema,
    source: &mut Conn,
    destination: &mut Conn,
) -> Result<u64> {
    let mut last = None;
    let mut count = 0;
    loop {
        let rows = batch(name, table, last.as_ref(), source)?;
        if rows.is_empty() {
            return Ok(count);
        }
        add(name, table, &rows, destination)?;
        count += rows.len() as u64;
        last = rows.into_iter().next_back();
    }
}

/// Compares all rows of a table.
fn compare(
    name: &str,
    table: &TableSchema,
    source: &mut Conn,
    destination: &mut Conn,
) -> Result<()> {
    let mut last = None;
    loop {
        let ours = batch(name, table, last.as_ref(), source)?;
        if ours != batch(name, table, last.as_ref(), destination)? {
            return conflict(format!(
                "What was written to the table {name} does not read as it should; nothing was \
                 changed."
            ));
        }
        if ours.is_empty() {
            return Ok(());
        }
        last = ours.into_iter().next_back();
    }
}

/// The rows after `last` in the order of the key.
fn batch(
    name: &str,
    table: &TableSchema,
    last: Option<&CopiedRow>,
    conn: &mut Conn,
) -> Result<Vec<CopiedRow>> {
    let columns = table.columns.iter().enumerate().map(|(place, column)| {
        let kind = if column.is_text { 't' } else { 'n' };
        format!("`{}` AS {kind}{place}", column.name)
    });
    let columns: Vec<String> = columns.collect();
    let key = |place: &usize| format!("`{}`", table.columns[*place].name);
    let order: Vec<String> = table.key.iter().map(key).collect();
    let mut condition = String::new();
    let mut values = Vec::new();
    if let Some(CopiedRow(last)) = last {
        // (a, b) > (x, y) in a form for which both databases use the key's index.
        let alternatives = (0..table.key.len()).map(|depth| {
            let mut conditions = Vec::new();
            for (level, place) in table.key[..=depth].iter().enumerate() {
                let sign = if level == depth { '>' } else { '=' };
                conditions.push(format!("{} {sign} ?", key(place)));
                values.push(&last[*place]);
            }
            format!("({})", conditions.join(" AND "))
        });
        let alternatives: Vec<String> = alternatives.collect();
        condition = format!("WHERE {}", alternatives.join(" OR "));
    }
    let mut query = sql_query(format!(
        "SELECT {} FROM `{name}` {condition} ORDER BY {} LIMIT {BATCH}",
        columns.join(", "),
        order.join(", ")
    ))
    .into_boxed();
    for value in values {
        query = match value {
            Value::Text(text) => query.bind::<Nullable<Text>, _>(text.as_deref()),
            Value::Number(number) => query.bind::<Nullable<BigInt>, _>(*number),
        };
    }
    Ok(query.load(conn)?)
}

fn add(name: &str, table: &TableSchema, rows: &[CopiedRow], conn: &mut Conn) -> Result<()> {
    let columns = table
        .columns
        .iter()
        .map(|column| format!("`{}`", column.name));
    let columns: Vec<String> = columns.collect();
    let one = format!("({})", vec!["?"; columns.len()].join(", "));
    let all = vec![one; rows.len()].join(", ");
    let query = format!("INSERT INTO `{name}` ({}) VALUES {all}", columns.join(", "));
    let mut query = sql_query(query).into_boxed();
    for value in rows.iter().flat_map(|CopiedRow(values)| values) {
        query = match value {
            Value::Text(text) => query.bind::<Nullable<Text>, _>(text.as_deref()),
            Value::Number(number) => query.bind::<Nullable<BigInt>, _>(*number),
        };
    }
    query.execute(conn)?;
    Ok(())
}
