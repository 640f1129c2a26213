use super::*;

fn read(settings: &[(&str, &str)]) -> Result<Config, SettingError> {
    let folder = std::env::temp_dir().join(format!("seat-dealer-config-{}", std::process::id()));
    let database = format!("sqlite:{}/test.db", folder.display());
    Config::read(|name| {
        let said = settings.iter().find(|(known, _)| *known == name);
        said.map(|(_, value)| (*value).to_owned())
            .or_else(|| (name == "DB_CONN_STRING").then(|| database.clone()))
    })
}

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn public<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut settings = vec![("API_BASE_URI", "https://dinner.example.org")];
    settings.extend_from_slice(more);
    settings
}

#[test]
fn development_needs_no_settings() {
    let config = read(&[]).unwrap();
    assert_eq!(config.api_base, "http://localhost:8080");
    assert_eq!(config.frontend_base, config.api_base);
    assert!(config.on_loopback && config.has_development_mailbox());
    assert_eq!(
        config.app_secret.expose(),
        read(&[]).unwrap().app_secret.expose()
    );
}

#[test]
fn errors_name_the_missing_settings_of_a_public_server() {
    let missing = |settings: &[(&str, &str)]| read(settings).unwrap_err().to_string();
    assert!(missing(&public(&[])).starts_with("APP_SECRET must be set"));
    assert!(missing(&public(&[("APP_SECRET", SECRET)])).starts_with("OAUTH2_CLIENT_ID and"));
    let signed_in = [
        ("APP_SECRET", SECRET),
        ("OAUTH2_CLIENT_ID", "id"),
        ("OAUTH2_CLIENT_SECRET", "x"),
    ];
    assert!(missing(&public(&signed_in)).starts_with("TWILIO_ACCOUNT_SID"));
    let mut whole = signed_in.to_vec();
    whole.extend([
        ("SMTP_URL", "smtp://mail.example.org:25"),
        ("MAIL_FROM", "a@example.org"),
    ]);
    let config = read(&public(&whole)).unwrap();
    assert!(!config.has_development_mailbox());
}

#[test]
fn binding_to_every_address_is_public() {
    let error = read(&[("BIND_ADDR", "0.0.0.0:8080")]).unwrap_err();
    assert!(
        error.to_string().starts_with("APP_SECRET must be set"),
        "{error}"
    );
}

#[test]
fn errors_name_malformed_settings() {
    for (name, value, sentence) in [
        (
            "BIND_ADDR",
            "8080",
            "BIND_ADDR must be an address and a port",
        ),
        (
            "METRICS_ADDR",
            "9090",
            "METRICS_ADDR must be an address and a port",
        ),
        (
            "DRAIN_SECONDS",
            "-1",
            "DRAIN_SECONDS must be a whole number of seconds",
        ),
        (
            "DRAIN_SECONDS",
            "601",
            "DRAIN_SECONDS must be a whole number of seconds",
        ),
        (
            "HOST_LANGUAGE",
            "German",
            "HOST_LANGUAGE must be one of en, es, de, fr, it, pt; it is \"German\".",
        ),
        (
            "WEBHOOK_ALLOW_PRIVATE",
            "yes",
            "WEBHOOK_ALLOW_PRIVATE must be 1 or 0; it is \"yes\".",
        ),
        (
            "PUSH_SUBJECT",
            "ops@example.org",
            "PUSH_SUBJECT must be an address like mailto:you@example.org",
        ),
        (
            "PUSH_SUBJECT",
            "mailto:ops",
            "PUSH_SUBJECT must be an address like mailto:you@example.org",
        ),
        (
            "API_BASE_URI",
            "dinner.example.org",
            "API_BASE_URI must be a web address",
        ),
        (
            "API_BASE_URI",
            "https://example.org/path",
            "API_BASE_URI must be a web address",
        ),
        (
            "FRONTEND_BASE_URI",
            "ftp://example.org",
            "FRONTEND_BASE_URI must be a web address",
        ),
        ("DB_CONN_STRING", "postgres://x", "DB_CONN_STRING is wrong"),
        (
            "APP_SECRET",
            "short",
            "APP_SECRET must have at least 32 characters",
        ),
        (
            "OAUTH2_CLIENT_ID",
            "id",
            "OAUTH2_CLIENT_SECRET must be set as well",
        ),
    ] {
        let error = read(&[(name, value)]).unwrap_err().to_string();
        assert!(error.starts_with(sentence), "{name}={value}: {error}");
    }
}

#[test]
fn debug_output_contains_no_secret() {
    let config = read(&[
        ("APP_SECRET", SECRET),
        ("OAUTH2_CLIENT_ID", "id"),
        ("OAUTH2_CLIENT_SECRET", "very secret"),
    ]);
    let text = format!("{:?}", config.unwrap());
    assert!(
        !text.contains(SECRET) && !text.contains("very secret"),
        "{text}"
    );
}
