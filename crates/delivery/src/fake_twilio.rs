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
    suspended: bool,
    inbound_url: String,
    numbers_bring_texts: bool,
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

    /// The settings that lead to this fake.
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

    /// Whether the account is suspended from now on.
    pub fn suspend(&self, suspended: bool) {
        self.state().suspended = suspended;
    }

    /// Lets texts be brought as the numbers of the messaging service say, not as the service says.
    pub fn let_numbers_bring_texts(&self) {
        self.state().numbers_bring_texts = true;
    }

    /// Lets the account's number and messaging service bring texts to this address, as their owner
    /// would in the console.
    pub fn bring_texts_to(&self, url: &str) {
        url.clone_into(&mut self.state().inbound_url);
    }

    /// What was taken, oldest first.
    pub fn journal(&self) -> Vec<Accepted> {
        self.state().journal.clone()
    }

    /// What was taken after the first so many, oldest first.
    pub fn journal_after(&self, count: usize) -> Vec<Accepted> {
        self.state().journal.iter().skip(count).cloned().collect()
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
