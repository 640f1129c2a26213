//! The requests that the fake sends: status callbacks, and texts from guests.

use std::{
    collections::BTreeSet,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use super::{ACCOUNT_SID, AUTH_TOKEN, Accepted, FakeTwilio, PHONE_NUMBER, State, lock};
use crate::{
    inbound::{self, Inbound},
    twilio::sign,
};

/// The status callbacks of every accepted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    /// The statuses, as Twilio names them, in their order.
    pub states: Vec<String>,
    /// The error code of the last status.
    pub error_code: Option<u32>,
    /// The time between the acceptance and the first callback. With [`Duration::ZERO`], the callback may arrive
    /// before the response to the request that has sent the text.
    pub after: Duration,
    /// Sends every callback twice.
    pub twice: bool,
    /// Sends the last status first.
    pub backwards: bool,
}

impl Reports {
    /// The statuses of a delivered text: `sending`, `sent`, `delivered`.
    pub fn delivered() -> Self {
        Self::of(&["sending", "sent", "delivered"], None)
    }

    /// The statuses of a text that is not delivered, with this error code.
    pub fn undelivered(error_code: u32) -> Self {
        Self::of(&["sending", "sent", "undelivered"], Some(error_code))
    }

    fn of(states: &[&str], error_code: Option<u32>) -> Self {
        Self {
            states: states.iter().map(|state| (*state).to_owned()).collect(),
            error_code,
            after: Duration::ZERO,
            twice: false,
            backwards: false,
        }
    }
}

/// The server's response to a guest's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
    /// The reply to the guest, if there is one.
    pub text: Option<String>,
    /// The id of the guest's text, for sending it again.
    pub sid: String,
}

#[derive(Debug, Default)]
pub(super) struct Webhooks {
    /// The server's address, and its public address.
    server: Option<(String, String)>,
    reports: Option<Reports>,
    opted_out: BTreeSet<String>,
    texts: usize,
}

impl Webhooks {
    pub(super) fn has_opted_out(&self, number: &str) -> bool {
        self.opted_out.contains(number)
    }
}

impl FakeTwilio {
    /// Sends webhooks to the server at `address`, whose `API_BASE_URI` is `public`. The signatures use the latter.
    /// Both have no slash at the end.
    pub fn webhooks_to(&self, address: &str, public: &str) {
        self.state().webhooks.server = Some((address.to_owned(), public.to_owned()));
    }

    /// Sends these callbacks for every text from now on; `None`: sends none.
    pub fn report_by_itself(&self, reports: Option<Reports>) {
        self.state().webhooks.reports = reports;
    }

    /// Sets the status of a text, as Twilio names it, and sends the callback. Returns the HTTP status of the
    /// response.
    ///
    /// # Errors
    /// The text does not exist, it was sent without a callback address, or no server listens.
    pub async fn report(&self, sid: &str, state: &str, error_code: Option<u32>) -> io::Result<u16> {
        let text = self.journal().into_iter().find(|text| text.sid == sid);
        let text = text.ok_or_else(|| io::Error::other("no such text"))?;
        send_report(&self.state, &text, state, error_code).await
    }

    /// Sends a guest's text to the server.
    ///
    /// # Errors
    /// [`FakeTwilio::webhooks_to`] was not called, or no server listens there.
    pub async fn guest_texts(&self, from: &str, body: &str) -> io::Result<Reply> {
        let sid = {
            let mut state = self.state();
            state.webhooks.texts += 1;
            format!("SM{:032x}", 0xaaaa_0000_0000 + state.webhooks.texts)
        };
        self.guest_texts_again(&sid, from, body).await
    }

    /// Sends a guest's text again, with the same id.
    ///
    /// # Errors
    /// As for [`FakeTwilio::guest_texts`].
    pub async fn guest_texts_again(&self, sid: &str, from: &str, body: &str) -> io::Result<Reply> {
        match inbound::parse(body, &[]) {
            Inbound::Stop => {
                self.state().webhooks.opted_out.insert(from.to_owned());
            }
            Inbound::Start => {
                self.state().webhooks.opted_out.remove(from);
            }
            _ => {}
        }
        let form = inbound_form(sid, from, body);
        let (url, public) = self.webhook("/webhooks/twilio/inbound")?;
        let (status, body) = post(&url, &public, &form).await?;
        Ok(Reply {
            status,
            text: text_of(&body),
            body,
            sid: sid.to_owned(),
        })
    }

    /// The signature of a request to a path of the server, for tests of forgeries.
    ///
    /// # Errors
    /// [`FakeTwilio::webhooks_to`] was not called.
    pub fn signature(&self, path: &str, form: &[(String, String)]) -> io::Result<String> {
        let (_, public) = self.webhook(path)?;
        Ok(sign(AUTH_TOKEN, &public, form))
    }

    fn webhook(&self, path: &str) -> io::Result<(String, String)> {
        let server = self.state().webhooks.server.clone();
        let (address, public) =
            server.ok_or_else(|| io::Error::other("say where the server is: webhooks_to"))?;
        Ok((format!("{address}{path}"), format!("{public}{path}")))
    }
}

/// The parameters of a guest's text.
pub fn inbound_form(sid: &str, from: &str, body: &str) -> Vec<(String, String)> {
    form(&[
        ("AccountSid", ACCOUNT_SID),
        ("ApiVersion", "2010-04-01"),
        ("Body", body),
        ("From", from),
        ("FromCountry", "US"),
        ("MessageSid", sid),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        ("SmsMessageSid", sid),
        ("SmsSid", sid),
        ("SmsStatus", "received"),
        ("To", PHONE_NUMBER),
    ])
}

/// Sends the callbacks of an accepted text.
pub(super) fn report(state: Arc<Mutex<State>>, text: Accepted) {
    let reports = lock(&state).webhooks.reports.clone();
    let Some(reports) = reports.filter(|_| text.status_callback.is_some()) else {
        return;
    };
    tokio::spawn(async move {
        tokio::time::sleep(reports.after).await;
        let last = reports.states.len().saturating_sub(1);
        let mut made: Vec<_> = reports.states.iter().enumerate().collect();
        if reports.backwards {
            made.reverse();
        }
        for (at, name) in made {
            let code = reports.error_code.filter(|_| at == last);
            for _ in 0..=u8::from(reports.twice) {
                // Like Twilio, the fake does not send a failed callback again.
                let _ = send_report(&state, &text, name, code).await;
            }
        }
    });
}

async fn send_report(
    state: &Mutex<State>,
    text: &Accepted,
    name: &str,
    error_code: Option<u32>,
) -> io::Result<u16> {
    let public = text
        .status_callback
        .clone()
        .ok_or_else(|| io::Error::other("the text was sent without an address for reports"))?;
    let url = {
        let mut state = lock(state);
        let known = state.journal.iter_mut().find(|known| known.sid == text.sid);
        if let Some(known) = known.filter(|known| rank(name) >= rank(&known.status)) {
            name.clone_into(&mut known.status);
        }
        match &state.webhooks.server {
            Some((address, base)) => public.replacen(base.as_str(), address, 1),
            None => public.clone(),
        }
    };
    let mut params = vec![
        ("AccountSid", ACCOUNT_SID),
        ("ApiVersion", "2010-04-01"),
        ("From", PHONE_NUMBER),
        ("MessageSid", &text.sid),
        ("MessageStatus", name),
        ("SmsSid", &text.sid),
        ("SmsStatus", name),
        ("To", &text.to),
    ];
    let code = error_code.map(|code| code.to_string());
    if let Some(code) = &code {
        params.push(("ErrorCode", code));
    }
    Ok(post(&url, &public, &form(&params)).await?.0)
}

/// A late callback does not set an earlier status.
fn rank(state: &str) -> u8 {
    match state {
        "queued" | "accepted" | "scheduled" => 0,
        "sending" => 1,
        "sent" => 2,
        _ => 3,
    }
}

fn form(params: &[(&str, &str)]) -> Vec<(String, String)> {
    params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

async fn post(url: &str, public: &str, form: &[(String, String)]) -> io::Result<(u16, String)> {
    let answer = reqwest::Client::new()
        .post(url)
        .header("X-Twilio-Signature", sign(AUTH_TOKEN, public, form))
        .form(form)
        .send()
        .await
        .map_err(io::Error::other)?;
    let status = answer.status().as_u16();
    Ok((status, answer.text().await.map_err(io::Error::other)?))
}

/// The content of the `<Message>` of a response.
fn text_of(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("<Message")?;
    let (_, rest) = rest.split_once('>')?;
    let (text, _) = rest.split_once("</Message>")?;
    Some(
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}
