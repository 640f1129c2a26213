//! Proves, before the first guest is invited, that everything outside of this program is as the
//! settings say. Sends no message, and keeps nothing but what every start keeps.

use std::time::Duration;

use seat_dealer_db as db;
use seat_dealer_delivery::{Smtp, Twilio};
use serde::Deserialize;

use crate::config::{Config, Warning, is_loopback};

/// How long somebody outside may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was found about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The thing.
    pub about: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// A sentence on what is well, or on what is not and how to mend it.
    pub sentence: String,
}

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It works, and it is unsafe.
    Unsafe,
    /// It does not work.
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

/// Looks at one thing after the other, and tells `found` of each.
pub async fn check(
    get: impl Fn(&str) -> Option<String>,
    mut found: impl FnMut(&Finding) -> Result<(), String>,
) -> Result<(), String> {
    let mut wrong = 0;
    let mut tell = |about, outcome: Result<String, String>| {
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
        Err(error) => tell("settings", Err(error.to_string()))?,
        Ok(config) => {
            tell("settings", Ok(settings(&config)))?;
            let url = config.database.clone();
            let database = tokio::task::spawn_blocking(move || db::check::check(&url)).await;
            tell(
                "database",
                database.unwrap_or_else(|error| Err(error.to_string())),
            )?;
            tell("sign-in", sign_in(&config).await)?;
            tell("texts", texts(&config).await)?;
            tell("email", email(&config).await)?;
            tell("public address", public_address(&config).await)?;
            for Warning { about, sentence } in config.warnings() {
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
        1 => Err("one thing is wrong; the line above that begins with WRONG says which".to_owned()),
        _ => Err(format!(
            "{wrong} things are wrong; the lines above that begin with WRONG say which"
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
        return Ok("the one for development, on this machine only.".to_owned());
    };
    let (sign_in, _) = config.sign_in().map_err(|error| error.to_string())?;
    let redirect = format!("{}/login/callback", config.frontend_base);
    match sign_in.start(&redirect, db::now()).await {
        Ok(_) => Ok(format!(
            "{} answers. It has to know the redirect address {redirect}, and whether it takes the \
             client's secret is only seen when somebody signs in.",
            open_id.issuer
        )),
        Err(error) => Err(format!("{error} It was asked at {}.", open_id.issuer)),
    }
}

async fn texts(config: &Config) -> Result<String, String> {
    let Some(settings) = config.twilio.clone() else {
        return Ok(without(config, "TWILIO_ACCOUNT_SID"));
    };
    let twilio = Twilio::with_timeout(settings, PATIENCE)
        .map_err(|error| format!("Text messages cannot be set up: {error}."))?;
    let inbound = format!("{}/webhooks/twilio/inbound", config.api_base);
    twilio.check(&inbound).await
}

async fn email(config: &Config) -> Result<String, String> {
    let Some(settings) = config.smtp.clone() else {
        return Ok(without(config, "SMTP_URL"));
    };
    let smtp = Smtp::new(settings).map_err(|error| format!("SMTP_URL cannot be used: {error}."))?;
    smtp.with_patience(PATIENCE).check().await
}

fn without(config: &Config, name: &str) -> String {
    if config.on_loopback {
        format!("none are sent, they stay in the development mailbox; {name} is not set.")
    } else {
        format!("none are sent; {name} is not set.")
    }
}

#[derive(Deserialize)]
struct Health {
    status: String,
}

/// Asks this server by the addresses that others use.
async fn public_address(config: &Config) -> Result<String, String> {
    let mut client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none());
    if is_loopback(&config.api_base) {
        client = client.no_proxy();
    }
    let client = client.build().map_err(|error| error.to_string())?;
    let base = &config.api_base;
    let answer = client.get(format!("{base}/api/v1/health")).send().await;
    let answer = answer.map_err(|error| {
        let why = if error.is_timeout() {
            "nothing answers in time"
        } else if error.is_connect() {
            "nothing answers, or its certificate is not good"
        } else {
            "the answer breaks off"
        };
        format!(
            "{why} at {base} (API_BASE_URI). Does seat-dealer serve run, does the name lead to this \
             machine, and does the web server in front pass requests on?"
        )
    })?;
    let status = answer.status();
    let is_ours = answer
        .json()
        .await
        .is_ok_and(|health: Health| health.status == "alive");
    if !is_ours {
        return Err(format!(
            "what answers at {base} (API_BASE_URI) is not seat-dealer (status {status}); does the web \
             server in front pass every path on?"
        ));
    }
    let frontend = &config.frontend_base;
    if frontend == base {
        return Ok(format!("{base} leads here."));
    }
    // No guest has this link. The server says so in its own way, whoever stands in front of it.
    let link = format!("{frontend}/rsvp/1111111111111111111111");
    match client.get(link).send().await {
        Ok(answer) if answer.headers().contains_key("X-Robots-Tag") && answer.status() == 404 => {
            Ok(format!(
                "{base} leads here, and so do the guests' links at {frontend}."
            ))
        }
        _ => Err(format!(
            "{base} leads here, but {frontend}/rsvp/ (FRONTEND_BASE_URI) does not; let what serves the \
             web app pass /rsvp/ on to {base}."
        )),
    }
}
