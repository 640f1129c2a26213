//! Google's ID tokens contain the issuer with or without the scheme. `openidconnect` parses an
//! issuer as a URL, and `accounts.google.com` is not a URL.
//!
//! The signature of such a token is verified over its original bytes with the library's
//! cryptography. Only then is the issuer replaced by the full one, so that the library can verify
//! the other claims.
//! Source: <https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken>

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{IssuerUrl, JsonWebKey};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::IdTokenFault;
use crate::jws::{ALGORITHMS, decode_part, signature_fault};

pub(crate) const FULL: &str = "https://accounts.google.com";
pub(crate) const SHORT: &str = "accounts.google.com";

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: String,
}

/// Verifies the signature of a token with Google's short issuer, and returns the token with the
/// full issuer. Its signature no longer matches. `None` for every other token.
pub(crate) fn with_scheme(
    id_token: &str,
    issuer: &IssuerUrl,
    keys: &CoreJsonWebKeySet,
) -> Option<Result<String, IdTokenFault>> {
    if issuer.as_str() != FULL {
        return None;
    }
    let (signed, signature) = id_token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let mut claims: Map<String, Value> = decode_part(payload)?;
    if claims.get("iss")?.as_str()? != SHORT {
        return None;
    }
    claims.insert("iss".to_owned(), Value::from(FULL));
    let rewritten = URL_SAFE_NO_PAD.encode(Value::Object(claims).to_string());
    Some(
        check_signature(header, signed, signature, keys)
            .map(|()| format!("{header}.{rewritten}.{signature}")),
    )
}

fn check_signature(
    header: &str,
    signed: &str,
    signature: &str,
    keys: &CoreJsonWebKeySet,
) -> Result<(), IdTokenFault> {
    let header: Header = decode_part(header).ok_or(IdTokenFault::Algorithm)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(IdTokenFault::Algorithm);
    }
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| IdTokenFault::Malformed)?;
    keys.keys()
        .iter()
        .find(|key| key.key_id().is_some_and(|kid| kid.as_str() == header.kid))
        .ok_or(IdTokenFault::UnknownKey)?
        .verify_signature(&header.alg, signed.as_bytes(), &signature)
        .map_err(|error| signature_fault(&error))
}
