//! An OpenID provider whose responses a test can change.

use std::sync::{Arc, Mutex};

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::pkcs8::EncodePrivateKey;
use seat_dealer_sign_in::{Identity, SignIn, SignInError, SignInSettings};
use serde_json::{Map, Value, json};

use crate::browser::Browser;
use crate::logs;
use crate::serving::{APP_SECRET, FRONTEND, REDIRECT, free_port, serve};

pub(crate) const CLIENT_ID: &str = "client";
pub(crate) const CLIENT_SECRET: &str = "client-secret-0123456789-0123456789";
pub(crate) const CODE: &str = "code-of-the-hostile-provider";
const ACCESS_TOKEN: &str = "access-token-of-the-hostile-provider";

/// A P-256 key with its key id.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) kid: &'static str,
    private: SecretKey,
}

/// How the ID token is signed.
#[derive(Clone)]
pub(crate) enum TokenSignature {
    Key(Key),
    /// `alg: none`, with this text as the signature.
    None(&'static str),
    Hs256(Vec<u8>),
    /// A validly signed token in which this claim was changed afterwards.
    Tampered(Key, &'static str, Value),
    /// This text instead of a token.
    Text(&'static str),
    /// No token at all.
    Missing,
}

/// The provider's responses, and a record of the requests.
#[derive(Clone)]
pub(crate) struct Script {
    pub(crate) metadata: Map<String, Value>,
    pub(crate) published: Vec<Value>,
    pub(crate) signature: TokenSignature,
    pub(crate) claims: Map<String, Value>,
    /// The status and body that the token endpoint returns instead of a token.
    pub(crate) token_response: Option<(u16, String)>,
    /// The address that the token endpoint redirects to instead of responding.
    pub(crate) token_redirect: Option<&'static str>,
    pub(crate) user_info: Option<Value>,
    /// The requested paths, in order.
    pub(crate) requested: Vec<String>,
    nonce: String,
}

pub(crate) struct HostileProvider {
    pub(crate) script: Arc<Mutex<Script>>,
    pub(crate) sign_in: SignIn,
}

impl Key {
    pub(crate) fn new(kid: &'static str) -> Self {
        let mut random = [1; 32];
        getrandom::fill(&mut random[1..]).unwrap();
        Self {
            kid,
            private: SecretKey::from_slice(&random).unwrap(),
        }
    }

    pub(crate) fn public(&self) -> Value {
        let point = self.private.public_key().to_encoded_point(false);
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "kid": self.kid,
            "x": URL_SAFE_NO_PAD.encode(point.x().unwrap()),
            "y": URL_SAFE_NO_PAD.encode(point.y().unwrap()),
        })
    }

    /// The public key as bytes, to be misused as a shared secret.
    pub(crate) fn public_bytes(&self) -> Vec<u8> {
        self.private
            .public_key()
            .to_encoded_point(false)
            .as_bytes()
            .to_vec()
    }

    fn sign(&self, claims: &Map<String, Value>) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.kid.to_owned());
        let pkcs8 = self.private.to_pkcs8_der().unwrap();
        jsonwebtoken::encode(&header, claims, &EncodingKey::from_ec_der(pkcs8.as_bytes())).unwrap()
    }
}

impl HostileProvider {
    /// Starts a provider that responds correctly until its script is changed.
    pub(crate) fn start() -> Self {
        logs::listen();
        let (listener, base) = free_port();
        let key = Key::new("key-1");
        let now = Timestamp::now().as_second();
        let script = Script {
            metadata: object(json!({
                "issuer": base,
                "authorization_endpoint": format!("{base}/authorize"),
                "token_endpoint": format!("{base}/token"),
                "jwks_uri": format!("{base}/jwks"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                // It claims to sign with algorithms that must not be accepted.
                "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
            })),
            published: vec![key.public()],
            signature: TokenSignature::Key(key),
            claims: object(json!({
                "iss": base, "sub": "subject-1", "aud": CLIENT_ID, "iat": now, "exp": now + 300,
                "email": "ada@example.com", "email_verified": true, "name": "Ada",
            })),
            token_response: None,
            token_redirect: None,
            user_info: None,
            requested: Vec::new(),
            nonce: String::new(),
        };
        let script = Arc::new(Mutex::new(script));
        let data = web::Data::from(Arc::clone(&script));
        serve(listener, move |config| {
            config
                .app_data(data.clone())
                .route("/.well-known/openid-configuration", web::get().to(metadata))
                .route("/jwks", web::get().to(jwks))
                .route("/authorize", web::get().to(authorize))
                .route("/token", web::post().to(token))
                .route("/userinfo", web::to(user_info));
        });
        let sign_in = SignIn::new(&settings(&base)).unwrap();
        Self { script, sign_in }
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.script.lock().unwrap());
    }

    /// How often a path was requested.
    pub(crate) fn requests_to(&self, path: &str) -> usize {
        self.script
            .lock()
            .unwrap()
            .requested
            .iter()
            .filter(|requested| *requested == path)
            .count()
    }

    /// Signs in. Checks that neither the outcome nor the log contains a secret.
    pub(crate) async fn sign_in(&self, now: Timestamp) -> Result<Identity, SignInError> {
        let started = self.sign_in.start(REDIRECT, now).await?;
        let back = Browser::default()
            .open(&started.authorization_url)
            .await
            .callback();
        let outcome = self
            .sign_in
            .finish(back.code(), back.state(), &started.ticket, now)
            .await;
        let nonce = self.script.lock().unwrap().nonce.clone();
        for said in [format!("{outcome:?}"), logs::all()] {
            for secret in [
                CODE,
                back.state(),
                &started.ticket,
                &nonce,
                CLIENT_SECRET,
                ACCESS_TOKEN,
                APP_SECRET,
            ] {
                assert!(!said.contains(secret), "{secret} in {said}");
            }
        }
        outcome
    }

    /// Checks that a sign-in succeeds before the change and fails with this error after it.
    pub(crate) async fn attack(
        self,
        change: impl FnOnce(&mut Script),
        expected: impl Into<SignInError>,
    ) {
        let now = Timestamp::now();
        let identity = self.sign_in(now).await.expect("the control");
        assert_eq!(identity.subject, "subject-1");
        assert_eq!(identity.email.as_str(), "ada@example.com");
        self.change(change);
        assert_eq!(self.sign_in(now).await, Err(expected.into()));
    }
}

pub(crate) fn settings(issuer: &str) -> SignInSettings {
    SignInSettings {
        issuer: issuer.to_owned(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        app_secret: APP_SECRET.to_owned(),
        frontend_base_uri: FRONTEND.to_owned(),
    }
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

async fn metadata(script: web::Data<Mutex<Script>>, request: HttpRequest) -> HttpResponse {
    let mut script = script.lock().unwrap();
    script.requested.push(request.path().to_owned());
    HttpResponse::Ok().json(&script.metadata)
}

async fn jwks(script: web::Data<Mutex<Script>>, request: HttpRequest) -> HttpResponse {
    let mut script = script.lock().unwrap();
    script.requested.push(request.path().to_owned());
    HttpResponse::Ok().json(json!({ "keys": script.published }))
}

/// Redirects with a code at once, without a form.
async fn authorize(
    script: web::Data<Mutex<Script>>,
    query: web::Query<Map<String, Value>>,
) -> HttpResponse {
    let text = |name: &str| query[name].as_str().unwrap();
    text("nonce").clone_into(&mut script.lock().unwrap().nonce);
    let back = url::Url::parse_with_params(
        text("redirect_uri"),
        [("code", CODE), ("state", text("state"))],
    );
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, back.unwrap().as_str()))
        .finish()
}

async fn token(script: web::Data<Mutex<Script>>, request: HttpRequest) -> HttpResponse {
    let mut script = script.lock().unwrap();
    script.requested.push(request.path().to_owned());
    if let Some(location) = script.token_redirect {
        return HttpResponse::TemporaryRedirect()
            .insert_header((header::LOCATION, location))
            .finish();
    }
    if let Some((status, body)) = script.token_response.clone() {
        return HttpResponse::build(StatusCode::from_u16(status).unwrap())
            .content_type("application/json")
            .body(body);
    }
    let mut response = json!({ "access_token": ACCESS_TOKEN, "token_type": "bearer" });
    if let Some(id_token) = script.id_token() {
        response["id_token"] = Value::from(id_token);
    }
    HttpResponse::Ok().json(response)
}

async fn user_info(script: web::Data<Mutex<Script>>, request: HttpRequest) -> HttpResponse {
    let mut script = script.lock().unwrap();
    script.requested.push(request.path().to_owned());
    let authorized = request
        .headers()
        .get(header::AUTHORIZATION)
        .map(|value| value.to_str().unwrap())
        == Some(&format!("Bearer {ACCESS_TOKEN}"));
    match &script.user_info {
        Some(user_info) if authorized => HttpResponse::Ok().json(user_info),
        _ => HttpResponse::Unauthorized().finish(),
    }
}

impl Script {
    fn id_token(&self) -> Option<String> {
        let mut claims = self.claims.clone();
        // `null` removes a claim.
        claims
            .entry("nonce")
            .or_insert_with(|| Value::from(self.nonce.as_str()));
        claims.retain(|_, value| !value.is_null());
        Some(match &self.signature {
            TokenSignature::Key(key) => key.sign(&claims),
            TokenSignature::None(signature) => {
                let header = part(&json!({ "alg": "none" }));
                format!("{header}.{}.{signature}", part(&Value::Object(claims)))
            }
            TokenSignature::Hs256(secret) => {
                let header = Header::new(Algorithm::HS256);
                jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap()
            }
            TokenSignature::Tampered(key, claim, value) => {
                let token = key.sign(&claims);
                claims.insert((*claim).to_owned(), value.clone());
                let parts: Vec<_> = token.split('.').collect();
                format!("{}.{}.{}", parts[0], part(&Value::Object(claims)), parts[2])
            }
            TokenSignature::Text(text) => (*text).to_owned(),
            TokenSignature::Missing => return None,
        })
    }
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
