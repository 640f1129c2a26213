use hmac::{Hmac, KeyInit, Mac};
use seat_dealer_core::InvitationId;
use sha2::{Digest, Sha256};

/// Derives the guests' links: the first 128 bits of HMAC-SHA256(secret, invitation id) in base58.
/// The database keeps only the hash of a link, so that a copy of it gives nobody a link.
#[derive(Clone)]
pub struct RsvpTokens {
    secret: Vec<u8>,
}

impl RsvpTokens {
    /// With the application's secret.
    pub fn new(app_secret: &str) -> Self {
        Self {
            secret: app_secret.as_bytes().to_vec(),
        }
    }

    /// The token of an invitation's link: 22 characters, seldom fewer.
    pub fn token(&self, invitation: &InvitationId) -> String {
        // HMAC takes keys of any length: the error case does not exist.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else {
            return String::new();
        };
        mac.update(b"rsvp:");
        mac.update(invitation.as_str().as_bytes());
        bs58::encode(&mac.finalize().into_bytes()[..16]).into_string()
    }

    pub(crate) fn hash_for(&self, invitation: &InvitationId) -> String {
        hash(&self.token(invitation))
    }
}

/// SHA-256 in hexadecimal: how keys and links are stored.
pub(crate) fn hash(secret: &str) -> String {
    use std::fmt::Write;
    Sha256::digest(secret.as_bytes())
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

impl std::fmt::Debug for RsvpTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RsvpTokens(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_depends_on_the_secret_and_the_invitation_alone() {
        let tokens = RsvpTokens::new("0123456789abcdef0123456789abcdef");
        let id = InvitationId::new("0190a0b0-0000-7000-8000-000000000001");
        assert_eq!(tokens.token(&id), tokens.token(&id));
        assert!((20..=22).contains(&tokens.token(&id).len()));
        assert_ne!(
            tokens.token(&id),
            tokens.token(&InvitationId::new("another"))
        );
        assert_ne!(
            tokens.token(&id),
            RsvpTokens::new("another secret").token(&id)
        );
        assert_eq!(
            hash("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
