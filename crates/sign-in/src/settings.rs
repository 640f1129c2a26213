use std::fmt;

use url::Url;

use crate::error::InvalidSetting;
use crate::loopback::is_loopback;

/// The page of the web app that the provider redirects the browser to.
const CALLBACK_PATH: &str = "/login/callback";

/// The provider, the client registered there, and the redirect address. `Debug` hides the secrets.
#[derive(Clone)]
pub struct SignInSettings {
    /// `OAUTH2_ISSUER`, exactly as in the provider's metadata.
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

/// The redirect address of the web app.
pub(crate) fn redirect_uri(frontend_base_uri: &str) -> Result<String, InvalidSetting> {
    let base = base_address("FRONTEND_BASE_URI", frontend_base_uri)?;
    Ok(format!(
        "{}{CALLBACK_PATH}",
        base.as_str().trim_end_matches('/')
    ))
}

/// Parses the issuer: an `https` address, or a loopback address.
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

/// Parses an `http` or `https` address to which paths can be appended.
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
    fn the_redirect_address_is_a_page_of_the_web_app() {
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
    fn an_issuer_uses_https_or_is_on_this_machine() {
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
