use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, post, web};
use jiff::Timestamp;
use seat_dealer_core::{
    Actor, Channel, Command, EventId, GuestDetails, InvitationId, OtherText, PhoneNumber, Response,
    TextReply, visible_line,
};
use seat_dealer_db::inbound_texts::{self, InboundKind, InboundText};
use seat_dealer_db::invitations::{self, GuestView};
use seat_dealer_db::message_counts::DailyLimits;
use seat_dealer_db::{self as db};
use seat_dealer_delivery::inbound::{Inbound, parse};
use seat_dealer_delivery::twilio::twiml;
use seat_dealer_delivery::{TwilioSender, TwilioSettings};

use super::replies::{names, reply_goes, words};
use super::{signed, value};
use crate::http::errors::ApiError;
use crate::http::problems::{Signed, SignedBody};
use crate::http::state::State;

/// Takes a guest's text: an answer, or a word that stops or starts texts.
///
/// The answer is what Twilio texts back; none for who has no open invitation here.
#[utoipa::path(
    operation_id = "hearText",
    tag = "twilio",
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

/// How many characters of a text are kept.
const WORDS_KEPT: usize = 500;

/// What matters of a guest's text.
struct Text {
    id: String,
    from: PhoneNumber,
    body: String,
    /// What Twilio did with it itself, where the account has words of its own for that.
    by_twilio: ByTwilio,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByTwilio {
    Nothing,
    Stopped,
    Started,
    /// Twilio has replied.
    Helped,
}

impl Text {
    /// `None` when it is not for us: it came to another number of the account, or from something
    /// that is no telephone.
    fn read(form: &[(String, String)], settings: &TwilioSettings) -> Option<Self> {
        let id = value(form, "MessageSid").filter(|id| id.len() <= 64)?;
        let from = PhoneNumber::parse(value(form, "From")?).ok()?;
        let service = value(form, "MessagingServiceSid");
        let for_us = match &settings.sender {
            TwilioSender::Number(ours) => value(form, "To")
                .and_then(|to| PhoneNumber::parse(to).ok())
                .is_some_and(|to| to.same_line(ours)),
            TwilioSender::MessagingService(ours) => service.is_none_or(|service| service == ours),
        };
        for_us.then(|| Self {
            id: id.to_owned(),
            from,
            body: value(form, "Body").unwrap_or_default().to_owned(),
            by_twilio: match value(form, "OptOutType") {
                Some("STOP") => ByTwilio::Stopped,
                Some("START") => ByTwilio::Started,
                Some("HELP") => ByTwilio::Helped,
                _ => ByTwilio::Nothing,
            },
        })
    }

    /// What it means beside the invitations that it may answer. An account may have taught Twilio to
    /// take *No* for STOP: it is an answer all the same.
    fn meaning(&self, open: &[GuestView]) -> Inbound {
        match (parse(&self.body, &names(open)), self.by_twilio) {
            (answer @ (Inbound::Answer(_) | Inbound::NoAndStop), _) => answer,
            (_, ByTwilio::Stopped) => Inbound::Stop,
            (_, ByTwilio::Started) => Inbound::Start,
            (_, ByTwilio::Helped) => Inbound::Help,
            (meaning, ByTwilio::Nothing) => meaning,
        }
    }

    fn stops_texts(&self, meaning: Inbound) -> bool {
        matches!(meaning, Inbound::Stop | Inbound::NoAndStop) || self.by_twilio == ByTwilio::Stopped
    }

    /// Twilio takes *yes* for START as well, also where it is an answer.
    fn welcomes_texts(&self, meaning: Inbound) -> bool {
        meaning == Inbound::Start
            || self.by_twilio == ByTwilio::Started
            || self.body.trim().eq_ignore_ascii_case("yes")
    }

    /// What the log tells of it: one line of plain text.
    fn words(&self) -> String {
        let line = visible_line(&self.body).replace(|c: char| c.is_control(), " ");
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ").chars().take(WORDS_KEPT).collect()
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
        Some(noted) if noted.replied => words(state, &text.body, noted, now).await,
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
    let number = text.from.as_str();
    // Every text goes to this number, whoever it is for: nobody knows whom its owner answers.
    let overrides = settings.to_number_override.as_ref();
    let open = if overrides.is_some_and(|owner| owner.same_line(&text.from)) {
        Vec::new()
    } else {
        let address = number.to_owned();
        state
            .db
            .read(move |conn| invitations::texted_to(conn, &address, now))
            .await?
    };
    let meaning = text.meaning(&open);
    let ours = settings.sender.as_str();
    if text.stops_texts(meaning) {
        state.db.opt_out(Channel::Sms, ours, number, now).await?;
    } else if text.welcomes_texts(meaning) {
        state.db.opt_in(Channel::Sms, ours, number, now).await?;
    }
    let limits = settings.limits.daily;
    match (open.as_slice(), meaning) {
        ([only], Inbound::Answer(answer)) => {
            take_answer(state, text, only, answer, limits, now).await
        }
        ([only], Inbound::NoAndStop) => {
            take_answer(state, text, only, Response::No, limits, now).await
        }
        ([], Inbound::Stop | Inbound::NoAndStop | Inbound::Start) => {
            let noted = text.noted(InboundKind::OptOut, None, false);
            state
                .db
                .write(move |conn| inbound_texts::record(conn, &noted, now))
                .await?;
            Ok(())
        }
        (open, meaning) => explain(state, text, open, meaning, limits, now).await,
    }
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
    let words = text.words();
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
                inbound_texts::record(conn, &noted, now)?;
                Ok(Command::Answer {
                    invitation: id.clone(),
                    response: answer,
                    party: None,
                    actor: Actor::GuestByText { reply },
                    details: GuestDetails {
                        text: Some(words.clone()),
                        ..GuestDetails::default()
                    },
                })
            }
        })
        .await;
    match decided {
        Ok(_) => Ok(()),
        Err(db::Error::Refused(refusal, _)) => {
            tracing::debug!(%refusal, "an answer by text was refused");
            let kind = InboundKind::Standing;
            hear_out(
                state,
                text,
                std::slice::from_ref(about),
                kind,
                OtherText::NotTaken,
                limits,
                now,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// Deals with a text that is no answer to one invitation.
async fn explain(
    state: &State,
    text: &Text,
    open: &[GuestView],
    meaning: Inbound,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<(), ApiError> {
    let (kind, what) = match (meaning, open.len()) {
        // Twilio itself tells the guest that it has heard that.
        (Inbound::Stop | Inbound::NoAndStop, _) => (InboundKind::OptOut, OtherText::Stop),
        (Inbound::Start, _) => (InboundKind::OptOut, OtherText::Start),
        (Inbound::Reaction, _) => (InboundKind::Reaction, OtherText::Reaction),
        (_, 2..) => (
            InboundKind::OneOfSeveral,
            OtherText::OneOfSeveral(open.len()),
        ),
        (Inbound::Help, _) => (InboundKind::Help, OtherText::Help),
        _ => (InboundKind::NotUnderstood, OtherText::NotUnderstood),
    };
    hear_out(state, text, open, kind, what, limits, now).await
}

/// Lets the log of each event tell of a text, and decides whether there is a reply: once in a while,
/// because two programs that answer each other would not come to an end.
async fn hear_out(
    state: &State,
    text: &Text,
    open: &[GuestView],
    kind: InboundKind,
    what: OtherText,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<(), ApiError> {
    let Some((first, others)) = open.split_first() else {
        return Ok(());
    };
    let number = text.from.as_str().to_owned();
    let noted = text.noted(kind, Some(&first.invitation.id), true);
    let may_reply = kind.is_replied_to() && text.by_twilio == ByTwilio::Nothing;
    let events: Vec<EventId> = open.iter().map(|view| view.event_id.clone()).collect();
    let entry = entry_of(text, open, first, what);
    state
        .db
        .advance_event(&first.event_id, now, move |conn, _| {
            if inbound_texts::known(conn, &noted.id)?.is_some() {
                return Ok(Command::Tick);
            }
            let reply = if may_reply {
                reply_goes(conn, &events, &number, kind, limits, now)?
            } else {
                TextReply::LimitReached
            };
            let noted = InboundText {
                replied: reply == TextReply::Sent,
                ..noted.clone()
            };
            inbound_texts::record(conn, &noted, now)?;
            Ok(entry.as_ref().map_or(Command::Tick, |entry| entry(reply)))
        })
        .await?;
    let replied = known(state, text).await?.is_some_and(|noted| noted.replied);
    let reply = if replied {
        TextReply::Sent
    } else {
        TextReply::LimitReached
    };
    for other in others {
        if let Some(entry) = entry_of(text, open, other, what) {
            state
                .db
                .advance_event(&other.event_id, now, move |_, _| Ok(entry(reply)))
                .await?;
        }
    }
    Ok(())
}

/// What the log of an invitation's event says of a text, given what happens to the reply. Nothing when
/// the text may be for another host as well: no host reads what a guest wrote to another one, nor
/// learns that there is one.
fn entry_of(
    text: &Text,
    open: &[GuestView],
    about: &GuestView,
    what: OtherText,
) -> Option<impl Fn(TextReply) -> Command + Send + 'static> {
    let is_for_one_host = open.iter().all(|view| view.host_id == about.host_id);
    let (invitation, words) = (about.invitation.id.clone(), text.words());
    is_for_one_host.then_some(move |reply| Command::TextReceived {
        invitation: invitation.clone(),
        what,
        words: words.clone(),
        reply,
    })
}
