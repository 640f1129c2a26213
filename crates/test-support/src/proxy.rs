//! A proxy between the program and a MySQL server, for what can happen on the way.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// The bit in the server's greeting that says that it can encrypt.
const CLIENT_SSL: u8 = 0x08;

/// A proxy on a port of its own. When it is dropped, all its connections are closed, also the lost
/// ones, for which threads may wait.
pub struct Proxy(Arc<State>);

struct State {
    server: String,
    strips_encryption: AtomicBool,
    /// How often the connections were lost.
    losses: AtomicUsize,
    /// Everything that was sent to the server.
    sent: Mutex<Vec<u8>>,
    /// Both sides of all connections.
    sides: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    /// Listens on 127.0.0.1. Returns the proxy, and the address of a database with the proxy in the
    /// server's place.
    pub fn to(address: &str) -> (Self, String) {
        Self::on("127.0.0.1", address)
    }

    /// The same on another address of this machine.
    pub fn on(host: &str, address: &str) -> (Self, String) {
        let server = address
            .split('@')
            .nth(1)
            .and_then(|rest| rest.split('/').next())
            .expect("mysql://USER@HOST:PORT/DATABASE");
        let listener = TcpListener::bind((host, 0)).expect("a free port");
        let own_address = listener.local_addr().expect("an address").to_string();
        let state = Arc::new(State {
            server: server.to_owned(),
            strips_encryption: AtomicBool::default(),
            losses: AtomicUsize::default(),
            sent: Mutex::default(),
            sides: Mutex::default(),
        });
        let own = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                State::connect(&own, client);
            }
        });
        (Self(state), address.replacen(server, &own_address, 1))
    }

    /// Makes every greeting of the server say that it cannot encrypt.
    pub fn strip_encryption(&self) {
        self.0.strips_encryption.store(true, Ordering::SeqCst);
    }

    /// Passes nothing on any more in the connections that exist, and does not close them, as if the
    /// server's machine had lost its power. New connections work.
    pub fn lose_connections(&self) {
        self.0.losses.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether these bytes were sent to the server.
    pub fn has_seen(&self, bytes: &[u8]) -> bool {
        let sent = self.0.sent.lock().expect("what was sent");
        sent.windows(bytes.len()).any(|window| window == bytes)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        for side in self.0.sides.lock().expect("the connections").iter() {
            let _ = side.shutdown(Shutdown::Both);
        }
    }
}

impl State {
    fn connect(state: &Arc<Self>, client: TcpStream) {
        let Ok(server) = TcpStream::connect(&state.server) else {
            return;
        };
        let copy = |side: &TcpStream| side.try_clone().expect("a copy of a socket");
        let (to_client, to_server) = (copy(&client), copy(&server));
        let sides = [copy(&client), copy(&server)];
        state.sides.lock().expect("the connections").extend(sides);
        let (up, down) = (Arc::clone(state), Arc::clone(state));
        let losses = state.losses.load(Ordering::SeqCst);
        thread::spawn(move || {
            up.pass_on(losses, client, to_server, |bytes| {
                let mut sent = up.sent.lock().expect("what was sent");
                sent.extend_from_slice(bytes);
            });
        });
        thread::spawn(move || {
            let mut is_greeting = down.strips_encryption.load(Ordering::SeqCst);
            down.pass_on(losses, server, to_client, |bytes| {
                if std::mem::take(&mut is_greeting) {
                    strip_encryption(bytes);
                }
            });
        });
    }

    /// Passes on what comes from one side to the other, until one of them ends.
    fn pass_on(
        &self,
        losses: usize,
        mut from: TcpStream,
        mut to: TcpStream,
        mut look: impl FnMut(&mut [u8]),
    ) {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            let bytes = &mut buffer[..length];
            look(bytes);
            let is_lost = self.losses.load(Ordering::SeqCst) != losses;
            if !is_lost && to.write_all(bytes).is_err() {
                break;
            }
        }
        // One side of a lost connection does not notice that the other one has ended.
        if self.losses.load(Ordering::SeqCst) == losses {
            let _ = to.shutdown(Shutdown::Both);
        }
    }
}

/// Clears the bit in a greeting: a header of 4 bytes, the protocol, the version up to a zero, the
/// number of the connection (4), salt (8), a zero, and the capabilities.
fn strip_encryption(greeting: &mut [u8]) {
    let version = greeting[5..].iter().position(|byte| *byte == 0);
    let capabilities = 5 + version.expect("a version") + 1 + 4 + 8 + 1;
    greeting[capabilities + 1] &= !CLIENT_SSL;
}
