//! The commands on whole databases. Each function returns the text to print, or an error.

use std::path::Path;

use seat_dealer_db::backup::{self, Restored};
use seat_dealer_db::copy::{self, Copied};
use seat_dealer_db::{self as db, DatabaseUrl, Db, links};

use crate::config::secret_file;

/// Writes a copy of the embedded database to a new file.
pub fn backup(database: &DatabaseUrl, file: &Path) -> Result<String, String> {
    let length = backup::backup(database, file).map_err(|error| error.to_string())?;
    Ok(format!(
        "{} is a backup of {database:?} ({length} bytes).\n{}",
        file.display(),
        about_the_secret(
            database,
            "is not in the backup: keep a copy of it in another place"
        )
    ))
}

/// Replaces the embedded database by a backup.
pub fn restore(database: &DatabaseUrl, file: &Path) -> Result<String, String> {
    let Restored { kept, waiting } =
        backup::restore(database, file, db::now()).map_err(|error| error.to_string())?;
    let mut lines = vec![format!(
        "{database:?} was restored from {}.",
        file.display()
    )];
    if let Some(kept) = kept {
        lines.push(format!(
            "The previous database is in {}; delete it when it is no longer needed.",
            kept.display()
        ));
    }
    if waiting > 0 {
        lines.push(format!(
            "Messages that wait to be sent: {waiting}. Those that were sent after the backup was made \
             are sent again after the next start."
        ));
    }
    lines.push(about_the_secret(
        database,
        "must be the one that was set when the backup was made",
    ));
    Ok(lines.join("\n"))
}

/// Copies all data to an empty database.
pub fn copy(from: &DatabaseUrl, to: &DatabaseUrl) -> Result<String, String> {
    let Copied { tables, rows } = copy::copy(from, to).map_err(|error| error.to_string())?;
    Ok(format!(
        "Copied {rows} rows of {tables} tables from {from:?} to {to:?}, and compared them.\nLater \
         changes of {from:?} are not in the copy: set DB_CONN_STRING to the copy before you start \
         seat-dealer again.\n{}",
        about_the_secret(from, "must stay the same")
    ))
}

/// Gives every invitation the link that is derived from the current secret.
pub async fn renew_links(db: &Db) -> Result<String, String> {
    let tokens = db.tokens().clone();
    let renewed = db
        .write(move |conn| links::renew(conn, &tokens))
        .await
        .map_err(|error| error.to_string())?;
    Ok(match renewed {
        0 => "All links belong to this APP_SECRET already; nothing has changed.".to_owned(),
        _ => format!(
            "New links: {renewed}. The links that were sent before do not work any more: ask the hosts \
             to send the invitations again to the guests who need them."
        ),
    })
}

/// A sentence about `APP_SECRET`, without which invited guests cannot answer.
fn about_the_secret(database: &DatabaseUrl, what: &str) -> String {
    let file = secret_file(database);
    let name = if file.exists() {
        format!(
            "APP_SECRET (if it is not set, the content of {})",
            file.display()
        )
    } else {
        "APP_SECRET".to_owned()
    };
    format!("Guests' links work only with the same secret: {name} {what}.")
}
