//! The disk of the database is full for a while.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use super::{dinner_during, until};
use crate::{Dice, Figures, NotPossible, Place, Result};

/// How long it is full at least.
const FULL: Duration = Duration::from_secs(3);

/// A disk of its own, as large as said, unmounted with this value. Only root can mount one.
pub struct SmallDisk {
    folder: PathBuf,
    is_ours: bool,
}

impl SmallDisk {
    /// Mounts it in an empty folder.
    pub fn mount(folder: &Path, megabytes: u32) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let size = format!("size={megabytes}m");
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "torture"])
            .arg(folder)
            .status()?;
        if status.success() {
            Ok(Self {
                folder: folder.to_owned(),
                is_ours: true,
            })
        } else {
            Err(NotPossible("a disk of its own cannot be mounted here").into())
        }
    }

    /// One that somebody else has mounted, and unmounts.
    pub fn mounted(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            is_ours: false,
        }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if self.is_ours {
            // Somebody may still have a file open; then it goes when that is closed.
            let _ = Command::new("umount")
                .arg("--lazy")
                .arg(&self.folder)
                .status();
        }
    }
}

/// Fills the disk in the middle of a dinner, until guests have been told to come back, and longer.
pub async fn disk_fills_up(
    place: &Arc<Place>,
    disk: &SmallDisk,
    dice: &mut Dice,
) -> Result<Figures> {
    let time = dice.moment(100);
    let ballast = disk.folder().join("ballast");
    let mut was_felt = false;
    let mut figures = dinner_during(place, dice, async |dinner| {
        tokio::time::sleep(time).await;
        let before = dinner.guests.known().unheard;
        fill(&ballast)?;
        was_felt = until(Duration::from_secs(30), || {
            dinner.guests.known().unheard > before
        })
        .await;
        tokio::time::sleep(FULL).await;
        std::fs::remove_file(&ballast)?;
        Ok(())
    })
    .await?;
    if !was_felt {
        figures.strange += 1;
        figures
            .findings
            .push("nobody felt that the disk was full".to_owned());
    }
    Ok(figures)
}

fn fill(ballast: &Path) -> Result<()> {
    let mut file = File::create(ballast)?;
    // Ever smaller pieces, down to the last byte.
    for size in [1_048_576, 4_096, 1] {
        let piece = vec![0; size];
        while file.write_all(&piece).is_ok() {}
    }
    Ok(())
}
