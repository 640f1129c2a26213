//! The server in its own process, as an operator would run it.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use seat_dealer_db::DatabaseUrl;

use crate::Result;
use crate::http::{self, Connection};

/// The secret of the servers that are measured.
pub(crate) const APP_SECRET: &str = "a secret for measuring, 32 or longer";

/// The maximum time of a start.
const PATIENCE: Duration = Duration::from_secs(20);

/// A process that is killed when this value is dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Runs the server on this database and waits for its first response. Returns the time that took.
    pub(crate) async fn start(database: &DatabaseUrl) -> Result<(Self, Duration)> {
        let file = database
            .file()
            .ok_or("the benchmark needs an SQLite database")?;
        let address = free_address()?;
        let mut command = Command::new(beside_this_program("seat-dealer")?);
        command
            .arg("serve")
            .env("DB_CONN_STRING", format!("sqlite:{}", file.display()))
            .env("BIND_ADDR", address.to_string())
            .env("API_BASE_URI", format!("http://{address}"))
            .env("FRONTEND_BASE_URI", "")
            .env("APP_SECRET", APP_SECRET)
            // Each guest uses their link hundreds of times per second.
            .env("LINK_LIMIT", u32::MAX.to_string())
            .env("RUST_LOG", "warn");
        // An empty value counts as not set, and a file `.env` does not override it.
        for name in [
            "OAUTH2_CLIENT_ID",
            "OAUTH2_CLIENT_SECRET",
            "OAUTH2_ISSUER",
            "TWILIO_ACCOUNT_SID",
            "TWILIO_AUTH_TOKEN",
            "TWILIO_PHONE_NUMBER",
            "SMTP_URL",
            "MAIL_FROM",
        ] {
            command.env(name, "");
        }
        let started = Instant::now();
        let mut process = Self {
            child: command.stdin(Stdio::null()).spawn()?,
            address,
        };
        process.first_response(started).await?;
        Ok((process, started.elapsed()))
    }

    /// Runs this program with another command, which prints the address that it listens on.
    pub(crate) fn start_self(arguments: &[&std::ffi::OsStr]) -> Result<Self> {
        use std::io::{BufRead, BufReader};
        let mut child = Command::new(std::env::current_exe()?)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        Ok(Self {
            child,
            address: line.trim().parse()?,
        })
    }

    async fn first_response(&mut self, started: Instant) -> Result<()> {
        let request = http::get("/healthz", "");
        loop {
            if let Ok(mut connection) = Connection::open(self.address).await
                && connection.exchange(&request).await?.status == 200
            {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server exited at once: {status}").into());
            }
            if started.elapsed() > PATIENCE {
                return Err(format!("the server did not start within {PATIENCE:?}").into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The resident memory, shared pages included, in MB of 1,000,000 bytes.
    pub(crate) fn megabytes(&self) -> Result<f64> {
        let output = Command::new("ps")
            .args(["-o", "rss=", "-p", &self.child.id().to_string()])
            .output()?;
        let kilobytes: u32 = String::from_utf8(output.stdout)?.trim().parse()?;
        Ok(f64::from(kilobytes) * 1_024.0 / 1_000_000.0)
    }

    /// The processor time used so far. `None` if the system does not report it.
    pub(crate) fn processor_time(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // Fields 14 and 15, in hundredths of a second; the first two end with the name in brackets.
        let (_, fields) = stat.rsplit_once(") ")?;
        let mut fields = fields.split(' ').skip(11);
        let user: u64 = fields.next()?.parse().ok()?;
        let system: u64 = fields.next()?.parse().ok()?;
        Some(Duration::from_millis((user + system) * 10))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The process may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn beside_this_program(name: &str) -> Result<PathBuf> {
    let folder = std::env::current_exe()?;
    let folder = folder.parent().unwrap_or(Path::new("."));
    Ok(folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
