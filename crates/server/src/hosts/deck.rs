use actix_web::{get, put, web};
use seat_dealer_api_types::{Deck, DeckOrder, Preview};
use seat_dealer_core::EventId;
use seat_dealer_db::{self as db, Conn, deck, events, hosts};
use serde::Deserialize;
use utoipa::IntoParams;

use super::deck_words::invitation_text;
use super::events::contact_ids;
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, Query, page_limit, unknown_cursor};
use crate::http::problems::{Named, Private, Queried, Ruled, Sent};
use crate::http::state::State;

/// The number of cards that a preview shows after those that would be dealt at once.
const FURTHER_CARDS: usize = 10;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeckQuery {
    /// Words of a name, or parts of a phone number or email address.
    q: Option<String>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
    /// The `nextCursor` of the previous page.
    cursor: Option<String>,
}

/// Lists the deck in dealing order, and then the cards that are left out, each with its reason.
#[utoipa::path(
    operation_id = "readDeck",
    tag = "deck",
    params(("id" = String, Path, description = "The event"), DeckQuery),
    responses(
        (status = 200, description = "A page of the deck", body = Deck),
        Private, Named, Queried,
    ),
)]
#[get("/events/{id}/deck")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    query: Query<DeckQuery>,
) -> Result<web::Json<Deck>, ApiError> {
    let query = query.read()?;
    let limit = page_limit(query.limit)?;
    let offset = match query.cursor {
        None => 0,
        Some(text) => text.parse::<u32>().map_err(|_| unknown_cursor())? as usize,
    };
    let part = DeckPart {
        search: query.q.filter(|q| !q.trim().is_empty()),
        offset,
        limit,
    };
    deck_page(&state, signed_in, EventId::new(id.into_inner()), part).await
}

/// Replaces the host's own order: the contacts to invite first, and the excluded contacts.
#[utoipa::path(
    operation_id = "arrangeDeck",
    tag = "deck",
    request_body = DeckOrder,
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The first page of the deck after the change", body = Deck),
        Private, Named, Sent, Ruled,
    ),
)]
#[put("/events/{id}/deck")]
pub(crate) async fn arrange(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    body: Json<DeckOrder>,
) -> Result<web::Json<Deck>, ApiError> {
    let id = EventId::new(id.into_inner());
    let order = body.read()?;
    let invite_first = contact_ids("inviteFirst", order.invite_first)?;
    let exclude = contact_ids("exclude", order.exclude)?;
    if let Some(both) = invite_first.iter().find(|id| exclude.contains(id)) {
        return Err(ApiError::invalid(
            "exclude",
            "contradiction",
            format!("The contact {both} cannot be invited first and left out."),
        ));
    }
    let is_arranged = {
        let (host, id) = (signed_in.host.clone(), id.clone());
        let (invite_first, exclude) = (invite_first.clone(), exclude.clone());
        let compare =
            move |conn: &mut Conn| deck::is_arranged(conn, &host, &id, &invite_first, &exclude);
        state.db.read(compare).await?
    };
    // The same order again is no change, and has no log entry.
    if !is_arranged {
        let host = signed_in.host.clone();
        state
            .db
            .change_event(&signed_in.host, &id, db::now(), move |conn, id| {
                deck::arrange(conn, &host, id, &invite_first, &exclude)
            })
            .await?;
    }
    let first_page = DeckPart {
        search: None,
        offset: 0,
        limit: page_limit(None)?,
    };
    deck_page(&state, signed_in, id, first_page).await
}

/// Previews *Deal*: the cards that would be dealt now and next, with reasons, and why no more.
///
/// It sends nothing.
#[utoipa::path(
    operation_id = "previewDeal",
    tag = "deck",
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The preview of a deal", body = Preview),
        Private, Named,
    ),
)]
#[get("/events/{id}/preview")]
pub(crate) async fn preview(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Preview>, ApiError> {
    let id = EventId::new(id.into_inner());
    let now = db::now();
    let (event, host, preview, next) = state
        .db
        .read(move |conn| {
            let event = events::fields(conn, &signed_in.host, &id)?;
            let host = hosts::get(conn, &signed_in.host)?;
            let (preview, next) = events::preview(conn, &signed_in.host, &id, FURTHER_CARDS, now)?;
            Ok((event, host, preview, next))
        })
        .await?;
    let zone = &event.time_zone;
    let mut now = Vec::new();
    for (dealt, position) in preview.now.iter().zip(1..) {
        now.extend(mappers::preview_card(
            &dealt.card,
            position,
            zone,
            dealt.respond_by,
            dealt.remind_at,
            invitation_text(&state, &host.name, &event, dealt)?,
        ));
    }
    let offers = preview.offers.iter().zip(now.len() + 1..);
    now.extend(offers.filter_map(|(offer, position)| mappers::preview_offer(offer, position)));
    let first_next = now.len() + 1;
    Ok(web::Json(Preview {
        now,
        next: next
            .iter()
            .zip(first_next..)
            .filter_map(|(card, position)| {
                mappers::preview_card(card, position, zone, None, None, None)
            })
            .collect(),
        why_not_more: preview.why_not_more,
    }))
}

/// The query of a deck.
struct DeckPart {
    search: Option<String>,
    offset: usize,
    limit: usize,
}

async fn deck_page(
    state: &State,
    signed_in: SignedIn,
    id: EventId,
    part: DeckPart,
) -> Result<web::Json<Deck>, ApiError> {
    let DeckPart {
        search,
        offset,
        limit,
    } = part;
    let (zone, page) = state
        .db
        .read(move |conn| {
            let zone = events::fields(conn, &signed_in.host, &id)?.time_zone;
            let search = search.as_deref();
            let page = deck::list(conn, &signed_in.host, &id, search, offset, limit)?;
            Ok((zone, page))
        })
        .await?;
    Ok(web::Json(Deck {
        next_cursor: page.more.then(|| (offset + page.cards.len()).to_string()),
        items: page
            .cards
            .into_iter()
            .map(|card| mappers::card(card, &zone))
            .collect(),
        order: DeckOrder {
            invite_first: page.invite_first,
            exclude: page.exclude,
        },
    }))
}
