//! Checks whether texts can be sent, without sending one.

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

#[derive(Debug, Deserialize)]
struct Service {
    inbound_request_url: Option<String>,
    #[serde(default)]
    use_inbound_webhook_on_number: bool,
}

impl Twilio {
    /// Requests the account, and the number or messaging service of the sender. `inbound` is the address of the
    /// webhook for guests' answers. Returns a sentence that says what works. The error says what to correct.
    pub async fn check(&self, inbound: &str) -> Result<String, String> {
        let account: Account = self.ask_for_account(".json", &[]).await?;
        if account.status != "active" {
            return Err(format!(
                "Twilio says that the account is {}; see its console.",
                account.status
            ));
        }
        match &self.settings.sender {
            TwilioSender::Number(number) => self.check_number(number.as_str(), inbound).await,
            TwilioSender::MessagingService(sid) => self.check_service(sid, inbound).await,
        }
    }

    async fn check_number(&self, number: &str, inbound: &str) -> Result<String, String> {
        let owned: Numbers = self
            .ask_for_account("/IncomingPhoneNumbers.json", &[("PhoneNumber", number)])
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

    async fn check_service(&self, sid: &str, inbound: &str) -> Result<String, String> {
        let base = messaging_base(&self.settings.api_base);
        let url = format!("{base}/v1/Services/{sid}");
        let unknown = format!(
            "TWILIO_PHONE_NUMBER {sid} is no messaging service of this account; see Messaging > \
             Services in Twilio's console."
        );
        let service: Service = self.ask(&base, &url, &[], &unknown).await?;
        let well = "Twilio knows the account, its token and the messaging service";
        Ok(if service.use_inbound_webhook_on_number {
            format!(
                "{well}. Answers by text go where each of its numbers says: let \"A message comes \
                 in\" of the numbers POST to {inbound}."
            )
        } else if service.inbound_request_url.as_deref() == Some(inbound) {
            format!("{well}, and brings answers here.")
        } else {
            format!(
                "{well}. Answers by text do not come here: for that, let \"Send a webhook\" of the \
                 service POST to {inbound}."
            )
        })
    }

    /// Requests a resource of the account.
    async fn ask_for_account<T: DeserializeOwned>(
        &self,
        what: &str,
        query: &[(&str, &str)],
    ) -> Result<T, String> {
        let (base, account) = (&self.settings.api_base, &self.settings.account_sid);
        let url = format!("{base}/2010-04-01/Accounts/{account}{what}");
        let unknown = "Twilio does not know TWILIO_ACCOUNT_SID with this TWILIO_AUTH_TOKEN; copy both \
                       from its console.";
        self.ask(base, &url, query, unknown).await
    }

    /// Requests a resource. `unknown` is the error if it does not exist.
    async fn ask<T: DeserializeOwned>(
        &self,
        base: &str,
        url: &str,
        query: &[(&str, &str)],
        unknown: &str,
    ) -> Result<T, String> {
        let request = self.client.get(url).query(query);
        let answer = self.signed_in(request).send().await;
        let answer = answer.map_err(|_| {
            format!("Twilio could not be reached at {base}: may this machine connect to it?")
        })?;
        match answer.status() {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => {
                Err(unknown.to_owned())
            }
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

/// The base address of messaging services. Twilio has another host for them; a server that replaces Twilio in tests
/// has one host.
fn messaging_base(api_base: &str) -> String {
    match api_base.strip_prefix("https://api.") {
        Some(rest) if format!(".{rest}").ends_with(".twilio.com") => {
            format!("https://messaging.{rest}")
        }
        _ => api_base.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_kept_on_another_host_of_twilios() {
        for (api, messaging) in [
            ("https://api.twilio.com", "https://messaging.twilio.com"),
            (
                "https://api.dublin.ie1.twilio.com",
                "https://messaging.dublin.ie1.twilio.com",
            ),
            ("http://127.0.0.1:9", "http://127.0.0.1:9"),
            ("https://api.example.org", "https://api.example.org"),
        ] {
            assert_eq!(messaging_base(api), messaging);
        }
    }
}
