//! JSON Web Signatures (RFC 7515): the accepted algorithms, decoding, and errors.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::SignatureVerificationError;
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde::de::DeserializeOwned;

use crate::error::IdTokenFault;

/// The accepted algorithms: RS256, which every provider must support, and ES256. Both are
/// asymmetric. A token that is signed with a secret that this server knows would prove nothing.
pub(crate) const ALGORITHMS: [CoreJwsSigningAlgorithm; 2] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
];

/// Decodes the header or the payload of a token. `None` if it is not base64url or not the expected JSON.
pub(crate) fn decode_part<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// The fault that a failed verification of a signature means.
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
