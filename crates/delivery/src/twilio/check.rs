//! Whether texts could be sent, without sending one.

use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Twilio;
use crate::settings::TwilioSender;

#[derive(Debug, Deserialize)]
struct Account {
    status: String,
}

#[derive(Debug, Deserialize)]
struct Numbers {
    incoming_phone_numbers: Vec<Number>,
}

#[derive(Debug, Deserialize)]
struct Number {
    #[serde(default)]
    capabilities: Capabilities,
    sms_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Capabilities {
    #[serde(default)]
    sms: bool,
}

impl Twilio {
    /// Asks for the account, and for the number that texts come from. `inbound` is where guests'
    /// answers should go. Returns a sentence on what is well, or on what is to be mended.
    pub async fn check(&self, inbound: &str) -> Result<String, String> {
        let account: Account = self.ask(".json", &[]).await?;
        if account.status != "active" {
            return Err(format!(
                "Twilio says that the account is {}; see its console.",
                account.status
            ));
        }
        let number = match &self.settings.sender {
            TwilioSender::Number(number) => number.as_str(),
            TwilioSender::MessagingService(_) => {
                return Ok(format!(
                    "Twilio knows the account and its token. Whether the messaging service is one \
                     of the account is only seen when it sends; let its webhook POST to {inbound}."
                ));
            }
        };
        let owned: Numbers = self
            .ask("/IncomingPhoneNumbers.json", &[("PhoneNumber", number)])
            .await?;
        match owned.incoming_phone_numbers.first() {
            None => Err(format!(
                "TWILIO_PHONE_NUMBER {number} is no number of this account; see Phone Numbers in \
                 Twilio's console."
            )),
            Some(number) if !number.capabilities.sms => Err(
                "TWILIO_PHONE_NUMBER cannot send texts; choose one with SMS in Twilio's console."
                    .to_owned(),
            ),
            Some(number) if number.sms_url.as_deref() == Some(inbound) => Ok(
                "Twilio knows the account, its token and the number, and brings answers here."
                    .to_owned(),
            ),
            Some(_) => Ok(format!(
                "Twilio knows the account, its token and the number. Answers by text do not come \
                 here: for that, let \"A message comes in\" of the number POST to {inbound}."
            )),
        }
    }

    /// Asks for something of the account.
    async fn ask<T: DeserializeOwned>(
        &self,
        what: &str,
        query: &[(&str, &str)],
    ) -> Result<T, String> {
        let (base, account) = (&self.settings.api_base, &self.settings.account_sid);
        let url = format!("{base}/2010-04-01/Accounts/{account}{what}");
        let answer = self
            .signed_in(self.client.get(url).query(query))
            .send()
            .await;
        let answer = answer.map_err(|_| {
            format!("Twilio could not be reached at {base}: may this machine connect to it?")
        })?;
        match answer.status() {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Err(
                "Twilio does not know TWILIO_ACCOUNT_SID with this TWILIO_AUTH_TOKEN; copy both \
                 from its console."
                    .to_owned(),
            ),
            status if !status.is_success() => Err(format!(
                "Twilio answers {status}; try again later, and see status.twilio.com."
            )),
            _ => answer
                .json()
                .await
                .map_err(|_| format!("What answers at {base} is not Twilio; see TWILIO_API_BASE.")),
        }
    }
}
