//! A TCP proxy between the program and a provider or a database, which reports events to a
//! listener.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Result;

/// An event of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyEvent {
    /// The proxy has received a request, and has not forwarded it yet.
    RequestReceived,
    /// The proxy has received the response, and has not forwarded it yet.
    ResponseReceived,
    /// The proxy has forwarded the response, and the program may not have acted on it yet.
    ResponseForwarded,
}

/// The state of all connections through a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Data are forwarded.
    Up,
    /// No data are forwarded, and connections stay open.
    Stalled,
    /// All connections are closed, and so are new ones.
    Cut,
}

/// Called for each event. [`ControlFlow::Break`] closes the connection before data are forwarded.
type Listener = Box<dyn FnMut(ProxyEvent) -> ControlFlow<()> + Send>;

struct Link {
    upstream: SocketAddr,
    /// Whether events are reported for a request.
    matters: fn(&[u8]) -> bool,
    listener: Mutex<Option<Listener>>,
    state: watch::Sender<LinkState>,
}

/// A running proxy. It stops when it is dropped.
pub struct Proxy {
    address: SocketAddr,
    link: Arc<Link>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Starts on a free loopback port. Must be called in a tokio runtime. `matters` gets the first
    /// bytes of a request and returns whether its events are reported.
    pub fn start(upstream: SocketAddr, matters: fn(&[u8]) -> bool) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let link = Arc::new(Link {
            upstream,
            matters,
            listener: Mutex::new(None),
            state: watch::Sender::new(LinkState::Up),
        });
        let shared = Arc::clone(&link);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(run_connection(stream, Arc::clone(&shared)));
            }
        });
        Ok(Self {
            address,
            link,
            accepting,
        })
    }

    /// The address for the program.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Calls `listener` for all events from now on.
    pub fn listen(&self, listener: impl FnMut(ProxyEvent) -> ControlFlow<()> + Send + 'static) {
        *self.link.listener() = Some(Box::new(listener));
    }

    /// Removes the listener.
    pub fn stop_listening(&self) {
        *self.link.listener() = None;
    }

    /// Changes the state of all connections.
    pub fn set_link_state(&self, link_state: LinkState) {
        self.link.state.send_replace(link_state);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.set_link_state(LinkState::Cut);
    }
}

impl Link {
    fn listener(&self) -> std::sync::MutexGuard<'_, Option<Listener>> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self, event: ProxyEvent) -> ControlFlow<()> {
        match &mut *self.listener() {
            Some(listener) => listener(event),
            None => ControlFlow::Continue(()),
        }
    }
}

/// Forwards data until either side closes the connection or the link is cut.
async fn run_connection(client: TcpStream, link: Arc<Link>) {
    let mut link_state = link.state.subscribe();
    tokio::select! {
        _ = forward(client, &link) => {}
        // The sender of the state lives as long as the link.
        _ = link_state.wait_for(|link_state| *link_state == LinkState::Cut) => {}
    }
}

async fn forward(mut client: TcpStream, link: &Link) -> std::io::Result<()> {
    let mut link_state = link.state.subscribe();
    let mut until_up = async || {
        // An error means that the link was dropped, which `run_connection` notices as well.
        let _ = link_state
            .wait_for(|link_state| *link_state == LinkState::Up)
            .await;
    };
    until_up().await;
    let mut upstream = TcpStream::connect(link.upstream).await?;
    client.set_nodelay(true)?;
    upstream.set_nodelay(true)?;
    let (mut request, mut response) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    let mut matters = false;
    loop {
        tokio::select! {
            length = client.read(&mut request) => {
                let request = &request[..length?];
                until_up().await;
                matters = (link.matters)(request);
                let cut = matters && link.report(ProxyEvent::RequestReceived).is_break();
                if request.is_empty() || cut {
                    return Ok(());
                }
                upstream.write_all(request).await?;
            }
            length = upstream.read(&mut response) => {
                let response = &response[..length?];
                until_up().await;
                let cut = matters && link.report(ProxyEvent::ResponseReceived).is_break();
                if response.is_empty() || cut {
                    return Ok(());
                }
                client.write_all(response).await?;
                if matters && link.report(ProxyEvent::ResponseForwarded).is_break() {
                    return Ok(());
                }
                matters = false;
            }
        }
    }
}
