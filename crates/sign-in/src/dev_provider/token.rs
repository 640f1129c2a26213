//! The token endpoint: exchanges a code for an ID token (RFC 6749, section 4.1.3; RFC 7636, section
//! 4.6).

use std::sync::PoisonError;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::EmailAddress;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::grants::Grant;
use super::parameters::Parameters;
use super::{CLIENT_ID, ProviderState, random_text};

const ID_TOKEN_LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// An error response (RFC 6749, section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenError {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    UnsupportedGrantType,
    ServerError,
}

pub(super) async fn exchange(
    provider: web::Data<ProviderState>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let (status, body) = match tokens(&provider, &request, &body, Timestamp::now()) {
        Ok(tokens) => (StatusCode::OK, tokens),
        Err(refusal) => (refusal.status(), json!({ "error": refusal.code() })),
    };
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, r#"Basic realm="dev/oidc""#));
    }
    response.json(body)
}

fn tokens(
    provider: &ProviderState,
    request: &HttpRequest,
    body: &[u8],
    now: Timestamp,
) -> Result<Value, TokenError> {
    let form = Parameters::parse(body).map_err(|_| TokenError::InvalidRequest)?;
    authenticate(provider, request, &form)?;
    if form.get("grant_type") != Some("authorization_code") {
        return Err(TokenError::UnsupportedGrantType);
    }
    let code = form.get("code").ok_or(TokenError::InvalidRequest)?;
    let grant = provider
        .grants
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take(code, now)
        .filter(|grant| form.get("redirect_uri") == Some(&grant.redirect_uri))
        .filter(|grant| {
            form.get("code_verifier").map(challenge).as_ref() == Some(&grant.code_challenge)
        })
        .ok_or(TokenError::InvalidGrant)?;
    let id_token = provider
        .key
        .sign(&claims(&provider.issuer, &grant, now))
        .map_err(|_| TokenError::ServerError)?;
    Ok(json!({
        "access_token": random_text().map_err(|_| TokenError::ServerError)?,
        "token_type": "Bearer",
        "expires_in": ID_TOKEN_LIFETIME.as_secs(),
        "scope": "openid email profile",
        "id_token": id_token,
    }))
}

/// Authenticates the client, by the header or by the form but not by both.
fn authenticate(
    provider: &ProviderState,
    request: &HttpRequest,
    form: &Parameters,
) -> Result<(), TokenError> {
    let in_form = form.get("client_secret");
    let (id, secret) = match (request.headers().get(header::AUTHORIZATION), in_form) {
        (Some(_), Some(_)) => return Err(TokenError::InvalidRequest),
        (Some(value), None) => value
            .to_str()
            .ok()
            .and_then(basic)
            .ok_or(TokenError::InvalidClient)?,
        (None, Some(secret)) => {
            let id = form.get("client_id").ok_or(TokenError::InvalidClient)?;
            (id.to_owned(), secret.to_owned())
        }
        (None, None) => return Err(TokenError::InvalidClient),
    };
    // The comparison of digests takes a time that does not depend on the secret.
    let matches = Sha256::digest(&secret) == Sha256::digest(&provider.client_secret);
    if id == CLIENT_ID && matches {
        Ok(())
    } else {
        Err(TokenError::InvalidClient)
    }
}

/// Client id and secret of a `Basic` header, in which both are form-encoded (RFC 6749, section
/// 2.3.1).
fn basic(value: &str) -> Option<(String, String)> {
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some((form_decoded(id), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    form_urlencoded::parse(text.as_bytes())
        .map(|(name, _)| name.into_owned())
        .collect()
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

fn claims(issuer: &str, grant: &Grant, now: Timestamp) -> Value {
    let mut claims = json!({
        "iss": issuer,
        "sub": subject(grant.email.as_str()),
        "aud": CLIENT_ID,
        "iat": now.as_second(),
        "exp": (now + ID_TOKEN_LIFETIME).as_second(),
        "email": grant.email,
        "email_verified": true,
        "name": grant.name,
    });
    if let (Some(nonce), Some(claims)) = (&grant.nonce, claims.as_object_mut()) {
        claims.insert("nonce".to_owned(), Value::from(nonce.as_str()));
    }
    claims
}

/// The subject of an email address, which is the same after every restart.
fn subject(email: &str) -> String {
    let digest = Sha256::digest(format!(
        "seat-dealer development subject {}",
        EmailAddress::fold(email)
    ));
    URL_SAFE_NO_PAD.encode(&digest[..16])
}

impl TokenError {
    const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::ServerError => "server_error",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::InvalidClient => StatusCode::UNAUTHORIZED,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}
