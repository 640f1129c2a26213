//! Warnings about settings that are allowed but unsafe.

use super::Config;

/// An unsafe setting, as a sentence that says how to correct it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Warning {
    /// The check of `seat-dealer check` that the warning belongs to.
    pub(crate) about: &'static str,
    pub(crate) sentence: String,
}

impl Config {
    /// The warnings that `serve` and `worker` log at the start and `check` prints.
    pub(crate) fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |about, sentence| warnings.push(Warning { about, sentence });
        if !self.on_loopback && !self.is_https() {
            warn(
                "settings",
                format!(
                    "API_BASE_URI is {} and FRONTEND_BASE_URI is {}: without https, keys, names and \
                     guests' links cross the network in cleartext. Use https:// in both.",
                    self.api_base, self.frontend_base
                ),
            );
        }
        if let Some(open_id) = self.open_id.as_ref().filter(|_| !self.on_loopback)
            && self.allowed.is_everybody()
        {
            warn(
                "sign-in",
                format!(
                    "SIGN_IN_ALLOWED is not set: everybody with an account at {} can be a host here, \
                     and send messages at your cost. List the addresses and domains that may sign in.",
                    open_id.issuer
                ),
            );
        }
        if let Some(smtp) = self.smtp.as_ref().filter(|smtp| smtp.may_send_cleartext()) {
            warn(
                "email",
                format!(
                    "SMTP_URL allows emails to {} without TLS: names and guests' links may cross the \
                     network in cleartext. Use smtps://, or add ?tls=required.",
                    smtp.host
                ),
            );
        }
        if self.private_webhooks && !self.on_loopback {
            warn(
                "webhooks",
                "WEBHOOK_ALLOW_PRIVATE is 1: hosts can let this server send requests to every machine that it \
                 reaches, and log entries may cross the network in cleartext. Remove it unless you trust all hosts."
                    .to_owned(),
            );
        }
        warnings
    }
}
