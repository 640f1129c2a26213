//! The environment of the tested program: a database, and providers behind proxies.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use seat_dealer_db::{DatabaseUrl, Db, RsvpTokens};
use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_delivery::fake_twilio::FakeTwilio;
use tempfile::TempDir;

use crate::process::free_address;
use crate::{Process, Proxy, Result};

const SECRET: &str = "a secret for crash tests, 32 or longer";
/// The maximum time of a start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A database, fake providers, proxies, and the settings of the tested processes.
pub struct Environment {
    program: PathBuf,
    folder: TempDir,
    database: Database,
    pub(crate) twilio: FakeTwilio,
    pub(crate) smtp: FakeSmtp,
    pub(crate) to_twilio: Proxy,
    pub(crate) to_smtp: Proxy,
    settings: Vec<(String, String)>,
    pub(crate) http: reqwest::Client,
}

enum Database {
    File(PathBuf),
    #[cfg(feature = "mysql")]
    Server {
        /// `mysql://user@host:port`
        url: String,
        name: String,
        to_database: Proxy,
    },
}

impl Environment {
    /// With an SQLite file in a new temporary folder within `in_folder`.
    pub fn sqlite(program: &Path, in_folder: &Path) -> Result<Self> {
        let folder = temporary_folder(in_folder)?;
        let database = Database::File(folder.path().join("seat-dealer.db"));
        Self::with(program, folder, database)
    }

    /// With a new database on a server, which is dropped with this value.
    #[cfg(feature = "mysql")]
    pub fn mysql(program: &Path, in_folder: &Path, server: &str) -> Result<Self> {
        let name = format!("torture_{}", seat_dealer_db::new_id().replace('-', ""));
        DatabaseUrl::create_database(server, &name)?;
        let database = Database::Server {
            to_database: Proxy::start(host_of(server)?, is_commit)?,
            url: server.trim_end_matches('/').to_owned(),
            name,
        };
        Self::with(program, temporary_folder(in_folder)?, database)
    }

    fn with(program: &Path, folder: TempDir, database: Database) -> Result<Self> {
        let (twilio, smtp) = (FakeTwilio::start()?, FakeSmtp::start()?);
        let environment = Self {
            program: program.to_owned(),
            folder,
            database,
            to_twilio: Proxy::start(host_of(&twilio.api_base())?, is_text)?,
            to_smtp: Proxy::start(smtp.address(), is_end_of_mail)?,
            twilio,
            smtp,
            settings: Vec::new(),
            http: client().build()?,
        };
        environment.db()?.migrate()?;
        Ok(environment)
    }

    /// Adds a setting for the tested processes.
    #[must_use]
    pub(crate) fn with_setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Opens a new connection for each request, so that each goes to the next server.
    pub(crate) fn with_new_connections(mut self) -> Result<Self> {
        self.http = client().pool_max_idle_per_host(0).build()?;
        Ok(self)
    }

    /// The name of the database in reports.
    pub fn database_name(&self) -> &'static str {
        match self.database {
            Database::File(_) => "SQLite",
            #[cfg(feature = "mysql")]
            Database::Server { .. } => "MariaDB",
        }
    }

    /// The SQLite file. `None` with a database server.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.database {
            Database::File(file) => Some(file),
            #[cfg(feature = "mysql")]
            Database::Server { .. } => None,
        }
    }

    /// The proxy in front of the database server. `None` with SQLite.
    pub(crate) fn to_database(&self) -> Option<&Proxy> {
        match &self.database {
            Database::File(_) => None,
            #[cfg(feature = "mysql")]
            Database::Server { to_database, .. } => Some(to_database),
        }
    }

    /// The working folder of the processes, which also contains their log.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Opens the database, like another process.
    pub(crate) fn db(&self) -> Result<Db> {
        let url = match &self.database {
            Database::File(file) => format!("sqlite:{}", file.display()),
            #[cfg(feature = "mysql")]
            Database::Server { url, name, .. } => format!("{url}/{name}"),
        };
        Ok(Db::open(
            &DatabaseUrl::parse(&url)?,
            RsvpTokens::new(SECRET),
        )?)
    }

    /// Starts the program. If it serves, waits until it is ready.
    pub(crate) async fn start(&self, arguments: &[&str]) -> Result<Arc<Process>> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let process = Arc::new(self.spawn(arguments)?);
            while process.is_alive() && Instant::now() < deadline {
                match process.address {
                    Some(address) if !self.is_ready(address).await => {}
                    _ => return Ok(process),
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            // Another process may have taken the port, or the database is not available. Then the
            // program is started again, as a service manager would do.
            if Instant::now() >= deadline {
                let log = std::fs::read_to_string(self.log()).unwrap_or_default();
                return Err(format!("the program did not start:\n{log}").into());
            }
        }
    }

    async fn is_ready(&self, address: SocketAddr) -> bool {
        let request = self.http.get(format!("http://{address}/readyz")).send();
        request.await.is_ok_and(|response| response.status() == 200)
    }

    fn spawn(&self, arguments: &[&str]) -> Result<Process> {
        let address = free_address()?;
        let database = match &self.database {
            Database::File(file) => format!("sqlite:{}", file.display()),
            #[cfg(feature = "mysql")]
            Database::Server {
                url,
                name,
                to_database,
            } => {
                let (user, _) = url
                    .rsplit_once('@')
                    .ok_or("the URL of the server has no user")?;
                format!("{user}@{}/{name}", to_database.address())
            }
        };
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .env("DB_CONN_STRING", database)
            .env("BIND_ADDR", address.to_string())
            .env("API_BASE_URI", format!("http://{address}"))
            .env("APP_SECRET", SECRET)
            .envs(self.twilio.environment())
            .env("TWILIO_API_BASE", format!("http://{}", self.to_twilio.address()))
            .env("SMTP_URL", format!("smtp://{}", self.to_smtp.address()))
            .env("MAIL_FROM", "dinner@example.org")
            // All guests use one address and answer often.
            .env("LINK_LIMIT", "1000000")
            .env("SMS_DAILY_LIMIT", "1000000")
            .env("EMAIL_DAILY_LIMIT", "1000000")
            .env("RUST_LOG", "warn")
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
        let serves = arguments.first() == Some(&"serve");
        Process::spawn(&mut command, &self.log(), serves.then_some(address))
    }

    fn log(&self) -> PathBuf {
        self.folder().join("log")
    }
}

#[cfg(feature = "mysql")]
impl Drop for Environment {
    fn drop(&mut self) {
        if let Database::Server { url, name, .. } = &self.database {
            // The database server is temporary anyway.
            let _ = DatabaseUrl::drop_database(url, name);
        }
    }
}

fn client() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(20))
}

fn temporary_folder(within: &Path) -> Result<TempDir> {
    Ok(tempfile::Builder::new()
        .prefix("torture-")
        .tempdir_in(within)?)
}

/// The address of a URL's host.
fn host_of(url: &str) -> Result<SocketAddr> {
    let (_, rest) = url.split_once("://").ok_or("the URL has no scheme")?;
    let host = rest.rsplit('@').next().unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let address = host.to_socket_addrs()?.next();
    address.ok_or_else(|| format!("{host} cannot be resolved").into())
}

/// Whether this is a request to send a text.
fn is_text(request: &[u8]) -> bool {
    request.starts_with(b"POST /")
}

/// Whether this is the last line of an email's data.
fn is_end_of_mail(request: &[u8]) -> bool {
    request == b".\r\n" || request.ends_with(b"\r\n.\r\n")
}

/// Whether this is a MySQL packet with the query COMMIT: three bytes of length, a number, the
/// command, the text.
#[cfg(feature = "mysql")]
fn is_commit(request: &[u8]) -> bool {
    matches!(request, [_, _, _, _, 3, words @ ..] if words.eq_ignore_ascii_case(b"COMMIT"))
}
