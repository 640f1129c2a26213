//! The ticket of a sign-in, and the values that are derived from it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::error::{InvalidSetting, SignInError};

/// How long a person may take at the provider.
const LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// Makes tickets and reads them back.
pub(crate) struct Tickets {
    sign: EncodingKey,
    verify: DecodingKey,
    derive: Hmac<Sha256>,
}

/// What a ticket says. It is signed, not encrypted: nothing in it is a secret by itself.
#[derive(Serialize, Deserialize)]
struct Claims {
    /// 256 random bits; state, nonce and PKCE verifier are derived from them.
    id: String,
    redirect_uri: String,
    exp: i64,
}

/// One sign-in, between its start and its finish.
pub(crate) struct Attempt {
    id: String,
    derive: Hmac<Sha256>,
    /// Where the provider sends the browser.
    pub(crate) redirect_uri: String,
}

impl Tickets {
    /// Derives the keys, each for its one purpose.
    pub(crate) fn new(app_secret: &str) -> Result<Self, InvalidSetting> {
        if app_secret.len() < 32 {
            return Err(InvalidSetting(
                "APP_SECRET must be at least 32 characters long; `openssl rand -hex 32` makes one."
                    .to_owned(),
            ));
        }
        let root = keyed(app_secret.as_bytes())?;
        let sign = mac(&root, &["login ticket"]);
        Ok(Self {
            sign: EncodingKey::from_secret(&sign),
            verify: DecodingKey::from_secret(&sign),
            derive: keyed(&mac(&root, &["login values"]))?,
        })
    }

    /// A fresh sign-in and its ticket.
    pub(crate) fn issue(
        &self,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Result<(Attempt, String), SignInError> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|_| SignInError::Internal)?;
        let claims = Claims {
            id: URL_SAFE_NO_PAD.encode(random),
            redirect_uri: redirect_uri.to_owned(),
            exp: (now + LIFETIME).as_second(),
        };
        let ticket = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.sign)
            .map_err(|_| SignInError::Internal)?;
        Ok((self.attempt(claims), ticket))
    }

    /// Reads a ticket of ours that has not expired.
    pub(crate) fn open(&self, ticket: &str, now: Timestamp) -> Result<Attempt, SignInError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The library would look at the system's clock; ours is compared below.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(ticket, &self.verify, &validation)
            .map_err(|_| SignInError::Ticket)?
            .claims;
        if now.as_second() >= claims.exp {
            return Err(SignInError::TicketExpired);
        }
        Ok(self.attempt(claims))
    }

    fn attempt(&self, claims: Claims) -> Attempt {
        Attempt {
            id: claims.id,
            derive: self.derive.clone(),
            redirect_uri: claims.redirect_uri,
        }
    }
}

impl Attempt {
    /// The value that comes back with the code.
    pub(crate) fn state(&self) -> CsrfToken {
        CsrfToken::new(self.derived("state"))
    }

    /// Compares in constant time.
    pub(crate) fn check_state(&self, state: &str) -> Result<(), SignInError> {
        let given = URL_SAFE_NO_PAD
            .decode(state)
            .map_err(|_| SignInError::State)?;
        let mut expected = self.derive.clone();
        feed(&mut expected, &["state", &self.id]);
        expected
            .verify_slice(&given)
            .map_err(|_| SignInError::State)
    }

    /// The value that the ID token must hold.
    pub(crate) fn nonce(&self) -> Nonce {
        Nonce::new(self.derived("nonce"))
    }

    /// The proof that the code is exchanged by the one who asked for it; 43 characters.
    pub(crate) fn pkce_verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derived("pkce verifier"))
    }

    fn derived(&self, purpose: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.derive, &[purpose, &self.id]))
    }
}

fn keyed(key: &[u8]) -> Result<Hmac<Sha256>, InvalidSetting> {
    // HMAC takes keys of any length, so this cannot happen.
    Hmac::new_from_slice(key)
        .map_err(|_| InvalidSetting("APP_SECRET cannot be used as a key.".to_owned()))
}

fn mac(key: &Hmac<Sha256>, parts: &[&str]) -> [u8; 32] {
    let mut mac = key.clone();
    feed(&mut mac, parts);
    mac.finalize().into_bytes().into()
}

/// Parts are separated, so that no two lists of parts read the same.
fn feed(mac: &mut Hmac<Sha256>, parts: &[&str]) {
    for part in parts {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of at least thirty-two characters";
    const REDIRECT: &str = "http://localhost/login/callback";

    fn tickets() -> Tickets {
        Tickets::new(SECRET).unwrap()
    }

    fn noon() -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_ticket_brings_back_its_sign_in_on_any_server() {
        let (started, ticket) = tickets().issue(REDIRECT, noon()).unwrap();
        let finished = tickets().open(&ticket, noon()).unwrap();
        assert_eq!(finished.redirect_uri, REDIRECT);
        assert_eq!(finished.nonce().secret(), started.nonce().secret());
        assert_eq!(
            finished.pkce_verifier().secret(),
            started.pkce_verifier().secret()
        );
        assert_eq!(finished.check_state(started.state().secret()), Ok(()));
        assert_eq!(started.pkce_verifier().secret().len(), 43);
    }

    #[test]
    fn a_ticket_shows_none_of_the_secrets_and_no_two_are_alike() {
        let (one, ticket) = tickets().issue(REDIRECT, noon()).unwrap();
        let (two, _) = tickets().issue(REDIRECT, noon()).unwrap();
        let payload = ticket.split('.').nth(1).unwrap();
        let shown = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
        let secrets = [
            one.state().secret().clone(),
            one.nonce().secret().clone(),
            one.pkce_verifier().secret().clone(),
        ];
        for (index, secret) in secrets.iter().enumerate() {
            assert!(!shown.contains(secret.as_str()));
            assert!(!secrets[index + 1..].contains(secret));
        }
        assert_ne!(one.state().secret(), two.state().secret());
        assert_eq!(
            one.check_state(two.state().secret()),
            Err(SignInError::State)
        );
    }

    #[test]
    fn a_ticket_is_good_for_ten_minutes() {
        let (_, ticket) = tickets().issue(REDIRECT, noon()).unwrap();
        let last_second = noon() + SignedDuration::from_secs(10 * 60 - 1);
        let too_late = noon() + SignedDuration::from_mins(10);
        assert!(tickets().open(&ticket, last_second).is_ok());
        assert_eq!(
            tickets().open(&ticket, too_late).err(),
            Some(SignInError::TicketExpired)
        );
    }

    #[test]
    fn a_ticket_of_another_key_is_refused() {
        let (_, ticket) = tickets().issue(REDIRECT, noon()).unwrap();
        let others = Tickets::new("another secret of at least 32 characters").unwrap();
        assert_eq!(
            others.open(&ticket, noon()).err(),
            Some(SignInError::Ticket)
        );

        // Not even a token that is signed with APP_SECRET itself passes.
        let claims = Claims {
            id: "x".to_owned(),
            redirect_uri: REDIRECT.to_owned(),
            exp: noon().as_second() + 60,
        };
        let key = EncodingKey::from_secret(SECRET.as_bytes());
        let forged = jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap();
        assert_eq!(
            tickets().open(&forged, noon()).err(),
            Some(SignInError::Ticket)
        );
    }

    #[test]
    fn a_short_secret_is_refused_with_a_hint() {
        let refusal = Tickets::new("short").err().unwrap().to_string();
        assert!(
            refusal.starts_with("APP_SECRET must be at least 32 characters"),
            "{refusal}"
        );
    }
}
