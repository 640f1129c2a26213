//! The daily limits of texts and emails, and the countries of texts.

use seat_dealer_core::PhoneNumber;
use seat_dealer_db::message_counts::DailyLimits;

use super::{SettingError, TwilioSender, present, wrong};

const TEXTS: DailyLimits = DailyLimits {
    per_host: 250,
    all: 1_000,
};
/// The usual limit of an account at a mail provider.
pub(super) const EMAILS: DailyLimits = DailyLimits {
    per_host: 500,
    all: 2_000,
};

/// The limits of the costs of texts. A text outside of them is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLimits {
    /// `SMS_DAILY_LIMIT_PER_HOST` and `SMS_DAILY_LIMIT`.
    pub daily: DailyLimits,
    /// `SMS_COUNTRIES`.
    pub countries: Countries,
}

/// The countries to which texts may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Countries {
    /// Every country.
    All,
    /// Numbers that begin with one of these prefixes: a calling code, or a calling code and more digits.
    Beginning(Vec<String>),
}

impl TextLimits {
    /// Reads `SMS_DAILY_LIMIT_PER_HOST` (default 250), `SMS_DAILY_LIMIT` (default 1,000) and `SMS_COUNTRIES`. Its
    /// default is the country of the sender's number. A messaging service has no country, so then the setting is
    /// required.
    pub(super) fn from_environment(
        get: impl Fn(&str) -> Option<String>,
        sender: &TwilioSender,
    ) -> Result<Self, SettingError> {
        let daily = daily(
            &get,
            ["SMS_DAILY_LIMIT_PER_HOST", "SMS_DAILY_LIMIT"],
            "texts",
            TEXTS,
        )?;
        let countries = match (present(&get, "SMS_COUNTRIES"), sender) {
            (Some(text), _) => Countries::parse(&text)?,
            (None, TwilioSender::Number(number)) => Countries::of(number),
            (None, TwilioSender::MessagingService(_)) => {
                return wrong(
                    "SMS_COUNTRIES must be set with a messaging service: the calling codes of \
                     the countries that may be texted, like 1,44,49, or * for all.",
                );
            }
        };
        Ok(Self { daily, countries })
    }
}

/// Reads `EMAIL_DAILY_LIMIT_PER_HOST` (default 500) and `EMAIL_DAILY_LIMIT` (default 2,000).
pub(super) fn emails(get: impl Fn(&str) -> Option<String>) -> Result<DailyLimits, SettingError> {
    daily(
        &get,
        ["EMAIL_DAILY_LIMIT_PER_HOST", "EMAIL_DAILY_LIMIT"],
        "emails",
        EMAILS,
    )
}

fn daily(
    get: &impl Fn(&str) -> Option<String>,
    [per_host, all]: [&str; 2],
    what: &str,
    unless_said: DailyLimits,
) -> Result<DailyLimits, SettingError> {
    let number = |name: &str, otherwise: u32| match present(get, name) {
        None => Ok(otherwise),
        Some(text) => text.parse().or_else(|_| {
            wrong(format!(
                "{name} must be how many {what} may leave in a day, like {otherwise}; \
                 0 lets none leave."
            ))
        }),
    };
    Ok(DailyLimits {
        per_host: number(per_host, unless_said.per_host)?,
        all: number(all, unless_said.all)?,
    })
}

impl Countries {
    /// Whether texts may be sent to this number.
    pub fn allow(&self, number: &PhoneNumber) -> bool {
        match self {
            Self::All => true,
            Self::Beginning(codes) => codes
                .iter()
                .any(|code| digits(number).starts_with(code.as_str())),
        }
    }

    fn parse(text: &str) -> Result<Self, SettingError> {
        if text == "*" {
            return Ok(Self::All);
        }
        let codes = text
            .split(',')
            .map(|code| {
                let code = code.trim();
                let digits = code.strip_prefix('+').unwrap_or(code);
                let well_formed = (1..=15).contains(&digits.len())
                    && digits.bytes().all(|byte| byte.is_ascii_digit())
                    && calling_code(digits).is_some();
                if well_formed {
                    Ok(digits.to_owned())
                } else {
                    wrong(format!(
                        "SMS_COUNTRIES must be the calling codes of the countries that may be \
                         texted, like 1,44,49, or * for all; {code:?} is none."
                    ))
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self::Beginning(codes))
    }

    fn of(number: &PhoneNumber) -> Self {
        let digits = digits(number);
        Self::Beginning(vec![calling_code(digits).unwrap_or(digits).to_owned()])
    }
}

fn digits(number: &PhoneNumber) -> &str {
    number.as_str().trim_start_matches('+')
}

/// The calling code at the beginning of these digits (ITU-T E.164, list of assigned country codes): zones 1 and 7
/// have one digit, the listed ones two, and all others three.
fn calling_code(digits: &str) -> Option<&str> {
    const TWO_DIGITS: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    let length = match digits.get(..1)? {
        "0" => return None,
        "1" | "7" => 1,
        _ => {
            let two = digits.get(..2)?;
            if TWO_DIGITS.contains(&two) { 2 } else { 3 }
        }
    };
    digits.get(..length)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::lookup, *};

    fn number(text: &str) -> PhoneNumber {
        PhoneNumber::parse(text).unwrap()
    }

    fn limits(settings: &[(&str, &str)], from: &str) -> Result<TextLimits, String> {
        let sender = if from.starts_with("MG") {
            TwilioSender::MessagingService(from.to_owned())
        } else {
            TwilioSender::Number(number(from))
        };
        TextLimits::from_environment(lookup(settings), &sender).map_err(|error| error.to_string())
    }

    #[test]
    fn without_settings_only_the_country_of_the_sender_is_texted() {
        for (from, allowed, refused) in [
            ("+14155550132", "+12125550132", "+4915112345678"),
            ("+4915112345678", "+4930123456", "+4369912345678"),
            ("+35312345678", "+353871234567", "+351912345678"),
            ("+79161234567", "+77011234567", "+380501234567"),
        ] {
            let limits = limits(&[], from).unwrap();
            assert_eq!((limits.daily.per_host, limits.daily.all), (250, 1_000));
            assert!(limits.countries.allow(&number(allowed)), "{from}");
            assert!(!limits.countries.allow(&number(refused)), "{from}");
        }
    }

    #[test]
    fn a_list_allows_what_it_names_and_nothing_else() {
        let list = limits(&[("SMS_COUNTRIES", "+1, 44,1876")], "+4915112345678").unwrap();
        for (text, allowed) in [
            ("+14155550132", true),
            ("+447700900123", true),
            ("+4915112345678", false),
            ("+4201234567890", false),
        ] {
            assert_eq!(list.countries.allow(&number(text)), allowed, "{text}");
        }
        let all = limits(&[("SMS_COUNTRIES", "*")], "MG0").unwrap();
        assert!(all.countries.allow(&number("+99912345678")));
    }

    #[test]
    fn what_is_malformed_stops_the_start() {
        for (name, value) in [
            ("SMS_COUNTRIES", "US"),
            ("SMS_COUNTRIES", "1,,44"),
            ("SMS_COUNTRIES", "0"),
            ("SMS_COUNTRIES", "4"),
            ("SMS_COUNTRIES", "all"),
            ("SMS_DAILY_LIMIT", "-1"),
            ("SMS_DAILY_LIMIT", "many"),
            ("SMS_DAILY_LIMIT_PER_HOST", "1e3"),
        ] {
            let sentence = limits(&[(name, value)], "+14155550132").unwrap_err();
            assert!(sentence.starts_with(name), "{value}: {sentence}");
        }
        for name in ["EMAIL_DAILY_LIMIT", "EMAIL_DAILY_LIMIT_PER_HOST"] {
            let sentence = emails(lookup(&[(name, "lots")])).unwrap_err().to_string();
            assert!(sentence.starts_with(name), "{sentence}");
        }
        assert!(
            limits(&[], "MG0")
                .unwrap_err()
                .starts_with("SMS_COUNTRIES must be set")
        );
        assert_eq!(
            limits(&[("SMS_DAILY_LIMIT", "0")], "+14155550132")
                .unwrap()
                .daily
                .all,
            0
        );
    }
}
