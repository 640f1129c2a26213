//! The settings for text messages.

use seat_dealer_address_book::phone_number;
use seat_dealer_core::PhoneNumber;
use url::Url;

use super::{Secret, SettingError, TextLimits, is_this_machine, present, wrong};

/// The settings of Twilio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwilioSettings {
    /// The account: `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// The token of the account. It is also the key of the webhooks' signatures.
    pub auth_token: Secret,
    /// The sender.
    pub sender: TwilioSender,
    /// The number to which every text is sent instead.
    pub to_number_override: Option<PhoneNumber>,
    /// The address of the API, without a slash at its end.
    pub api_base: String,
    /// The limits of the costs.
    pub limits: TextLimits,
}

/// The sender of text messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TwilioSender {
    /// A number of the account.
    Number(PhoneNumber),
    /// A messaging service, which chooses the number (`MG` and 32 hexadecimal digits).
    MessagingService(String),
}

impl TwilioSettings {
    /// Reads `TWILIO_ACCOUNT_SID`, `TWILIO_AUTH_TOKEN`, `TWILIO_PHONE_NUMBER`,
    /// `TWILIO_TO_NUMBER_OVERRIDE`, `TWILIO_API_BASE` and the settings of [`TextLimits`].
    pub fn from_environment(
        get: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, SettingError> {
        const NEEDED: [&str; 3] = [
            "TWILIO_ACCOUNT_SID",
            "TWILIO_AUTH_TOKEN",
            "TWILIO_PHONE_NUMBER",
        ];
        let get = |name: &str| present(&get, name);
        let [account_sid, auth_token, sender] = match NEEDED.map(get) {
            [Some(account_sid), Some(auth_token), Some(sender)] => {
                [account_sid, auth_token, sender]
            }
            [None, None, None] => return Ok(None),
            values => {
                let missing = NEEDED
                    .iter()
                    .zip(&values)
                    .filter(|(_, value)| value.is_none())
                    .map(|(name, _)| *name)
                    .collect::<Vec<_>>()
                    .join(" and ");
                return wrong(format!(
                    "{missing} must be set as well: text messages need all of {}, or none of them.",
                    NEEDED.join(", ")
                ));
            }
        };
        if !is_sid(&account_sid, "AC") {
            return wrong(
                "TWILIO_ACCOUNT_SID must be the account's SID from the Twilio console: \
                 AC and 32 hexadecimal digits.",
            );
        }
        let sender = TwilioSender::parse(&sender)?;
        Ok(Some(Self {
            account_sid,
            auth_token: Secret::new(auth_token),
            limits: TextLimits::from_environment(get, &sender)?,
            sender,
            to_number_override: get("TWILIO_TO_NUMBER_OVERRIDE")
                .map(|number| {
                    phone_number(&number, None).map_err(|error| {
                        SettingError(format!("TWILIO_TO_NUMBER_OVERRIDE is wrong: {error}"))
                    })
                })
                .transpose()?,
            api_base: api_base(get("TWILIO_API_BASE").as_deref())?,
        }))
    }

    /// The number to which a text to `number` is sent.
    pub fn recipient<'a>(&'a self, number: &'a PhoneNumber) -> &'a PhoneNumber {
        self.to_number_override.as_ref().unwrap_or(number)
    }
}

impl TwilioSender {
    /// The number, or the SID of the messaging service.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Number(number) => number.as_str(),
            Self::MessagingService(sid) => sid,
        }
    }

    fn parse(text: &str) -> Result<Self, SettingError> {
        if is_sid(text, "MG") {
            return Ok(Self::MessagingService(text.to_owned()));
        }
        PhoneNumber::parse(text).map(Self::Number).map_err(|_| {
            SettingError(
                "TWILIO_PHONE_NUMBER must be a number of the account in international form, like \
                 +14155550132, or the SID of a messaging service: MG and 32 hexadecimal digits."
                    .to_owned(),
            )
        })
    }
}

/// Every request contains the token, so cleartext is allowed on this machine only.
fn api_base(text: Option<&str>) -> Result<String, SettingError> {
    let Some(text) = text else {
        return Ok("https://api.twilio.com".to_owned());
    };
    let acceptable = Url::parse(text).is_ok_and(|url| {
        let local = url.host_str().is_some_and(is_this_machine);
        (url.scheme() == "https" || (url.scheme() == "http" && local))
            && url.query().is_none()
            && url.fragment().is_none()
    });
    if acceptable {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        wrong(
            "TWILIO_API_BASE must be an address like https://api.twilio.com (http:// only on \
             this machine); leave it out for Twilio itself.",
        )
    }
}

fn is_sid(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::lookup, *};

    const SID: &str = "AC0123456789abcdef0123456789abcdef";

    fn twilio(settings: &[(&str, &str)]) -> Result<Option<TwilioSettings>, String> {
        TwilioSettings::from_environment(lookup(settings)).map_err(|error| error.to_string())
    }

    fn twilio_with(name: &str, value: &str) -> Result<Option<TwilioSettings>, String> {
        let mut settings = vec![
            ("TWILIO_ACCOUNT_SID", SID),
            ("TWILIO_AUTH_TOKEN", "hush"),
            ("TWILIO_PHONE_NUMBER", "+1 415 555 0132"),
        ];
        settings.retain(|(key, _)| *key != name);
        settings.push((name, value));
        twilio(&settings)
    }

    #[test]
    fn twilio_is_set_up_whole_or_not_at_all() {
        assert_eq!(twilio(&[]), Ok(None));
        assert_eq!(twilio(&[("TWILIO_AUTH_TOKEN", " ")]), Ok(None));
        assert_eq!(
            twilio(&[("TWILIO_AUTH_TOKEN", "hush")]).unwrap_err(),
            "TWILIO_ACCOUNT_SID and TWILIO_PHONE_NUMBER must be set as well: text messages need \
             all of TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER, or none of them."
        );
        let settings = twilio_with("", "").unwrap().unwrap();
        assert_eq!(settings.api_base, "https://api.twilio.com");
        assert_eq!(
            settings.sender,
            TwilioSender::Number(PhoneNumber::parse("+14155550132").unwrap())
        );
        assert_eq!(settings.to_number_override, None);
    }

    #[test]
    fn each_wrong_twilio_setting_is_named() {
        for (name, value) in [
            ("TWILIO_ACCOUNT_SID", "AC123"),
            ("TWILIO_PHONE_NUMBER", "5550132"),
            ("TWILIO_PHONE_NUMBER", "MG123"),
            ("TWILIO_TO_NUMBER_OVERRIDE", "me"),
            ("TWILIO_API_BASE", "api.twilio.com"),
            ("TWILIO_API_BASE", "http://api.twilio.com"),
        ] {
            let sentence = twilio_with(name, value).unwrap_err();
            assert!(sentence.starts_with(name), "{sentence}");
            assert!(!sentence.contains("hush"), "{sentence}");
        }
        let local = twilio_with("TWILIO_API_BASE", "http://127.0.0.1:4010/")
            .unwrap()
            .unwrap();
        assert_eq!(local.api_base, "http://127.0.0.1:4010");
        let service = format!("MG{}", "0".repeat(32));
        let settings = twilio(&[
            ("TWILIO_ACCOUNT_SID", SID),
            ("TWILIO_AUTH_TOKEN", "hush"),
            ("TWILIO_PHONE_NUMBER", &service),
            ("SMS_COUNTRIES", "1"),
        ]);
        assert_eq!(
            settings.unwrap().unwrap().sender,
            TwilioSender::MessagingService(service)
        );
    }

    #[test]
    fn secrets_are_never_shown() {
        let shown = format!("{:?}", twilio_with("", "").unwrap());
        assert!(!shown.contains("hush"), "{shown}");
    }
}
