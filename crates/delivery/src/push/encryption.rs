//! The encryption of push messages (RFC 8291), as one record of the content encoding `aes128gcm` (RFC 8188).

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use p256::{PublicKey, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::error::Unspecified;
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};

/// Browsers write base64url without padding, and some libraries with it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// The maximum number of bytes of an encrypted message that every push service accepts.
const RECORD: usize = 4096;
/// The bytes of a public key that is not compressed.
const POINT: usize = 65;
/// Salt, size of the record, length of the key, and key.
const HEADER: usize = 16 + 4 + 1 + POINT;
/// The delimiter of the last record, and the tag of the cipher.
const TRAILER: usize = 1 + 16;
/// The maximum number of bytes of a message.
pub(crate) const LONGEST_MESSAGE: usize = RECORD - HEADER - TRAILER;

/// The keys with which a browser reads push messages.
#[derive(Debug, Clone)]
pub struct BrowserKeys {
    public: PublicKey,
    auth: [u8; 16],
}

/// A key that no browser makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidKey {
    /// Its name in a subscription: `p256dh` or `auth`.
    pub name: &'static str,
    /// What it must be.
    pub sentence: &'static str,
}

impl BrowserKeys {
    /// Reads the keys `p256dh` and `auth` of a subscription: base64url.
    pub fn parse(p256dh: &str, auth: &str) -> Result<Self, InvalidKey> {
        let public = BASE64.decode(p256dh).ok();
        let public = public
            .filter(|bytes| bytes.len() == POINT)
            .and_then(|bytes| PublicKey::from_sec1_bytes(&bytes).ok())
            .ok_or(InvalidKey {
                name: "p256dh",
                sentence: "This must be a public key of P-256, not compressed, as base64url.",
            })?;
        let auth = BASE64.decode(auth).ok();
        let auth = auth.and_then(|bytes| bytes.try_into().ok());
        let auth = auth.ok_or(InvalidKey {
            name: "auth",
            sentence: "This must be 16 bytes as base64url.",
        })?;
        Ok(Self { public, auth })
    }

    /// Encrypts a message for the browser; `None` if it is longer than [`LONGEST_MESSAGE`], or there is no randomness.
    pub(super) fn encrypt(&self, message: &[u8]) -> Option<Vec<u8>> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).ok()?;
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        // One in four thousand million is not a key of the curve; the message is tried again then.
        let ephemeral = SecretKey::from_slice(&bytes).ok()?;
        self.encrypt_with(&ephemeral, salt, message)
    }

    /// Encrypts a message with an ephemeral key and a salt that are used for it only.
    fn encrypt_with(
        &self,
        ephemeral: &SecretKey,
        salt: [u8; 16],
        message: &[u8],
    ) -> Option<Vec<u8>> {
        if message.len() > LONGEST_MESSAGE {
            return None;
        }
        let ours = ephemeral.public_key().to_sec1_bytes();
        let theirs = self.public.to_sec1_bytes();
        let shared = ephemeral.diffie_hellman(&self.public);
        let secret = Salt::new(HKDF_SHA256, &self.auth).extract(shared.raw_secret_bytes());
        let input: [u8; 32] = derive(&secret, &[b"WebPush: info\0", &theirs, &ours]).ok()?;
        let secret = Salt::new(HKDF_SHA256, &salt).extract(&input);
        let key: [u8; 16] = derive(&secret, &[b"Content-Encoding: aes128gcm\0"]).ok()?;
        let nonce: [u8; 12] = derive(&secret, &[b"Content-Encoding: nonce\0"]).ok()?;

        let mut record = [message, b"\x02"].concat();
        let nonce = Nonce::assume_unique_for_key(nonce);
        LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?)
            .seal_in_place_append_tag(nonce, Aad::empty(), &mut record)
            .ok()?;
        let size = u32::try_from(RECORD).ok()?.to_be_bytes();
        let length = [u8::try_from(POINT).ok()?];
        Some([&salt[..], &size, &length, &ours, &record].concat())
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive<const N: usize>(secret: &Prk, info: &[&[u8]]) -> Result<[u8; N], Unspecified> {
    let mut bytes = [0; N];
    secret.expand(info, Length(N))?.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    use super::*;

    fn decoded(text: &str) -> Vec<u8> {
        BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    const P256DH: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    #[test]
    fn a_message_is_encrypted_as_in_the_example_of_rfc_8291() {
        let keys = BrowserKeys::parse(P256DH, AUTH).unwrap();
        let ephemeral = decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        let encrypted = keys.encrypt_with(
            &SecretKey::from_slice(&ephemeral).unwrap(),
            decoded("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap(),
            b"When I grow up, I want to be a watermelon",
        );
        assert_eq!(
            BASE64_URL_SAFE_NO_PAD.encode(encrypted.unwrap()),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml\
             mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT\
             pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn a_message_is_never_longer_than_push_services_accept() {
        let keys = BrowserKeys::parse(P256DH, AUTH).unwrap();
        let longest = keys.encrypt(&[b'x'; LONGEST_MESSAGE]).unwrap();
        assert_eq!(longest.len(), 4096);
        assert_eq!(keys.encrypt(&[b'x'; LONGEST_MESSAGE + 1]), None);
        // Each message has its own key and salt.
        assert_ne!(keys.encrypt(b""), keys.encrypt(b""));
    }

    #[test]
    fn keys_that_no_browser_makes_are_refused() {
        assert!(BrowserKeys::parse(&format!("{P256DH}="), &format!("{AUTH}==")).is_ok());
        let not_on_the_curve = BASE64_URL_SAFE_NO_PAD.encode([4; POINT]);
        let compressed = &BASE64_URL_SAFE_NO_PAD.encode(&decoded(P256DH)[..33]);
        for p256dh in ["", "é", &P256DH[4..], compressed, &not_on_the_curve] {
            assert_eq!(BrowserKeys::parse(p256dh, AUTH).unwrap_err().name, "p256dh");
        }
        for auth in [
            "",
            "BTBZMqHH6r4Tts7J",
            "BTBZMqHH6r4Tts7J_aSIggAA",
            "BTBZMqHH6r4Tts7J/aSIgg",
        ] {
            assert_eq!(BrowserKeys::parse(P256DH, auth).unwrap_err().name, "auth");
        }
    }
}
