//! How a page carries its own style and script under a policy that forbids everything else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The `Content-Security-Policy` of a page whose only `<style>` holds exactly this text: no
/// script, no other file, no frame around it, forms that only post to where they came from, and no
/// text that a script could turn into markup or code.
pub(crate) fn policy_for(style: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; img-src data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash_of(style)
    )
}

/// What a policy calls a `<style>` or `<script>` with exactly this text.
pub(super) fn hash_of(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
