use actix_web::{HttpResponse, get, put, web};
use jiff::Timestamp;
use seat_dealer_api_types::{Deck, DeckOrder, Preview};
use seat_dealer_core::{EventId, HostId, PreviewedCard};
use seat_dealer_db::events::{self, EventFields};
use seat_dealer_db::{self as db, Conn, contacts, deck, hosts};
use serde::Deserialize;
use utoipa::IntoParams;

use super::deck_words::invitation_text;
use super::ids::contact_ids;
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::etags::{self, Conditional, etag};
use crate::http::extractors::{DEFAULT_LIMIT, Json, Query, page_limit, unknown_cursor};
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
    conditional: Conditional,
    query: Query<DeckQuery>,
) -> Result<HttpResponse, ApiError> {
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
    let id = EventId::new(id.into_inner());
    let deck = state
        .db
        .read(move |conn| deck_page(conn, &signed_in.host, &id, &part))
        .await?;
    conditional.respond(&deck)
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
    conditional: Conditional,
    body: Json<DeckOrder>,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    let order = body.read()?;
    let expected = conditional.expected()?;
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
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    // The same order again is no change, and has no log entry.
    if !is_arranged {
        let owner = host.clone();
        state
            .db
            .change_event(acting, &id, db::now(), move |conn, id| {
                expected.check(|| deck_page(conn, &owner, id, &DeckPart::FIRST))?;
                deck::arrange(conn, &owner, id, &invite_first, &exclude)
            })
            .await?;
    }
    let deck = state
        .db
        .read(move |conn| deck_page(conn, &host, &id, &DeckPart::FIRST))
        .await?;
    Ok(etags::respond(&deck))
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
    conditional: Conditional,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    let now = db::now();
    let (mut shown, event, dealt, host, languages) = state
        .db
        .read(move |conn| {
            let host = hosts::get(conn, &signed_in.host)?;
            let (shown, event, dealt) = without_words(conn, &signed_in.host, &id, now)?;
            let ids: Vec<_> = shown
                .now
                .iter()
                .map(|card| card.contact_id.as_str())
                .collect();
            let languages = contacts::languages(conn, &ids)?;
            Ok((shown, event, dealt, host, languages))
        })
        .await?;
    for dealt in &dealt {
        let mut cards = shown.now.iter_mut();
        let contact = dealt.card.contact_id.as_str();
        if let Some(card) = cards.find(|card| card.contact_id == contact) {
            let language = languages.get(contact).copied();
            let language = language.or(host.language);
            let language = language.unwrap_or(state.config.language);
            card.text = invitation_text(&state, language, &host.name, &event, dealt)?;
        }
    }
    tag(&mut shown);
    conditional.respond(&shown)
}

/// The preview of a deal at `now`, without the words of the invitations.
pub(super) fn preview_of(
    conn: &mut Conn,
    host: &HostId,
    id: &EventId,
    now: Timestamp,
) -> db::Result<Preview> {
    let (mut shown, ..) = without_words(conn, host, id, now)?;
    tag(&mut shown);
    Ok(shown)
}

/// The preview without the words of the invitations and without its ETag.
fn without_words(
    conn: &mut Conn,
    host: &HostId,
    id: &EventId,
    now: Timestamp,
) -> db::Result<(Preview, EventFields, Vec<PreviewedCard>)> {
    let event = events::fields(conn, host, id)?;
    let zone = &event.time_zone;
    let (deal, next) = events::preview(conn, host, id, FURTHER_CARDS, now)?;
    let dealt = deal.now.iter().zip(1..).filter_map(|(dealt, position)| {
        mappers::preview_card(
            &dealt.card,
            position,
            zone,
            dealt.party,
            dealt.respond_by,
            dealt.remind_at,
        )
    });
    let mut now: Vec<_> = dealt.collect();
    let offers = deal.offers.iter().zip(now.len() + 1..);
    now.extend(offers.filter_map(|(offer, position)| mappers::preview_offer(offer, position)));
    let first_next = now.len() + 1;
    let shown = Preview {
        now,
        next: next
            .iter()
            .zip(first_next..)
            .filter_map(|(card, position)| {
                let party = card.party_size + event.party_limit.get() - 1;
                mappers::preview_card(card, position, zone, party, None, None)
            })
            .collect(),
        why_not_more: deal.why_not_more,
        etag: String::new(),
    };
    Ok((shown, event, deal.now))
}

/// Gives a preview its ETag.
fn tag(shown: &mut Preview) {
    let dealt = shown.now.iter();
    let dealt: Vec<_> = dealt.map(|card| (&card.contact_id, card.channel)).collect();
    // The moments would be others a millisecond later.
    let mut timeless = shown.clone();
    for card in &mut timeless.now {
        card.respond_by = None;
        card.remind_at = None;
    }
    shown.etag = etag(&dealt, &timeless);
}

/// The query of a deck.
struct DeckPart {
    search: Option<String>,
    offset: usize,
    limit: usize,
}

impl DeckPart {
    /// The first page.
    const FIRST: Self = Self {
        search: None,
        offset: 0,
        limit: DEFAULT_LIMIT,
    };
}

fn deck_page(conn: &mut Conn, host: &HostId, id: &EventId, part: &DeckPart) -> db::Result<Deck> {
    let DeckPart {
        search,
        offset,
        limit,
    } = part;
    let zone = events::fields(conn, host, id)?.time_zone;
    let page = deck::list(conn, host, id, search.as_deref(), *offset, *limit)?;
    let mut deck = Deck {
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
        etag: String::new(),
    };
    deck.etag = etag(&page.arranged, &deck);
    Ok(deck)
}
