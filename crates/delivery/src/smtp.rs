//! Email through an SMTP server.
//!
//! The dialogue is implemented step by step, because the step that fails determines the outcome: before the message
//! itself is sent, it was not accepted; afterwards, the outcome is unknown.

mod compose;
mod dialogue;

use std::{fmt, time::Duration};

use lettre::transport::smtp::{Error, client::TlsParameters, extension::ClientId};

use seat_dealer_core::About;

use self::dialogue::{Break, Step};
use crate::{
    outgoing::{Outcome, Outgoing, Recipient},
    settings::{SmtpSettings, SmtpTls},
};

/// The timeout of one step. Greylisting servers and virus scanners are slow.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends email through an SMTP server, one connection for each message.
pub struct Smtp {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
    hello: ClientId,
    patience: Duration,
}

impl Smtp {
    /// The settings.
    pub fn settings(&self) -> &SmtpSettings {
        &self.settings
    }

    /// Creates the client. Fails only if TLS cannot be initialised.
    pub fn new(settings: SmtpSettings) -> Result<Self, Error> {
        let tls = match settings.tls {
            SmtpTls::None => None,
            SmtpTls::Opportunistic | SmtpTls::Required | SmtpTls::Wrapped => {
                Some(TlsParameters::new(settings.host.clone())?)
            }
        };
        Ok(Self {
            settings,
            tls,
            hello: ClientId::default(),
            patience: PATIENCE,
        })
    }

    /// Sets the timeout of each step of the dialogue, which has at most seven steps.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Sends an email.
    pub async fn send(&self, message: &Outgoing) -> Outcome {
        let Recipient::Email(address) = &message.to else {
            return Outcome::permanent("An email needs an email address.");
        };
        let email = match compose::compose(&self.settings.from, address, message) {
            Ok(email) => email,
            Err(reason) => return Outcome::permanent(reason),
        };
        match self.deliver(&email).await {
            Ok(()) => Outcome::Sent {
                provider_id: Some(email.message_id),
            },
            Err((step, broken)) => outcome_of_break(step, &broken),
        }
    }
}

impl Smtp {
    /// Connects, encrypts and signs in as for an email, and sends none. Returns a sentence that says what works. The
    /// error says what to correct.
    pub async fn check(&self) -> Result<String, String> {
        match self.introduce().await {
            Ok(()) => Ok(format!(
                "The mail server at {} answers{}{}.",
                self.settings.host,
                match self.settings.tls {
                    SmtpTls::None => ", in the clear",
                    SmtpTls::Opportunistic => ", encrypted if it offers that",
                    SmtpTls::Required | SmtpTls::Wrapped => ", encrypted",
                },
                match self.settings.credentials {
                    Some(_) => ", and takes user and password",
                    None => "; SMTP_URL holds no user and password for it",
                }
            )),
            Err((step, broken)) => {
                let (Outcome::Transient { reason, .. }
                | Outcome::Permanent { reason, .. }
                | Outcome::OptedOut { reason }
                | Outcome::Unknown { reason }) = outcome_of_break(step, &broken)
                else {
                    return Err("The mail server cannot be used.".to_owned());
                };
                Err(format!(
                    "{}; see SMTP_URL, whose host is {} and whose port is {}.",
                    reason.trim_end_matches('.'),
                    self.settings.host,
                    self.settings.port
                ))
            }
        }
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// The outcome of a failed dialogue.
///
/// After a refusal that concerns the sender, the message is tried again: a wrong password or sender must not make
/// every guest undeliverable at once.
fn outcome_of_break(step: Step, broken: &Break) -> Outcome {
    match broken {
        Break::Reply { code, text } => {
            let reason = format!("The mail server refused {}: {text}", step.what());
            match about(step, *code, text) {
                About::Recipient if *code >= 500 => Outcome::permanent(reason),
                about => Outcome::transient(about, reason),
            }
        }
        Break::Impossible(reason) => Outcome::permanent(*reason),
        Break::Misfit(reason) => Outcome::transient(About::Account, *reason),
        Break::Silence if step == Step::Message => {
            Outcome::unknown("The mail server did not say whether it has taken the email.")
        }
        Break::Silence => {
            Outcome::transient(About::Account, "The mail server did not answer in time.")
        }
        Break::Line if step == Step::Message => {
            Outcome::unknown("The connection broke before the mail server had taken the email.")
        }
        Break::Line if step == Step::Connection => {
            Outcome::transient(About::Account, "The mail server could not be reached.")
        }
        Break::Line => {
            Outcome::transient(About::Account, "The connection to the mail server broke.")
        }
    }
}

/// The subject of a refusal. Servers may report refusals of the sender and of the client only after the recipient or
/// the message (Postfix, Exchange), so the step alone is not enough. The enhanced status code shows it (RFC 3463), if
/// there is one.
fn about(step: Step, code: u16, text: &str) -> About {
    if code == 421 {
        return About::Account;
    }
    match step {
        Step::Connection | Step::Encryption | Step::SignIn => return About::Account,
        Step::Sender => return About::Sender,
        Step::Recipient | Step::Announcement | Step::Message => {}
    }
    let is_guests = match enhanced_status(text) {
        _ if code < 500 => true,
        Some((1, detail)) => !matches!(detail, 7 | 8),
        Some(status) => matches!(status, (2, _) | (4, 4)),
        None => step == Step::Recipient && code != 554,
    };
    if is_guests {
        About::Recipient
    } else {
        About::Sender
    }
}

/// Subject and detail of the enhanced status code after the reply code, as in `550 5.1.1 …`.
fn enhanced_status(text: &str) -> Option<(u16, u16)> {
    let mut parts = text.split_whitespace().nth(1)?.split('.');
    let class = parts.next()?;
    let status = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (class == "5" && parts.next().is_none()).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(code: u16, text: &str) -> Break {
        Break::Reply {
            code,
            text: format!("{code} {text}"),
        }
    }

    #[test]
    fn the_enhanced_status_says_whose_fault_a_refusal_is() {
        let at = [Step::Recipient, Step::Message];
        for status in [
            "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4",
        ] {
            for step in at {
                let outcome = outcome_of_break(step, &reply(550, &format!("{status} no")));
                assert!(
                    matches!(
                        outcome,
                        Outcome::Permanent {
                            about: About::Recipient,
                            ..
                        }
                    ),
                    "{status} {step:?}: {outcome:?}"
                );
            }
        }
        let ours = [
            "5.7.1 Relay access denied",
            "5.7.60 not permitted to send as this sender",
            "5.1.7 bad sender",
            "5.1.8 Sender address rejected",
            "5.3.0 system",
            "5.5.1 command",
        ];
        for words in ours {
            for step in at {
                let outcome = outcome_of_break(step, &reply(550, words));
                assert!(
                    matches!(
                        outcome,
                        Outcome::Transient {
                            about: About::Sender,
                            ..
                        }
                    ),
                    "{words} {step:?}: {outcome:?}"
                );
            }
        }
        for (step, code) in [
            (Step::Recipient, 554),
            (Step::Message, 554),
            (Step::Message, 550),
        ] {
            let outcome = outcome_of_break(step, &reply(code, "Message rejected"));
            assert!(
                matches!(
                    outcome,
                    Outcome::Transient {
                        about: About::Sender,
                        ..
                    }
                ),
                "{code} {step:?}: {outcome:?}"
            );
        }
    }

    #[test]
    fn the_step_decides_what_a_refusal_means() {
        for step in Step::ALL {
            let outcome = outcome_of_break(step, &reply(451, "later"));
            assert!(
                matches!(outcome, Outcome::Transient { .. }),
                "{step:?}: {outcome:?}"
            );
            let outcome = outcome_of_break(step, &reply(550, "no"));
            let about_the_guest = step == Step::Recipient;
            assert_eq!(
                matches!(outcome, Outcome::Permanent { .. }),
                about_the_guest,
                "{step:?}: {outcome:?}"
            );
        }
    }

    #[test]
    fn only_a_break_after_the_message_leaves_it_unknown() {
        for step in Step::ALL {
            for broken in [Break::Silence, Break::Line] {
                let outcome = outcome_of_break(step, &broken);
                assert_eq!(
                    matches!(outcome, Outcome::Unknown { .. }),
                    step == Step::Message,
                    "{step:?}: {outcome:?}"
                );
            }
        }
    }
}
