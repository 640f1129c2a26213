//! The settings of the providers, parsed once at the start.
//!
//! Each `from_environment` gets the environment as a function, so that `.env` files and tests work alike. It returns
//! `None` if the provider is not configured.

mod limits;
mod smtp;
mod twilio;

use std::{fmt, net::IpAddr};

pub use self::{
    limits::{Countries, TextLimits},
    smtp::{SmtpSettings, SmtpTls},
    twilio::{TwilioSender, TwilioSettings},
};

/// An invalid setting, as one sentence that names it and says how to correct it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingError(pub String);

fn wrong<T>(sentence: impl Into<String>) -> Result<T, SettingError> {
    Err(SettingError(sentence.into()))
}

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Reads a setting. An empty one counts as not set, as in `NAME=` of an `.env` file.
fn present(get: &impl Fn(&str) -> Option<String>, name: &str) -> Option<String> {
    get(name)
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// Whether a connection to this host cannot leave this machine. An IPv6 address may be bracketed. Names
/// below `localhost` do not count: some resolvers ask other machines for them.
fn is_this_machine(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "localhost",
    }
}

#[cfg(test)]
mod tests {
    /// An environment for tests.
    pub(super) fn lookup(settings: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        |name| {
            settings
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        }
    }
}
