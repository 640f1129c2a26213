//! Tests of the program as a process.

mod backups;
#[cfg(target_os = "linux")]
mod bombs;
mod check;
mod proxied;
mod refusals;
mod running;
mod secrets;
#[cfg(target_os = "linux")]
mod stalled;
#[cfg(feature = "traces")]
mod traced;
#[cfg(feature = "mysql")]
mod vanished_database;
mod watched;
mod webhooks;

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use seat_dealer_db::{DatabaseUrl, Db, RsvpTokens};
use seat_dealer_test_support::app::{Client, eventually};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_seat-dealer");
const SECRET: &str = "known to this test alone, and long";

/// A folder with a database, and the settings of the processes that use it.
struct Installation {
    folder: TempDir,
    port: u16,
}

impl Installation {
    fn new() -> Self {
        // The port was free a moment ago; only other tests could take it.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self {
            folder: tempfile::tempdir().unwrap(),
            port: listener.local_addr().unwrap().port(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The program without the settings of the caller's environment.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env(
                "DB_CONN_STRING",
                format!("sqlite:{}", self.path("test.db").display()),
            )
            .env("BIND_ADDR", format!("127.0.0.1:{}", self.port))
            .env("API_BASE_URI", self.base())
            .env("APP_SECRET", SECRET)
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }

    /// Runs a command that prints one line, and returns the line.
    fn line(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.strip_suffix('\n').unwrap();
        assert!(!line.contains('\n'), "{text}");
        line.to_owned()
    }

    fn api_key(&self) -> String {
        self.line(&["api-key", "--email", "ada@example.com"])
    }

    fn start(&self, command: &mut Command, log: &str) -> Running {
        let log = self.path(log);
        let child = command
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        Running { child, log }
    }

    fn client(&self, key: Option<&str>) -> Client {
        Client::new(&self.base(), key.map(str::to_owned))
    }

    async fn is_ready(&self) {
        eventually("the server", async || {
            let request = self.client(None).request("GET", "/readyz").send();
            request.await.ok().filter(|answer| answer.status() == 200)
        })
        .await;
    }

    fn db(&self) -> Db {
        let url = format!("sqlite:{}", self.path("test.db").display());
        Db::open(&DatabaseUrl::parse(&url).unwrap(), RsvpTokens::new(SECRET)).unwrap()
    }
}

/// A process that runs until it is stopped, at the latest at the end of the test.
struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Sends SIGTERM.
    fn tell_to_stop(&self) {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(told.success());
    }

    /// The peak of its resident memory, in KiB.
    #[cfg(target_os = "linux")]
    fn peak(&self) -> u64 {
        let status = read(Path::new(&format!("/proc/{}/status", self.child.id())));
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let words = line.unwrap().split_whitespace();
        words.rev().nth(1).unwrap().parse().unwrap()
    }

    /// Waits for a successful exit. Returns the log.
    fn end(mut self) -> String {
        let status = self.child.wait().unwrap();
        let log = read(&self.log);
        assert!(status.success(), "{status}: {log}");
        log
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // If the test has succeeded, the process has exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
