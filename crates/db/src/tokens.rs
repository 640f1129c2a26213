use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use seat_dealer_core::{EmailAddress, HostId, InvitationId, MessageId};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// The bytes of a MAC that authenticate a link: 128 bits.
const CODE: usize = 16;

/// Derives the tokens of guests' links: the first 128 bits of HMAC-SHA256(secret, invitation id) in base58. Each kind
/// of token has its own prefix in the MAC. The database stores only the hash of a token, so a copy of the database
/// contains no links. The public ids of messages are derived in the same way.
#[derive(Clone)]
pub struct RsvpTokens {
    secret: Vec<u8>,
}

impl RsvpTokens {
    /// Derives all tokens from this secret.
    pub fn new(app_secret: &str) -> Self {
        Self {
            secret: app_secret.as_bytes().to_vec(),
        }
    }

    /// The token of an invitation's link: 22 characters or, rarely, fewer.
    pub fn token(&self, invitation: &InvitationId) -> String {
        let Some(mac) = self.mac("rsvp:", invitation.as_str()) else {
            return String::new();
        };
        bs58::encode(&mac.finalize().into_bytes()[..CODE]).into_string()
    }

    /// The token of the link that stops all email to an address. It consists of a 128-bit MAC and the address, so it
    /// is valid as long as the secret, without any contact or invitation.
    pub fn unsubscribe_token(&self, address: &EmailAddress) -> String {
        self.sign("unsubscribe:", address.as_str())
    }

    /// The address in such a token; `None` if the token is not valid.
    pub fn unsubscribing_address(&self, token: &str) -> Option<EmailAddress> {
        EmailAddress::parse(&self.signed_text("unsubscribe:", token)?).ok()
    }

    /// The token of the link that stops emails about a host's events to the host: a 128-bit MAC and the host's id.
    pub fn host_news_token(&self, host: &HostId) -> String {
        self.sign("host news:", host.as_str())
    }

    /// The host in such a token; `None` if the token is not valid.
    pub fn host_of_news_token(&self, token: &str) -> Option<HostId> {
        self.signed_text("host news:", token).map(HostId::new)
    }

    /// A token for this purpose: a 128-bit MAC and the text.
    fn sign(&self, purpose: &str, text: &str) -> String {
        let Some(mac) = self.mac(purpose, text) else {
            return String::new();
        };
        let mut bytes = mac.finalize().into_bytes()[..CODE].to_vec();
        bytes.extend(text.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The text behind the MAC of a token for this purpose; `None` if the token is not valid.
    fn signed_text(&self, purpose: &str, token: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (code, text) = bytes.split_at_checked(CODE)?;
        let text = std::str::from_utf8(text).ok()?;
        // This compares in constant time.
        self.mac(purpose, text)?.verify_truncated_left(code).ok()?;
        Some(text.to_owned())
    }

    /// The public id of a message, the same at every try: 32 hexadecimal digits. It needs the secret, so it does not
    /// even confirm a guess of the internal id.
    pub fn public_id(&self, message: &MessageId) -> String {
        let Some(mac) = self.mac("message:", message.as_str()) else {
            return String::new();
        };
        hex(&mac.finalize().into_bytes()[..CODE])
    }

    /// Bytes from which the key that signs push messages is made. Not all bytes are a key of the curve, so there is one
    /// candidate for each `attempt`.
    pub fn push_key_candidate(&self, attempt: u8) -> [u8; 32] {
        self.mac("push:", &attempt.to_string())
            .map(|mac| mac.finalize().into_bytes().into())
            .unwrap_or_default()
    }

    /// Encrypts a text for a client with AES-256-GCM: base64url of a random nonce and the ciphertext.
    /// [`RsvpTokens::open`] decrypts it only with the same purpose.
    pub(crate) fn seal(&self, purpose: &str, text: &str) -> Result<String> {
        let failed = |_| Error::Unavailable("nothing can be encrypted".to_owned());
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|error| Error::Unavailable(error.to_string()))?;
        let mut sealed = text.as_bytes().to_vec();
        self.sealing_key()
            .ok_or(ring::error::Unspecified)
            .and_then(|key| {
                let nonce = Nonce::assume_unique_for_key(nonce);
                key.seal_in_place_append_tag(nonce, Aad::from(purpose), &mut sealed)
            })
            .map_err(failed)?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// Decrypts a text; `None` if it was not encrypted with this secret and purpose.
    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let key = self.sealing_key()?;
        let text = key.open_in_place(nonce, Aad::from(purpose), &mut sealed);
        String::from_utf8(text.ok()?.to_vec()).ok()
    }

    fn sealing_key(&self) -> Option<LessSafeKey> {
        let key = self.mac("seal:", "")?.finalize().into_bytes();
        UnboundKey::new(&AES_256_GCM, &key)
            .ok()
            .map(LessSafeKey::new)
    }

    /// HMAC accepts keys of any length, so this is never `None`.
    fn mac(&self, purpose: &str, subject: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).ok()?;
        mac.update(purpose.as_bytes());
        mac.update(subject.as_bytes());
        Some(mac)
    }

    pub(crate) fn hash_for(&self, invitation: &InvitationId) -> String {
        hash(&self.token(invitation))
    }
}

/// SHA-256 in hexadecimal. Keys and links are stored as this.
pub(crate) fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
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
        // The token is that of the first release.
        assert_eq!(tokens.token(&id), "9utMbyCXA9DNKVUUKbx9zx");
        assert_eq!(
            hash("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn the_public_id_of_a_message_depends_on_the_secret() {
        let id = MessageId::new("0190a0b0-0000-7000-8000-000000000001");
        let (ours, others) = ("0123456789abcdef0123456789abcdef", "another secret");
        let public_id = |secret| RsvpTokens::new(secret).public_id(&id);
        assert_eq!(public_id(ours), public_id(ours));
        assert_ne!(public_id(ours), public_id(others));
        assert_eq!(public_id(ours).len(), 32);
        assert!(public_id(ours).bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn a_sealed_text_opens_for_its_purpose_and_with_its_secret_only() {
        let tokens = RsvpTokens::new("0123456789abcdef0123456789abcdef");
        let sealed = tokens.seal("one", "Zoë").unwrap();
        assert_eq!(tokens.open("one", &sealed).as_deref(), Some("Zoë"));
        assert_eq!(tokens.open("another", &sealed), None);
        assert_eq!(RsvpTokens::new("another").open("one", &sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(tokens.open("one", &changed), None, "{changed}");
            assert_eq!(tokens.open("one", &sealed[..at]), None, "{at}");
        }
    }

    #[test]
    fn only_a_token_of_ours_leads_to_an_address() {
        let tokens = RsvpTokens::new("0123456789abcdef0123456789abcdef");
        let address = EmailAddress::parse("Zoë+dinner@example.com").unwrap();
        let token = tokens.unsubscribe_token(&address);
        assert_eq!(tokens.unsubscribing_address(&token), Some(address.clone()));
        let strangers = RsvpTokens::new("another secret").unsubscribe_token(&address);
        let mut wrong = vec![String::new(), "x".into(), "é".into(), strangers];
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            wrong.extend([token[..at].to_owned(), changed]);
        }
        wrong.push(format!("{token}A"));
        // The same bytes with another purpose, and with another address.
        let mac = tokens.mac("rsvp:", address.as_str()).unwrap();
        let mut bytes = mac.finalize().into_bytes()[..CODE].to_vec();
        bytes.extend(address.as_str().as_bytes());
        wrong.push(URL_SAFE_NO_PAD.encode(&bytes));
        for token in wrong {
            assert_eq!(tokens.unsubscribing_address(&token), None, "{token}");
        }
    }
}
