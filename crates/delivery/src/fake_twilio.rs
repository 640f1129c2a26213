//! A Twilio for tests: a real HTTP server that speaks `Messages.json`, journals what it accepted,
//! reports on it and brings guests' texts with real signatures, and misbehaves on request.
//!
//! ```no_run
//! # use seat_dealer_delivery::fake_twilio::{Answer, FakeTwilio, Reports};
//! # async fn example() -> std::io::Result<()> {
//! let fake = FakeTwilio::start()?;
//! // Start a server with `fake.environment()`, then say where it is and what it calls itself.
//! fake.webhooks_to("http://127.0.0.1:8080", "https://dinner.example.com");
//! fake.script([Answer::AcceptAndBreak, Answer::RateLimit { retry_after: 1 }]);
//! fake.report_by_itself(Some(Reports { twice: true, backwards: true, ..Reports::delivered() }));
//! fake.guest_texts("+14155550132", "Yes").await?;
//! # Ok(())
//! # }
//! ```

mod webhooks;

use std::{
    collections::VecDeque,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

pub use self::webhooks::{Reply, Reports, inbound_form};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::ServerHandle,
    http::{StatusCode, header},
    web,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};
use seat_dealer_core::PhoneNumber;
use seat_dealer_db::text_counts::DailyLimits;
use serde::Deserialize;

use crate::settings::{Countries, Secret, TextLimits, TwilioSender, TwilioSettings};

const ACCOUNT_SID: &str = "AC00000000000000000000000000000000";
const AUTH_TOKEN: &str = "fake-auth-token";
const PHONE_NUMBER: &str = "+15005550006";
const LONGEST_BODY: usize = 1600;
const PLENTY: u32 = 1_000_000;

/// How the fake answers one attempt to send. It accepts unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Takes the message and says so.
    Accept,
    /// Does not take it: this status with this code of Twilio's.
    Refuse {
        /// The HTTP status.
        status: u16,
        /// The error code in the answer.
        code: u32,
    },
    /// Does not take it: too many requests.
    RateLimit {
        /// The seconds in `Retry-After`.
        retry_after: u32,
    },
    /// Does not take it, and answers 500.
    Break,
    /// Takes it, and answers 500 all the same.
    AcceptAndBreak,
    /// Does not take it, and answers only after this long.
    Hang(Duration),
    /// Takes it, and answers only after this long.
    AcceptAndHang(Duration),
}

/// A message that the fake has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its name.
    pub sid: String,
    /// To which number.
    pub to: String,
    /// From which number, if not from a messaging service.
    pub from: Option<String>,
    /// From which messaging service.
    pub messaging_service_sid: Option<String>,
    /// The text.
    pub body: String,
    /// Where to report what becomes of it.
    pub status_callback: Option<String>,
    /// How far it has come, in Twilio's words.
    pub status: String,
    /// When it was taken.
    pub at: Timestamp,
}

/// A running fake; it stops when it is dropped.
#[derive(Debug)]
pub struct FakeTwilio {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    server: ServerHandle,
}

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Answer>,
    journal: Vec<Accepted>,
    requests: usize,
    listing_fails: bool,
    webhooks: webhooks::Webhooks,
}

impl FakeTwilio {
    /// Starts on a free port of this machine, inside a tokio runtime.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(State::default()));
        let data = web::Data::from(Arc::clone(&state));
        let server = HttpServer::new(move || {
            let messages =
                web::resource(format!("/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"))
                    .route(web::post().to(create))
                    .route(web::get().to(list));
            App::new().app_data(data.clone()).service(messages)
        })
        .workers(1)
        .disable_signals()
        .listen(listener)?
        .run();
        let handle = server.handle();
        tokio::spawn(server);
        Ok(Self {
            address,
            state,
            server: handle,
        })
    }

    /// The settings that lead to this fake.
    pub fn settings(&self) -> TwilioSettings {
        TwilioSettings {
            account_sid: ACCOUNT_SID.to_owned(),
            auth_token: Secret::new(AUTH_TOKEN),
            sender: TwilioSender::MessagingService(format!("MG{}", "0".repeat(32))),
            to_number_override: None,
            api_base: self.api_base(),
            limits: TextLimits {
                daily: DailyLimits {
                    per_host: PLENTY,
                    all: PLENTY,
                },
                countries: Countries::All,
            },
        }
    }

    /// The same as environment variables, for a process of its own; texts come from a number.
    pub fn environment(&self) -> [(&'static str, String); 7] {
        [
            ("SMS_DAILY_LIMIT", PLENTY.to_string()),
            ("SMS_DAILY_LIMIT_PER_HOST", PLENTY.to_string()),
            ("SMS_COUNTRIES", "*".to_owned()),
            ("TWILIO_ACCOUNT_SID", ACCOUNT_SID.to_owned()),
            ("TWILIO_AUTH_TOKEN", AUTH_TOKEN.to_owned()),
            ("TWILIO_PHONE_NUMBER", PHONE_NUMBER.to_owned()),
            ("TWILIO_API_BASE", self.api_base()),
        ]
    }

    /// The address for `TWILIO_API_BASE`.
    pub fn api_base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers the next attempts to send like this, one after the other.
    pub fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        self.state().answers.extend(answers);
    }

    /// Whether listing messages answers 503 from now on.
    pub fn fail_listing(&self, fails: bool) {
        self.state().listing_fails = fails;
    }

    /// What was taken, oldest first.
    pub fn journal(&self) -> Vec<Accepted> {
        self.state().journal.clone()
    }

    /// How many attempts to send there were, taken or not.
    pub fn requests(&self) -> usize {
        self.state().requests
    }

    /// Lets a message come this far, in Twilio's words; does nothing for an unknown one.
    pub fn set_status(&self, sid: &str, status: &str) {
        let mut state = self.state();
        if let Some(message) = state.journal.iter_mut().find(|message| message.sid == sid) {
            status.clone_into(&mut message.status);
        }
    }

    /// Lets every message have been taken earlier by this much.
    pub fn age_journal(&self, by: Duration) {
        for message in &mut self.state().journal {
            message.at = message.at.saturating_sub(by).unwrap_or(message.at);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for FakeTwilio {
    fn drop(&mut self) {
        // The order to stop is given by the call; only its completion would have to be awaited.
        drop(self.server.stop(false));
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Form {
    to: Option<String>,
    from: Option<String>,
    messaging_service_sid: Option<String>,
    body: Option<String>,
    status_callback: Option<String>,
}

async fn create(
    request: HttpRequest,
    form: web::Form<Form>,
    state: web::Data<Mutex<State>>,
) -> HttpResponse {
    if !is_signed_in(&request) {
        return refusal(401, 20003);
    }
    let answer = {
        let mut state = lock(&state);
        state.requests += 1;
        state.answers.pop_front().unwrap_or(Answer::Accept)
    };
    let accept = || accept(&state, form.into_inner());
    match answer {
        Answer::Accept => accept(),
        Answer::Refuse { status, code } => refusal(status, code),
        Answer::RateLimit { retry_after } => {
            let mut response = refusal(429, 20429);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after.into());
            response
        }
        Answer::Break => refusal(500, 20500),
        Answer::AcceptAndBreak => {
            accept();
            refusal(500, 20500)
        }
        Answer::Hang(time) => {
            tokio::time::sleep(time).await;
            refusal(500, 20500)
        }
        Answer::AcceptAndHang(time) => {
            let response = accept();
            tokio::time::sleep(time).await;
            response
        }
    }
}

fn accept(state: &web::Data<Mutex<State>>, form: Form) -> HttpResponse {
    let Some(to) = form
        .to
        .filter(|to| PhoneNumber::parse(to).is_ok_and(|n| n.as_str() == to))
    else {
        return refusal(400, 21211);
    };
    if form.from.is_none() && form.messaging_service_sid.is_none() {
        return refusal(400, 21603);
    }
    let Some(body) = form.body.filter(|body| !body.is_empty()) else {
        return refusal(400, 21602);
    };
    if body.encode_utf16().count() > LONGEST_BODY {
        return refusal(400, 21617);
    }
    let mut now = lock(state);
    if now.webhooks.has_opted_out(&to) {
        return refusal(400, 21610);
    }
    let accepted = Accepted {
        sid: format!("SM{:032x}", now.journal.len() + 1),
        to,
        from: form.from,
        messaging_service_sid: form.messaging_service_sid,
        body,
        status_callback: form.status_callback,
        status: "queued".to_owned(),
        at: Timestamp::now(),
    };
    let response = HttpResponse::Created().json(shown(&accepted));
    now.journal.push(accepted.clone());
    drop(now);
    webhooks::report(Arc::clone(state), accepted);
    response
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    to: Option<String>,
    #[serde(default = "default_page_size")]
    page_size: usize,
    #[serde(default)]
    page: usize,
}

fn default_page_size() -> usize {
    50
}

/// The newest first, page by page.
async fn list(
    request: HttpRequest,
    filter: web::Query<Filter>,
    state: web::Data<Mutex<State>>,
) -> HttpResponse {
    if !is_signed_in(&request) {
        return refusal(401, 20003);
    }
    let state = lock(&state);
    if state.listing_fails {
        return refusal(503, 20503);
    }
    let matching: Vec<&Accepted> = state
        .journal
        .iter()
        .rev()
        .filter(|message| filter.to.as_ref().is_none_or(|to| *to == message.to))
        .collect();
    let start = filter.page * filter.page_size;
    let messages: Vec<_> = matching
        .iter()
        .skip(start)
        .take(filter.page_size)
        .map(|message| shown(message))
        .collect();
    let next_page_uri = (matching.len() > start + filter.page_size).then(|| {
        let to = filter.to.as_deref().unwrap_or_default().replace('+', "%2B");
        let (size, page) = (filter.page_size, filter.page + 1);
        format!("{}?To={to}&PageSize={size}&Page={page}", request.path())
    });
    HttpResponse::Ok().json(serde_json::json!({
        "messages": messages,
        "next_page_uri": next_page_uri,
        "page": filter.page,
        "page_size": filter.page_size,
    }))
}

fn is_signed_in(request: &HttpRequest) -> bool {
    let expected = format!(
        "Basic {}",
        BASE64_STANDARD.encode(format!("{ACCOUNT_SID}:{AUTH_TOKEN}"))
    );
    request
        .headers()
        .get(header::AUTHORIZATION)
        .is_some_and(|value| value.as_bytes() == expected.as_bytes())
}

fn shown(message: &Accepted) -> serde_json::Value {
    let date = rfc2822::to_string(&message.at.to_zoned(TimeZone::UTC)).unwrap_or_default();
    serde_json::json!({
        "account_sid": ACCOUNT_SID,
        "sid": message.sid,
        "to": message.to,
        "from": message.from,
        "messaging_service_sid": message.messaging_service_sid,
        "body": message.body,
        "status": message.status,
        "date_created": date,
        "error_code": null,
    })
}

fn refusal(status: u16, code: u32) -> HttpResponse {
    let status_code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status_code).json(serde_json::json!({
        "code": code,
        "message": "The 'To' number +14155550132 did something.",
        "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
        "status": status,
    }))
}
