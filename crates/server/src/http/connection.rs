//! The connection of one client: who gets one, how long the server waits for its peer, and how far
//! it reads ahead.

use std::cell::Cell;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::http::limits::{Client, Place};
use crate::http::state::State;

/// The most bytes that are read before what has come is looked at.
const BURST: usize = 32 * 1024;

/// The most bytes that are read of later requests while one is answered. With [`BURST`] this stays
/// below the 128 KB at which the HTTP library no longer waits for the socket, but polls without a
/// pause.
const AHEAD: usize = 64 * 1024;

/// A TCP connection that ends when its peer keeps it waiting.
///
/// It ends when the socket has taken nothing of an answer for as long as `State::config.stall` says,
/// and when a request has not been answered four times `patience` after its first byte: its head, its
/// body and its handler have shorter limits of their own, except for the head of a later request,
/// for which the HTTP library waits without an end.
pub(crate) struct Connection {
    stream: TcpStream,
    /// How long a request may take from its first byte to the first byte of its answer.
    answer_within: Duration,
    /// How long the socket may take nothing of an answer.
    taken_within: Duration,
    /// When the connection ends, unless something can be written before.
    due: Option<Instant>,
    /// Whether the socket has refused what was to be written last.
    is_blocked: bool,
    timer: Option<Pin<Box<Sleep>>>,
    burst: usize,
    ahead: Rc<ReadAhead>,
    _place: Option<Place>,
}

impl Connection {
    /// A connection for whoever has sent this stream, or an error when that client has its share.
    /// Trusted proxies have no share: it is their clients that are counted, by the request.
    pub(crate) fn new(stream: TcpStream, state: &State) -> io::Result<(Self, Option<SocketAddr>)> {
        let peer = stream.peer_addr().ok();
        let is_proxy = peer.is_some_and(|peer| state.config.limits.trusts(peer.ip()));
        let place = if is_proxy {
            None
        } else {
            let client = peer.map_or(Client::Unknown, |peer| Client::of(peer.ip()));
            let place = state.limits.places.take(client);
            Some(place.ok_or(io::ErrorKind::ConnectionRefused)?)
        };
        let (patience, stall) = (state.config.patience, state.config.stall);
        Ok((Self::within(stream, 4 * patience, stall, place), peer))
    }

    fn within(
        stream: TcpStream,
        answer_within: Duration,
        taken_within: Duration,
        place: Option<Place>,
    ) -> Self {
        Self {
            stream,
            answer_within,
            taken_within,
            due: None,
            is_blocked: false,
            timer: None,
            burst: 0,
            ahead: Rc::new(ReadAhead {
                left: Cell::new(usize::MAX),
                reader: Cell::new(None),
            }),
            _place: place,
        }
    }

    /// What decides how far is read ahead, for whoever receives the requests.
    pub(crate) fn read_ahead(&self) -> Rc<ReadAhead> {
        Rc::clone(&self.ahead)
    }

    /// Ready when the peer has kept this connection waiting for too long.
    fn overdue(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        while let Some(due) = self.due {
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(due)));
            if timer.deadline() > due {
                timer.as_mut().reset(due);
            }
            ready!(timer.as_mut().poll(context));
            if Instant::now() >= due {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.timer = None;
        }
        Poll::Pending
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.burst >= BURST {
            this.burst = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if this.ahead.is_open(context) {
            let before = buffer.filled().len();
            if let Poll::Ready(outcome) = Pin::new(&mut this.stream).poll_read(context, buffer) {
                let read = buffer.filled().len() - before;
                this.burst += read;
                this.ahead.count(read);
                this.due
                    .get_or_insert_with(|| Instant::now() + this.answer_within);
                return Poll::Ready(outcome);
            }
        }
        this.burst = 0;
        this.overdue(context).map(Err)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let written = Pin::new(&mut this.stream).poll_write(context, bytes);
        if written.is_ready() {
            this.is_blocked = false;
            this.due = None;
            return written;
        }
        if !this.is_blocked {
            this.is_blocked = true;
            this.due = Some(Instant::now() + this.taken_within);
        }
        this.overdue(context).map(Err)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// How far the requests of one connection are read ahead of their answers.
pub(crate) struct ReadAhead {
    /// How many more bytes are read.
    left: Cell<usize>,
    /// Who waits until more is read.
    reader: Cell<Option<Waker>>,
}

impl ReadAhead {
    /// Lets everything of a request come: its body has a limit of its own.
    pub(crate) fn open(&self) {
        self.left.set(usize::MAX);
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }

    /// Lets only a little come while a request is answered.
    pub(crate) fn narrow(&self) {
        self.left.set(AHEAD);
    }

    fn is_open(&self, context: &Context<'_>) -> bool {
        let is_open = self.left.get() > 0;
        if !is_open {
            self.reader.set(Some(context.waker().clone()));
        }
        is_open
    }

    fn count(&self, read: usize) {
        self.left.set(self.left.get().saturating_sub(read));
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpSocket};

    use super::*;

    const SOON: Duration = Duration::from_millis(50);
    const NEVER: Duration = Duration::from_hours(24);

    /// A connection and its peer, which has little room for what it has not read.
    async fn pair(answer_within: Duration, taken_within: Duration) -> (Connection, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let peer = socket.connect(listener.local_addr().unwrap());
        let (peer, accepted) = tokio::join!(peer, listener.accept());
        let stream = accepted.unwrap().0;
        let connection = Connection::within(stream, answer_within, taken_within, None);
        (connection, peer.unwrap())
    }

    #[tokio::test]
    async fn a_peer_that_takes_nothing_is_left() {
        let (mut connection, _peer) = pair(NEVER, SOON).await;
        let error = loop {
            if let Err(error) = connection.write(&[0; 16 * 1024]).await {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_request_without_an_end_is_left() {
        let (mut connection, mut peer) = pair(SOON, NEVER).await;
        peer.write_all(b"GET / HT").await.unwrap();
        let mut bytes = Vec::new();
        let error = connection.read_to_end(&mut bytes).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(bytes, b"GET / HT");
    }

    #[tokio::test]
    async fn an_answered_request_may_be_followed_by_silence() {
        let (mut connection, mut peer) = pair(SOON, SOON).await;
        peer.write_all(b"?").await.unwrap();
        connection.read_u8().await.unwrap();
        assert!(connection.due.is_some());
        connection.write_all(b"!").await.unwrap();
        assert_eq!(connection.due, None);
    }

    #[tokio::test]
    async fn little_is_read_ahead_of_an_answer() {
        let (mut connection, mut peer) = pair(NEVER, NEVER).await;
        let sent = 3 * AHEAD;
        let sending = tokio::spawn(async move { peer.write_all(&vec![0; sent]).await });
        connection.ahead.narrow();
        let mut bytes = vec![0; 8 * 1024];
        let mut read = 0;
        while connection.ahead.left.get() > 0 {
            read += connection.read(&mut bytes).await.unwrap();
        }
        assert!((AHEAD..AHEAD + bytes.len()).contains(&read), "{read}");
        {
            let ahead = connection.read_ahead();
            let mut more = pin!(connection.read(&mut bytes));
            let waits = poll_fn(|context| Poll::Ready(more.as_mut().poll(context).is_pending()));
            assert!(waits.await);
            ahead.open();
            read += more.await.unwrap();
        }
        while read < sent {
            read += connection.read(&mut bytes).await.unwrap();
        }
        sending.await.unwrap().unwrap();
    }
}
