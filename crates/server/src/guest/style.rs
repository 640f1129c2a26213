//! How a page carries its own style under a policy that forbids everything else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The `Content-Security-Policy` of a page whose only `<style>` holds exactly this text: no
/// script, no other file, no frame around it, and forms that only post to where they came from.
pub(crate) fn policy_for(style: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(style));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}
