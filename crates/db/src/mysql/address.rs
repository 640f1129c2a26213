use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use diesel::prelude::*;
use url::Url;

use super::certificate;

/// The form of an address, for errors.
const FORM: &str = "it must be mysql://user:password@host:port/database, with special characters in user \
                    and password written as %XX";

/// The port of a server whose address has none.
const PORT: u16 = 3306;

/// The address of a database on a server, as `DB_CONN_STRING` has it.
#[derive(Clone)]
pub struct Address {
    text: String,
    url: Url,
    encryption: Option<Encryption>,
    /// The certificate that was verified last.
    pinned: Arc<Mutex<Option<String>>>,
}

/// How the server proves who it is.
#[derive(Clone)]
struct Encryption {
    /// The file with the certificates of the authorities, in PEM.
    authorities: PathBuf,
    /// Whether the certificate must be for the host of the address.
    for_this_host: bool,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// A sentence that says what is wrong and never contains the password.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| FORM.to_owned())?;
        let host = url.host_str().unwrap_or_default();
        let is_ipv6 = host.starts_with('[');
        // Other characters have a meaning for the client library.
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if host.is_empty() || !(is_ipv6 || host.chars().all(is_plain)) {
            return Err(FORM.to_owned());
        }
        let database = url.path().strip_prefix('/').unwrap_or_default();
        if database.is_empty() || database.contains(['/', '%']) {
            return Err(format!(
                "{FORM}; the name of the database consists of ASCII letters, digits, - and _"
            ));
        }
        let (mut authorities, mut mode, mut has_socket) = (None, None, false);
        for (name, value) in url.query_pairs() {
            match &*name {
                "ssl_ca" => authorities = Some(PathBuf::from(&*value)),
                "ssl_mode" => mode = Some(value.to_ascii_lowercase()),
                "ssl_cert" | "ssl_key" => {}
                "unix_socket" => has_socket = true,
                _ => {
                    return Err(format!(
                        "{name} is not one of its parameters: ssl_ca, ssl_mode, ssl_cert, ssl_key and \
                         unix_socket"
                    ));
                }
            }
        }
        let for_this_host = match mode.as_deref() {
            None | Some("verify_ca") => false,
            Some("verify_identity") => true,
            Some(_) => {
                return Err(
                    "ssl_mode must be verify_ca or verify_identity, because without a verified \
                     certificate anybody on the way can read along"
                        .to_owned(),
                );
            }
        };
        if authorities.is_none() && url.query_pairs().any(|(name, _)| name.starts_with("ssl_")) {
            return Err("ssl_mode, ssl_cert and ssl_key need ssl_ca=FILE".to_owned());
        }
        if has_socket && (authorities.is_some() || host != "localhost") {
            return Err("unix_socket needs the host localhost, and no ssl_ca".to_owned());
        }
        if is_ipv6 && authorities.is_some() {
            return Err("ssl_ca needs a host name or an IPv4 address".to_owned());
        }
        Ok(Self {
            text: text.to_owned(),
            encryption: authorities.map(|authorities| Encryption {
                authorities,
                for_this_host,
            }),
            url,
            pinned: Arc::default(),
        })
    }

    /// The address as it was read, with the password.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn is_to_be_encrypted(&self) -> bool {
        self.encryption.is_some()
    }

    /// Opens a connection. If it is to be encrypted, a server that offers no encryption or shows a
    /// wrong certificate gets neither the password nor anything that could be used to find it.
    ///
    /// # Errors
    /// A sentence that never contains the password.
    pub(super) fn establish(&self) -> Result<MysqlConnection, String> {
        let Some(encryption) = &self.encryption else {
            return self.establish_with("");
        };
        if mysqlclient_sys::SUPPORTS_MYSQL_SSL_MODE {
            // Oracle's library itself can verify a certificate without the name in it.
            self.establish_with("")
        } else if encryption.for_this_host {
            self.establish_with("ssl-verify-server-cert=1;")
        } else {
            self.establish_pinned(&encryption.authorities)
        }
    }

    /// MariaDB's library falls back to a connection in the clear, and then sends the password as it
    /// is, unless the server has to prove its name, or to have a certain certificate. Which one
    /// that is, is found out here before the library connects.
    fn establish_pinned(&self, authorities: &Path) -> Result<MysqlConnection, String> {
        let pin = |fingerprint: &str| self.establish_with(&format!("tls-fp={fingerprint};"));
        let mut pinned = self
            .pinned
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(fingerprint) = pinned.take() {
            match pin(&fingerprint) {
                Err(error) if error.contains("Fingerprint") => {}
                outcome => return outcome,
            }
        }
        let host = self.url.host_str().unwrap_or_default();
        let port = self.url.port().unwrap_or(PORT);
        let fingerprint = certificate::verified_fingerprint(host, port, authorities)?;
        *self.pinned.lock().unwrap_or_else(PoisonError::into_inner) = Some(fingerprint.clone());
        pin(&fingerprint)
    }

    fn establish_with(&self, options: &str) -> Result<MysqlConnection, String> {
        let address = self.for_the_library(options)?;
        MysqlConnection::establish(&address).map_err(|error| {
            let text = error.to_string();
            // Client libraries do not print passwords, but a malformed address may come back whole.
            if text.contains("://") {
                FORM.to_owned()
            } else {
                text
            }
        })
    }

    /// MariaDB's library takes its own options in place of the host, separated by semicolons.
    /// Diesel has no other way to them.
    fn for_the_library(&self, options: &str) -> Result<String, String> {
        let mut url = self.url.clone();
        let host = url.host_str().unwrap_or_default().to_owned();
        let has_socket = url.query_pairs().any(|(name, _)| name == "unix_socket");
        if !mysqlclient_sys::SUPPORTS_MYSQL_SSL_MODE && !has_socket && !host.starts_with('[') {
            let query: Vec<(String, String)> = url
                .query_pairs()
                .filter(|(name, _)| name != "ssl_mode")
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect();
            url.set_host(Some(&format!("host={host};connect-timeout=10;{options}")))
                .map_err(|_| FORM.to_owned())?;
            url.set_query(None);
            url.query_pairs_mut().extend_pairs(query);
        } else if self
            .encryption
            .as_ref()
            .is_some_and(|tls| !tls.for_this_host)
        {
            url.query_pairs_mut().append_pair("ssl_mode", "verify_ca");
        }
        Ok(url.into())
    }
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Address {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let error = Address::parse(text).err().expect(text);
        assert!(!error.contains("secret"), "{error}");
        error
    }

    #[test]
    fn an_address_that_leads_nowhere_is_refused() {
        for text in [
            "mysql://",
            "mysql://me:secret@host",
            "mysql://me:secret@host/",
            "mysql://me:secret@host/a/b",
            "mysql://me:secret@host/a%20b",
            "mysql://me:secret@host;ssl-enforce=0/db",
            "mysql://me:secret@one,two/db",
            "mysql://me:secret@host:port/db",
        ] {
            assert!(
                refused(text).contains("mysql://user:password@host:port/database"),
                "{text}"
            );
        }
    }

    #[test]
    fn an_unknown_parameter_is_refused() {
        for name in ["sslca", "ssl-mode", "tls", "database", "charset"] {
            let error = refused(&format!("mysql://me:secret@host/db?{name}=x"));
            assert!(
                error.starts_with(&format!("{name} is not one of its parameters")),
                "{error}"
            );
        }
    }

    #[test]
    fn what_would_not_be_verified_is_refused() {
        for mode in ["disabled", "preferred", "required", "quark"] {
            let error = refused(&format!(
                "mysql://me:secret@host/db?ssl_ca=f&ssl_mode={mode}"
            ));
            assert!(error.contains("verify_ca or verify_identity"), "{error}");
        }
        for parameter in ["ssl_mode=verify_ca", "ssl_cert=f", "ssl_key=f"] {
            let error = refused(&format!("mysql://me:secret@host/db?{parameter}"));
            assert!(error.contains("need ssl_ca=FILE"), "{error}");
        }
        let error = refused("mysql://me:secret@[::1]/db?ssl_ca=f");
        assert!(error.contains("IPv4"), "{error}");
    }

    #[test]
    fn a_socket_is_of_this_machine() {
        Address::parse("mysql://me@localhost/db?unix_socket=/run/mysqld/mysqld.sock").unwrap();
        refused("mysql://me@host/db?unix_socket=/run/mysqld/mysqld.sock");
        refused("mysql://me@localhost/db?unix_socket=/run/mysqld/mysqld.sock&ssl_ca=f");
    }

    /// MariaDB's library reads its options there.
    #[test]
    fn the_library_gets_its_options_with_the_host() {
        if mysqlclient_sys::SUPPORTS_MYSQL_SSL_MODE {
            return;
        }
        let address =
            Address::parse("mysql://me:p%3Bw@db.example:3307/db?ssl_ca=/a/ca.pem").unwrap();
        assert_eq!(
            address.for_the_library("tls-fp=00;").unwrap(),
            "mysql://me:p%3Bw@host=db.example;connect-timeout=10;tls-fp=00;:3307/db?ssl_ca=%2Fa%2Fca.pem"
        );
        let address = Address::parse("mysql://me@[::1]:3307/db").unwrap();
        assert_eq!(
            address.for_the_library("").unwrap(),
            "mysql://me@[::1]:3307/db"
        );
    }
}
