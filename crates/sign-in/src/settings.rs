use std::fmt;

use url::Url;

use crate::error::InvalidSetting;
use crate::loopback::is_loopback;

/// Where in the web app the provider sends the browser back to.
const CALLBACK_PATH: &str = "/login/callback";

/// How to reach the provider, and where to come back to. `Debug` hides the secrets.
#[derive(Clone)]
pub struct SignInSettings {
    /// `OAUTH2_ISSUER`, exactly as the provider calls itself.
    pub issuer: String,
    /// `OAUTH2_CLIENT_ID`.
    pub client_id: String,
    /// `OAUTH2_CLIENT_SECRET`.
    pub client_secret: String,
    /// `APP_SECRET`; the key of the tickets is derived from it.
    pub app_secret: String,
    /// `FRONTEND_BASE_URI`; the redirect address is `{FRONTEND_BASE_URI}/login/callback`.
    pub frontend_base_uri: String,
}

impl fmt::Debug for SignInSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignInSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("client_secret", &"[hidden]")
            .field("app_secret", &"[hidden]")
            .field("frontend_base_uri", &self.frontend_base_uri)
            .finish()
    }
}

/// The only redirect address of a web app.
pub(crate) fn redirect_uri(frontend_base_uri: &str) -> Result<String, InvalidSetting> {
    let base = base_address("FRONTEND_BASE_URI", frontend_base_uri)?;
    Ok(format!(
        "{}{CALLBACK_PATH}",
        base.as_str().trim_end_matches('/')
    ))
}

/// The issuer as an address: `https`, or a provider on this machine.
pub(crate) fn issuer_address(issuer: &str) -> Result<Url, InvalidSetting> {
    let address = base_address("OAUTH2_ISSUER", issuer)?;
    if address.scheme() == "https" || is_loopback(&address) {
        Ok(address)
    } else {
        Err(InvalidSetting(
            "OAUTH2_ISSUER must begin with https:// unless the provider runs on this machine."
                .to_owned(),
        ))
    }
}

/// An `http` or `https` address that others are made from by appending a path.
pub(crate) fn base_address(setting: &str, text: &str) -> Result<Url, InvalidSetting> {
    let sentence = || {
        InvalidSetting(format!(
            "{setting} must be an address like https://seats.example.com, without ? and #."
        ))
    };
    let address = Url::parse(text).map_err(|_| sentence())?;
    let plain = matches!(address.scheme(), "http" | "https")
        && address.has_host()
        && address.username().is_empty()
        && address.password().is_none()
        && address.query().is_none()
        && address.fragment().is_none();
    if plain { Ok(address) } else { Err(sentence()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_redirect_address_follows_the_web_app() {
        for (base, expected) in [
            (
                "http://localhost:8080",
                "http://localhost:8080/login/callback",
            ),
            (
                "https://Seats.Example.com:443/",
                "https://seats.example.com/login/callback",
            ),
            (
                "https://example.com/seats",
                "https://example.com/seats/login/callback",
            ),
        ] {
            assert_eq!(redirect_uri(base).unwrap(), expected);
        }
        for base in [
            "",
            "seats.example.com",
            "ftp://example.com",
            "https://example.com/?a=b",
        ] {
            let sentence = redirect_uri(base).unwrap_err().to_string();
            assert!(
                sentence.starts_with("FRONTEND_BASE_URI must be"),
                "{sentence}"
            );
        }
    }

    #[test]
    fn an_issuer_is_reached_safely_or_is_this_machine() {
        assert!(issuer_address("https://accounts.google.com").is_ok());
        assert!(issuer_address("http://127.0.0.1:3000/oidc").is_ok());
        assert!(issuer_address("http://accounts.google.com").is_err());
        assert!(issuer_address("accounts.google.com").is_err());
        assert!(issuer_address("https://user:pass@example.com").is_err());
    }

    #[test]
    fn debug_output_hides_the_secrets() {
        let settings = SignInSettings {
            issuer: "https://issuer.example".to_owned(),
            client_id: "client".to_owned(),
            client_secret: "very-secret-one".to_owned(),
            app_secret: "very-secret-two".to_owned(),
            frontend_base_uri: "https://seats.example".to_owned(),
        };
        let shown = format!("{settings:?}");
        assert!(
            shown.contains("issuer.example") && !shown.contains("very-secret"),
            "{shown}"
        );
    }
}
