use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{EmailAddress, Name};
use sha2::{Digest, Sha256};

/// How long a code waits for its exchange.
const LIFETIME: SignedDuration = SignedDuration::from_secs(60);
/// How many wait at most; the oldest goes first.
const MOST_WAITING: usize = 256;

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) redirect_uri: String,
    pub(super) code_challenge: String,
    pub(super) nonce: Option<String>,
    pub(super) name: Name,
    pub(super) email: EmailAddress,
}

/// The codes that were issued and not exchanged, oldest first; known by their hash only.
#[derive(Default)]
pub(super) struct Grants(VecDeque<Waiting>);

struct Waiting {
    code_hash: [u8; 32],
    expires_at: Timestamp,
    grant: Grant,
}

impl Grants {
    pub(super) fn keep(&mut self, code: &str, grant: Grant, now: Timestamp) {
        self.forget_expired(now);
        if self.0.len() == MOST_WAITING {
            self.0.pop_front();
        }
        self.0.push_back(Waiting {
            code_hash: hash(code),
            expires_at: now + LIFETIME,
            grant,
        });
    }

    /// Gives the grant once; whatever comes of it, the code is spent.
    pub(super) fn take(&mut self, code: &str, now: Timestamp) -> Option<Grant> {
        self.forget_expired(now);
        let code_hash = hash(code);
        let index = self
            .0
            .iter()
            .position(|waiting| waiting.code_hash == code_hash)?;
        self.0.remove(index).map(|waiting| waiting.grant)
    }

    fn forget_expired(&mut self, now: Timestamp) {
        self.0.retain(|waiting| now < waiting.expires_at);
    }
}

fn hash(code: &str) -> [u8; 32] {
    Sha256::digest(code).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn grant(name: &str) -> Grant {
        Grant {
            redirect_uri: "http://localhost/login/callback".to_owned(),
            code_challenge: "challenge".to_owned(),
            nonce: None,
            name: Name::parse(name).unwrap(),
            email: EmailAddress::parse("ada@example.com").unwrap(),
        }
    }

    #[test]
    fn a_code_works_once() {
        let mut grants = Grants::default();
        grants.keep("code", grant("Ada"), noon());
        assert_eq!(grants.take("other", noon()), None);
        assert_eq!(grants.take("code", noon()), Some(grant("Ada")));
        assert_eq!(grants.take("code", noon()), None);
    }

    #[test]
    fn a_code_works_for_a_minute() {
        let mut grants = Grants::default();
        for code in ["one", "two"] {
            grants.keep(code, grant("Ada"), noon());
        }
        assert!(
            grants
                .take("one", noon() + SignedDuration::from_secs(59))
                .is_some()
        );
        assert!(
            grants
                .take("two", noon() + SignedDuration::from_secs(60))
                .is_none()
        );
        assert!(grants.0.is_empty());
    }

    #[test]
    fn only_so_many_codes_wait() {
        let mut grants = Grants::default();
        for number in 0..=MOST_WAITING {
            grants.keep(&number.to_string(), grant("Ada"), noon());
        }
        assert_eq!(grants.0.len(), MOST_WAITING);
        assert!(grants.take("0", noon()).is_none());
        assert!(grants.take("1", noon()).is_some());
    }
}
