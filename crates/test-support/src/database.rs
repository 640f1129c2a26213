//! A migrated database for each test: on SQLite, and with the feature `mysql` also on a MySQL server.
//!
//! ```
//! use seat_dealer_test_support::database::{TestDb, noon};
//! use seat_dealer_test_support::on_each_database;
//!
//! async fn a_deal_fills_the_hand(db: TestDb) {
//!     let host = db.host("Ada").await;
//!     db.contacts(&host, 40).await;
//!     let event = db.event(&host).seats(8).dealing().await;
//!     assert_eq!(db.invitations(&host, &event).await.len(), 4);
//! }
//!
//! // Two tests: `a_deal_fills_the_hand::sqlite` and `a_deal_fills_the_hand::mysql`.
//! on_each_database![a_deal_fills_the_hand];
//! # fn main() {}
//! ```

mod builders;

use std::future::Future;
use std::ops::Deref;

use jiff::Timestamp;
use seat_dealer_db::{DatabaseUrl, Db, RsvpTokens};
use tempfile::TempDir;

pub use builders::{EventBuilder, contact_fields};

/// `APP_SECRET` in tests.
pub const APP_SECRET: &str = "a secret for tests, 32 or longer";

/// The name of the SQLite files.
const FILE: &str = "seat-dealer.db";

/// The time at which the builders act: noon in UTC, on a Monday.
pub fn noon() -> Timestamp {
    "2030-06-03T12:00:00Z".parse().expect("a time")
}

/// A place for the database of one test. It is deleted with this value.
pub struct TestPlace {
    url: DatabaseUrl,
    storage: Storage,
}

/// The storage of a database, which is deleted when this value is dropped.
enum Storage {
    Folder {
        folder: TempDir,
    },
    #[cfg(feature = "mysql")]
    Server {
        database: mysql::Database,
    },
}

impl TestPlace {
    /// An SQLite file that does not exist yet.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(FILE);
        Self {
            url: DatabaseUrl::parse(&format!("sqlite:{}", path.display())).expect("a URL"),
            storage: Storage::Folder { folder },
        }
    }

    /// A database without tables on the server of `TEST_MYSQL_URL`.
    #[cfg(feature = "mysql")]
    pub fn mysql() -> Self {
        let (url, database) = mysql::Database::create();
        Self {
            url,
            storage: Storage::Server { database },
        }
    }

    /// The URL of the database.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// The value of `DB_CONN_STRING` for a process.
    pub fn connection_string(&self) -> String {
        match &self.storage {
            Storage::Folder { folder } => {
                format!("sqlite:{}", folder.path().join(FILE).display())
            }
            #[cfg(feature = "mysql")]
            Storage::Server { database } => database.connection_string(),
        }
    }

    /// Opens the database, each time like another process.
    pub fn open(&self) -> Db {
        Db::open(&self.url, RsvpTokens::new(APP_SECRET)).expect("a database that opens")
    }
}

/// A migrated database of one test. It is deleted with this value.
pub struct TestDb {
    // Must be dropped before `place`.
    db: Db,
    place: TestPlace,
}

impl TestDb {
    /// On SQLite.
    pub fn sqlite() -> Self {
        Self::at(TestPlace::sqlite())
    }

    /// On the server of `TEST_MYSQL_URL`.
    #[cfg(feature = "mysql")]
    pub fn mysql() -> Self {
        Self::at(TestPlace::mysql())
    }

    /// One database of each supported kind.
    pub fn each() -> Vec<Self> {
        vec![
            Self::sqlite(),
            #[cfg(feature = "mysql")]
            Self::mysql(),
        ]
    }

    fn at(place: TestPlace) -> Self {
        let db = place.open();
        db.migrate().expect("a database that can be migrated");
        Self { db, place }
    }

    /// The URL of the database.
    pub fn url(&self) -> &DatabaseUrl {
        &self.place.url
    }

    /// Whether this is an SQLite database.
    pub fn is_sqlite(&self) -> bool {
        self.url().file().is_some()
    }

    /// Opens the same database again, like another process.
    pub fn another(&self) -> Db {
        self.place.open()
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// Runs a test in a runtime. Used by [`on_each_database!`](crate::on_each_database).
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(test);
}

/// Defines tests from functions `async fn name(db: TestDb)`: `name::sqlite` and, with the feature
/// `mysql`, `name::mysql`.
#[macro_export]
macro_rules! on_each_database {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            #[test]
            fn sqlite() {
                $crate::database::run(super::$test($crate::database::TestDb::sqlite()));
            }

            $crate::with_mysql! {
                #[test]
                fn mysql() {
                    $crate::database::run(super::$test($crate::database::TestDb::mysql()));
                }
            }
        }
    )+};
}

/// Contains its items if the feature `mysql` of this crate is on.
#[cfg(feature = "mysql")]
#[macro_export]
macro_rules! with_mysql {
    ($($items:item)*) => { $($items)* };
}

/// Contains its items if the feature `mysql` of this crate is on. Here it is off.
#[cfg(not(feature = "mysql"))]
#[macro_export]
macro_rules! with_mysql {
    ($($items:item)*) => {};
}

#[cfg(feature = "mysql")]
mod mysql {
    use seat_dealer_db::DatabaseUrl;

    /// A database on the server, dropped with this value.
    pub(super) struct Database {
        server: String,
        name: String,
    }

    impl Database {
        pub(super) fn create() -> (DatabaseUrl, Self) {
            let Ok(server) = std::env::var("TEST_MYSQL_URL") else {
                panic!(
                    "TEST_MYSQL_URL is not set, so there is no MySQL server to test with: use \
                     `./just test`, or put `tools/with-mariadb` before the command"
                );
            };
            let name = format!("test_{}", seat_dealer_db::new_id().replace('-', ""));
            let url = DatabaseUrl::create_database(&server, &name)
                .unwrap_or_else(|error| panic!("no database on {server}: {error}"));
            (url, Self { server, name })
        }

        pub(super) fn connection_string(&self) -> String {
            format!("{}/{}", self.server.trim_end_matches('/'), self.name)
        }
    }

    impl Drop for Database {
        fn drop(&mut self) {
            let dropped = DatabaseUrl::drop_database(&self.server, &self.name);
            if !std::thread::panicking() {
                dropped.expect("a database that can be dropped");
            }
        }
    }
}
