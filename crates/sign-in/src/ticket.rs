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

/// How long a sign-in at the provider may take.
const LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// Issues tickets and verifies them.
pub(crate) struct Tickets {
    sign: EncodingKey,
    verify: DecodingKey,
    derive: Hmac<Sha256>,
}

/// The claims of a ticket. It is signed, not encrypted, so it contains no secret.
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
    /// The address that the provider redirects the browser to.
    pub(crate) redirect_uri: String,
}

impl Tickets {
    /// Derives one key for each purpose.
    pub(crate) fn new(app_secret: &str) -> Result<Self, InvalidSetting> {
        if app_secret.len() < 32 {
            return Err(InvalidSetting(
                "APP_SECRET must be at least 32 characters long; `openssl rand -hex 32` generates one."
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

    /// A new sign-in and its ticket.
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

    /// Verifies a ticket of this installation that has not expired.
    pub(crate) fn open(&self, ticket: &str, now: Timestamp) -> Result<Attempt, SignInError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The library would use the system's clock; `now` is compared below.
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
    /// The value that the provider returns with the code.
    pub(crate) fn state(&self) -> CsrfToken {
        CsrfToken::new(self.derived("state"))
    }

    /// Compares the state in constant time.
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

    /// The value that the ID token must contain.
    pub(crate) fn nonce(&self) -> Nonce {
        Nonce::new(self.derived("nonce"))
    }

    /// The PKCE verifier, which proves that the client that started the sign-in exchanges the code. 43
    /// characters.
    pub(crate) fn pkce_verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derived("pkce verifier"))
    }

    fn derived(&self, purpose: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.derive, &[purpose, &self.id]))
    }
}

fn keyed(key: &[u8]) -> Result<Hmac<Sha256>, InvalidSetting> {
    // HMAC accepts keys of any length, so this cannot fail.
    Hmac::new_from_slice(key)
        .map_err(|_| InvalidSetting("APP_SECRET cannot be used as a key.".to_owned()))
}

fn mac(key: &Hmac<Sha256>, parts: &[&str]) -> [u8; 32] {
    let mut mac = key.clone();
    feed(&mut mac, parts);
    mac.finalize().into_bytes().into()
}

/// Separates the parts, so that different lists of parts give different input.
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
    fn any_server_can_finish_a_sign_in_with_its_ticket() {
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
    fn a_ticket_contains_no_secret_and_is_unique() {
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
    fn a_ticket_is_valid_for_ten_minutes() {
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

        // A token that is signed with APP_SECRET itself is refused as well.
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
    fn a_short_secret_is_refused() {
        let refusal = Tickets::new("short").err().unwrap().to_string();
        assert!(
            refusal.starts_with("APP_SECRET must be at least 32 characters"),
            "{refusal}"
        );
    }
}
