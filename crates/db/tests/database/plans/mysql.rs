//! How a MySQL server finds what is asked for.

use diesel::connection::SimpleConnection;
use diesel::mysql::Mysql;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use seat_dealer_db::Conn;
use seat_dealer_test_support::database::TestDb;
use serde_json::Value;

use super::{Crowd, HOT};

/// Each piece of work reads at most a quarter more rows of `crowd` than of one of 10 contacts, or twenty.
pub(super) async fn compare_rows_read(db: &TestDb, crowd: &Crowd) {
    let other = TestDb::mysql();
    let few = Crowd::gather(&other, 10).await;
    let small = rows_read(&other, &few).await;
    let large = rows_read(db, crowd).await;
    for ((name, small), (_, large)) in small.into_iter().zip(large) {
        // Plans depend on statistics that are sampled, and a large table has other ones than a small one.
        let most = (small * 5 / 4).max(20);
        assert!(large <= most, "{name}: {small} rows, then {large}");
    }
}

async fn rows_read(db: &TestDb, crowd: &Crowd) -> Vec<(&'static str, u64)> {
    analyze(db).await;
    let crowd = crowd.clone();
    db.read(move |conn| {
        HOT.iter()
            .map(|(name, work)| {
                let before = rows_read_so_far(conn);
                work(conn, &crowd)?;
                Ok((*name, rows_read_so_far(conn) - before))
            })
            .collect()
    })
    .await
    .unwrap()
}

/// How many rows and index entries this connection has read so far.
fn rows_read_so_far(conn: &mut Conn) -> u64 {
    #[derive(QueryableByName)]
    struct Status {
        #[diesel(sql_type = Text, column_name = "Value")]
        value: String,
    }
    let rows: Vec<Status> = sql_query("SHOW SESSION STATUS LIKE 'Handler_read%'")
        .load(conn)
        .unwrap();
    rows.iter()
        .map(|row| row.value.parse::<u64>().unwrap())
        .sum()
}

/// Brings the statistics up to date that plans are made from; servers do it in their own time.
async fn analyze(db: &TestDb) {
    db.read(|conn| {
        for table in [
            "contacts",
            "deck_entries",
            "events",
            "invitations",
            "messages",
        ] {
            sql_query(format!("ANALYZE TABLE {table}")).execute(conn)?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

/// The plan of a statement with the values it was asked with, one line for each table.
pub(super) fn explain(conn: &mut MysqlConnection, statement: &str, values: &str) -> Vec<String> {
    let version = one_text(conn, "SELECT VERSION() AS text");
    if version.contains("MariaDB") {
        let rows: Vec<Row> = with_values("EXPLAIN", statement, values)
            .load(conn)
            .unwrap();
        return rows.iter().map(Row::line).collect();
    }
    if version.starts_with("8.0.") {
        // It returns no plan to a prepared statement. The rows that it reads are counted all the
        // same.
        return vec![version];
    }
    conn.batch_execute("SET SESSION explain_json_format_version = 1")
        .unwrap();
    with_values("EXPLAIN FORMAT=JSON INTO @plan", statement, values)
        .execute(conn)
        .unwrap();
    let plan = one_text(conn, "SELECT @plan AS text");
    let mut lines = Vec::new();
    tables_of(
        &serde_json::from_str(&plan).unwrap(),
        &mut String::new(),
        &mut lines,
    );
    lines
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<Text>)]
    table: Option<String>,
    #[diesel(sql_type = Nullable<Text>, column_name = "type")]
    access: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    key: Option<String>,
    #[diesel(sql_type = Nullable<Text>, column_name = "Extra")]
    extra: Option<String>,
}

impl Row {
    fn line(&self) -> String {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        format!(
            "table={} type={} key={} {}",
            said(&self.table),
            said(&self.access),
            said(&self.key),
            said(&self.extra)
        )
    }
}

fn one_text(conn: &mut MysqlConnection, query: &str) -> String {
    #[derive(QueryableByName)]
    struct One {
        #[diesel(sql_type = Text)]
        text: String,
    }
    sql_query(query).get_result::<One>(conn).unwrap().text
}

/// Adds a line for each table of a plan in JSON, in the words of a plan in rows. A sort is told
/// with the first table that is sorted. A table for the result of a subquery is not told of, as in
/// a plan in rows.
fn tables_of(plan: &Value, extra: &mut String, lines: &mut Vec<String>) {
    if plan["using_filesort"] == true {
        extra.push_str("filesort ");
    }
    if let Some(name) = plan["table_name"].as_str() {
        let said = |field: &str| plan[field].as_str().unwrap_or_default().to_owned();
        let (access, key) = (said("access_type"), said("key"));
        lines.push(format!(
            "table={name} type={access} key={key} {}",
            std::mem::take(extra)
        ));
    }
    match plan {
        Value::Object(fields) => {
            for (name, field) in fields {
                let is_subquery = name == "materialized_from_subquery";
                if !is_subquery && field["using_temporary_table"] == true {
                    extra.push_str("temporary ");
                }
                tables_of(field, extra, lines);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| tables_of(item, extra, lines)),
        _ => {}
    }
}

fn with_values<'a>(
    explain: &str,
    statement: &str,
    values: &str,
) -> BoxedSqlQuery<'a, Mysql, SqlQuery> {
    let mut query = sql_query(format!("{explain} {statement}")).into_boxed();
    for value in values.trim_matches(['[', ']']).split(", ") {
        let value = value
            .strip_prefix("Some(")
            .and_then(|value| value.strip_suffix(')'))
            .unwrap_or(value);
        query = match value {
            "true" | "false" => query.bind::<Bool, _>(value == "true"),
            text if text.starts_with('"') => {
                let text = text.trim_matches('"').replace("\\n", "\n");
                query.bind::<Text, _>(text)
            }
            number => query.bind::<BigInt, _>(number.parse::<i64>().unwrap()),
        };
    }
    query
}
