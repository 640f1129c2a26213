use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, post, web};
use jiff::Timestamp;
use seat_dealer_core::{
    Actor, Channel, Command, EventId, GuestDetails, InvitationId, OtherText, PhoneNumber, Response,
    TextReply,
};
use seat_dealer_db::inbound_texts::{self, InboundKind, InboundText};
use seat_dealer_db::invitations::{self, GuestView};
use seat_dealer_db::message_counts::DailyLimits;
use seat_dealer_db::{self as db};
use seat_dealer_delivery::inbound::{Inbound, parse};
use seat_dealer_delivery::twilio::twiml;
use seat_dealer_delivery::{TwilioSender, TwilioSettings};

use super::replies::{reply_goes, words};
use super::{signed, value};
use crate::http::errors::ApiError;
use crate::http::problems::{Signed, SignedBody};
use crate::http::state::State;

/// Takes a guest's text: an answer, or a word that stops or starts texts.
///
/// The answer is what Twilio texts back; none for who has no open invitation here.
#[utoipa::path(
    operation_id = "hearText",
    tag = "webhooks",
    request_body(
        content = std::collections::HashMap<String, String>,
        content_type = "application/x-www-form-urlencoded",
        description = "An incoming message as Twilio documents it",
    ),
    security(()),
    params(("X-Twilio-Signature" = String, Header, description = "Twilio's signature")),
    responses(
        (status = 200, description = "TwiML with the reply, or without one", body = String,
         content_type = "text/xml"),
        Signed, SignedBody,
    ),
)]
#[post("/webhooks/twilio/inbound")]
pub(crate) async fn hear_text(
    state: web::Data<State>,
    request: HttpRequest,
    body: Result<Bytes, actix_web::Error>,
) -> Result<HttpResponse, ApiError> {
    let (settings, form) = signed(&state, &request, body)?;
    let reply = match Text::read(&form, settings) {
        Some(text) => hear(&state, settings, &text).await?,
        None => None,
    };
    Ok(HttpResponse::Ok()
        .content_type("text/xml; charset=utf-8")
        .body(twiml(
            reply.as_deref(),
            settings.to_number_override.as_ref(),
        )))
}

/// What matters of a guest's text.
struct Text {
    id: String,
    from: PhoneNumber,
    /// What it means; `None` when Twilio deals with it alone.
    meaning: Option<Inbound>,
    /// Twilio takes these words for START as well, also where they are an answer.
    welcomes_texts: bool,
}

impl Text {
    /// `None` when it is not for us: it came to another number of the account, or from something
    /// that is no telephone.
    fn read(form: &[(String, String)], settings: &TwilioSettings) -> Option<Self> {
        let id = value(form, "MessageSid").filter(|id| id.len() <= 64)?;
        let from = PhoneNumber::parse(value(form, "From")?).ok()?;
        let service = value(form, "MessagingServiceSid");
        let for_us = match &settings.sender {
            TwilioSender::Number(ours) => value(form, "To") == Some(ours.as_str()),
            TwilioSender::MessagingService(ours) => service.is_none_or(|service| service == ours),
        };
        let body = value(form, "Body").unwrap_or_default();
        let parsed = parse(body);
        // Where the account has words of its own for it, Twilio says what it made of them.
        let by_twilio = value(form, "OptOutType");
        let welcomes_texts = parsed == Inbound::Start
            || by_twilio == Some("START")
            || body.trim().eq_ignore_ascii_case("yes");
        for_us.then(|| Self {
            id: id.to_owned(),
            from,
            meaning: match (by_twilio, parsed) {
                (Some("STOP"), _) => Some(Inbound::Stop),
                (Some("START"), Inbound::Answer(answer)) => Some(Inbound::Answer(answer)),
                (Some("START"), _) => Some(Inbound::Start),
                (Some("HELP"), _) => None,
                _ => Some(parsed),
            },
            welcomes_texts,
        })
    }

    fn noted(&self, kind: InboundKind, about: Option<&InvitationId>, replied: bool) -> InboundText {
        InboundText {
            id: self.id.clone(),
            phone_number: self.from.as_str().to_owned(),
            kind,
            invitation: about.cloned(),
            replied,
        }
    }
}

/// Does what a text asks for, once, and says what to text back: the same each time the text comes,
/// as things stand then.
async fn hear(
    state: &State,
    settings: &TwilioSettings,
    text: &Text,
) -> Result<Option<String>, ApiError> {
    let now = db::now();
    if known(state, text).await?.is_none() {
        deal_with(state, settings, text, now).await?;
    }
    match known(state, text).await? {
        Some(noted) if noted.replied => words(state, noted, now).await,
        _ => Ok(None),
    }
}

async fn known(state: &State, text: &Text) -> Result<Option<InboundText>, ApiError> {
    let id = text.id.clone();
    Ok(state
        .db
        .read(move |conn| inbound_texts::known(conn, &id))
        .await?)
}

async fn deal_with(
    state: &State,
    settings: &TwilioSettings,
    text: &Text,
    now: Timestamp,
) -> Result<(), ApiError> {
    let (ours, number) = (settings.sender.as_str(), text.from.as_str());
    if text.meaning == Some(Inbound::Stop) {
        state.db.opt_out(Channel::Sms, ours, number, now).await?;
    } else if text.welcomes_texts {
        state.db.opt_in(Channel::Sms, ours, number, now).await?;
    }
    if matches!(text.meaning, Some(Inbound::Stop | Inbound::Start)) {
        // Twilio itself tells the guest that it has heard that.
        let noted = text.noted(InboundKind::OptOut, None, false);
        state
            .db
            .write(move |conn| inbound_texts::note(conn, &noted, now))
            .await?;
        return Ok(());
    }
    // Every text goes to this number, whoever it is for: nobody knows whom its owner answers.
    if settings.to_number_override.as_ref() == Some(&text.from) {
        return Ok(());
    }
    let address = number.to_owned();
    let open = state
        .db
        .read(move |conn| invitations::texted_to(conn, &address, now))
        .await?;
    let limits = settings.limits.daily;
    let kind = match (open.as_slice(), text.meaning) {
        ([], _) | (_, None) => return Ok(()),
        ([only], Some(Inbound::Answer(answer))) => {
            return take_answer(state, text, only, answer, limits, now).await;
        }
        ([_], Some(Inbound::Help)) => InboundKind::Help,
        ([_], _) => InboundKind::NotUnderstood,
        _ => InboundKind::OneOfSeveral,
    };
    explain(state, text, &open, kind, limits, now).await
}

/// Takes an answer by the same way as the guest's page, in one transaction with the note that it
/// has been taken.
async fn take_answer(
    state: &State,
    text: &Text,
    about: &GuestView,
    answer: Response,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<(), ApiError> {
    let id = about.invitation.id.clone();
    let number = text.from.as_str().to_owned();
    let (said, said_again) = (
        text.noted(InboundKind::Answer, Some(&id), true),
        text.noted(InboundKind::Standing, Some(&id), true),
    );
    let decided = state
        .db
        .advance_event(&about.event_id, now, {
            let (id, number) = (id.clone(), number.clone());
            move |conn, event| {
                if inbound_texts::known(conn, &said.id)?.is_some() {
                    return Ok(Command::Tick);
                }
                let before = invitations::as_guest(conn, &id)?.invitation.response;
                let mut noted = if before == Some(answer) {
                    said_again.clone()
                } else {
                    said.clone()
                };
                let events = std::slice::from_ref(event);
                let reply = reply_goes(conn, events, &number, noted.kind, limits, now)?;
                noted.replied = reply == TextReply::Sent;
                inbound_texts::note(conn, &noted, now)?;
                Ok(Command::Answer {
                    invitation: id.clone(),
                    response: answer,
                    party: None,
                    actor: Actor::GuestByText { reply },
                    details: GuestDetails::default(),
                })
            }
        })
        .await;
    match decided {
        Ok(_) => Ok(()),
        Err(db::Error::Refused(refusal, _)) => {
            tracing::debug!(%refusal, "an answer by text was refused");
            let event = about.event_id.clone();
            let refused = text.noted(InboundKind::Standing, Some(&id), true);
            state
                .db
                .write(move |conn| {
                    let events = std::slice::from_ref(&event);
                    let reply = reply_goes(conn, events, &number, refused.kind, limits, now)?;
                    let refused = InboundText {
                        replied: reply == TextReply::Sent,
                        ..refused.clone()
                    };
                    inbound_texts::note(conn, &refused, now)
                })
                .await?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// Replies to a text that is no answer, once in a while: two programs that answer each other would
/// not come to an end. Each event's log tells of it, when there is a reply.
async fn explain(
    state: &State,
    text: &Text,
    open: &[GuestView],
    kind: InboundKind,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<(), ApiError> {
    let Some((first, others)) = open.split_first() else {
        return Ok(());
    };
    let entry = entry_of(text, open, first);
    let number = text.from.as_str().to_owned();
    let noted = text.noted(kind, Some(&first.invitation.id), true);
    let events: Vec<EventId> = open.iter().map(|view| view.event_id.clone()).collect();
    state
        .db
        .advance_event(&first.event_id, now, move |conn, _| {
            if inbound_texts::known(conn, &noted.id)?.is_some() {
                return Ok(Command::Tick);
            }
            let reply = reply_goes(conn, &events, &number, kind, limits, now)?;
            let replied = reply == TextReply::Sent;
            inbound_texts::note(
                conn,
                &InboundText {
                    replied,
                    ..noted.clone()
                },
                now,
            )?;
            let entry = entry.clone().filter(|_| replied);
            Ok(entry.unwrap_or(Command::Tick))
        })
        .await?;
    let replied = known(state, text).await?.is_some_and(|noted| noted.replied);
    for other in others.iter().filter(|_| replied) {
        if let Some(entry) = entry_of(text, open, other) {
            state
                .db
                .advance_event(&other.event_id, now, move |_, _| Ok(entry.clone()))
                .await?;
        }
    }
    Ok(())
}

/// What the log of an invitation's event says of a text that is no answer to it. The log counts
/// the invitations of its own host and tells nothing that follows from another host's: an answer
/// that only another host's invitation makes ambiguous has no entry.
fn entry_of(text: &Text, open: &[GuestView], about: &GuestView) -> Option<Command> {
    let own = open.iter().filter(|view| view.host_id == about.host_id);
    let what = match (own.count(), text.meaning) {
        (1, Some(Inbound::Answer(_))) => return None,
        (1, Some(Inbound::Help)) => OtherText::Help,
        (1, _) => OtherText::NotUnderstood,
        (own, _) => OtherText::OneOfSeveral(own),
    };
    Some(Command::Texted {
        invitation: about.invitation.id.clone(),
        what,
    })
}
