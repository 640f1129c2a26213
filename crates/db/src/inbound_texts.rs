//! Texts from guests that were processed. They are identified by the provider's id, so that a repeated webhook has no
//! second effect and gets the same reply.

use diesel::dsl::count_star;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::InvitationId;

use crate::schema::inbound_texts;
use crate::time::millis;
use crate::{Conn, Error, Result};

/// The meaning or effect of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InboundKind {
    /// An answer that has changed the invitation.
    Answer,
    /// A repeated answer, or one that was refused.
    Standing,
    /// The text was not understood.
    NotUnderstood,
    /// The text may be about any of several invitations.
    OneOfSeveral,
    /// HELP.
    Help,
    /// An opt-out or opt-in. The provider replies.
    OptOut,
    /// A reaction to a text of this server. It gets no reply.
    Reaction,
}

impl InboundKind {
    const ALL: [Self; 7] = [
        Self::Answer,
        Self::Standing,
        Self::NotUnderstood,
        Self::OneOfSeveral,
        Self::Help,
        Self::OptOut,
        Self::Reaction,
    ];

    /// Whether the text gets a reply.
    pub const fn is_replied_to(self) -> bool {
        !matches!(self, Self::OptOut | Self::Reaction)
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Standing => "standing",
            Self::NotUnderstood => "notUnderstood",
            Self::OneOfSeveral => "oneOfSeveral",
            Self::Help => "help",
            Self::OptOut => "optOut",
            Self::Reaction => "reaction",
        }
    }
}

/// A processed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundText {
    /// The provider's id of the text.
    pub id: String,
    /// The sender's number.
    pub phone_number: String,
    /// Its meaning or effect.
    pub kind: InboundKind,
    /// The invitation.
    pub invitation: Option<InvitationId>,
    /// Whether it got a reply.
    pub replied: bool,
}

/// The text with this id if it was processed before; `None` if it is new.
pub fn known(conn: &mut Conn, id: &str) -> Result<Option<InboundText>> {
    let row: Option<(String, String, Option<String>, bool)> = inbound_texts::table
        .find(id)
        .select((
            inbound_texts::phone_number,
            inbound_texts::kind,
            inbound_texts::invitation_id,
            inbound_texts::replied,
        ))
        .first(conn)
        .optional()?;
    row.map(|(phone_number, kind, invitation, replied)| {
        let known = InboundKind::ALL
            .into_iter()
            .find(|known| known.as_str() == kind);
        Ok(InboundText {
            id: id.to_owned(),
            phone_number,
            kind: known.ok_or(Error::Unreadable(kind))?,
            invitation: invitation.map(InvitationId::new),
            replied,
        })
    })
    .transpose()
}

/// Stores a text, in the transaction that processes it. `false`: it was processed before and must have no effect.
pub fn record(conn: &mut Conn, text: &InboundText, now: Timestamp) -> Result<bool> {
    if known(conn, &text.id)?.is_some() {
        return Ok(false);
    }
    diesel::insert_into(inbound_texts::table)
        .values((
            inbound_texts::id.eq(&text.id),
            inbound_texts::phone_number.eq(&text.phone_number),
            inbound_texts::kind.eq(text.kind.as_str()),
            inbound_texts::invitation_id.eq(text.invitation.as_ref().map(InvitationId::as_str)),
            inbound_texts::replied.eq(text.replied),
            inbound_texts::at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// The number of texts from this number that got a reply within `span`. Without `answers`, only texts that have
/// changed nothing count.
pub fn replies(
    conn: &mut Conn,
    phone_number: &str,
    span: SignedDuration,
    answers: bool,
    now: Timestamp,
) -> Result<i64> {
    let since = millis(now.saturating_sub(span).unwrap_or(Timestamp::MIN));
    let mut query = inbound_texts::table
        .filter(inbound_texts::phone_number.eq(phone_number))
        .filter(inbound_texts::at.gt(since))
        .filter(inbound_texts::replied.eq(true))
        .select(count_star())
        .into_boxed();
    if !answers {
        query = query.filter(inbound_texts::kind.ne(InboundKind::Answer.as_str()));
    }
    Ok(query.first(conn)?)
}
