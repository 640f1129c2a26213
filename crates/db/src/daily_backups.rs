//! Backups on a schedule: one for each day, in a folder that keeps the newest 14.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::backup::{backup, io};
use crate::{DatabaseUrl, Error, Result};

/// The number of backups that are kept.
const KEPT: usize = 14;

/// The form of their names.
const NAME: &str = "seat-dealer-%Y-%m-%d.db";

/// The length of such a name.
const LENGTH: usize = "seat-dealer-2026-11-28.db".len();

/// Makes today's (UTC) backup of the embedded database, unless the folder has one, and then deletes all but the newest
/// 14. Returns the path of the new backup. Several processes may do this at once.
///
/// Other files in the folder are not touched, apart from what a process that was killed has left of an old backup.
pub fn back_up_today(url: &DatabaseUrl, folder: &Path, now: Timestamp) -> Result<Option<PathBuf>> {
    let today = now.to_zoned(TimeZone::UTC).strftime(NAME).to_string();
    let file = folder.join(today);
    if file.exists() {
        return Ok(None);
    }
    match backup(url, &file) {
        // Another process was faster.
        Err(Error::Conflict(_)) if file.exists() => return Ok(None),
        outcome => outcome?,
    };
    delete_old(folder)?;
    Ok(Some(file))
}

fn delete_old(folder: &Path) -> Result<()> {
    let entries = folder.read_dir().map_err(|error| io(folder, &error))?;
    let files: Vec<(Date, String)> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            // A backup that is being made has a suffix.
            let day = Date::strptime(NAME, name.get(..LENGTH)?).ok()?;
            Some((day, name))
        })
        .collect();
    let mut days: Vec<Date> = files
        .iter()
        .filter(|(_, name)| name.len() == LENGTH)
        .map(|(day, _)| *day)
        .collect();
    days.sort_unstable();
    let Some(oldest_kept) = days.len().checked_sub(KEPT).map(|at| days[at]) else {
        return Ok(());
    };
    for (_, name) in files.iter().filter(|(day, _)| *day < oldest_kept) {
        let file = folder.join(name);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(io(&file, &error)),
            // Another process may have been faster.
            _ => {}
        }
    }
    Ok(())
}
