//! The settings, which are read once at the start. An error names the setting that is missing or
//! malformed, and says how to correct it.

mod allowed;
mod limits;
mod sign_in;
mod warnings;

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

use seat_dealer_core::{EmailAddress, Language};
use seat_dealer_db::DatabaseUrl;
use seat_dealer_delivery::{Secret, SmtpSettings, TwilioSettings};
use url::{Host, Url};

pub(crate) use self::allowed::Allowed;
pub use self::limits::LimitSettings;
pub(crate) use self::warnings::Warning;

/// An invalid setting, as a sentence that says how to correct it.
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
    /// `SIGN_IN_ALLOWED`: the owners of these addresses and domains may sign in, and their keys are valid.
    pub allowed: Allowed,
    /// `TWILIO_…`.
    pub twilio: Option<TwilioSettings>,
    /// `SMTP_URL` and `MAIL_FROM`.
    pub smtp: Option<SmtpSettings>,
    /// `HOST_LANGUAGE`: the language of messages to contacts where neither the contact nor the host has chosen one.
    pub language: Language,
    /// `WEBHOOK_ALLOW_PRIVATE`: whether webhooks may have http addresses, and addresses of private networks.
    pub private_webhooks: bool,
    /// `PUSH_SUBJECT`: where push services reach whoever runs this server; `None`: nowhere.
    pub push_subject: Option<String>,
    /// `BACKUP_DIR`, with SQLite only; `None`: no backups on a schedule.
    pub backups: Option<PathBuf>,
    /// Rate limits, and trusted proxies.
    pub limits: LimitSettings,
    /// `METRICS_ADDR`; `None`: no metrics.
    pub metrics: Option<SocketAddr>,
    /// `DRAIN_SECONDS`: the time between the signal to stop and the end, in which `/readyz` returns 503.
    pub drain: Duration,
    /// Whether the server can only be reached from this machine.
    pub on_loopback: bool,
    /// The interval of heartbeats in an event stream. Not a setting; tests shorten it.
    pub heartbeat: Duration,
    /// The maximum time to receive the head of a request, and again its body. Not a setting.
    pub patience: Duration,
    /// The maximum time in which a client reads nothing of a response. Not a setting.
    pub stall: Duration,
    /// The maximum number of connections. Not a setting. The system's limit of open files may reduce
    /// it.
    pub connections: usize,
    /// The maximum size of all larger request bodies together, in bytes: once for bodies without a valid
    /// key, and once more for bodies with one. Not a setting.
    pub bodies: usize,
}

/// The OpenID provider that hosts sign in with.
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
    /// Reads the settings. `get` returns the value of an environment variable.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, SettingError> {
        Self::read_for(true, get)
    }

    /// Like [`Config::read`], for a process that sends no messages: it needs no provider, and does not
    /// read the settings of the mail server.
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
        let backups = backups(get("BACKUP_DIR"), &database)?;
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
                     be reached from outside ({exposed_by}) and everybody could use the development \
                     sign-in."
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
        let push_subject = push_subject(get("PUSH_SUBJECT"), &frontend_base)?;
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
            language: language(get("HOST_LANGUAGE"))?,
            private_webhooks: yes(
                "WEBHOOK_ALLOW_PRIVATE",
                get("WEBHOOK_ALLOW_PRIVATE").as_deref(),
            )?,
            push_subject,
            backups,
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

    /// Reads `DB_CONN_STRING` only, for commands that need no other setting.
    pub fn database(get: impl Fn(&str) -> Option<String>) -> Result<DatabaseUrl, SettingError> {
        let text = get("DB_CONN_STRING").filter(|text| !text.trim().is_empty());
        let text = text.unwrap_or_else(|| "sqlite:data/seat-dealer.db".to_owned());
        DatabaseUrl::parse(text.trim())
            .map_err(|why| SettingError(format!("DB_CONN_STRING is wrong: {why}.")))
    }

    /// Whether messages of at least one channel go to the development mailbox.
    pub(crate) fn has_development_mailbox(&self) -> bool {
        self.on_loopback && (self.twilio.is_none() || self.smtp.is_none())
    }

    /// Whether all public addresses are https, so that the server can send HSTS.
    pub(crate) fn is_https(&self) -> bool {
        self.frontend_base.starts_with("https://") && self.api_base.starts_with("https://")
    }

    /// The origin of the web app. `None` if it is the origin of the API.
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

fn drain(text: Option<String>) -> Result<Duration, SettingError> {
    const MAX: u64 = 600;
    let text = text.unwrap_or_else(|| "0".to_owned());
    match text.parse() {
        Ok(seconds) if seconds <= MAX => Ok(Duration::from_secs(seconds)),
        _ => Err(SettingError(format!(
            "DRAIN_SECONDS must be a whole number of seconds from 0 to {MAX}; it is {text:?}."
        ))),
    }
}

/// A setting that is 1 for yes, or 0.
fn yes(name: &str, text: Option<&str>) -> Result<bool, SettingError> {
    match text {
        None | Some("0") => Ok(false),
        Some("1") => Ok(true),
        Some(text) => Err(SettingError(format!(
            "{name} must be 1 or 0; it is {text:?}."
        ))),
    }
}

fn language(tag: Option<String>) -> Result<Language, SettingError> {
    let Some(tag) = tag else {
        return Ok(Language::English);
    };
    tag.parse().map_err(|_| {
        let tags: Vec<&str> = Language::ALL.iter().map(|known| known.as_str()).collect();
        SettingError(format!(
            "HOST_LANGUAGE must be one of {}; it is {tag:?}.",
            tags.join(", ")
        ))
    })
}

/// `PUSH_SUBJECT`, or else the address of the web app, if it is one that push services accept.
fn push_subject(text: Option<String>, frontend_base: &str) -> Result<Option<String>, SettingError> {
    let Some(text) = text else {
        let is_https = frontend_base.starts_with("https://");
        return Ok(is_https.then(|| frontend_base.to_owned()));
    };
    let is_right = match text.split_once(':') {
        Some(("mailto", address)) => EmailAddress::parse(address).is_ok(),
        Some(("https", _)) => Url::parse(&text).is_ok(),
        _ => false,
    };
    if !is_right {
        return Err(SettingError(format!(
            "PUSH_SUBJECT must be an address like mailto:you@example.org or https://example.org; it is {text:?}."
        )));
    }
    Ok(Some(text))
}

fn backups(
    folder: Option<String>,
    database: &DatabaseUrl,
) -> Result<Option<PathBuf>, SettingError> {
    if folder.is_some() && database.file().is_none() {
        return Err(SettingError(
            "BACKUP_DIR makes backups of SQLite only, and DB_CONN_STRING leads to a MySQL server: remove \
             BACKUP_DIR, and let the server's own tools make backups, such as mysqldump (docs/RUNBOOK.md)."
                .to_owned(),
        ));
    }
    Ok(folder.map(PathBuf::from))
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

/// The setting that lets other machines reach this server, with its value. `None` if they cannot.
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
    // A proxy on this machine forwards requests from other machines.
    (!limits.trusted_proxies.is_empty()).then(|| "TRUSTED_PROXIES is set".to_owned())
}

/// Whether an address can only refer to this machine.
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

/// `APP_SECRET`, or in development a generated secret that is stored beside the database.
fn app_secret(
    value: Option<String>,
    exposed_by: Option<&str>,
    database: &DatabaseUrl,
) -> Result<Secret, SettingError> {
    const MIN_LENGTH: usize = 32;
    match (value, exposed_by) {
        (Some(secret), _) if secret.len() >= MIN_LENGTH => Ok(Secret::new(secret)),
        (Some(_), _) => Err(SettingError(format!(
            "APP_SECRET must have at least {MIN_LENGTH} characters; generate one with: openssl rand -hex 32"
        ))),
        (None, None) => stored_secret(&secret_file(database)).map(Secret::new),
        (None, Some(exposed_by)) => Err(SettingError(format!(
            "APP_SECRET must be set, because this server can be reached from outside ({exposed_by}); \
             generate one with: openssl rand -hex 32"
        ))),
    }
}

/// The file that contains the generated secret.
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

fn stored_secret(file: &Path) -> Result<String, SettingError> {
    let wrong = |error: &dyn std::fmt::Display| {
        SettingError(format!(
            "APP_SECRET is not set, and {} cannot be used: {error}; set APP_SECRET, or set \
             DB_CONN_STRING to a file in a writable folder.",
            file.display()
        ))
    };
    match std::fs::read_to_string(file) {
        Ok(secret) if secret.trim().len() >= 32 => return Ok(secret.trim().to_owned()),
        Ok(_) => return Err(wrong(&"it has fewer than 32 characters")),
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
    // Written to a temporary file and then linked, so that no process reads a part of it.
    let temporary = folder.join(format!("app-secret.{}", seat_dealer_db::new_id()));
    write_private(&temporary, &secret).map_err(|error| wrong(&error))?;
    let linked = std::fs::hard_link(&temporary, file);
    std::fs::remove_file(&temporary).map_err(|error| wrong(&error))?;
    match linked {
        Ok(()) => Ok(secret),
        // Another process was faster, so its secret is used.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => stored_secret(file),
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
