//! A process of the tested program.

use std::fs::OpenOptions;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Result;

/// A process that is killed when this value is dropped.
pub struct Process {
    child: Mutex<Child>,
    id: u32,
    /// The address of a server. `None` for a worker.
    pub address: Option<SocketAddr>,
}

impl Process {
    /// Starts a command and appends its output to a log file.
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

    /// Kills the process (SIGKILL) and waits for its end.
    pub fn kill(&self) {
        let mut child = self.child();
        // The process may have exited already.
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Whether the process runs.
    pub fn is_alive(&self) -> bool {
        matches!(self.child().try_wait(), Ok(None))
    }

    /// The process id.
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

/// A loopback address with a free port.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
