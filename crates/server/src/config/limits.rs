use std::net::IpAddr;
use std::num::NonZeroU32;

use ipnet::IpNet;

use super::SettingError;

/// Rate limits of requests without a key, and trusted proxies.
#[derive(Debug, Clone)]
pub struct LimitSettings {
    /// `SIGN_IN_LIMIT`: steps of a sign-in per address and minute.
    pub sign_in: NonZeroU32,
    /// `WRONG_LINK_LIMIT`: invalid links per address and minute.
    pub wrong_links: NonZeroU32,
    /// `LINK_LIMIT`: uses of one guest's link per minute.
    pub links: NonZeroU32,
    /// `TRUSTED_PROXIES`: the proxies whose `X-Forwarded-For` is used.
    pub trusted_proxies: Vec<IpNet>,
}

impl LimitSettings {
    /// Whether this is the address of a trusted proxy.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let mut trusted = self.trusted_proxies.iter();
        trusted.any(|network| network.contains(&address))
    }

    /// Reads the settings. `get` returns the value of an environment variable.
    pub(crate) fn read(get: &impl Fn(&str) -> Option<String>) -> Result<Self, SettingError> {
        Ok(Self {
            sign_in: limit(get, "SIGN_IN_LIMIT", 20)?,
            wrong_links: limit(get, "WRONG_LINK_LIMIT", 20)?,
            links: limit(get, "LINK_LIMIT", 60)?,
            trusted_proxies: trusted_proxies(get)?,
        })
    }
}

fn limit(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: u32,
) -> Result<NonZeroU32, SettingError> {
    let text = get(name).unwrap_or_else(|| default.to_string());
    text.parse().map_err(|_| {
        SettingError(format!(
            "{name} must be a whole number of requests per minute, 1 or more; it is {text:?}."
        ))
    })
}

fn trusted_proxies(get: &impl Fn(&str) -> Option<String>) -> Result<Vec<IpNet>, SettingError> {
    let text = get("TRUSTED_PROXIES").unwrap_or_default();
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse()
                .or_else(|_| part.parse::<IpAddr>().map(IpNet::from))
                .map_err(|_| {
                    SettingError(format!(
                        "TRUSTED_PROXIES must be addresses or networks with commas between them, \
                         like 127.0.0.1,10.0.0.0/8; {part:?} is neither."
                    ))
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, value: &str) -> Result<LimitSettings, String> {
        LimitSettings::read(&|asked| (asked == name).then(|| value.to_owned()))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn no_proxy_is_trusted_by_default() {
        let settings = read("", "").unwrap();
        assert!(settings.trusted_proxies.is_empty());
        assert_eq!(settings.sign_in.get(), 20);
        let proxies = read("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,fd00::/8 ,::1,").unwrap();
        let proxies: Vec<_> = proxies
            .trusted_proxies
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            proxies,
            ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8", "::1/128"]
        );
    }

    #[test]
    fn errors_name_malformed_settings() {
        for name in ["SIGN_IN_LIMIT", "WRONG_LINK_LIMIT", "LINK_LIMIT"] {
            for value in ["0", "-1", "many", "1.5", "4294967296"] {
                let error = read(name, value).unwrap_err();
                assert!(
                    error.starts_with(&format!("{name} must be a whole number")),
                    "{error}"
                );
            }
            assert!(read(name, "4294967295").is_ok());
        }
        for value in ["*", "proxy.example.org", "10.0.0.0/33", "10.0.0.1 10.0.0.2"] {
            let error = read("TRUSTED_PROXIES", value).unwrap_err();
            assert!(
                error.starts_with("TRUSTED_PROXIES must be addresses"),
                "{error}"
            );
        }
    }
}
