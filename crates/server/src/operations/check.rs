//! `seat-dealer check`: checks that settings, database, sign-in, providers and the public address
//! work, before the first guest is invited. It sends no message.

use std::time::Duration;

use seat_dealer_db as db;
use seat_dealer_delivery::{Smtp, Twilio};
use serde::Deserialize;

use crate::config::{Config, Warning, is_loopback};

/// The maximum time of a request to a provider or to the public address.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The checked part.
    pub about: &'static str,
    /// The verdict.
    pub verdict: Verdict,
    /// A sentence: the result, or what is wrong and how to correct it.
    pub sentence: String,
}

/// The verdict of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The part works.
    Good,
    /// The part works, but it is unsafe.
    Unsafe,
    /// The part does not work.
    Wrong,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = match self.verdict {
            Verdict::Good => "OK",
            Verdict::Unsafe => "WARN",
            Verdict::Wrong => "WRONG",
        };
        write!(f, "{word:<5}  {}: {}", self.about, self.sentence)
    }
}

/// Runs all checks one after the other and passes each result to `found`.
///
/// # Errors
/// A sentence with the number of failed checks, or the error of `found`.
pub async fn check(
    get: impl Fn(&str) -> Option<String>,
    mut found: impl FnMut(&Finding) -> Result<(), String>,
) -> Result<(), String> {
    let mut wrong = 0;
    let mut report = |about, outcome: Result<String, String>| {
        wrong += u32::from(outcome.is_err());
        let (verdict, sentence) = match outcome {
            Ok(sentence) => (Verdict::Good, sentence),
            Err(sentence) => (Verdict::Wrong, sentence),
        };
        found(&Finding {
            about,
            verdict,
            sentence,
        })
    };
    match Config::read(get) {
        Err(error) => report("settings", Err(error.to_string()))?,
        Ok(config) => {
            report("settings", Ok(settings(&config)))?;
            let url = config.database.clone();
            let checks = tokio::task::spawn_blocking(move || {
                let database = db::check::check(&url);
                let channels = database.is_ok().then(|| db::check::channels(&url));
                let host_emails = database.is_ok().then(|| db::check::host_emails(&url));
                (database, channels, host_emails)
            });
            let (database, channels, host_emails) = checks
                .await
                .unwrap_or_else(|error| (Err(error.to_string()), None, None));
            report("database", database)?;
            if let Some(channels) = channels {
                report("messages", channels)?;
            }
            if let Some(Err(error)) = &host_emails {
                report("messages", Err(error.clone()))?;
            }
            report("sign-in", sign_in(&config).await)?;
            report("texts", texts(&config).await)?;
            report("email", email(&config).await)?;
            report("public address", public_address(&config).await)?;
            let undelivered = host_emails.and_then(Result::ok).flatten();
            let undelivered = undelivered.map(|sentence| Warning {
                about: "messages",
                sentence,
            });
            for Warning { about, sentence } in config.warnings().into_iter().chain(undelivered) {
                found(&Finding {
                    about,
                    verdict: Verdict::Unsafe,
                    sentence,
                })?;
            }
        }
    }
    match wrong {
        0 => Ok(()),
        1 => Err("one check failed; see the line above that begins with WRONG".to_owned()),
        _ => Err(format!(
            "{wrong} checks failed; see the lines above that begin with WRONG"
        )),
    }
}

fn settings(config: &Config) -> String {
    if config.on_loopback {
        "complete, for this machine only.".to_owned()
    } else {
        format!("complete, for {}.", config.frontend_base)
    }
}

async fn sign_in(config: &Config) -> Result<String, String> {
    let Some(open_id) = &config.open_id else {
        return Ok("the development sign-in, on this machine only.".to_owned());
    };
    let (sign_in, _) = config.sign_in().map_err(|error| error.to_string())?;
    let redirect = format!("{}/login/callback", config.frontend_base);
    match sign_in.start(&redirect, db::now()).await {
        Ok(_) => Ok(format!(
            "{} answers. Register the redirect address {redirect} there. A wrong client secret is \
             noticed only when somebody signs in.",
            open_id.issuer
        )),
        Err(error) => Err(format!("{error} The issuer is {}.", open_id.issuer)),
    }
}

async fn texts(config: &Config) -> Result<String, String> {
    let Some(settings) = config.twilio.clone() else {
        return Ok(without(config, "TWILIO_ACCOUNT_SID"));
    };
    let twilio = Twilio::with_timeout(settings, TIMEOUT)
        .map_err(|error| format!("Text messages cannot be set up: {error}."))?;
    let inbound = format!("{}/webhooks/twilio/inbound", config.api_base);
    twilio.check(&inbound).await
}

async fn email(config: &Config) -> Result<String, String> {
    let Some(settings) = config.smtp.clone() else {
        return Ok(without(config, "SMTP_URL"));
    };
    let smtp = Smtp::new(settings).map_err(|error| format!("SMTP_URL cannot be used: {error}."))?;
    smtp.with_patience(TIMEOUT).check().await
}

fn without(config: &Config, name: &str) -> String {
    if config.on_loopback {
        format!("not sent but shown in the development mailbox; {name} is not set.")
    } else {
        format!("not sent; {name} is not set.")
    }
}

#[derive(Deserialize)]
struct HealthResponse {
    status: String,
}

/// Sends requests to this server through its public addresses.
async fn public_address(config: &Config) -> Result<String, String> {
    let mut client = reqwest::Client::builder()
        .timeout(TIMEOUT)
        .redirect(reqwest::redirect::Policy::none());
    if is_loopback(&config.api_base) {
        client = client.no_proxy();
    }
    let client = client.build().map_err(|error| error.to_string())?;
    let base = &config.api_base;
    let response = client.get(format!("{base}/api/v1/health")).send().await;
    let response = response.map_err(|error| {
        let why = if error.is_timeout() {
            "there is no response in time"
        } else if error.is_connect() {
            "nothing answers, or the certificate is not valid"
        } else {
            "the response is incomplete"
        };
        format!(
            "{why} at {base} (API_BASE_URI). Check that seat-dealer serve runs, that the name resolves \
             to this machine, and that the web server in front forwards requests."
        )
    })?;
    let status = response.status();
    let is_ours = response
        .json()
        .await
        .is_ok_and(|health: HealthResponse| health.status == "alive");
    if !is_ours {
        return Err(format!(
            "the server at {base} (API_BASE_URI) is not seat-dealer (status {status}); check that the \
             web server in front forwards all paths."
        ));
    }
    let frontend = &config.frontend_base;
    if frontend == base {
        return Ok(format!("{base} reaches this server."));
    }
    // No guest has this link. The response of seat-dealer to it differs from that of other servers.
    let link = format!("{frontend}/rsvp/1111111111111111111111");
    match client.get(link).send().await {
        Ok(response)
            if response.headers().contains_key("X-Robots-Tag") && response.status() == 404 =>
        {
            Ok(format!(
                "{base} and the guests' links at {frontend} reach this server."
            ))
        }
        _ => Err(format!(
            "{base} reaches this server, but {frontend}/rsvp/ (FRONTEND_BASE_URI) does not; configure \
             the host of the web app to forward /rsvp/ to {base}."
        )),
    }
}
