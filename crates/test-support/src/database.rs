//! A migrated database for each test, on SQLite and, with the feature `mysql`, on a MySQL server
//! as well.
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

/// The application's secret in tests.
pub const APP_SECRET: &str = "a secret for tests, 32 or longer";

/// The name of SQLite files.
const FILE: &str = "seat-dealer.db";

/// The moment at which builders act: noon in UTC, on a Monday.
pub fn noon() -> Timestamp {
    "2030-06-03T12:00:00Z".parse().expect("a moment")
}

/// A place for a database of one test's own, gone with this value.
pub struct TestPlace {
    url: DatabaseUrl,
    keeper: Keeper,
}

/// What takes the database away when it is dropped.
enum Keeper {
    Folder {
        folder: TempDir,
    },
    #[cfg(feature = "mysql")]
    Server {
        database: mysql::Database,
    },
}

impl TestPlace {
    /// An SQLite file that is still to be made.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(FILE);
        Self {
            url: DatabaseUrl::parse(&format!("sqlite:{}", path.display())).expect("a URL"),
            keeper: Keeper::Folder { folder },
        }
    }

    /// A database without tables on the server of `TEST_MYSQL_URL`.
    #[cfg(feature = "mysql")]
    pub fn mysql() -> Self {
        let (url, database) = mysql::Database::create();
        Self {
            url,
            keeper: Keeper::Server { database },
        }
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// The same as a setting, for a program.
    pub fn connection_string(&self) -> String {
        match &self.keeper {
            Keeper::Folder { folder } => {
                format!("sqlite:{}", folder.path().join(FILE).display())
            }
            #[cfg(feature = "mysql")]
            Keeper::Server { database } => database.connection_string(),
        }
    }

    /// Opens the database, each time as another process would.
    pub fn open(&self) -> Db {
        Db::open(&self.url, RsvpTokens::new(APP_SECRET)).expect("a database that opens")
    }
}

/// A migrated database of one test's own, gone with this value.
pub struct TestDb {
    // Dropped before its place is.
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

    /// One of each kind that is built in.
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

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.place.url
    }

    /// Whether this is the SQLite one.
    pub fn is_sqlite(&self) -> bool {
        self.url().file().is_some()
    }

    /// Opens the same database once more, as another process would.
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

/// Runs one test to its end; for [`on_each_database!`](crate::on_each_database).
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(test);
}

/// Makes tests of functions `async fn name(db: TestDb)`: `name::sqlite` and, with the feature
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

/// Its items, where the feature `mysql` of this crate is on.
#[cfg(feature = "mysql")]
#[macro_export]
macro_rules! with_mysql {
    ($($items:item)*) => { $($items)* };
}

/// Its items, where the feature `mysql` of this crate is on: here it is off.
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
