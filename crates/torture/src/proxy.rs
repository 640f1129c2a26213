//! A line between the program and somebody it talks to, on which somebody listens.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Result;

/// A named moment of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The program has asked, and the other side has not heard it yet.
    Asked,
    /// The other side has done what it was asked and answered; the program has not heard it yet.
    Answered,
    /// The program has the answer, and has done nothing with it yet.
    Told,
}

/// How the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Everything passes.
    Fair,
    /// Nothing passes, and nobody hangs up.
    Stalled,
    /// All connections are cut, and new ones are closed at once.
    Cut,
}

/// What happens at a moment; [`ControlFlow::Break`] cuts the connection before anything passes.
type Listener = Box<dyn FnMut(Moment) -> ControlFlow<()> + Send>;

struct Line {
    upstream: SocketAddr,
    /// Whether a request is one that moments are about.
    matters: fn(&[u8]) -> bool,
    listener: Mutex<Option<Listener>>,
    weather: watch::Sender<Weather>,
}

/// A running proxy; it stops when it is dropped.
pub struct Proxy {
    address: SocketAddr,
    line: Arc<Line>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Starts on a free port of this machine, inside a tokio runtime. `matters` chooses the
    /// requests that moments are about, by what arrives at once.
    pub fn start(upstream: SocketAddr, matters: fn(&[u8]) -> bool) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let line = Arc::new(Line {
            upstream,
            matters,
            listener: Mutex::new(None),
            weather: watch::Sender::new(Weather::Fair),
        });
        let shared = Arc::clone(&line);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass_on(stream, Arc::clone(&shared)));
            }
        });
        Ok(Self {
            address,
            line,
            accepting,
        })
    }

    /// Where the program finds it.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Calls `listener` at every moment from now on.
    pub fn listen(&self, listener: impl FnMut(Moment) -> ControlFlow<()> + Send + 'static) {
        *self.line.listener() = Some(Box::new(listener));
    }

    /// Calls nobody any more.
    pub fn stop_listening(&self) {
        *self.line.listener() = None;
    }

    /// Changes how the line is.
    pub fn weather(&self, weather: Weather) {
        self.line.weather.send_replace(weather);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.weather(Weather::Cut);
    }
}

impl Line {
    fn listener(&self) -> std::sync::MutexGuard<'_, Option<Listener>> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn at(&self, moment: Moment) -> ControlFlow<()> {
        match &mut *self.listener() {
            Some(listener) => listener(moment),
            None => ControlFlow::Continue(()),
        }
    }
}

/// Passes everything on until either side hangs up, or the line is cut.
async fn pass_on(client: TcpStream, line: Arc<Line>) {
    let mut weather = line.weather.subscribe();
    tokio::select! {
        _ = converse(client, &line) => {}
        // The sender of the weather lives as long as the line.
        _ = weather.wait_for(|weather| *weather == Weather::Cut) => {}
    }
}

async fn converse(mut client: TcpStream, line: &Line) -> std::io::Result<()> {
    let mut weather = line.weather.subscribe();
    let mut fair = async || {
        // An error means that the line is gone, which `pass_on` sees as well.
        let _ = weather.wait_for(|weather| *weather == Weather::Fair).await;
    };
    fair().await;
    let mut upstream = TcpStream::connect(line.upstream).await?;
    client.set_nodelay(true)?;
    upstream.set_nodelay(true)?;
    let (mut request, mut answer) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    let mut matters = false;
    loop {
        tokio::select! {
            length = client.read(&mut request) => {
                let request = &request[..length?];
                fair().await;
                matters = (line.matters)(request);
                let cut = matters && line.at(Moment::Asked).is_break();
                if request.is_empty() || cut {
                    return Ok(());
                }
                upstream.write_all(request).await?;
            }
            length = upstream.read(&mut answer) => {
                let answer = &answer[..length?];
                fair().await;
                let cut = matters && line.at(Moment::Answered).is_break();
                if answer.is_empty() || cut {
                    return Ok(());
                }
                client.write_all(answer).await?;
                if matters && line.at(Moment::Told).is_break() {
                    return Ok(());
                }
                matters = false;
            }
        }
    }
}
