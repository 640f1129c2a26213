//! The program as a process.

use std::fs::OpenOptions;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Result;

/// A process that is killed with this value at the latest.
pub struct Process {
    child: Mutex<Child>,
    id: u32,
    /// Where it serves, if it does.
    pub address: Option<SocketAddr>,
}

impl Process {
    /// Starts a command whose log is added to a file.
    pub(crate) fn spawn(
        command: &mut Command,
        log: &Path,
        address: Option<SocketAddr>,
    ) -> Result<Self> {
        let log = OpenOptions::new().create(true).append(true).open(log)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        Ok(Self {
            id: child.id(),
            child: Mutex::new(child),
            address,
        })
    }

    /// Kills it (SIGKILL): nothing that it does comes after this.
    pub fn kill(&self) {
        let mut child = self.child();
        // It may have ended already.
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Whether it runs.
    pub fn is_alive(&self) -> bool {
        matches!(self.child().try_wait(), Ok(None))
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.id
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An address of this machine that was free a moment ago.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
