use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{EmailAddress, Name};
use sha2::{Digest, Sha256};

/// How long a code is valid.
const LIFETIME: SignedDuration = SignedDuration::from_secs(60);
/// The maximum number of codes. Above it, the oldest is removed.
const PENDING_LIMIT: usize = 256;

/// The authorization that a code represents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) redirect_uri: String,
    pub(super) code_challenge: String,
    pub(super) nonce: Option<String>,
    pub(super) name: Name,
    pub(super) email: EmailAddress,
}

/// The codes that were issued and not exchanged, oldest first. Only their hashes are stored.
#[derive(Default)]
pub(super) struct Grants(VecDeque<PendingGrant>);

struct PendingGrant {
    code_hash: [u8; 32],
    expires_at: Timestamp,
    grant: Grant,
}

impl Grants {
    pub(super) fn insert(&mut self, code: &str, grant: Grant, now: Timestamp) {
        self.remove_expired(now);
        if self.0.len() == PENDING_LIMIT {
            self.0.pop_front();
        }
        self.0.push_back(PendingGrant {
            code_hash: hash(code),
            expires_at: now + LIFETIME,
            grant,
        });
    }

    /// Removes and returns the grant of a code, so that a code works once.
    pub(super) fn take(&mut self, code: &str, now: Timestamp) -> Option<Grant> {
        self.remove_expired(now);
        let code_hash = hash(code);
        let index = self
            .0
            .iter()
            .position(|pending| pending.code_hash == code_hash)?;
        self.0.remove(index).map(|pending| pending.grant)
    }

    fn remove_expired(&mut self, now: Timestamp) {
        self.0.retain(|pending| now < pending.expires_at);
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
        grants.insert("code", grant("Ada"), noon());
        assert_eq!(grants.take("other", noon()), None);
        assert_eq!(grants.take("code", noon()), Some(grant("Ada")));
        assert_eq!(grants.take("code", noon()), None);
    }

    #[test]
    fn a_code_works_for_a_minute() {
        let mut grants = Grants::default();
        for code in ["one", "two"] {
            grants.insert(code, grant("Ada"), noon());
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
    fn the_number_of_codes_is_limited() {
        let mut grants = Grants::default();
        for number in 0..=PENDING_LIMIT {
            grants.insert(&number.to_string(), grant("Ada"), noon());
        }
        assert_eq!(grants.0.len(), PENDING_LIMIT);
        assert!(grants.take("0", noon()).is_none());
        assert!(grants.take("1", noon()).is_some());
    }
}
