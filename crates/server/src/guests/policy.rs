//! The Content Security Policy that allows only the inline style and script of a page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The `Content-Security-Policy` of a page whose only `<style>` contains exactly this text. It allows no
/// script, no other file and no framing, restricts forms to the same origin, and requires trusted types.
pub(crate) fn policy_for(style: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; img-src data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash_of(style)
    )
}

/// The hash source of a `<style>` or `<script>` with exactly this text.
pub(super) fn hash_of(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
