//! Backups of the embedded database, and restoring them.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use seat_dealer_db::backup::{backup, restore};
use seat_dealer_db::{DatabaseUrl, Error, Result};
use seat_dealer_test_support::database::{TestDb, TestPlace, noon, run};

use crate::copy::{NEWER, OLDER, alter, contents, fill};

/// A temporary folder for backups.
pub(crate) struct Shelf(TestPlace);

impl Shelf {
    pub(crate) fn new() -> Self {
        Self(TestPlace::sqlite())
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.url().file().unwrap().parent().unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }
}

/// The names of the files in a folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn folder(url: &DatabaseUrl) -> &Path {
    url.file().unwrap().parent().unwrap()
}

fn sentence<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Conflict(sentence)) => sentence,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_backup_of_a_database_in_use_is_of_one_moment() {
    run(async {
        let (db, shelf) = (TestDb::sqlite(), Shelf::new());
        let (host, _) = fill(&db).await;
        let url = db.url().clone();
        // Two contacts in each transaction: a backup with an odd number of them would be torn.
        let writer = {
            let (another, host) = (db.another(), host.clone());
            tokio::spawn(async move {
                let mut count = 0;
                loop {
                    let host = host.clone();
                    let two = move |conn: &mut seat_dealer_db::Conn| {
                        for name in ["Castor", "Pollux"] {
                            let fields = seat_dealer_test_support::database::contact_fields(
                                name,
                                None,
                                Some("a@example.com"),
                            );
                            seat_dealer_db::contacts::create(conn, &host, &fields, noon())?;
                        }
                        Ok(())
                    };
                    another.write(two).await.unwrap();
                    count += 1;
                    if count == 200 {
                        break;
                    }
                }
            })
        };
        let mut sizes = Vec::new();
        while !writer.is_finished() || sizes.is_empty() {
            let (url, file) = (url.clone(), shelf.file(&format!("{}.db", sizes.len())));
            let length = tokio::task::spawn_blocking(move || backup(&url, &file)).await;
            assert!(length.unwrap().unwrap() > 0);
            sizes.push(0);
            let file = shelf.file(&format!("{}.db", sizes.len() - 1));
            let place = TestPlace::sqlite();
            restore(place.url(), &file, noon()).unwrap();
            let count = contents(&place.open()).await["contacts"].len();
            *sizes.last_mut().unwrap() = count;
        }
        writer.await.unwrap();
        let twins = sizes.iter().map(|count| count - 451);
        assert!(twins.clone().all(|count| count % 2 == 0), "{sizes:?}");
        assert!(sizes.is_sorted());
        backup(&url, &shelf.file("last.db")).unwrap();
        let place = TestPlace::sqlite();
        restore(place.url(), &shelf.file("last.db"), noon()).unwrap();
        assert_eq!(contents(&place.open()).await, contents(&db).await);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = shelf
                .file("last.db")
                .metadata()
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0, "nobody else may read it");
        }
    });
}

#[test]
fn a_backup_overwrites_nothing_and_leaves_nothing_half_done() {
    let (db, shelf) = (TestDb::sqlite(), Shelf::new());
    std::fs::write(shelf.file("taken"), "precious").unwrap();
    assert!(sentence(backup(db.url(), &shelf.file("taken"))).contains("overwrites nothing"));
    assert_eq!(std::fs::read(shelf.file("taken")).unwrap(), b"precious");
    let nowhere = shelf.file("no such folder/x.db");
    assert!(sentence(backup(db.url(), &nowhere)).contains("no such folder"));
    let nothing = TestPlace::sqlite();
    let said = sentence(backup(nothing.url(), &shelf.file("x.db")));
    assert!(said.starts_with("There is no database at"), "{said}");
    assert!(names(folder(nothing.url())).is_empty(), "none may be made");
    drop(nothing.open());
    let said = sentence(backup(nothing.url(), &shelf.file("x.db")));
    assert!(said.ends_with("is no seat-dealer database."), "{said}");
    assert_eq!(names(shelf.folder()), ["taken"]);
}

#[test]
fn a_database_in_use_is_not_replaced() {
    run(async {
        let (db, shelf) = (TestDb::sqlite(), Shelf::new());
        fill(&db).await;
        let file = shelf.file("x.db");
        backup(db.url(), &file).unwrap();
        db.host("Later").await;
        let before = contents(&db).await;
        assert!(sentence(restore(db.url(), &file, noon())).contains("is in use"));
        // The database still works, and no temporary file is left.
        db.host("Later still").await;
        assert_eq!(
            contents(&db).await["hosts"].len(),
            before["hosts"].len() + 1
        );
        let names = names(folder(db.url()));
        assert!(
            names.iter().all(|name| name.starts_with("seat-dealer.db")),
            "{names:?}"
        );
        assert!(
            !names.iter().any(|name| name.contains("before")),
            "{names:?}"
        );
        assert!(names.len() <= 3, "{names:?}");
    });
}

#[test]
fn what_was_there_is_kept_whole() {
    run(async {
        let (place, shelf) = (TestPlace::sqlite(), Shelf::new());
        let (old, new) = {
            let db = TestDb::sqlite();
            fill(&db).await;
            backup(db.url(), &shelf.file("new.db")).unwrap();
            let new = contents(&db).await;
            db.host("Kim").await;
            backup(db.url(), &shelf.file("old.db")).unwrap();
            (contents(&db).await, new)
        };
        let restored = restore(place.url(), &shelf.file("old.db"), noon()).unwrap();
        assert_eq!(restored.kept, None);
        assert!(restored.waiting > 0);
        // A killed process has left its log, which is part of the database.
        let file = place.url().file().unwrap().to_owned();
        leave_a_log(&file);
        let restored = restore(place.url(), &shelf.file("new.db"), noon()).unwrap();
        assert_eq!(contents(&place.open()).await, new);
        let kept = restored.kept.unwrap();
        let name = kept.file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!(name, "seat-dealer.db.before-20300603T120000Z");
        let again = TestPlace::sqlite();
        restore(again.url(), &kept, noon()).unwrap();
        let mut kept = contents(&again.open()).await;
        assert_eq!(
            kept["hosts"].len(),
            old["hosts"].len() + 1,
            "what was in the log"
        );
        kept.get_mut("hosts")
            .unwrap()
            .retain(|line| old["hosts"].contains(line));
        assert_eq!(kept, old);
    });
}

/// The permissions and the owner of a file.
#[cfg(unix)]
fn mode_and_owner(file: &Path) -> (u32, u32) {
    use std::os::unix::fs::MetadataExt;
    let of = file.metadata().unwrap();
    (of.mode() & 0o777, of.uid())
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_a_database() {
    run(async {
        let db = TestDb::sqlite();
        let folder = folder(db.url());
        for name in names(folder) {
            let (mode, _) = mode_and_owner(&folder.join(&name));
            assert_eq!(mode, 0o600, "{name}");
        }
        assert!(names(folder).contains(&"seat-dealer.db-wal".to_owned()));
    });
}

/// The service cannot read files of root.
#[cfg(unix)]
#[test]
fn what_root_restores_belongs_to_whom_the_folder_belongs() {
    const SERVICE: u32 = 4711;
    run(async {
        let (db, shelf) = (TestDb::sqlite(), Shelf::new());
        backup(db.url(), &shelf.file("a.db")).unwrap();
        let place = TestPlace::sqlite();
        let is_root = std::os::unix::fs::chown(folder(place.url()), Some(SERVICE), None).is_ok();
        restore(place.url(), &shelf.file("a.db"), noon()).unwrap();
        let (mode, owner) = mode_and_owner(place.url().file().unwrap());
        let (_, of_folder) = mode_and_owner(folder(place.url()));
        assert_eq!((mode, owner), (0o600, of_folder));
        assert_eq!(is_root, owner == SERVICE);
    });
}

/// Adds a host that is only in the write-ahead log.
fn leave_a_log(file: &Path) {
    let log = file.with_extension("db-wal");
    let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    conn.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; \
         INSERT INTO hosts (id, email, name, created_at) VALUES ('log', 'l@example.com', 'L', 0)",
    )
    .unwrap();
    let (whole, written) = (std::fs::read(file).unwrap(), std::fs::read(&log).unwrap());
    drop(conn);
    std::fs::write(file, whole).unwrap();
    std::fs::write(log, written).unwrap();
}

#[test]
fn what_is_no_whole_backup_is_refused() {
    run(async {
        let (db, shelf, place) = (TestDb::sqlite(), Shelf::new(), TestPlace::sqlite());
        fill(&db).await;
        backup(db.url(), &shelf.file("good.db")).unwrap();
        let good = std::fs::read(shelf.file("good.db")).unwrap();
        let refused = |name: &str, bytes: &[u8]| {
            std::fs::write(shelf.file(name), bytes).unwrap();
            let said = sentence(restore(place.url(), &shelf.file(name), noon()));
            assert!(said.contains(name), "{said}");
            assert!(
                names(folder(place.url())).is_empty(),
                "{name} left something behind"
            );
            said
        };
        assert!(sentence(restore(place.url(), &shelf.file("none.db"), noon())).contains("none.db"));
        assert!(refused("empty.db", b"").contains("no seat-dealer database"));
        assert!(refused("words.db", b"Dear Ada, ".repeat(1000).as_slice()).contains("no database"));
        refused("half.db", &good[..good.len() / 2]);
        let mut scratched = good.clone();
        let middle = scratched.len() / 2;
        scratched[middle..middle + 20_000].fill(0x5a);
        refused("scratched.db", &scratched);
        std::fs::write(shelf.file("raw.db-wal"), "x").unwrap();
        assert!(refused("raw.db", &good).contains("copied from a database in use"));
    });
    let shelf = Shelf::new();
    let place = TestPlace::sqlite();
    let newer = TestDb::sqlite();
    alter(&newer, NEWER);
    let said = sentence(backup(newer.url(), &shelf.file("newer.db")));
    assert!(said.contains("of a newer version"), "{said}");
    let stray = TestDb::sqlite();
    let mut conn =
        SqliteConnection::establish(stray.url().file().unwrap().to_str().unwrap()).unwrap();
    conn.batch_execute(
        "PRAGMA foreign_keys = OFF; INSERT INTO access_keys (id, host_id, kind, name, hash, created_at) \
         VALUES ('a', 'nobody', 'api', 'x', 'y', 0)",
    )
    .unwrap();
    let said = sentence(backup(stray.url(), &shelf.file("stray.db")));
    assert!(said.contains("1 of its rows"), "{said}");
    // The next start migrates an older backup.
    let older = TestDb::sqlite();
    alter(&older, OLDER);
    backup(older.url(), &shelf.file("older.db")).unwrap();
    restore(place.url(), &shelf.file("older.db"), noon()).unwrap();
}

#[test]
fn a_damaged_database_is_replaced_only_by_hand() {
    let (db, shelf, place) = (TestDb::sqlite(), Shelf::new(), TestPlace::sqlite());
    backup(db.url(), &shelf.file("good.db")).unwrap();
    let file = place.url().file().unwrap();
    std::fs::write(file, "scratched").unwrap();
    let said = sentence(restore(place.url(), &shelf.file("good.db"), noon()));
    assert!(said.contains("move it away"), "{said}");
    assert_eq!(std::fs::read(file).unwrap(), b"scratched");
    std::fs::rename(file, shelf.file("scratched")).unwrap();
    let log = file.with_extension("db-wal");
    std::fs::write(&log, "old").unwrap();
    let said = sentence(restore(place.url(), &shelf.file("good.db"), noon()));
    assert!(said.contains("without its database"), "{said}");
    std::fs::remove_file(log).unwrap();
    restore(place.url(), &shelf.file("good.db"), noon()).unwrap();
    place.open();
}

seat_dealer_test_support::with_mysql! {
    #[test]
    fn a_server_has_its_own_way() {
        let (db, shelf) = (TestDb::mysql(), Shelf::new());
        for said in [
            sentence(backup(db.url(), &shelf.file("x.db"))),
            sentence(restore(db.url(), &shelf.file("x.db"), noon())),
        ] {
            assert!(said.contains("mysqldump") && said.contains("docs/RUNBOOK.md"), "{said}");
        }
    }
}
