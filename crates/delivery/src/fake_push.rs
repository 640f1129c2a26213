//! A push service for tests, with browsers that subscribe at it. It checks what a real one checks (RFC 8030 and RFC 8292),
//! and reads what the browsers read (RFC 8291).

use std::collections::{BTreeMap, VecDeque};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::{PublicKey, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use seat_dealer_db::now;
use seat_dealer_db::push_subscriptions::PushTarget;
use serde_json::Value;
use sha2::Sha256;

/// A push service on a free port of this machine.
pub struct FakePush {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    server: ServerHandle,
}

/// A message that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// The name of the browser.
    pub browser: String,
    /// The header `TTL`.
    pub ttl: String,
    /// The header `Urgency`.
    pub urgency: String,
    /// The header `Topic`.
    pub topic: Option<String>,
    /// The claim `sub` of the signature.
    pub subject: Option<String>,
    /// What the browser reads.
    pub payload: Value,
}

#[derive(Default)]
struct State {
    browsers: BTreeMap<String, Browser>,
    statuses: VecDeque<u16>,
    received: Vec<Pushed>,
}

struct Browser {
    secret: SecretKey,
    auth: [u8; 16],
    server_key: String,
}

impl FakePush {
    /// Starts the service. Must be called in a tokio runtime.
    pub fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let state = Arc::<Mutex<State>>::default();
        let shared = web::Data::from(Arc::clone(&state));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .route("/send/{browser}", web::post().to(receive))
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

    /// A browser of this name subscribes for messages of the server with this public key.
    pub fn subscribe(&self, browser: &str, server_key: &str) -> Option<PushTarget> {
        let mut random = [0; 48];
        getrandom::fill(&mut random).ok()?;
        let secret = SecretKey::from_slice(&random[..32]).ok()?;
        let auth = random[32..].try_into().ok()?;
        let target = PushTarget {
            endpoint: format!("http://{}/send/{browser}", self.address),
            public_key: BASE64.encode(secret.public_key().to_sec1_bytes()),
            auth: BASE64.encode(auth),
        };
        let new = Browser {
            secret,
            auth,
            server_key: server_key.to_owned(),
        };
        lock(&self.state).browsers.insert(browser.to_owned(), new);
        Some(target)
    }

    /// The statuses of the next responses. Afterwards, messages are accepted.
    pub fn script(&self, statuses: impl IntoIterator<Item = u16>) {
        lock(&self.state).statuses.extend(statuses);
    }

    /// The messages that were accepted.
    pub fn received(&self) -> Vec<Pushed> {
        lock(&self.state).received.clone()
    }
}

impl Drop for FakePush {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn receive(
    request: HttpRequest,
    browser: web::Path<String>,
    body: web::Bytes,
    state: web::Data<Mutex<State>>,
) -> HttpResponse {
    let mut state = lock(&state);
    if let Some(status) = state.statuses.pop_front() {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return HttpResponse::build(status)
            .insert_header(("Retry-After", "7"))
            .insert_header(("Location", "/elsewhere"))
            .finish();
    }
    let Some(known) = state.browsers.get(browser.as_str()) else {
        return HttpResponse::NotFound().finish();
    };
    match read(&request, &browser, &body, known) {
        Some(pushed) => {
            state.received.push(pushed);
            HttpResponse::Created().finish()
        }
        None => HttpResponse::BadRequest().finish(),
    }
}

/// The message; `None` if a push service or the browser would refuse it.
fn read(request: &HttpRequest, name: &str, body: &[u8], browser: &Browser) -> Option<Pushed> {
    let header = |name: &str| request.headers().get(name)?.to_str().ok();
    let origin = format!("http://{}", request.connection_info().host());
    let claims = claims(header("authorization")?, &origin, &browser.server_key)?;
    if header("content-encoding") != Some("aes128gcm") || body.len() > 4096 {
        return None;
    }
    let payload = browser.decrypt(body)?;
    Some(Pushed {
        browser: name.to_owned(),
        ttl: header("ttl")?.to_owned(),
        urgency: header("urgency")?.to_owned(),
        topic: header("topic").map(str::to_owned),
        subject: claims["sub"].as_str().map(str::to_owned),
        payload: serde_json::from_slice(&payload).ok()?,
    })
}

/// The claims of a valid signature by the server with this key.
fn claims(authorization: &str, origin: &str, server_key: &str) -> Option<Value> {
    let (token, key) = authorization.strip_prefix("vapid t=")?.split_once(", k=")?;
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let signature = Signature::from_slice(&BASE64.decode(signature).ok()?).ok()?;
    let verifying = VerifyingKey::from_sec1_bytes(&BASE64.decode(key).ok()?).ok()?;
    verifying.verify(signed.as_bytes(), &signature).ok()?;
    let json = |part: &str| serde_json::from_slice::<Value>(&BASE64.decode(part).ok()?).ok();
    let (header, claims) = (json(header)?, json(claims)?);
    let left = claims["exp"].as_i64()? - now().as_second();
    let is_right = key == server_key
        && header["alg"] == "ES256"
        && claims["aud"] == origin
        && (1..=24 * 60 * 60).contains(&left);
    is_right.then_some(claims)
}

impl Browser {
    fn decrypt(&self, body: &[u8]) -> Option<Vec<u8>> {
        let (salt, rest) = body.split_at_checked(16)?;
        let (size, rest) = rest.split_at_checked(4)?;
        let (length, rest) = rest.split_first()?;
        let (server, record) = rest.split_at_checked(usize::from(*length))?;
        if u32::from_be_bytes(size.try_into().ok()?) < u32::try_from(record.len()).ok()? {
            return None;
        }
        let shared = self
            .secret
            .diffie_hellman(&PublicKey::from_sec1_bytes(server).ok()?);
        let own = self.secret.public_key().to_sec1_bytes();
        let info = [b"WebPush: info\0", &own[..], server].concat();
        let input = hkdf(&self.auth, shared.raw_secret_bytes(), &info)?;
        let key = hkdf(salt, &input, b"Content-Encoding: aes128gcm\0")?;
        let nonce = hkdf(salt, &input, b"Content-Encoding: nonce\0")?;
        let nonce = Nonce::try_assume_unique_for_key(&nonce[..12]).ok()?;
        let mut record = record.to_vec();
        let text = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key[..16]).ok()?)
            .open_in_place(nonce, Aad::empty(), &mut record)
            .ok()?;
        let end = text.iter().rposition(|byte| *byte != 0)?;
        (text[end] == 2).then(|| text[..end].to_vec())
    }
}

/// The first 32 bytes of HKDF (RFC 5869).
fn hkdf(salt: &[u8], input: &[u8], info: &[u8]) -> Option<[u8; 32]> {
    let mac = |key: &[u8], data: &[u8]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        mac.update(data);
        Some(mac.finalize().into_bytes())
    };
    let secret = mac(salt, input)?;
    Some(mac(&secret, &[info, b"\x01"].concat())?.into())
}
