//! An SMTP server for tests: it implements the protocol (RFC 5321, with AUTH PLAIN), records the accepted messages,
//! and refuses, stalls or closes the connection on request.

use std::{
    collections::VecDeque,
    io,
    net::{self, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A step of the dialogue, named by the client's last command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The connection, before the server's greeting.
    Greeting,
    /// EHLO.
    Hello,
    /// AUTH.
    SignIn,
    /// MAIL.
    Sender,
    /// RCPT.
    Recipient,
    /// DATA.
    Announcement,
    /// The message, up to its final dot.
    Message,
}

/// The behaviour in one connection. By default, the server accepts the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behaviour {
    /// Accepts the message.
    Accept,
    /// Sends this reply in this step, and does not accept the message.
    Reply(Step, &'static str),
    /// Closes the connection in this step, without a reply. A complete message is recorded before.
    Cut(Step),
    /// Sends no reply in this step, and keeps the connection open. A complete message is recorded before.
    Stall(Step),
}

/// An accepted message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The reverse path.
    pub from: String,
    /// The recipients.
    pub to: Vec<String>,
    /// The user and the password of the client, if it has sent them.
    pub credentials: Option<(String, String)>,
    /// Header and body, with CRLF line ends and without dot stuffing.
    pub data: String,
}

/// A running server. It stops when it is dropped.
#[derive(Debug)]
pub struct FakeSmtp {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    listening: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct State {
    behaviours: VecDeque<Behaviour>,
    journal: Vec<Received>,
    connections: usize,
    credentials_wanted: bool,
}

impl FakeSmtp {
    /// Starts on a free loopback port. It needs a tokio runtime.
    pub fn start() -> io::Result<Self> {
        let listener = net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = TcpListener::from_std(listener)?;
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let behaviour = {
                    let mut state = lock(&shared);
                    state.connections += 1;
                    state.behaviours.pop_front().unwrap_or(Behaviour::Accept)
                };
                tokio::spawn(Session::new(stream, behaviour, Arc::clone(&shared)).run());
            }
        });
        Ok(Self {
            address,
            state,
            listening,
        })
    }

    /// The address for `SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Its address and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sets the behaviour of the next connections, in their order.
    pub fn script(&self, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.state().behaviours.extend(behaviours);
    }

    /// Requires AUTH from now on.
    pub fn want_credentials(&self) {
        self.state().credentials_wanted = true;
    }

    /// The accepted messages, oldest first.
    pub fn journal(&self) -> Vec<Received> {
        self.state().journal.clone()
    }

    /// The accepted messages after the first `seen` ones, oldest first.
    pub fn journal_after(&self, count: usize) -> Vec<Received> {
        self.state().journal.iter().skip(count).cloned().collect()
    }

    /// The number of connections so far.
    pub fn connections(&self) -> usize {
        self.state().connections
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for FakeSmtp {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One connection.
struct Session {
    stream: BufReader<TcpStream>,
    behaviour: Behaviour,
    state: Arc<Mutex<State>>,
    from: Option<String>,
    to: Vec<String>,
    credentials: Option<(String, String)>,
}

impl Session {
    fn new(stream: TcpStream, behaviour: Behaviour, state: Arc<Mutex<State>>) -> Self {
        Self {
            stream: BufReader::new(stream),
            behaviour,
            state,
            from: None,
            to: Vec::new(),
            credentials: None,
        }
    }

    /// Serves one connection until the client closes it.
    async fn run(mut self) {
        let _ = self.converse().await;
    }

    async fn converse(&mut self) -> io::Result<()> {
        self.reply(Step::Greeting, "220 fake.test ESMTP").await?;
        let mut line = String::new();
        loop {
            line.clear();
            if self.stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let command = line.trim_end();
            let (verb, argument) = command.split_once(' ').unwrap_or((command, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.hello().await?,
                "HELO" => self.reply(Step::Hello, "250 fake.test").await?,
                "AUTH" => self.sign_in(argument).await?,
                "MAIL" => self.sender(argument).await?,
                "RCPT" => self.recipient(argument).await?,
                "DATA" => self.data().await?,
                "RSET" => self.reset().await?,
                "NOOP" => self.say("250 OK").await?,
                "QUIT" => return self.say("221 Bye").await,
                _ => self.say("502 5.5.1 What?").await?,
            }
        }
    }

    async fn hello(&mut self) -> io::Result<()> {
        let reply = if lock(&self.state).credentials_wanted {
            "250-fake.test\r\n250-8BITMIME\r\n250 AUTH PLAIN"
        } else {
            "250-fake.test\r\n250 8BITMIME"
        };
        self.reply(Step::Hello, reply).await
    }

    /// AUTH PLAIN with an initial response (RFC 4616): `\0user\0password`.
    async fn sign_in(&mut self, argument: &str) -> io::Result<()> {
        let plain = argument
            .strip_prefix("PLAIN ")
            .and_then(|response| BASE64_STANDARD.decode(response).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let mut parts = plain.as_deref().unwrap_or_default().split('\0').skip(1);
        match (parts.next(), parts.next()) {
            (Some(user), Some(password)) => {
                self.credentials = Some((user.to_owned(), password.to_owned()));
                self.reply(Step::SignIn, "235 2.7.0 Welcome").await
            }
            _ => self.say("501 5.5.2 Cannot read that").await,
        }
    }

    async fn sender(&mut self, argument: &str) -> io::Result<()> {
        let wanted = lock(&self.state).credentials_wanted;
        match path(argument, "FROM:") {
            Some(_) if wanted && self.credentials.is_none() => {
                self.say("530 5.7.0 Sign in first").await
            }
            Some(from) => {
                self.from = Some(from);
                self.reply(Step::Sender, "250 2.1.0 OK").await
            }
            None => self.say("501 5.5.4 Cannot read that").await,
        }
    }

    async fn recipient(&mut self, argument: &str) -> io::Result<()> {
        match path(argument, "TO:") {
            _ if self.from.is_none() => self.say("503 5.5.1 MAIL first").await,
            Some(to) => {
                self.to.push(to);
                self.reply(Step::Recipient, "250 2.1.5 OK").await
            }
            None => self.say("501 5.5.4 Cannot read that").await,
        }
    }

    async fn data(&mut self) -> io::Result<()> {
        if self.to.is_empty() {
            return self.say("503 5.5.1 RCPT first").await;
        }
        if matches!(self.behaviour, Behaviour::Reply(Step::Announcement, _)) {
            return self.reply(Step::Announcement, "").await;
        }
        self.reply(Step::Announcement, "354 Go ahead").await?;
        let mut data = String::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match line.strip_prefix('.') {
                Some("\r\n") => break,
                Some(unstuffed) => data.push_str(unstuffed),
                None => data.push_str(&line),
            }
        }
        if !matches!(self.behaviour, Behaviour::Reply(Step::Message, _)) {
            let received = Received {
                from: self.from.take().unwrap_or_default(),
                to: std::mem::take(&mut self.to),
                credentials: self.credentials.clone(),
                data,
            };
            lock(&self.state).journal.push(received);
        }
        self.reply(Step::Message, "250 2.0.0 Taken").await
    }

    async fn reset(&mut self) -> io::Result<()> {
        self.from = None;
        self.to.clear();
        self.say("250 2.0.0 OK").await
    }

    /// Replies in this step, or behaves as the script says.
    async fn reply(&mut self, step: Step, reply: &str) -> io::Result<()> {
        match self.behaviour {
            Behaviour::Reply(at, instead) if at == step => self.say(instead).await,
            Behaviour::Cut(at) if at == step => Err(io::ErrorKind::ConnectionAborted.into()),
            Behaviour::Stall(at) if at == step => std::future::pending().await,
            _ => self.say(reply).await,
        }
    }

    async fn say(&mut self, reply: &str) -> io::Result<()> {
        self.stream
            .get_mut()
            .write_all(format!("{reply}\r\n").as_bytes())
            .await
    }
}

/// The path of MAIL or RCPT: `FROM:<ada@example.com> BODY=8BITMIME`.
fn path(argument: &str, keyword: &str) -> Option<String> {
    let rest = argument.get(keyword.len()..)?;
    let (address, _parameters) = rest.trim_start().strip_prefix('<')?.split_once('>')?;
    argument[..keyword.len()]
        .eq_ignore_ascii_case(keyword)
        .then(|| address.to_owned())
}
