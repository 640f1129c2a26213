//! The dialogue with an SMTP server (RFC 5321), step by step.

use std::{error::Error as _, time::Duration};

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Noop, Rcpt},
    extension::{Extension, MailBodyParameter, MailParameter},
};
use tokio::time::timeout;

use super::{Smtp, compose::ComposedEmail};
use crate::{settings::SmtpTls, typography::one_line};

/// The maximum time of QUIT.
const FAREWELL: Duration = Duration::from_secs(2);

/// The maximum length of a stored reply, in characters.
const LONGEST_REPLY: usize = 200;

/// The steps of the dialogue, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Name, connection, TLS, greeting and EHLO.
    Connection,
    /// STARTTLS.
    Encryption,
    /// AUTH.
    SignIn,
    /// MAIL.
    Sender,
    /// RCPT.
    Recipient,
    /// DATA, before a byte of the message.
    Announcement,
    /// The message and the reply to it.
    Message,
}

/// Why a dialogue has failed.
#[derive(Debug)]
pub(super) enum Break {
    /// The server has refused.
    Reply { code: u16, text: String },
    /// The server has not replied in time.
    Silence,
    /// The connection was refused or closed, or a reply was malformed.
    Line,
    /// The server does not support what the settings require.
    Misfit(&'static str),
    /// The server does not support what this email requires.
    Impossible(&'static str),
}

impl Step {
    #[cfg(test)]
    pub(super) const ALL: [Self; 7] = [
        Self::Connection,
        Self::Encryption,
        Self::SignIn,
        Self::Sender,
        Self::Recipient,
        Self::Announcement,
        Self::Message,
    ];

    /// The subject of a refusal in this step.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Connection => "the connection",
            Self::Encryption => "encryption",
            Self::SignIn => "the user or password of SMTP_URL",
            Self::Sender => "the sender MAIL_FROM",
            Self::Recipient => "the address",
            Self::Announcement | Self::Message => "the email",
        }
    }
}

impl Smtp {
    pub(super) async fn deliver(&self, email: &ComposedEmail) -> Result<(), (Step, Break)> {
        let mut connection = self.connect().await?;
        let result = self.converse(&mut connection, email).await;
        part(&mut connection, &result).await;
        result
    }

    /// The steps before an email: connection, TLS, EHLO and AUTH.
    pub(super) async fn introduce(&self) -> Result<(), (Step, Break)> {
        let mut connection = self.connect().await?;
        let result = async {
            self.encrypt(&mut connection).await?;
            self.sign_in(&mut connection).await?;
            self.within(Step::Sender, connection.command(Noop)).await?;
            Ok(())
        }
        .await;
        part(&mut connection, &result).await;
        result
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, (Step, Break)> {
        let wrapped = self
            .tls
            .clone()
            .filter(|_| self.settings.tls == SmtpTls::Wrapped);
        self.within(
            Step::Connection,
            AsyncSmtpConnection::connect_tokio1(
                (self.settings.host.as_str(), self.settings.port),
                None,
                &self.hello,
                wrapped,
                None,
            ),
        )
        .await
    }

    async fn converse(
        &self,
        connection: &mut AsyncSmtpConnection,
        email: &ComposedEmail,
    ) -> Result<(), (Step, Break)> {
        self.encrypt(connection).await?;
        self.sign_in(connection).await?;
        let options = mail_options(connection, email)?;
        let mail = Mail::new(Some(email.from.clone()), options);
        self.within(Step::Sender, connection.command(mail)).await?;
        let recipient = Rcpt::new(email.to.clone(), Vec::new());
        self.within(Step::Recipient, connection.command(recipient))
            .await?;
        self.within(Step::Announcement, connection.command(Data))
            .await?;
        self.within(Step::Message, connection.message(&email.bytes))
            .await?;
        Ok(())
    }

    async fn encrypt(&self, connection: &mut AsyncSmtpConnection) -> Result<(), (Step, Break)> {
        let wanted = matches!(
            self.settings.tls,
            SmtpTls::Opportunistic | SmtpTls::Required
        );
        let Some(tls) = self.tls.clone().filter(|_| wanted) else {
            return Ok(());
        };
        if connection.can_starttls() {
            self.within(Step::Encryption, connection.starttls(tls, &self.hello))
                .await
        } else if self.settings.tls == SmtpTls::Required {
            let reason = "The mail server offers no encryption, which SMTP_URL requires.";
            Err((Step::Encryption, Break::Misfit(reason)))
        } else {
            Ok(())
        }
    }

    async fn sign_in(&self, connection: &mut AsyncSmtpConnection) -> Result<(), (Step, Break)> {
        const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];
        let Some((user, password)) = &self.settings.credentials else {
            return Ok(());
        };
        if connection
            .server_info()
            .get_auth_mechanism(&MECHANISMS)
            .is_none()
        {
            let reason = "The mail server takes no user and password, but SMTP_URL holds them.";
            return Err((Step::SignIn, Break::Misfit(reason)));
        }
        let credentials = Credentials::new(user.clone(), password.expose().to_owned());
        self.within(Step::SignIn, connection.auth(&MECHANISMS, &credentials))
            .await?;
        Ok(())
    }

    async fn within<T>(
        &self,
        step: Step,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, (Step, Break)> {
        match timeout(self.patience, answer).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err((step, Break::from(&error))),
            Err(_elapsed) => Err((step, Break::Silence)),
        }
    }
}

/// Sends QUIT if the connection is still open.
async fn part<T>(connection: &mut AsyncSmtpConnection, result: &Result<T, (Step, Break)>) {
    if !matches!(result, Err((_, Break::Silence | Break::Line))) {
        // The reply to QUIT has no effect.
        let _ = timeout(FAREWELL, connection.abort()).await;
    }
}

/// The parameters of MAIL for characters outside ASCII (RFC 6531, RFC 6152).
fn mail_options(
    connection: &AsyncSmtpConnection,
    email: &ComposedEmail,
) -> Result<Vec<MailParameter>, (Step, Break)> {
    let mut options = Vec::new();
    let ascii = |address: &lettre::Address| AsRef::<str>::as_ref(address).is_ascii();
    if !ascii(&email.from) || !ascii(&email.to) {
        if !connection
            .server_info()
            .supports_feature(Extension::SmtpUtfEight)
        {
            let reason = "The mail server cannot take an address with letters outside ASCII.";
            return Err((Step::Sender, Break::Impossible(reason)));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !email.bytes.is_ascii() {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

impl From<&Error> for Break {
    fn from(error: &Error) -> Self {
        match error.status() {
            Some(code) => {
                let words = error.source().map(ToString::to_string).unwrap_or_default();
                Self::Reply {
                    code: code.into(),
                    text: spoken_reply(code.into(), &words),
                }
            }
            None if error.is_timeout() => Self::Silence,
            None => Self::Line,
        }
    }
}

/// A server's reply for the host: one line with a maximum length, without addresses.
fn spoken_reply(code: u16, words: &str) -> String {
    let words = one_line(words)
        .split(' ')
        .map(|word| {
            if word.contains('@') {
                "(address)"
            } else {
                word
            }
        })
        .collect::<Vec<_>>()
        .join(" ");
    let reply = format!("{code} {words}");
    reply.trim_end().chars().take(LONGEST_REPLY).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_shown_without_addresses() {
        assert_eq!(
            spoken_reply(550, "5.1.1 <bea@example.com>: user\r\nunknown"),
            "550 5.1.1 (address) user unknown"
        );
        assert_eq!(spoken_reply(550, ""), "550");
        assert_eq!(
            spoken_reply(550, &"x".repeat(999)).chars().count(),
            LONGEST_REPLY
        );
    }
}
