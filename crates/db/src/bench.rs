//! The baseline of `./just bench`: one thread runs the statements of an answer on one connection, one transaction
//! after the other, without the rules, HTTP and this crate's connection type.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use seat_dealer_core::{EventId, InvitationId, InvitationStatus, LogKind, Response, Seat};

use crate::schema::{events, invitations, log_entries, messages};
use crate::snapshot::{EventRow, InvitationRow};
use crate::time::{millis, now};
use crate::{Conn, DatabaseUrl, Error, Result};

/// The loop, on an SQLite file with the server's settings.
pub struct PlainLoop {
    conn: SqliteConnection,
    turn: usize,
}

/// The result of the loop.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    /// The number of committed answers.
    pub answers: usize,
    /// The duration.
    pub time: Duration,
}

impl PlainLoop {
    /// Opens the file.
    pub fn open(url: &DatabaseUrl) -> Result<Self> {
        match url.connect()? {
            Conn::Sqlite(conn) => Ok(Self { conn, turn: 0 }),
            #[cfg(feature = "mysql")]
            Conn::Mysql(_) => Err(Error::Unavailable("the loop is for SQLite".to_owned())),
        }
    }

    /// Answers for these invitations in turn, for this duration.
    pub fn run(&mut self, targets: &[(&EventId, &InvitationId)], time: Duration) -> Result<Done> {
        let started = Instant::now();
        let mut answers = 0;
        while started.elapsed() < time {
            let (event, invitation) = targets[self.turn % targets.len()];
            self.conn
                .immediate_transaction(|conn| answer(conn, event.as_str(), invitation.as_str()))?;
            self.turn += 1;
            answers += 1;
        }
        Ok(Done {
            answers,
            time: started.elapsed(),
        })
    }
}

/// The statements of a YES that takes the held seat: the cheapest of all answers.
fn answer(conn: &mut SqliteConnection, event: &str, invitation: &str) -> Result<(), Error> {
    diesel::update(events::table.find(event))
        .set(events::version.eq(events::version + 1))
        .execute(conn)?;
    let row: EventRow = events::table
        .find(event)
        .select(EventRow::as_select())
        .first(conn)?;
    let _table: Vec<InvitationRow> = invitations::table
        .filter(invitations::event_id.eq(event))
        .order((invitations::invited_at, invitations::id))
        .select(InvitationRow::as_select())
        .load(conn)?;
    let _outstanding: Vec<(String, String, String)> = messages::table
        .filter(messages::event_id.eq(event))
        .filter(messages::due_at.is_not_null())
        .select((messages::id, messages::invitation_id, messages::kind))
        .load(conn)?;
    let at = millis(now());
    diesel::update(invitations::table.find(invitation))
        .set((
            invitations::status.eq(InvitationStatus::Answered.as_str()),
            invitations::response.eq(Response::Yes.as_str()),
            invitations::seat.eq(Seat::Seated.as_str()),
            invitations::party.eq(1),
            invitations::party_limit.eq(1),
            invitations::respond_by.eq(None::<i64>),
            invitations::answered_at.eq(at),
            invitations::standby_since.eq(None::<i64>),
            invitations::offered.eq(false),
            invitations::maybe_told.eq(false),
        ))
        .execute(conn)?;
    diesel::insert_into(log_entries::table)
        .values((
            log_entries::event_id.eq(event),
            log_entries::seq.eq(row.log_seq + 1),
            log_entries::at.eq(at),
            log_entries::kind.eq(LogKind::Answered.as_str()),
            log_entries::invitation_id.eq(invitation),
            log_entries::contact_name.eq("Guest 1"),
            log_entries::text.eq("Guest 1 answered YES: the seat held for them is theirs."),
            log_entries::detail.eq(concat!(
                r#"{"by":"guest","openBefore":0,"party":1,"partyBefore":1,"reply":null,"#,
                r#""response":"YES","seat":"seated","seatBefore":"held"}"#
            )),
            log_entries::typed.eq(true),
        ))
        .execute(conn)?;
    diesel::update(events::table.find(event))
        .set((
            events::status.eq(row.status),
            events::due_at.eq(None::<i64>),
            events::log_seq.eq(row.log_seq + 1),
        ))
        .execute(conn)?;
    Ok(())
}
