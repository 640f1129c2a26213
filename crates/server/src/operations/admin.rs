//! What the command line does to whole databases: each function does it and returns what is to be
//! said of it, or why it cannot be done.

use std::path::Path;

use seat_dealer_db::backup::{self, Restored};
use seat_dealer_db::copy::{self, Copied};
use seat_dealer_db::{self as db, DatabaseUrl, Db, links};

use crate::config::secret_file;

/// Writes the embedded database into a new file.
pub fn backup(database: &DatabaseUrl, file: &Path) -> Result<String, String> {
    let length = backup::backup(database, file).map_err(|error| error.to_string())?;
    Ok(format!(
        "{} holds all of {database:?} now ({length} bytes).\n{}",
        file.display(),
        about_the_secret(database, "is not in it: keep it as well, in another place")
    ))
}

/// Puts a backup in the place of the embedded database.
pub fn restore(database: &DatabaseUrl, file: &Path) -> Result<String, String> {
    let Restored { kept, waiting } =
        backup::restore(database, file, db::now()).map_err(|error| error.to_string())?;
    let mut lines = vec![format!("{database:?} holds what {} holds.", file.display())];
    if let Some(kept) = kept {
        lines.push(format!(
            "What was there before is in {}; delete it when it is no longer needed.",
            kept.display()
        ));
    }
    if waiting > 0 {
        lines.push(format!(
            "Messages that wait in it to be sent: {waiting}. Those that had left after the backup \
             was made are sent again after the next start."
        ));
    }
    lines.push(about_the_secret(database, "must be the one of then"));
    Ok(lines.join("\n"))
}

/// Copies everything to an empty database.
pub fn copy(from: &DatabaseUrl, to: &DatabaseUrl) -> Result<String, String> {
    let Copied { tables, rows } = copy::copy(from, to).map_err(|error| error.to_string())?;
    Ok(format!(
        "Copied {rows} rows of {tables} tables from {from:?} to {to:?}, and compared each.\nWhat is \
         written to {from:?} from now on is not in the copy: let everything use DB_CONN_STRING of \
         the copy before it starts again.\n{}",
        about_the_secret(from, "must stay the same")
    ))
}

/// Gives every invitation the link of today's secret.
pub async fn renew_links(db: &Db) -> Result<String, String> {
    let tokens = db.tokens().clone();
    let renewed = db
        .write(move |conn| links::renew(conn, &tokens))
        .await
        .map_err(|error| error.to_string())?;
    Ok(match renewed {
        0 => "Every link is of this APP_SECRET already; none has changed.".to_owned(),
        _ => format!(
            "Links that are new: {renewed}. What guests were sent before leads nowhere: let hosts \
             send it again to those who still need it."
        ),
    })
}

/// Without the secret of then, guests who have been invited cannot answer.
fn about_the_secret(database: &DatabaseUrl, what: &str) -> String {
    let file = secret_file(database);
    let name = if file.exists() {
        format!(
            "APP_SECRET (if it is not set, what is in {})",
            file.display()
        )
    } else {
        "APP_SECRET".to_owned()
    };
    format!("Guests' links work with the same secret only: {name} {what}.")
}
