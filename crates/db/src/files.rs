//! Private files: the embedded database and its backups.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A path with a suffix.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Creates an empty file that only its owner may read.
pub(crate) fn private_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Gives a file the owner of another one, so that the service can use a file that the administrator has created.
#[cfg(unix)]
pub(crate) fn same_owner(of: &Path, file: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let (theirs, ours) = (std::fs::metadata(of)?, std::fs::metadata(file)?);
    if (theirs.uid(), theirs.gid()) != (ours.uid(), ours.gid()) {
        chown(file, Some(theirs.uid()), Some(theirs.gid()))?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn same_owner(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

/// The folder of a file.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes the names in a folder durable (fsync).
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
