//! The settings for email.

use lettre::message::Mailbox;
use percent_encoding::percent_decode_str;
use seat_dealer_db::message_counts::DailyLimits;
use url::Url;

use super::{Secret, SettingError, is_this_machine, limits, present, wrong};

/// The settings of the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// The name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The encryption of the connection.
    pub tls: SmtpTls,
    /// The user and the password, if the server needs them.
    pub credentials: Option<(String, Secret)>,
    /// The sender.
    pub from: Mailbox,
    /// `EMAIL_DAILY_LIMIT_PER_HOST` and `EMAIL_DAILY_LIMIT`.
    pub daily: DailyLimits,
}

/// The encryption of the connection to a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// No encryption (`smtp://`).
    None,
    /// STARTTLS if the server offers it (`smtp://…?tls=opportunistic`).
    Opportunistic,
    /// STARTTLS, or else an error (`smtp://…?tls=required`).
    Required,
    /// TLS from the first byte (`smtps://`).
    Wrapped,
}

impl SmtpSettings {
    /// Reads `SMTP_URL`, `MAIL_FROM` and the daily limits.
    pub fn from_environment(
        get: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, SettingError> {
        match (present(&get, "SMTP_URL"), present(&get, "MAIL_FROM")) {
            (Some(url), Some(from)) => Ok(Some(Self {
                daily: limits::emails(&get)?,
                ..Self::parse(&url, &from)?
            })),
            (None, None) => Ok(None),
            (Some(_), None) => wrong(
                "MAIL_FROM must be set as well as SMTP_URL: the address that email comes from, \
                 like invitations@example.com.",
            ),
            (None, Some(_)) => wrong(
                "SMTP_URL must be set as well as MAIL_FROM: the server that sends email, like \
                 smtps://user:password@mail.example.com:465.",
            ),
        }
    }

    /// Parses the values of `SMTP_URL` and `MAIL_FROM`, with the default limits.
    pub fn parse(url: &str, from: &str) -> Result<Self, SettingError> {
        // The value may contain a password, so no error repeats it.
        let Ok(url) = Url::parse(url) else {
            return wrong(
                "SMTP_URL must look like smtps://user:password@mail.example.com:465 or \
                 smtp://localhost:1025; special characters in the password are written as %XX.",
            );
        };
        let tls_wish = url
            .query_pairs()
            .find(|(key, _)| key == "tls")
            .map(|(_, value)| value);
        let (tls, default_port) = match (url.scheme(), tls_wish.as_deref()) {
            ("smtps", None) => (SmtpTls::Wrapped, 465),
            ("smtp", None) => (SmtpTls::None, 25),
            ("smtp", Some("opportunistic")) => (SmtpTls::Opportunistic, 587),
            ("smtp", Some("required")) => (SmtpTls::Required, 587),
            _ => {
                return wrong(
                    "SMTP_URL must begin with smtps:// or smtp://, and only smtp:// may end in \
                     ?tls=required or ?tls=opportunistic.",
                );
            }
        };
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return wrong("SMTP_URL must name a server, like smtp://localhost:1025.");
        };
        let Ok(from) = from.parse() else {
            return wrong(
                "MAIL_FROM must be an email address like invitations@example.com or \
                 Supper Club <invitations@example.com>.",
            );
        };
        let settings = Self {
            // Only in a URL, an IPv6 address has brackets.
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(default_port),
            tls,
            credentials: credentials(&url)?,
            from,
            daily: limits::EMAILS,
        };
        if settings.credentials.is_some() && settings.may_send_cleartext() {
            return wrong(
                "SMTP_URL must begin with smtps:// or end in ?tls=required, because it holds a \
                 password, which would cross the network in cleartext; only `localhost` and \
                 loopback addresses may get one without TLS.",
            );
        }
        Ok(settings)
    }

    /// Whether emails may be sent to another machine in cleartext. With opportunistic TLS, an attacker can achieve
    /// this by removing STARTTLS from the server's reply.
    pub fn may_send_cleartext(&self) -> bool {
        matches!(self.tls, SmtpTls::None | SmtpTls::Opportunistic) && !is_this_machine(&self.host)
    }
}

fn credentials(url: &Url) -> Result<Option<(String, Secret)>, SettingError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) if !user.is_empty() => {
            let decode = |text| percent_decode_str(text).decode_utf8().map(String::from);
            match (decode(user), decode(password)) {
                (Ok(user), Ok(password)) => Ok(Some((user, Secret::new(password)))),
                _ => wrong("SMTP_URL must hold the user and the password as UTF-8, %XX-encoded."),
            }
        }
        _ => wrong(
            "SMTP_URL must hold both a user and a password, or neither: \
             smtps://user:password@mail.example.com.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::lookup, *};

    fn smtp(settings: &[(&str, &str)]) -> Result<Option<SmtpSettings>, String> {
        SmtpSettings::from_environment(lookup(settings)).map_err(|error| error.to_string())
    }

    #[test]
    fn smtp_addresses_say_how_to_connect() {
        for (url, host, port, tls) in [
            ("smtp://localhost:1025", "localhost", 1025, SmtpTls::None),
            ("smtp://localhost", "localhost", 25, SmtpTls::None),
            ("smtp://[::1]:2525", "::1", 2525, SmtpTls::None),
            (
                "smtps://mail.example.com",
                "mail.example.com",
                465,
                SmtpTls::Wrapped,
            ),
            (
                "smtp://m.example.com?tls=required",
                "m.example.com",
                587,
                SmtpTls::Required,
            ),
            (
                "smtp://m.example.com:25?tls=opportunistic",
                "m.example.com",
                25,
                SmtpTls::Opportunistic,
            ),
        ] {
            let settings = SmtpSettings::parse(url, "Club <club@example.com>").unwrap();
            assert_eq!(
                (settings.host.as_str(), settings.port, settings.tls),
                (host, port, tls)
            );
            assert_eq!(settings.credentials, None);
        }
    }

    #[test]
    fn smtp_credentials_are_percent_decoded() {
        let settings =
            SmtpSettings::parse("smtps://ada%40x.org:p%3Ass%2Fw%C3%B6rd@x.org", "a@x.org").unwrap();
        assert_eq!(
            settings.credentials,
            Some(("ada@x.org".to_owned(), Secret::new("p:ss/wörd")))
        );
    }

    #[test]
    fn each_wrong_mail_setting_is_named() {
        let from = ("MAIL_FROM", "a@x.org");
        let url = ("SMTP_URL", "smtp://localhost:1025");
        assert_eq!(smtp(&[]), Ok(None));
        assert!(smtp(&[url]).unwrap_err().starts_with("MAIL_FROM"));
        assert!(smtp(&[from]).unwrap_err().starts_with("SMTP_URL"));
        assert!(
            smtp(&[url, ("MAIL_FROM", "nobody")])
                .unwrap_err()
                .starts_with("MAIL_FROM")
        );
        for value in [
            "localhost:1025",
            "http://localhost",
            "smtp://",
            "smtps://x.org?tls=required",
            "smtp://x.org?tls=please",
            "smtp://user@x.org",
            "smtp://:hush@x.org",
            "smtp://me:hush@x.org",
            "smtp://me:hush@x.org?tls=opportunistic",
            "smtp://me:hush@10.0.0.5:2525",
            "smtp://me:hush@localhost.x.org",
            "smtp://me:hush@x.localhost",
            "smtp://me:hush@[2001:db8::1]",
        ] {
            let sentence = smtp(&[from, ("SMTP_URL", value)]).unwrap_err();
            assert!(sentence.starts_with("SMTP_URL"), "{value}: {sentence}");
            assert!(!sentence.contains("hush"), "{sentence}");
        }
    }

    #[test]
    fn a_password_leaves_this_machine_by_tls_alone() {
        for url in [
            "smtps://me:hush@x.org",
            "smtp://me:hush@x.org?tls=required",
            "smtp://me:hush@localhost:1025",
            "smtp://me:hush@127.0.0.1:1025",
            "smtp://me:hush@[::1]?tls=opportunistic",
        ] {
            let settings = SmtpSettings::parse(url, "a@x.org").unwrap();
            assert!(!settings.may_send_cleartext(), "{url}");
        }
        // Without a password this is allowed, but unsafe.
        for url in ["smtp://relay:25", "smtp://relay?tls=opportunistic"] {
            let settings = SmtpSettings::parse(url, "a@x.org").unwrap();
            assert!(settings.may_send_cleartext(), "{url}");
        }
    }

    #[test]
    fn secrets_are_never_shown() {
        let shown = format!(
            "{:?}",
            SmtpSettings::parse("smtps://me:hush@x.org", "a@x.org")
        );
        assert!(!shown.contains("hush"), "{shown}");
    }
}
