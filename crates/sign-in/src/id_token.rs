//! What an ID token must show before anything in it is believed.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    ClaimsVerificationError, ClientId, IssuerUrl, Nonce, SignatureVerificationError,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::IdTokenFault;
use crate::google_issuer;

/// The algorithms that prove something: RS256, which every provider must have, and ES256. Both
/// are asymmetric; a token that is signed with something we also know proves nothing.
pub(crate) const ALGORITHMS: [CoreJwsSigningAlgorithm; 2] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
];

/// The longest subject, in characters (OpenID Connect Core 1.0, section 2).
const SUBJECT_LIMIT: usize = 255;
/// How far the provider's clock may be ahead of ours.
const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

/// What the token of one sign-in must hold.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a IssuerUrl,
    pub(crate) client_id: &'a ClientId,
    pub(crate) nonce: &'a Nonce,
    pub(crate) now: Timestamp,
}

/// Verifies signature, issuer, audience, period of validity, nonce and subject.
pub(crate) fn verify(
    id_token: &str,
    keys: &CoreJsonWebKeySet,
    expected: &Expected<'_>,
) -> Result<CoreIdTokenClaims, IdTokenFault> {
    // A moment beyond the calendar is after every expiry.
    let now =
        DateTime::from_timestamp(expected.now.as_second(), 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
    // The verifier of a public client, because that one has no shared secret to verify with.
    let verifier = CoreIdTokenVerifier::new_public_client(
        expected.client_id.clone(),
        expected.issuer.clone(),
        keys.clone(),
    )
    .set_allowed_algs(ALGORITHMS)
    .set_time_fn(move || now);

    let claims = match google_issuer::with_scheme(id_token, expected.issuer, keys) {
        // The signature was verified over the original; the rest is verified as always.
        Some(with_scheme) => claims(
            &with_scheme?,
            &verifier.insecure_disable_signature_check(),
            expected.nonce,
        ),
        None => claims(id_token, &verifier, expected.nonce),
    }?;
    if let Some(party) = claims.authorized_party()
        && party != expected.client_id
    {
        return Err(IdTokenFault::Audience);
    }
    if !names_somebody(claims.subject()) {
        return Err(IdTokenFault::Subject);
    }
    check_not_before(id_token, expected.now)?;
    Ok(claims)
}

/// Whether a subject can be the key of a host. Blanks around it would be lost: MySQL ignores those at
/// the end when it compares texts.
fn names_somebody(subject: &str) -> bool {
    !subject.is_empty()
        && subject == subject.trim()
        && subject.chars().count() <= SUBJECT_LIMIT
        && !subject.contains(char::is_control)
}

/// The library does not read `nbf` (RFC 7519, section 4.1.5). It is read once the token is verified.
fn check_not_before(id_token: &str, now: Timestamp) -> Result<(), IdTokenFault> {
    #[derive(Deserialize)]
    struct Validity {
        nbf: Option<f64>,
    }
    let payload = id_token.split('.').nth(1).unwrap_or_default();
    let validity: Validity = decoded(payload).ok_or(IdTokenFault::Malformed)?;
    let latest = now.saturating_add(LEEWAY).unwrap_or(Timestamp::MAX);
    match validity.nbf {
        Some(nbf) if nbf > latest.as_duration().as_secs_f64() => Err(IdTokenFault::NotYetValid),
        _ => Ok(()),
    }
}

/// Reads a part of a token.
pub(crate) fn decoded<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

fn claims(
    id_token: &str,
    verifier: &CoreIdTokenVerifier<'_>,
    nonce: &Nonce,
) -> Result<CoreIdTokenClaims, IdTokenFault> {
    CoreIdToken::from_str(id_token)
        .map_err(|_| IdTokenFault::Malformed)?
        .into_claims(verifier, nonce)
        .map_err(|error| match error {
            ClaimsVerificationError::InvalidIssuer(_) => IdTokenFault::Issuer,
            ClaimsVerificationError::InvalidAudience(_) => IdTokenFault::Audience,
            ClaimsVerificationError::Expired(_) => IdTokenFault::Expired,
            ClaimsVerificationError::InvalidNonce(_) => IdTokenFault::Nonce,
            ClaimsVerificationError::SignatureVerification(error) => signature_fault(&error),
            _ => IdTokenFault::Malformed,
        })
}

pub(crate) fn signature_fault(error: &SignatureVerificationError) -> IdTokenFault {
    match error {
        SignatureVerificationError::NoSignature => IdTokenFault::Unsigned,
        SignatureVerificationError::DisallowedAlg(_)
        | SignatureVerificationError::UnsupportedAlg(_) => IdTokenFault::Algorithm,
        SignatureVerificationError::NoMatchingKey
        | SignatureVerificationError::AmbiguousKeyId(_) => IdTokenFault::UnknownKey,
        _ => IdTokenFault::Signature,
    }
}
