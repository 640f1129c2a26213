//! Messages to guests in the host's own words.

use actix_web::{HttpResponse, post, web};
use jiff::Timestamp;
use seat_dealer_api_types::{HostMessage, NewHostMessage, NotTold};
use seat_dealer_core::{
    Channel, Command, Decision, EventId, HostWords, InvitationId, MessageKind, Table,
};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db, Conn, events, invitations};
use seat_dealer_delivery::{MessageContext, text_segments};
use serde::Deserialize;
use utoipa::IntoParams;

use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, Query};
use crate::http::problems::{Named, Private, Queried, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SendQuery {
    /// Whether to send nothing, and only return who would be told.
    #[param(default = false)]
    preview: Option<bool>,
}

/// Writes to guests in your own words: to those who have a seat, are on standby, or said MAYBE.
///
/// Each guest gets it alone, by their own channel, not in quiet hours, and only while they belong to those whom it is
/// for. It is possible until two weeks after the event.
#[utoipa::path(
    operation_id = "writeToGuests",
    tag = "events",
    params(("id" = String, Path, description = "The event"), SendQuery),
    request_body = NewHostMessage,
    responses(
        (status = 200, description = "Who is told, how and when", body = HostMessage),
        Private, Named, Queried, Sent, Ruled,
    ),
)]
#[post("/events/{id}/messages")]
pub(crate) async fn send(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    query: Query<SendQuery>,
    repeatable: Repeatable,
    body: Json<NewHostMessage>,
) -> Result<HttpResponse, ApiError> {
    let is_preview = query.read()?.preview.unwrap_or(false);
    let words = parsed(&body.read()?)?;
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    let (id, now) = (EventId::new(id.into_inner()), db::now());
    let (answering, command) = (
        state.clone(),
        Command::Write {
            words: words.clone(),
        },
    );
    let told = move |conn: &mut Conn, decision: &Decision| {
        let told = Told {
            words: &words,
            table: &decision.table,
            state: &answering,
        };
        repeats::ok(&told.answer(conn, decision, now)?)
    };
    let (request, _working) = repeatable.begin(&state, &host)?;
    let answer = if is_preview {
        // A preview writes nothing but its own response, if it has an idempotency key.
        let preview = move |conn: &mut Conn| {
            once(conn, request.as_ref(), |conn| {
                let decision = events::preview_decision(conn, &host, &id, now, &command)?;
                Ok((told(conn, &decision)?, ()))
            })
        };
        state.db.write(preview).await?.0
    } else {
        let plan = move |_: &mut Conn, _: &EventId| Ok(command.clone());
        state
            .db
            .change_event_once(acting, &id, now, request, plan, told)
            .await?
    };
    Ok(repeats::respond(answer))
}

fn parsed(new: &NewHostMessage) -> Result<HostWords, ApiError> {
    let mut errors = ValidationErrors::default();
    if new.to.is_empty() {
        errors.add("to", "required", "Say whom the message is for.");
    }
    let words = errors.take("text", HostWords::message(&new.text, &new.to));
    match words {
        Some(words) if errors.is_empty() => Ok(words),
        _ => Err(errors.into_error()),
    }
}

/// Who is told what the host wrote.
struct Told<'a> {
    words: &'a HostWords,
    table: &'a Table,
    state: &'a State,
}

impl Told<'_> {
    fn answer(
        &self,
        conn: &mut Conn,
        decision: &Decision,
        now: Timestamp,
    ) -> db::Result<HostMessage> {
        let messages = decision.messages.iter();
        let messages: Vec<_> = messages
            .filter(|message| message.kind == MessageKind::HostMessage)
            .collect();
        let texts = messages
            .iter()
            .filter(|message| message.channel == Channel::Sms);
        let texts: Vec<_> = texts.map(|message| &message.invitation).collect();
        let items = messages.iter().filter_map(|&message| {
            let name = self.table.invitation(&message.invitation)?.name.clone();
            Some(mappers::notice(name, message.clone(), now))
        });
        Ok(HostMessage {
            items: items.collect(),
            not_told: self.not_told(),
            text_parts: self.text_parts(conn, &texts)?,
        })
    }

    fn not_told(&self) -> Vec<NotTold> {
        let guests = self.table.invitations.iter();
        let addressed = guests.filter(|guest| self.words.are_for(guest));
        let not_told = addressed.filter_map(|guest| {
            let reason = self.table.channel_of_words(guest).err()?;
            Some(NotTold {
                invitation_id: guest.id.as_str().to_owned(),
                name: guest.name.clone(),
                reason: reason.to_string(),
            })
        });
        not_told.collect()
    }

    /// The number of segments of the longest text. Texts differ only by their language: all links have the same length.
    fn text_parts(&self, conn: &mut Conn, to: &[&InvitationId]) -> db::Result<Option<u32>> {
        let Some(first) = to.first() else {
            return Ok(None);
        };
        let guest = invitations::as_guest(conn, first)?;
        let message_context = MessageContext {
            words: Some(self.words.text().to_owned()),
            ..self.state.message_context(&guest)
        };
        let ids: Vec<_> = to.iter().map(|id| id.as_str()).collect();
        let mut most = 0;
        for language in invitations::languages(conn, &ids)? {
            let message_context = MessageContext {
                language: language.unwrap_or(self.state.config.language),
                ..message_context.clone()
            };
            let parts = text_segments(MessageKind::HostMessage, &message_context);
            most = most.max(parts.count);
        }
        Ok(u32::try_from(most).ok())
    }
}
