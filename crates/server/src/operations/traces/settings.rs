//! The settings of traces, with the names of OpenTelemetry.
//!
//! Its library reads some of them again and silently ignores invalid ones, so they are checked here
//! first.

use std::time::Duration;

use url::Url;

use crate::SettingError;

const SAMPLERS: [&str; 6] = [
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
];

/// The address of the collector, and the name of this service.
#[cfg_attr(not(feature = "traces"), expect(dead_code, reason = "only its presence counts"))]
pub(super) struct Settings {
    /// The complete address of the collector.
    pub(super) endpoint: Url,
    /// The timeout of a request.
    pub(super) timeout: Duration,
    /// `OTEL_SERVICE_NAME`.
    pub(super) service: Option<String>,
}

impl Settings {
    /// Reads the settings. `None` if they do not ask for traces.
    pub(super) fn read(get: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, SettingError> {
        let get = |name: &str| {
            let text = get(name)?;
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        // The settings for traces override the settings for all signals.
        let value = |what: &str| {
            let names = [
                format!("OTEL_EXPORTER_OTLP_TRACES_{what}"),
                format!("OTEL_EXPORTER_OTLP_{what}"),
            ];
            names.into_iter().find_map(|name| Some((get(&name)?, name)))
        };
        let is_off = get("OTEL_SDK_DISABLED").is_some_and(|text| text.eq_ignore_ascii_case("true"))
            || get("OTEL_TRACES_EXPORTER").is_some_and(|text| text == "none");
        let endpoint = match value("ENDPOINT") {
            Some((text, name)) if !is_off => endpoint(&text, &name)?,
            _ => return Ok(None),
        };
        if let Some((text, name)) = value("PROTOCOL").filter(|(text, _)| text != "http/protobuf") {
            return Err(SettingError(format!(
                "{name} must be http/protobuf, the only protocol that seat-dealer supports (the usual \
                 port of collectors for it is 4318); it is {text:?}."
            )));
        }
        if let Some((_, name)) = value("HEADERS").filter(|(text, _)| !are_headers(text)) {
            return Err(SettingError(format!(
                "{name} must be like name=value,other=value."
            )));
        }
        if let Some(sampler) = get("OTEL_TRACES_SAMPLER") {
            check_sampler(&sampler, get("OTEL_TRACES_SAMPLER_ARG").as_deref())?;
        }
        Ok(Some(Self {
            endpoint,
            timeout: timeout(value("TIMEOUT"))?,
            service: get("OTEL_SERVICE_NAME"),
        }))
    }
}

fn endpoint(text: &str, name: &str) -> Result<Url, SettingError> {
    let url = Url::parse(text).ok();
    let Some(mut url) = url.filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return Err(SettingError(format!(
            "{name} must be a web address, like http://localhost:4318."
        )));
    };
    if name == "OTEL_EXPORTER_OTLP_ENDPOINT" {
        let path = format!("{}/v1/traces", url.path().trim_end_matches('/'));
        url.set_path(&path);
    }
    Ok(url)
}

fn are_headers(text: &str) -> bool {
    text.split(',').all(|pair| {
        pair.trim().is_empty()
            || pair
                .split_once('=')
                .is_some_and(|(n, _)| !n.trim().is_empty())
    })
}

fn timeout(value: Option<(String, String)>) -> Result<Duration, SettingError> {
    let Some((text, name)) = value else {
        return Ok(Duration::from_secs(10));
    };
    let milliseconds = text.parse().ok().filter(|milliseconds| *milliseconds > 0);
    milliseconds.map(Duration::from_millis).ok_or_else(|| {
        SettingError(format!(
            "{name} must be a whole number of milliseconds; it is {text:?}."
        ))
    })
}

fn check_sampler(sampler: &str, argument: Option<&str>) -> Result<(), SettingError> {
    if !SAMPLERS.contains(&sampler) {
        return Err(SettingError(format!(
            "OTEL_TRACES_SAMPLER must be one of {}; it is {sampler:?}.",
            SAMPLERS.join(", ")
        )));
    }
    let ratio = argument.and_then(|text| text.parse::<f64>().ok());
    if sampler.ends_with("ratio") && !ratio.is_some_and(|ratio| (0.0..=1.0).contains(&ratio)) {
        return Err(SettingError(format!(
            "OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1 for {sampler}, like 0.1."
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Option<Settings>, SettingError> {
        Settings::read(|name| {
            let found = settings.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    fn address(settings: &[(&str, &str)]) -> String {
        read(settings).unwrap().unwrap().endpoint.to_string()
    }

    const ENDPOINT: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");

    #[test]
    fn traces_are_off_by_default() {
        for settings in [
            &[][..],
            &[("OTEL_EXPORTER_OTLP_ENDPOINT", " ")],
            &[
                ("OTEL_SERVICE_NAME", "dinners"),
                ("OTEL_TRACES_SAMPLER", "nonsense"),
            ],
            &[ENDPOINT, ("OTEL_SDK_DISABLED", "TRUE")],
            &[ENDPOINT, ("OTEL_TRACES_EXPORTER", "none")],
        ] {
            assert!(read(settings).unwrap().is_none(), "{settings:?}");
        }
    }

    #[test]
    fn only_the_address_of_all_signals_gets_a_path() {
        assert_eq!(address(&[ENDPOINT]), "http://collector:4318/v1/traces");
        let with_path = ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector/otlp/");
        assert_eq!(address(&[with_path]), "https://collector/otlp/v1/traces");
        let own = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://other/here");
        assert_eq!(address(&[ENDPOINT, own]), "http://other/here");
        let timeout = ("OTEL_EXPORTER_OTLP_TIMEOUT", "1500");
        let settings = read(&[ENDPOINT, timeout]).unwrap().unwrap();
        assert_eq!(settings.timeout, Duration::from_millis(1500));
    }

    #[test]
    fn errors_name_invalid_settings() {
        for (name, value) in [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "hush hush"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "10s"),
            ("OTEL_TRACES_SAMPLER", "jaeger_remote"),
        ] {
            let wrong = read(&[(name, value), ENDPOINT]).err().unwrap().to_string();
            assert!(wrong.starts_with(&format!("{name} must be ")), "{wrong}");
            assert!(
                !wrong.contains("hush"),
                "a header may contain a secret: {wrong}"
            );
        }
        for argument in [None, Some("2"), Some("much")] {
            let mut settings = vec![ENDPOINT, ("OTEL_TRACES_SAMPLER", "traceidratio")];
            settings.extend(argument.map(|ratio| ("OTEL_TRACES_SAMPLER_ARG", ratio)));
            let wrong = read(&settings).err().unwrap().to_string();
            assert!(
                wrong.starts_with("OTEL_TRACES_SAMPLER_ARG must be"),
                "{wrong}"
            );
        }
    }
}
