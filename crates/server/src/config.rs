//! The settings, read once at the start. What is missing or malformed is one sentence that names
//! the setting and says how to mend it.

mod allowed;
mod limits;
mod sign_in;
mod warnings;

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

use seat_dealer_db::DatabaseUrl;
use seat_dealer_delivery::{Secret, SmtpSettings, TwilioSettings};
use url::{Host, Url};

pub(crate) use self::allowed::Allowed;
pub use self::limits::LimitSettings;
pub(crate) use self::warnings::Warning;

/// What is wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingError(pub String);

/// All settings. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DB_CONN_STRING`.
    pub database: DatabaseUrl,
    /// `BIND_ADDR`.
    pub bind: SocketAddr,
    /// `API_BASE_URI`, without a slash at its end.
    pub api_base: String,
    /// `FRONTEND_BASE_URI`, without a slash at its end.
    pub frontend_base: String,
    /// `APP_SECRET`.
    pub app_secret: Secret,
    /// `OAUTH2_…`; `None`: the development sign-in.
    pub open_id: Option<OpenIdSettings>,
    /// `SIGN_IN_ALLOWED`: who may sign in, and whose keys are valid.
    pub allowed: Allowed,
    /// `TWILIO_…`.
    pub twilio: Option<TwilioSettings>,
    /// `SMTP_URL` and `MAIL_FROM`.
    pub smtp: Option<SmtpSettings>,
    /// How often strangers may ask, and who is believed to speak for others.
    pub limits: LimitSettings,
    /// `METRICS_ADDR`; `None`: no metrics.
    pub metrics: Option<SocketAddr>,
    /// `DRAIN_SECONDS`: for how long the server says that it is about to stop before it does.
    pub drain: Duration,
    /// Whether the server can only be reached from this machine.
    pub on_loopback: bool,
    /// How often a silent event stream says that it is alive. Not a setting: tests are impatient.
    pub heartbeat: Duration,
    /// How long a client may take to send a request's head, and again its body. Not a setting
    /// either.
    pub patience: Duration,
    /// How long a client may take nothing of what is sent to it. Not a setting either.
    pub stall: Duration,
    /// How many connections there may be at once. Not a setting either; the system's limit of open
    /// files may leave less.
    pub connections: usize,
    /// How many bytes the bodies of all requests may hold that are not small: so many for those of
    /// strangers, and as many for those of hosts. Not a setting either.
    pub bodies: usize,
}

/// The OpenID provider hosts sign in with.
#[derive(Debug, Clone)]
pub struct OpenIdSettings {
    /// `OAUTH2_ISSUER`.
    pub issuer: String,
    /// `OAUTH2_CLIENT_ID`.
    pub client_id: String,
    /// `OAUTH2_CLIENT_SECRET`.
    pub client_secret: Secret,
}

impl Config {
    /// Reads the settings from the environment, or whatever `get` gives for it.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, SettingError> {
        Self::read_for(true, get)
    }

    /// [`Config::read`] for a process that sends nothing: it needs no provider, and is not told how
    /// to reach the mail server.
    pub fn read_without_sending(
        get: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingError> {
        Self::read_for(false, get)
    }

    fn read_for(sends: bool, get: impl Fn(&str) -> Option<String>) -> Result<Self, SettingError> {
        let allowed = Allowed::read(&get)?;
        let get = |name: &str| {
            get(name)
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        let database = Self::database(get)?;
        let bind = get("BIND_ADDR").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let bind = address_and_port("BIND_ADDR", &bind)?;
        let api_base = match get("API_BASE_URI") {
            Some(text) => base_address("API_BASE_URI", &text)?,
            None => base_address("API_BASE_URI", &format!("http://localhost:{}", bind.port()))?,
        };
        let frontend_base = match get("FRONTEND_BASE_URI") {
            Some(text) => base_address("FRONTEND_BASE_URI", &text)?,
            None => api_base.clone(),
        };
        let limits = LimitSettings::read(&get)?;
        let exposed_by = exposed_by(bind, &api_base, &frontend_base, &limits);
        let app_secret = app_secret(get("APP_SECRET"), exposed_by.as_deref(), &database)?;
        let open_id = open_id(&get)?;
        let delivery = |error: seat_dealer_delivery::SettingError| SettingError(error.to_string());
        let twilio = TwilioSettings::from_environment(get).map_err(delivery)?;
        let smtp = if sends {
            SmtpSettings::from_environment(get).map_err(delivery)?
        } else {
            None
        };
        if let Some(exposed_by) = &exposed_by {
            if open_id.is_none() {
                return Err(SettingError(format!(
                    "OAUTH2_CLIENT_ID and OAUTH2_CLIENT_SECRET must be set, because this server can \
                     be reached from outside ({exposed_by}) and the development sign-in lets everybody \
                     in."
                )));
            }
            if sends && twilio.is_none() && smtp.is_none() {
                return Err(SettingError(format!(
                    "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER, or SMTP_URL and \
                     MAIL_FROM, must be set, because this server can be reached from outside \
                     ({exposed_by}) and would show every message in the development mailbox."
                )));
            }
        }
        Ok(Self {
            database,
            bind,
            api_base,
            frontend_base,
            app_secret,
            open_id,
            allowed,
            twilio,
            smtp,
            limits,
            metrics: get("METRICS_ADDR")
                .map(|text| address_and_port("METRICS_ADDR", &text))
                .transpose()?,
            drain: drain(get("DRAIN_SECONDS"))?,
            on_loopback: exposed_by.is_none(),
            heartbeat: Duration::from_secs(15),
            patience: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            connections: 16 * 1024,
            bodies: 32 * 1024 * 1024,
        })
    }

    /// Reads where the database is, for what needs no other setting.
    pub fn database(get: impl Fn(&str) -> Option<String>) -> Result<DatabaseUrl, SettingError> {
        let said = get("DB_CONN_STRING").filter(|text| !text.trim().is_empty());
        let said = said.unwrap_or_else(|| "sqlite:data/seat-dealer.db".to_owned());
        DatabaseUrl::parse(said.trim())
            .map_err(|why| SettingError(format!("DB_CONN_STRING is wrong: {why}.")))
    }

    /// Whether messages of some channel are kept in the mailbox instead of sent.
    pub(crate) fn has_development_mailbox(&self) -> bool {
        self.on_loopback && (self.twilio.is_none() || self.smtp.is_none())
    }

    /// Whether the web app is reached by https, so that it may insist on it.
    pub(crate) fn is_https(&self) -> bool {
        self.frontend_base.starts_with("https://") && self.api_base.starts_with("https://")
    }

    /// The web app's origin, when it is hosted elsewhere than the API.
    pub(crate) fn foreign_origin(&self) -> Option<String> {
        let origin = |base: &str| {
            Url::parse(base)
                .ok()
                .map(|url| url.origin().ascii_serialization())
        };
        let frontend = origin(&self.frontend_base)?;
        (Some(&frontend) != origin(&self.api_base).as_ref()).then_some(frontend)
    }
}

fn address_and_port(name: &str, text: &str) -> Result<SocketAddr, SettingError> {
    text.to_socket_addrs()
        .ok()
        .and_then(|mut found| found.next())
        .ok_or_else(|| {
            SettingError(format!(
                "{name} must be an address and a port, like 127.0.0.1:8080; it is {text:?}."
            ))
        })
}

fn drain(said: Option<String>) -> Result<Duration, SettingError> {
    const MOST: u64 = 600;
    let text = said.unwrap_or_else(|| "0".to_owned());
    match text.parse() {
        Ok(seconds) if seconds <= MOST => Ok(Duration::from_secs(seconds)),
        _ => Err(SettingError(format!(
            "DRAIN_SECONDS must be a whole number of seconds from 0 to {MOST}; it is {text:?}."
        ))),
    }
}

fn base_address(name: &str, text: &str) -> Result<String, SettingError> {
    let wrong = || {
        SettingError(format!(
            "{name} must be a web address without path, like https://dinner.example.org; \
             it is {text:?}."
        ))
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let well_formed = matches!(url.scheme(), "http" | "https")
        && url.host().is_some()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.path() == "/";
    if well_formed {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(wrong())
    }
}

/// The setting by which other machines can reach this server, with its value; `None` when none can.
fn exposed_by(
    bind: SocketAddr,
    api_base: &str,
    frontend_base: &str,
    limits: &LimitSettings,
) -> Option<String> {
    if !bind.ip().is_loopback() {
        return Some(format!("BIND_ADDR is {bind}"));
    }
    for (name, base) in [
        ("API_BASE_URI", api_base),
        ("FRONTEND_BASE_URI", frontend_base),
    ] {
        if !is_loopback(base) {
            return Some(format!("{name} is {base}"));
        }
    }
    // A proxy on this machine passes on what strangers send.
    (!limits.trusted_proxies.is_empty()).then(|| "TRUSTED_PROXIES is set".to_owned())
}

/// Whether an address can only mean this machine.
pub(crate) fn is_loopback(base: &str) -> bool {
    match Url::parse(base).ok().as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn open_id(get: &impl Fn(&str) -> Option<String>) -> Result<Option<OpenIdSettings>, SettingError> {
    let issuer = get("OAUTH2_ISSUER").unwrap_or_else(|| "https://accounts.google.com".to_owned());
    match (get("OAUTH2_CLIENT_ID"), get("OAUTH2_CLIENT_SECRET")) {
        (Some(client_id), Some(client_secret)) => Ok(Some(OpenIdSettings {
            issuer,
            client_id,
            client_secret: Secret::new(client_secret),
        })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(SettingError(
            "OAUTH2_CLIENT_SECRET must be set as well as OAUTH2_CLIENT_ID.".to_owned(),
        )),
        (None, Some(_)) => Err(SettingError(
            "OAUTH2_CLIENT_ID must be set as well as OAUTH2_CLIENT_SECRET.".to_owned(),
        )),
    }
}

/// The secret that was set; in development, one that is made once and kept beside the database.
fn app_secret(
    said: Option<String>,
    exposed_by: Option<&str>,
    database: &DatabaseUrl,
) -> Result<Secret, SettingError> {
    const LEAST: usize = 32;
    match (said, exposed_by) {
        (Some(secret), _) if secret.len() >= LEAST => Ok(Secret::new(secret)),
        (Some(_), _) => Err(SettingError(format!(
            "APP_SECRET must have at least {LEAST} characters; make one with: openssl rand -hex 32"
        ))),
        (None, None) => kept_secret(&secret_file(database)).map(Secret::new),
        (None, Some(exposed_by)) => Err(SettingError(format!(
            "APP_SECRET must be set, because this server can be reached from outside ({exposed_by}); \
             make one with: openssl rand -hex 32"
        ))),
    }
}

/// The file in which a secret is kept that nobody has set.
pub(crate) fn secret_file(database: &DatabaseUrl) -> PathBuf {
    data_folder(database).join("app-secret")
}

fn data_folder(database: &DatabaseUrl) -> PathBuf {
    match database.file() {
        Some(file) => match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        },
        None => PathBuf::from("data"),
    }
}

fn kept_secret(file: &Path) -> Result<String, SettingError> {
    let wrong = |error: &dyn std::fmt::Display| {
        SettingError(format!(
            "APP_SECRET is not set, and {} cannot keep one: {error}; set APP_SECRET, or let \
             DB_CONN_STRING lead to a folder that can be written to.",
            file.display()
        ))
    };
    match std::fs::read_to_string(file) {
        Ok(secret) if secret.trim().len() >= 32 => return Ok(secret.trim().to_owned()),
        Ok(_) => return Err(wrong(&"it holds less than 32 characters")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(wrong(&error)),
    }
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| wrong(&error))?;
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| wrong(&error))?;
    let secret = random.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    // Written whole under a name of its own and then linked, so that nobody ever reads half of it.
    let draft = folder.join(format!("app-secret.{}", seat_dealer_db::new_id()));
    write_private(&draft, &secret).map_err(|error| wrong(&error))?;
    let linked = std::fs::hard_link(&draft, file);
    std::fs::remove_file(&draft).map_err(|error| wrong(&error))?;
    match linked {
        Ok(()) => Ok(secret),
        // Another process was quicker: its secret counts.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => kept_secret(file),
        Err(error) => Err(wrong(&error)),
    }
}

fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests;
