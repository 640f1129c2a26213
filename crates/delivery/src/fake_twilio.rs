//! A fake of Twilio for tests: an HTTP server with `Messages.json`. It records the accepted messages, sends status
//! callbacks and guests' texts with valid signatures, and fails on request.
//!
//! ```no_run
//! # use seat_dealer_delivery::fake_twilio::{Answer, FakeTwilio, Reports};
//! # async fn example() -> std::io::Result<()> {
//! let fake = FakeTwilio::start()?;
//! // Start a server with `fake.environment()`, then set its address and its public address.
//! fake.webhooks_to("http://127.0.0.1:8080", "https://dinner.example.com");
//! fake.script([Answer::AcceptAndBreak, Answer::RateLimit { retry_after: 1 }]);
//! fake.report_by_itself(Some(Reports { twice: true, backwards: true, ..Reports::delivered() }));
//! fake.guest_texts("+14155550132", "Yes").await?;
//! # Ok(())
//! # }
//! ```

mod account;
mod messages_json;
mod webhooks;

use std::{
    collections::VecDeque,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

pub use self::webhooks::{Reply, Reports, inbound_form};

use actix_web::{App, HttpServer, dev::ServerHandle, web};
use jiff::Timestamp;
use seat_dealer_db::message_counts::DailyLimits;

use crate::settings::{Countries, Secret, TextLimits, TwilioSender, TwilioSettings};

const ACCOUNT_SID: &str = "AC00000000000000000000000000000000";
const AUTH_TOKEN: &str = "fake-auth-token";
const PHONE_NUMBER: &str = "+15005550006";
const MESSAGING_SERVICE_SID: &str = "MG00000000000000000000000000000000";
const LONGEST_BODY: usize = 1600;
const PLENTY: u32 = 1_000_000;

/// The response to one request to send. By default, the fake accepts the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Accepts the message.
    Accept,
    /// Refuses the message with this status and this code of Twilio.
    Refuse {
        /// The HTTP status.
        status: u16,
        /// The error code in the response.
        code: u32,
    },
    /// Refuses the message with 429.
    RateLimit {
        /// The seconds in `Retry-After`.
        retry_after: u32,
    },
    /// Refuses the message with 500.
    Break,
    /// Accepts the message, and responds with 500.
    AcceptAndBreak,
    /// Does not accept the message, and responds after this time.
    Hang(Duration),
    /// Accepts the message, and responds after this time.
    AcceptAndHang(Duration),
}

/// An accepted message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its SID.
    pub sid: String,
    /// The recipient's number.
    pub to: String,
    /// The sender's number, if the sender is not a messaging service.
    pub from: Option<String>,
    /// The messaging service.
    pub messaging_service_sid: Option<String>,
    /// The text.
    pub body: String,
    /// The address of its status callbacks.
    pub status_callback: Option<String>,
    /// Its status, as Twilio names it.
    pub status: String,
    /// The time of acceptance.
    pub at: Timestamp,
}

/// A running server. It stops when it is dropped.
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
    suspended: bool,
    inbound_url: String,
    numbers_bring_texts: bool,
    webhooks: webhooks::Webhooks,
}

impl FakeTwilio {
    /// Starts on a free loopback port. It needs a tokio runtime.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(State::default()));
        let data = web::Data::from(Arc::clone(&state));
        let server = HttpServer::new(move || {
            let messages =
                web::resource(format!("/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"))
                    .route(web::post().to(messages_json::create))
                    .route(web::get().to(messages_json::list));
            App::new()
                .app_data(data.clone())
                .service(messages)
                .configure(account::resources)
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

    /// The settings of a server that uses this fake.
    pub fn settings(&self) -> TwilioSettings {
        TwilioSettings {
            account_sid: ACCOUNT_SID.to_owned(),
            auth_token: Secret::new(AUTH_TOKEN),
            sender: TwilioSender::MessagingService(MESSAGING_SERVICE_SID.to_owned()),
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

    /// The same settings as environment variables, for a process. The sender is a number.
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

    /// Sets the responses to the next requests to send, in their order.
    pub fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        self.state().answers.extend(answers);
    }

    /// Sets whether listing messages fails with 503.
    pub fn fail_listing(&self, fails: bool) {
        self.state().listing_fails = fails;
    }

    /// Sets whether the account is suspended.
    pub fn suspend(&self, suspended: bool) {
        self.state().suspended = suspended;
    }

    /// Makes inbound texts use the webhooks of the numbers, not that of the messaging service.
    pub fn let_numbers_bring_texts(&self) {
        self.state().numbers_bring_texts = true;
    }

    /// Sets the webhook of inbound texts of the number and the messaging service, as their owner does in the console.
    pub fn bring_texts_to(&self, url: &str) {
        url.clone_into(&mut self.state().inbound_url);
    }

    /// The accepted messages, oldest first.
    pub fn journal(&self) -> Vec<Accepted> {
        self.state().journal.clone()
    }

    /// The accepted messages after the first `seen` ones, oldest first.
    pub fn journal_after(&self, count: usize) -> Vec<Accepted> {
        self.state().journal.iter().skip(count).cloned().collect()
    }

    /// The number of requests to send, accepted or not.
    pub fn requests(&self) -> usize {
        self.state().requests
    }

    /// Sets the status of a message, as Twilio names it. Does nothing for an unknown message.
    pub fn set_status(&self, sid: &str, status: &str) {
        let mut state = self.state();
        if let Some(message) = state.journal.iter_mut().find(|message| message.sid == sid) {
            status.clone_into(&mut message.status);
        }
    }

    /// Moves the acceptance of every message into the past.
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
        // The call starts the stop; only its completion would have to be awaited.
        drop(self.server.stop(false));
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
