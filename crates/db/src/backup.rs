//! Backups of the embedded database. A backup can be made while the database is in use; restoring needs exclusive
//! access.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use jiff::Timestamp;

use crate::files::{folder_of, private_file, same_owner, sync_folder, with_suffix};
use crate::migrations::{self, Age};
use crate::{Conn, DatabaseUrl, Error, Result, new_id};

/// The result of restoring a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The path of the previous database, if there was one.
    pub kept: Option<PathBuf>,
    /// The number of messages in the backup's outbox. Those that were sent after the backup are sent again.
    pub waiting: i64,
}

/// Writes a copy of the embedded database to a new file. Other processes may use the database. Returns the length of
/// the file in bytes. Fails with [`Error::Conflict`] and a sentence if it is not possible.
///
/// The file is created whole or not at all. Only its owner may read it.
pub fn backup(url: &DatabaseUrl, file: &Path) -> Result<u64> {
    let database = embedded(url, "mysqldump --single-transaction makes a backup of it")?;
    if !database.exists() {
        return conflict(format!("There is no database at {}.", database.display()));
    }
    if file.exists() {
        return conflict(already_there(file));
    }
    let temporary = TemporaryFile::new(file)?;
    let mut conn = url.connect()?;
    // `VACUUM INTO` reads one snapshot, and needs an empty file.
    sql_query("VACUUM INTO ?")
        .bind::<Text, _>(temporary.name()?)
        .execute(&mut conn)?;
    temporary
        .open()?
        .sync_all()
        .map_err(|e| io(&temporary.path, &e))?;
    examine(&temporary, database)?;
    let length = std::fs::metadata(&temporary.path).map_err(|e| io(&temporary.path, &e))?;
    // This creates the file or fails if it exists. Then the whole file replaces it.
    private_file(file).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Conflict(already_there(file)),
        _ => io(file, &error),
    })?;
    std::fs::rename(&temporary.path, file).map_err(|error| {
        // This is the empty file that was created above.
        let _ = std::fs::remove_file(file);
        io(file, &error)
    })?;
    sync(file)?;
    Ok(length.len())
}

/// Replaces the embedded database by a backup and keeps the previous one beside it. No process may use the database.
/// Fails with [`Error::Conflict`] and a sentence if it is not possible; then nothing has changed.
pub fn restore(url: &DatabaseUrl, file: &Path, now: Timestamp) -> Result<Restored> {
    let database = embedded(url, "its own client reads what mysqldump has written")?;
    let log = with_suffix(file, "-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return conflict(format!(
            "{} was copied from a database in use: a part of it is in {}. Use a file that \
             seat-dealer backup has made.",
            file.display(),
            log.display()
        ));
    }
    let mut from = File::open(file).map_err(|error| io(file, &error))?;
    url.make_folder()?;
    // The copy is checked and then renamed, so a change of the backup has no effect.
    let temporary = TemporaryFile::new(database)?;
    let mut to = temporary.open()?;
    io::copy(&mut from, &mut to)
        .and_then(|_| to.sync_all())
        .map_err(|error| io(&temporary.path, &error))?;
    drop(to);
    let waiting = examine(&temporary, file)?;
    let kept = if database.exists() {
        Some(replace(&temporary, database, now)?)
    } else {
        let log = with_suffix(database, "-wal");
        if log.exists() {
            return conflict(format!(
                "{} is there without its database; move it away first.",
                log.display()
            ));
        }
        // As root, the file gets the owner of the folder, as which the service runs.
        let _ = same_owner(folder_of(database), &temporary.path);
        put(&temporary, database)?;
        None
    };
    Ok(Restored { kept, waiting })
}

/// Renames a file to the name of a database and keeps the database under another name. At every moment one of the two
/// has the name.
fn replace(temporary: &TemporaryFile, database: &Path, now: Timestamp) -> Result<PathBuf> {
    std::fs::metadata(database)
        .and_then(|old| std::fs::set_permissions(&temporary.path, old.permissions()))
        .and_then(|()| same_owner(database, &temporary.path))
        .map_err(|error| io(&temporary.path, &error))?;
    // The lock is held until the new file has the name. A process that opens the old file waits.
    let _alone = lock_out_everybody(database)?;
    let kept = with_suffix(
        database,
        &format!(".before-{}", now.strftime("%Y%m%dT%H%M%SZ")),
    );
    std::fs::hard_link(database, &kept).map_err(|error| io(&kept, &error))?;
    if let Err(error) = put(temporary, database) {
        // The database still has its own name.
        let _ = std::fs::remove_file(&kept);
        return Err(error);
    }
    Ok(kept)
}

fn put(temporary: &TemporaryFile, database: &Path) -> Result<()> {
    std::fs::rename(&temporary.path, database).map_err(|error| io(database, &error))?;
    sync(database)
}

/// Locks a database exclusively as long as the connection lives, and writes its log into it. Fails if another process
/// uses it.
fn lock_out_everybody(database: &Path) -> Result<SqliteConnection> {
    let path = database.to_str().ok_or_else(|| no_text(database))?;
    let in_use = |error: diesel::result::Error| {
        let text = error.to_string();
        Error::Conflict(if text.contains("locked") {
            format!(
                "{} is in use: stop every seat-dealer that serves or works on it, then restore.",
                database.display()
            )
        } else {
            format!(
                "{} cannot be locked ({text}), so nobody can say whether it is in use. Stop every \
                 seat-dealer that uses it, move it away, with the files -wal and -shm beside it, \
                 then restore.",
                database.display()
            )
        })
    };
    let mut conn = SqliteConnection::establish(path)
        .map_err(|error| Error::Unavailable(format!("{path}: {error}")))?;
    // Ending write-ahead logging needs exclusive access.
    for statement in [
        "PRAGMA busy_timeout = 1000",
        "PRAGMA locking_mode = EXCLUSIVE",
        "PRAGMA journal_mode = DELETE",
        "BEGIN EXCLUSIVE",
    ] {
        conn.batch_execute(statement).map_err(in_use)?;
    }
    if with_suffix(database, "-wal").exists() {
        return conflict(format!(
            "{} could not be taken out of use; stop every seat-dealer that uses it, then restore.",
            database.display()
        ));
    }
    Ok(conn)
}

#[derive(QueryableByName)]
struct IntegrityRow {
    #[diesel(sql_type = Text)]
    finding: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Checks that a file is a complete database that this program can use. `of` is the backup, for the sentences.
/// Returns the number of messages in its outbox.
fn examine(temporary: &TemporaryFile, of: &Path) -> Result<i64> {
    let of = of.display();
    let unusable = |error: diesel::result::Error| {
        Error::Conflict(format!("{of} is no database that can be read: {error}."))
    };
    let mut conn = Conn::Sqlite(
        SqliteConnection::establish(temporary.name()?)
            .map_err(|error| Error::Conflict(format!("{of} cannot be opened: {error}.")))?,
    );
    let found: Vec<IntegrityRow> =
        sql_query("SELECT integrity_check AS finding FROM pragma_integrity_check LIMIT 1")
            .load(&mut conn)
            .map_err(unusable)?;
    if let [IntegrityRow { finding }, ..] = &found[..]
        && finding != "ok"
    {
        return conflict(format!("{of} is damaged: {finding}."));
    }
    match migrations::age(&mut conn)? {
        Age::Present | Age::Older => {}
        Age::Newer => {
            return conflict(format!(
                "{of} is of a newer version than this program; use the program that made it, or a \
                 newer one."
            ));
        }
        Age::Foreign => return conflict(format!("{of} is no seat-dealer database.")),
    }
    let strays: Count = sql_query("SELECT COUNT(*) AS count FROM pragma_foreign_key_check")
        .get_result(&mut conn)
        .map_err(unusable)?;
    if strays.count > 0 {
        return conflict(format!(
            "{of} is damaged: {} of its rows refer to rows that are not there.",
            strays.count
        ));
    }
    let waiting: Count =
        sql_query("SELECT COUNT(*) AS count FROM messages WHERE due_at IS NOT NULL")
            .get_result(&mut conn)
            .map_err(unusable)?;
    Ok(waiting.count)
}

/// A temporary file beside the target. It is deleted unless it was renamed to the target.
struct TemporaryFile {
    path: PathBuf,
}

impl TemporaryFile {
    fn new(of: &Path) -> Result<Self> {
        let path = std::path::absolute(with_suffix(of, &format!(".{}", new_id())))
            .map_err(|error| io(of, &error))?;
        private_file(&path).map_err(|error| io(&path, &error))?;
        Ok(Self { path })
    }

    fn open(&self) -> Result<File> {
        let file = OpenOptions::new().write(true).open(&self.path);
        file.map_err(|error| io(&self.path, &error))
    }

    fn name(&self) -> Result<&str> {
        self.path.to_str().ok_or_else(|| no_text(&self.path))
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            // After the rename, no file has this name.
            let _ = std::fs::remove_file(with_suffix(&self.path, suffix));
        }
    }
}

fn embedded<'a>(url: &'a DatabaseUrl, way: &str) -> Result<&'a Path> {
    url.file().ok_or_else(|| {
        Error::Conflict(format!(
            "DB_CONN_STRING leads to a MySQL server: {way}; docs/RUNBOOK.md says how."
        ))
    })
}

fn conflict<T>(sentence: String) -> Result<T> {
    Err(Error::Conflict(sentence))
}

fn already_there(file: &Path) -> String {
    format!(
        "{} is there already, and a backup overwrites nothing; choose another name.",
        file.display()
    )
}

fn no_text(path: &Path) -> Error {
    Error::Conflict(format!(
        "The path {} is not UTF-8; choose another one.",
        path.display()
    ))
}

pub(crate) fn io(path: &Path, error: &io::Error) -> Error {
    Error::Conflict(format!("{}: {error}.", path.display()))
}

fn sync(file: &Path) -> Result<()> {
    let folder = folder_of(file);
    sync_folder(folder).map_err(|error| io(folder, &error))
}
