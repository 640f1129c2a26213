//! The disk of the database is full for a while.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use super::{dinner_during, until};
use crate::{Environment, NotPossible, Result, Rng, Totals};

/// The minimum time for which the disk is full.
const MIN_TIME: Duration = Duration::from_secs(3);

/// A small disk, which is unmounted when this value is dropped. Only root can mount one.
pub struct SmallDisk {
    folder: PathBuf,
    is_mounted_here: bool,
}

impl SmallDisk {
    /// Mounts a small disk in an empty folder.
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
                is_mounted_here: true,
            })
        } else {
            Err(NotPossible("no tmpfs can be mounted here").into())
        }
    }

    /// A small disk that is mounted already, and is not unmounted here.
    pub fn mounted(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            is_mounted_here: false,
        }
    }

    /// The mount point.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if self.is_mounted_here {
            // A lazy unmount also works while a process has a file open.
            let _ = Command::new("umount")
                .arg("--lazy")
                .arg(&self.folder)
                .status();
        }
    }
}

/// Fills the disk during a dinner, at least until a guest was told to try again.
pub async fn disk_fills_up(
    environment: &Arc<Environment>,
    disk: &SmallDisk,
    rng: &mut Rng,
) -> Result<Totals> {
    let time = rng.duration_below(100);
    let ballast = disk.folder().join("ballast");
    let mut was_noticed = false;
    let mut totals = dinner_during(environment, rng, async |dinner| {
        tokio::time::sleep(time).await;
        let before = dinner.guests.records().unheard;
        fill(&ballast)?;
        was_noticed = until(Duration::from_secs(30), || {
            dinner.guests.records().unheard > before
        })
        .await;
        tokio::time::sleep(MIN_TIME).await;
        std::fs::remove_file(&ballast)?;
        Ok(())
    })
    .await?;
    if !was_noticed {
        totals.other_findings += 1;
        totals
            .findings
            .push("no guest noticed that the disk was full".to_owned());
    }
    Ok(totals)
}

fn fill(ballast: &Path) -> Result<()> {
    let mut file = File::create(ballast)?;
    // Ever smaller writes fill the disk to the last byte.
    for size in [1_048_576, 4_096, 1] {
        let piece = vec![0; size];
        while file.write_all(&piece).is_ok() {}
    }
    Ok(())
}
