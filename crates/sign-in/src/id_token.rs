//! Verification of ID tokens. No claim is used before it.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier, CoreJsonWebKeySet};
use openidconnect::{ClaimsVerificationError, ClientId, IssuerUrl, Nonce};
use serde::Deserialize;

use crate::error::IdTokenFault;
use crate::google_issuer;
use crate::jws::{ALGORITHMS, decode_part, signature_fault};

/// The longest subject, in characters (OpenID Connect Core 1.0, section 2).
const SUBJECT_LIMIT: usize = 255;
/// How far the provider's clock may be ahead of this server's.
const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

/// The values that the ID token of one sign-in must contain.
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
    // A time that `chrono` cannot represent is after every expiry.
    let now =
        DateTime::from_timestamp(expected.now.as_second(), 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
    // The verifier of a public client, which has no shared secret, so that it cannot accept HMAC.
    let verifier = CoreIdTokenVerifier::new_public_client(
        expected.client_id.clone(),
        expected.issuer.clone(),
        keys.clone(),
    )
    .set_allowed_algs(ALGORITHMS)
    .set_time_fn(move || now);

    let claims = match google_issuer::with_scheme(id_token, expected.issuer, keys) {
        // `with_scheme` has verified the signature over the original token.
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
    if !is_valid_subject(claims.subject()) {
        return Err(IdTokenFault::Subject);
    }
    check_not_before(id_token, expected.now)?;
    Ok(claims)
}

/// Whether a subject can be part of a host's key. It must not begin or end with blanks, because
/// MySQL ignores trailing blanks when it compares text.
fn is_valid_subject(subject: &str) -> bool {
    !subject.is_empty()
        && subject == subject.trim()
        && subject.chars().count() <= SUBJECT_LIMIT
        && !subject.contains(char::is_control)
}

/// Checks `nbf` (RFC 7519, section 4.1.5) of a verified token, because the library does not.
fn check_not_before(id_token: &str, now: Timestamp) -> Result<(), IdTokenFault> {
    #[derive(Deserialize)]
    struct Validity {
        nbf: Option<f64>,
    }
    let payload = id_token.split('.').nth(1).unwrap_or_default();
    let validity: Validity = decode_part(payload).ok_or(IdTokenFault::Malformed)?;
    let latest = now.saturating_add(LEEWAY).unwrap_or(Timestamp::MAX);
    match validity.nbf {
        Some(nbf) if nbf > latest.as_duration().as_secs_f64() => Err(IdTokenFault::NotYetValid),
        _ => Ok(()),
    }
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

#[cfg(test)]
mod tests;
