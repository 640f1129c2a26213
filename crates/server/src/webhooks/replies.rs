//! The replies to guests' texts: limits and contents.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Channel, EventId, EventStatus, InvitationStatus, Response, Seat, TextReply,
};
use seat_dealer_db::inbound_texts::{self, InboundKind, InboundText};
use seat_dealer_db::invitations::{self, GuestView};
use seat_dealer_db::message_counts::{self, DailyLimits};
use seat_dealer_db::{self as db, Conn, opt_outs};
use seat_dealer_delivery::{MessageContext, Reply, reply, which_one};

use crate::http::errors::ApiError;
use crate::http::state::State;

/// The maximum number of replies to one number in a day.
const IN_A_DAY: i64 = 20;
/// The time during which a number gets one reply to texts that change nothing.
const EXPLAINED_AGAIN: SignedDuration = SignedDuration::from_hours(6);

/// Whether a text from this number gets a reply. The reply is counted for the host of the first of these events whose
/// daily limit is not reached, so that one host's limit does not stop the replies of another.
pub(super) fn reply_goes(
    conn: &mut Conn,
    events: &[EventId],
    number: &str,
    kind: InboundKind,
    limits: DailyLimits,
    now: Timestamp,
) -> db::Result<TextReply> {
    if opt_outs::is_out(conn, Channel::Sms, Some(number))? {
        return Ok(TextReply::OptedOut);
    }
    let day = SignedDuration::from_hours(24);
    let changes_nothing = kind != InboundKind::Answer;
    let enough = inbound_texts::replies(conn, number, day, true, now)? >= IN_A_DAY
        || (changes_nothing
            && inbound_texts::replies(conn, number, EXPLAINED_AGAIN, false, now)? > 0);
    if enough {
        return Ok(TextReply::LimitReached);
    }
    for event in events {
        if message_counts::take(conn, event, Channel::Sms, limits, now)?.is_none() {
            return Ok(TextReply::Sent);
        }
    }
    Ok(TextReply::LimitReached)
}

/// The reply to a processed text, by the current state.
pub(super) async fn words(
    state: &State,
    noted: InboundText,
    now: Timestamp,
) -> Result<Option<String>, ApiError> {
    let kind = noted.kind;
    let views = state
        .db
        .read(move |conn| match (kind, &noted.invitation) {
            (InboundKind::OneOfSeveral, _) => {
                invitations::texted_to(conn, &noted.phone_number, now)
            }
            (_, Some(id)) => match invitations::as_guest(conn, id) {
                Ok(view) => Ok(vec![view]),
                // The event was deleted meanwhile.
                Err(db::Error::NotFound) => Ok(Vec::new()),
                Err(error) => Err(error),
            },
            (_, None) => Ok(Vec::new()),
        })
        .await?;
    let context: Vec<MessageContext> = views.iter().map(|view| context(state, view)).collect();
    let (Some(view), Some(first)) = (views.first(), context.first()) else {
        return Ok(None);
    };
    let text = match kind {
        InboundKind::OneOfSeveral => Ok(which_one(&context)),
        InboundKind::NotUnderstood => reply(Reply::NotUnderstood, first),
        InboundKind::Help => reply(Reply::Help, first),
        InboundKind::Answer | InboundKind::Standing => reply(after_answer(view, now), first),
        InboundKind::OptOut | InboundKind::Reaction => return Ok(None),
    };
    text.map(Some).map_err(|error| {
        tracing::error!(%error, "a reply could not be put into words");
        ApiError::Internal
    })
}

fn context(state: &State, view: &GuestView) -> MessageContext {
    MessageContext::of(
        &view.invitation,
        &view.event,
        &view.description,
        &view.host_name,
        state.rsvp_url(&view.invitation.id),
    )
}

/// The reply about the state of a guest's invitation after an answer.
fn after_answer(view: &GuestView, now: Timestamp) -> Reply {
    match (view.event.status_at(now), view.invitation.status) {
        (EventStatus::Cancelled, _) => return Reply::Cancelled,
        (EventStatus::Past, _) => return Reply::Begun,
        (_, InvitationStatus::Withdrawn) => return Reply::Withdrawn,
        _ => {}
    }
    match (view.invitation.response, view.invitation.seat) {
        (Some(Response::Yes | Response::Probably), Seat::Seated) => Reply::Seated,
        (Some(Response::Yes | Response::Probably), Seat::Standby) => Reply::Standby,
        (Some(Response::Maybe), _) => Reply::Maybe,
        (Some(Response::No), _) => Reply::NotComing,
        _ => Reply::NotNoted,
    }
}
