//! The program: see `seat-dealer --help`.
// Names such as OpenAPI are not code.
#![allow(clippy::doc_markdown)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use seat_dealer::{App, Config, Running, SettingError, Traces};
use seat_dealer_core::{EmailAddress, Name};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::{self as db, DatabaseUrl, hosts};

/// Deals the invitations of seat-limited events, a few at a time, until the seats are taken.
///
/// The program reads its settings from the environment and from the file `.env` in the current
/// folder. `.env.example` explains all settings.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the web app, the guests' pages and the API. Also deal cards and send messages.
    Serve(Serve),
    /// Deal cards and send messages without serving. Several workers and servers may run.
    Worker {
        /// Do not migrate the database first.
        #[arg(long)]
        no_migrate: bool,
    },
    /// Migrate the database to this version.
    Migrate,
    /// Create an API key for a host and print it. Creates the host if necessary.
    ApiKey {
        /// The host's email address. The first sign-in with this address takes over the host.
        #[arg(long)]
        email: String,
        /// The purpose of the key.
        #[arg(long, default_value = "command line")]
        name: String,
    },
    /// Check that settings, database, sign-in, providers and the public address work. Sends no message.
    Check,
    /// Write a copy of the SQLite database to a new file. The server may be running.
    Backup {
        /// The new file. An existing file is never overwritten.
        file: PathBuf,
    },
    /// Replace the SQLite database by a backup and keep the old file. The server must not be running.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Copy all data to an empty database, from SQLite to MySQL or back, and compare both.
    Copy(Between),
    /// Give every invitation a new link after APP_SECRET has changed. Earlier links do not work any
    /// more.
    RenewLinks,
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Args)]
struct Between {
    /// The source: sqlite:PATH or mysql://USER:PASSWORD@HOST:PORT/DATABASE. The default is
    /// DB_CONN_STRING, so that the list of processes shows no password.
    #[arg(long)]
    from: Option<String>,
    /// The destination, in the same form and with the same default.
    #[arg(long, required_unless_present = "from")]
    to: Option<String>,
}

#[derive(Args)]
struct Serve {
    /// Do not deal cards and send messages in this process, because a `worker` does.
    #[arg(long)]
    no_worker: bool,
    /// Leave the database as it is instead of bringing it up to date first.
    #[arg(long)]
    no_migrate: bool,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Err(sentence) = read_dotenv() {
        return fail(&sentence);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("the runtime cannot be started: {error}")),
    };
    let traces = match cli.command {
        Command::Serve(_) | Command::Worker { .. } | Command::Check => {
            Traces::start(setting, runtime.handle())
        }
        _ => Ok(None),
    };
    let traces = match traces {
        Ok(traces) => traces,
        Err(error) => return fail(&error.to_string()),
    };
    if let Err(error) = seat_dealer::start_logging(setting, traces.as_ref()) {
        return fail(&error.to_string());
    }
    let outcome = runtime.block_on(run(cli.command));
    if let Some(traces) = traces {
        traces.stop();
    }
    // Does not wait for a thread that waits for a database that has vanished.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => fail(&sentence),
    }
}

async fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Openapi => {
            let document = seat_dealer::document()
                .to_pretty_json()
                .map_err(|e| e.to_string())?;
            print_line(&document)
        }
        Command::Check => {
            seat_dealer::check(setting, |finding| print_line(&finding.to_string())).await
        }
        Command::Backup { file } => print_line(&seat_dealer::backup(&database()?, &file)?),
        Command::Restore { file } => print_line(&seat_dealer::restore(&database()?, &file)?),
        Command::Copy(Between { from, to }) => {
            let parse = |option: &str, url: Option<String>| match url {
                Some(url) => DatabaseUrl::parse(&url).map_err(|why| format!("{option}: {why}")),
                None => database(),
            };
            let (from, to) = (parse("--from", from)?, parse("--to", to)?);
            print_line(&seat_dealer::copy(&from, &to)?)
        }
        Command::RenewLinks => {
            let app = open_with(Config::read_without_sending(setting))?;
            print_line(&seat_dealer::renew_links(app.db()).await?)
        }
        Command::Migrate => {
            let done = migrate(&open()?)?;
            print_line(&match done.len() {
                0 => "The database is up to date.".to_owned(),
                _ => format!("The database was migrated: {}.", done.join(", ")),
            })
        }
        Command::ApiKey { email, name } => {
            let email = EmailAddress::parse(&email).map_err(|error| format!("--email: {error}"))?;
            let name = Name::parse(&name).map_err(|error| format!("--name: {error}"))?;
            let config = Config::read(setting).map_err(|error| error.to_string())?;
            if !config.allowed.allows(email.as_str()) {
                return Err(format!(
                    "--email: SIGN_IN_ALLOWED does not contain {}, so the key would not be valid; add \
                     the address there first",
                    email.as_str()
                ));
            }
            let app = open_with(Ok(config))?;
            migrate(&app)?;
            let key = app
                .db()
                .write(move |conn| {
                    let host = hosts::for_email(conn, &email, db::now())?;
                    keys::create(conn, &host.id, KeyKind::Api, name.as_str(), db::now())
                })
                .await
                .map_err(|error| error.to_string())?;
            print_line(&key.1)
        }
        Command::Serve(Serve {
            no_worker,
            no_migrate,
        }) => {
            let config = if no_worker {
                Config::read_without_sending(setting)
            } else {
                Config::read(setting)
            };
            let app = open_with(config)?;
            if !no_migrate {
                migrate(&app)?;
            }
            let running = app.serve(!no_worker).map_err(|error| error.to_string())?;
            if let Some(address) = running.address() {
                tracing::info!(%address, "serving");
            }
            log_metrics_address(&running);
            run_until_stopped(running).await
        }
        Command::Worker { no_migrate } => {
            let app = open()?;
            if !no_migrate {
                migrate(&app)?;
            }
            let running = app.work().map_err(|error| error.to_string())?;
            tracing::info!("the worker deals and sends");
            log_metrics_address(&running);
            run_until_stopped(running).await
        }
    }
}

fn log_metrics_address(running: &Running) {
    if let Some(address) = running.metrics_address() {
        tracing::info!(%address, "serving metrics");
    }
}

/// Reads settings from `.env` in the current folder only, because folders above may belong to
/// others. The file may be missing, but it must be readable.
fn read_dotenv() -> Result<(), String> {
    let file = Path::new(".env");
    if !file.exists() {
        return Ok(());
    }
    dotenvy::from_path(file).map_err(|error| match error {
        dotenvy::Error::LineParse(part, _) => {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            format!(
                ".env cannot be read: {} is not NAME=value; put a value with blanks, quotes or $ \
                 into single quotes",
                place_of(&part, &text)
            )
        }
        error => format!(".env cannot be read: {error}"),
    })
}

/// The place of an invalid part in a file. Names at most a setting and no value, because values may be
/// secrets.
fn place_of(part: &str, text: &str) -> String {
    let lines = (1..).zip(text.lines());
    let Some((number, line)) = lines.into_iter().find(|(_, line)| line.contains(part)) else {
        return "one of its lines".to_owned();
    };
    let is_setting = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(is_setting);
    match line.split_once('=') {
        Some((name, _)) if is_name(name) => {
            format!("the line of {name}")
        }
        _ => format!("line {number}"),
    }
}

fn database() -> Result<DatabaseUrl, String> {
    Config::database(setting).map_err(|error| error.to_string())
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn open() -> Result<App, String> {
    open_with(Config::read(setting))
}

fn open_with(config: Result<Config, SettingError>) -> Result<App, String> {
    let config = config.map_err(|error| error.to_string())?;
    App::open(config).map_err(|error| error.to_string())
}

fn migrate(app: &App) -> Result<Vec<String>, String> {
    let done = app.db().migrate().map_err(|error| error.to_string())?;
    if !done.is_empty() {
        tracing::info!(migrations = done.len(), "the database was migrated");
    }
    Ok(done)
}

/// Waits for SIGTERM or Ctrl-C, then stops gracefully.
async fn run_until_stopped(mut running: Running) -> Result<(), String> {
    let outcome = tokio::select! {
        signal = stop_signal() => {
            signal.map_err(|error| format!("signals cannot be received: {error}"))
        }
        () = running.broken() => Err("a part of the program has stopped; see the log".to_owned()),
    };
    tracing::info!("stopping");
    running.stop().await;
    outcome
}

#[cfg(unix)]
async fn stop_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        outcome = tokio::signal::ctrl_c() => outcome,
    }
}

#[cfg(not(unix))]
async fn stop_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

fn print_line(text: &str) -> Result<(), String> {
    writeln!(std::io::stdout(), "{text}").map_err(|error| error.to_string())
}

fn fail(sentence: &str) -> ExitCode {
    // If stderr fails, nothing else can report the error.
    let _ = writeln!(std::io::stderr(), "seat-dealer: {sentence}");
    ExitCode::FAILURE
}
