//! Requests that may be repeated. The response to a request with an idempotency key is kept for a day, in
//! the transaction that does what was asked. So whoever repeats it gets the same response, and nothing is
//! done twice, also after a crash and with several servers.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::HostId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::schema::repeatable_requests;
use crate::time::millis;
use crate::tokens::hex;
use crate::{Conn, Error, Result, RsvpTokens};

/// How long a response is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A response, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The header `Location`.
    pub location: Option<String>,
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The body, in JSON.
    pub body: String,
    /// Whether the request was repeated, and nothing was done.
    #[serde(skip)]
    pub replayed: bool,
}

/// A row of `repeatable_requests`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = repeatable_requests)]
struct Kept {
    request_hash: String,
    response: String,
    answered_at: i64,
}

/// A request that is done once, however often it comes.
#[derive(Debug, Clone)]
pub struct Once {
    host: HostId,
    key: String,
    request_hash: String,
    now: Timestamp,
    tokens: RsvpTokens,
}

impl Once {
    /// A request of a host with this idempotency key of at most 255 characters. `request` is what makes it
    /// the same request: the method, the address and the body.
    pub fn new(
        tokens: &RsvpTokens,
        host: &HostId,
        key: &str,
        request: &[&[u8]],
        now: Timestamp,
    ) -> Self {
        let mut hash = Sha256::new();
        for part in request {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        Self {
            host: host.clone(),
            key: key.to_owned(),
            request_hash: hex(&hash.finalize()),
            now,
            tokens: tokens.clone(),
        }
    }

    /// The response to an earlier request with this key.
    ///
    /// # Errors
    /// [`Error::KeyReused`] if the earlier request was another one.
    pub fn answered(&self, conn: &mut Conn) -> Result<Option<Answer>> {
        match self.find(conn)? {
            Some(kept) if kept.answered_at > kept_since(self.now) => self.read(kept).map(Some),
            _ => Ok(None),
        }
    }

    /// The row of this key. It may be older than a day.
    fn find(&self, conn: &mut Conn) -> Result<Option<Kept>> {
        let kept = repeatable_requests::table
            .find((self.host.as_str(), self.key.as_str()))
            .select(Kept::as_select())
            .first(conn);
        Ok(kept.optional()?)
    }

    fn read(&self, kept: Kept) -> Result<Answer> {
        let Kept {
            request_hash,
            response,
            ..
        } = kept;
        if request_hash != self.request_hash {
            return Err(Error::KeyReused);
        }
        let response = self.tokens.open(&self.purpose(), &response);
        let answer = response.and_then(|text| serde_json::from_str::<Answer>(&text).ok());
        // A key of another APP_SECRET opens nothing. Whether the request was done is certain, its response
        // is not known any more.
        let answer = answer.ok_or_else(|| Error::Disallowed {
            code: "conflict",
            sentence: "This request was done already. Its response can no longer be read, because \
                       the server's APP_SECRET has changed."
                .to_owned(),
        })?;
        Ok(Answer {
            replayed: true,
            ..answer
        })
    }

    /// Keeps the response, in the transaction that does what was asked. Of two equal requests at the same time, on
    /// whatever servers, one inserts the row. The other one waits for it and gets a unique violation, so its
    /// transaction is rolled back and tried again, and then finds the response.
    fn keep(&self, conn: &mut Conn, answer: &Answer) -> Result<()> {
        let text =
            serde_json::to_string(answer).map_err(|error| Error::Unreadable(error.to_string()))?;
        let response = self.tokens.seal(&self.purpose(), &text)?;
        diesel::insert_into(repeatable_requests::table)
            .values((
                repeatable_requests::host_id.eq(self.host.as_str()),
                repeatable_requests::idempotency_key.eq(&self.key),
                repeatable_requests::request_hash.eq(&self.request_hash),
                repeatable_requests::response.eq(response),
                repeatable_requests::answered_at.eq(millis(self.now)),
            ))
            .execute(conn)?;
        Ok(())
    }

    fn purpose(&self) -> String {
        format!("response:{}:{}", self.host.as_str(), self.key)
    }
}

/// Does what was asked and keeps the response, or returns the response of an earlier request with the same
/// key. `work` returns the response and what the caller does after the commit; that is `None` for a
/// repeated request.
pub fn once<T>(
    conn: &mut Conn,
    request: Option<&Once>,
    work: impl FnOnce(&mut Conn) -> Result<(Answer, T)>,
) -> Result<(Answer, Option<T>)> {
    let Some(request) = request else {
        let (answer, done) = work(conn)?;
        return Ok((answer, Some(done)));
    };
    match request.find(conn)? {
        Some(kept) if kept.answered_at > kept_since(request.now) => {
            return Ok((request.read(kept)?, None));
        }
        Some(_) => {
            let old =
                repeatable_requests::table.find((request.host.as_str(), request.key.as_str()));
            diesel::delete(old).execute(conn)?;
        }
        // Deleting nothing would lock the gap that an equal request inserts into.
        None => {}
    }
    let (answer, done) = work(conn)?;
    request.keep(conn, &answer)?;
    Ok((answer, Some(done)))
}

/// Erases responses that are older than a day.
pub(crate) fn forget(conn: &mut Conn, now: Timestamp) -> Result<()> {
    let old = repeatable_requests::answered_at.le(kept_since(now));
    diesel::delete(repeatable_requests::table.filter(old)).execute(conn)?;
    Ok(())
}

/// The time after which responses are still kept.
fn kept_since(now: Timestamp) -> i64 {
    millis(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN))
}
