use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use diesel::backend::Backend;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use seat_dealer_db::{Conn, events};
use seat_dealer_test_support::database::{TestDb, TestPlace, run};
use seat_dealer_test_support::with_mysql;

use crate::tables::{Column, Kind, Tables};

const SCHEMA: &str = include_str!("../../src/schema.rs");

/// The folder with the migrations of one database.
fn folder(side: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations")).join(side)
}

fn names(side: &str) -> BTreeSet<String> {
    let entries = folder(side).read_dir().unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn both_sides_have_migrations_of_the_same_names() {
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("mysql"));
}

/// migrations/README.md explains the form of a name, and the gaps up to `LAST_WITH_GAPS`.
#[test]
fn migrations_are_numbered_without_new_gaps() {
    const LAST_WITH_GAPS: u32 = 34;
    let mut last = (String::new(), 0);
    for name in names("sqlite") {
        let (version, words) = name.split_once('_').unwrap();
        let (date, number) = version.rsplit_once('-').unwrap();
        assert!(
            date.parse::<jiff::civil::Date>().is_ok() && number.len() == 6,
            "{name} does not begin with a date and six digits: see migrations/README.md"
        );
        assert!(
            words
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
            "{name} has other letters than a-z: see migrations/README.md"
        );
        let number: u32 = number.parse().unwrap();
        assert!(
            date >= last.0.as_str(),
            "{name} is dated before number {}: see migrations/README.md",
            last.1
        );
        assert!(
            number > last.1 && (number == last.1 + 1 || number <= LAST_WITH_GAPS),
            "the number after {} is {:06}, and {name} has another one: see migrations/README.md",
            last.1,
            last.1 + 1
        );
        last = (date.to_owned(), number);
    }
}

#[test]
fn migrated_sqlite_is_what_schema_rs_says() {
    compare_with_schema_rs(TestDb::sqlite());
}

with_mysql! {
    #[test]
    fn migrated_mysql_is_what_schema_rs_says() {
        compare_with_schema_rs(TestDb::mysql());
    }

    #[test]
    fn both_databases_have_the_same_tables_keys_and_indexes() {
        let (sqlite, mysql) = (TestDb::sqlite(), TestDb::mysql());
        run(async move {
            let mysql = tables(&mysql).await;
            for (name, ours) in tables(&sqlite).await.0 {
                assert_eq!(Some(&ours), mysql.0.get(&name), "{name}");
            }
            assert_eq!(mysql.0.len(), 24);
        });
    }
}

#[test]
fn every_key_and_index_is_seen_by_these_tests() {
    run(async {
        let tables = tables(&TestDb::sqlite()).await;
        let contacts = &tables.0["contacts"];
        assert_eq!(contacts.primary_key, ["id"]);
        assert_eq!(contacts.references["host_id"], "hosts.id");
        let deck = &contacts.indexes["contacts_deck"];
        assert!(!deck.unique);
        assert_eq!(
            deck.columns,
            [
                "host_id",
                "reachable",
                "priority",
                "last_invited_at",
                "created_at",
                "id"
            ]
        );
        assert!(tables.0["invitations"].indexes["invitations_pair"].unique);
        assert_eq!(tables.0["log_entries"].primary_key, ["event_id", "seq"]);
    });
}

fn compare_with_schema_rs(db: TestDb) {
    run(async move {
        let migrated = tables(&db).await;
        let columns: BTreeMap<_, _> = migrated
            .0
            .into_iter()
            .map(|(name, table)| (name, (table.columns, table.primary_key)))
            .collect();
        assert_eq!(columns, schema_rs());
    });
}

/// The columns and the key of each table in `schema.rs`.
fn schema_rs() -> BTreeMap<String, (Vec<Column>, Vec<String>)> {
    let mut tables = BTreeMap::new();
    for block in SCHEMA.split("diesel::table! {").skip(1) {
        let mut lines = block.lines().map(str::trim).filter(|line| !line.is_empty());
        let (name, key) = lines.next().unwrap().split_once(" (").unwrap();
        let key = key.split_once(')').unwrap().0;
        let columns = lines
            .map_while(|line| line.strip_suffix(',')?.split_once(" -> "))
            .map(|(name, kind)| {
                let inner = kind
                    .strip_prefix("Nullable<")
                    .and_then(|kind| kind.strip_suffix('>'));
                Column {
                    name: name.to_owned(),
                    kind: match inner.unwrap_or(kind) {
                        "Text" => Kind::Text,
                        "Integer" => Kind::Integer,
                        "BigInt" => Kind::BigInt,
                        "Bool" => Kind::Bool,
                        other => panic!("a column of {name} has the unknown type {other}"),
                    },
                    nullable: inner.is_some(),
                }
            });
        let key = key.split(", ").map(str::to_owned).collect();
        tables.insert(name.to_owned(), (columns.collect(), key));
    }
    assert_eq!(tables.len(), 24);
    tables
}

async fn tables(db: &TestDb) -> Tables {
    db.read(|conn| Ok(Tables::of(conn))).await.unwrap()
}

#[test]
fn sqlite_goes_down_and_up_again() {
    down_and_up(TestDb::sqlite());
}

with_mysql! {
    #[test]
    fn mysql_goes_down_and_up_again() {
        down_and_up(TestDb::mysql());
    }
}

fn down_and_up(db: TestDb) {
    run(async move {
        let before = tables(&db).await;
        // This runs without a transaction, because MySQL commits at every DDL statement.
        let (down, empty) = db
            .read(|conn| {
                let down = match conn {
                    Conn::Sqlite(conn) => all_down(conn, "sqlite"),
                    #[cfg(feature = "mysql")]
                    Conn::Mysql(conn) => all_down(conn, "mysql"),
                };
                Ok((down, Tables::of(conn)))
            })
            .await
            .unwrap();
        assert_eq!(down, names("sqlite").len());
        assert_eq!(
            empty.0.into_keys().collect::<Vec<_>>(),
            Vec::<String>::new()
        );
        assert_eq!(db.migrate().unwrap().len(), names("sqlite").len());
        assert_eq!(tables(&db).await, before);
    });
}

fn all_down<DB: Backend>(conn: &mut impl MigrationHarness<DB>, side: &str) -> usize {
    let migrations = FileBasedMigrations::from_path(folder(side)).unwrap();
    conn.revert_all_migrations(migrations).unwrap().len()
}

#[test]
fn events_of_the_release_before_the_reminders_are_looked_at_once() {
    run(async {
        for db in TestDb::each() {
            let host = db.host("Ada").await;
            db.event(&host).draft().await;
            assert_eq!(db.read(events::next_due).await.unwrap(), None);
            db.read(|conn| {
                match conn {
                    Conn::Sqlite(conn) => down_before(conn, "sqlite", "reminders"),
                    #[cfg(feature = "mysql")]
                    Conn::Mysql(conn) => down_before(conn, "mysql", "reminders"),
                }
                Ok(())
            })
            .await
            .unwrap();
            db.migrate().unwrap();
            let due = db.read(events::next_due).await.unwrap();
            assert_eq!(due, Some(jiff::Timestamp::UNIX_EPOCH));
        }
    });
}

/// Reverts the migration about `what` and those after it.
fn down_before<DB: Backend>(conn: &mut impl MigrationHarness<DB>, side: &str, what: &str) {
    let names = names(side);
    let kept = names
        .iter()
        .position(|name| name.ends_with(&format!("_{what}")));
    for _ in kept.unwrap()..names.len() {
        let migrations = FileBasedMigrations::from_path(folder(side)).unwrap();
        conn.revert_last_migration(migrations).unwrap();
    }
}

#[test]
fn migrating_twice_changes_nothing() {
    run(async {
        for db in TestDb::each() {
            let before = tables(&db).await;
            assert_eq!(db.migrate().unwrap(), Vec::<String>::new());
            assert_eq!(tables(&db).await, before);
        }
    });
}

#[test]
fn processes_that_start_at_once_on_a_new_sqlite_file_migrate_it_once() {
    for _ in 0..20 {
        migrate_at_once(&TestPlace::sqlite());
    }
}

with_mysql! {
    #[test]
    fn processes_that_start_at_once_on_a_new_mysql_database_migrate_it_once() {
        for _ in 0..3 {
            migrate_at_once(&TestPlace::mysql());
        }
    }
}

fn migrate_at_once(place: &TestPlace) {
    let start = std::sync::Barrier::new(6);
    let ran: Vec<Vec<String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    place.open().migrate().unwrap()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let did: Vec<&Vec<String>> = ran.iter().filter(|names| !names.is_empty()).collect();
    assert_eq!(did.len(), 1, "{ran:?}");
    assert_eq!(did[0].len(), names("sqlite").len());
}
