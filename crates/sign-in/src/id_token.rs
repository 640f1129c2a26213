//! What an ID token must show before anything in it is believed.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use jiff::Timestamp;
use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    ClaimsVerificationError, ClientId, IssuerUrl, Nonce, SignatureVerificationError,
};

use crate::error::IdTokenFault;
use crate::google_issuer;

/// The algorithms that prove something: RS256, which every provider must have, and ES256. Both
/// are asymmetric; a token that is signed with something we also know proves nothing.
pub(crate) const ALGORITHMS: [CoreJwsSigningAlgorithm; 2] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
];

/// What the token of one sign-in must hold.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a IssuerUrl,
    pub(crate) client_id: &'a ClientId,
    pub(crate) nonce: &'a Nonce,
    pub(crate) now: Timestamp,
}

/// Verifies signature, issuer, audience, expiry and nonce.
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
    match claims.authorized_party() {
        Some(party) if party != expected.client_id => Err(IdTokenFault::Audience),
        _ => Ok(claims),
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
