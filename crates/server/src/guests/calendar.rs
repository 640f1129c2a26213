//! The calendar file of a guest's seat. `GET` changes nothing.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::Timestamp;
use seat_dealer_core::{Language, Response, Seat};
use seat_dealer_db::invitations::GuestView;
use seat_dealer_db::{self as db};
use seat_dealer_delivery::CalendarEntry;
use seat_dealer_delivery::calendar::Attendance;

use super::language::PageLanguage;
use super::responses::{failed, token};
use super::rsvp::follow;
use crate::http::limits::Client;
use crate::http::state::State;

/// The file for a guest who has a seat at a known time. Other guests are redirected to their page.
pub(super) async fn read(
    state: web::Data<State>,
    client: Client,
    mut language: PageLanguage,
    request: HttpRequest,
) -> HttpResponse {
    let token = token(&request);
    let view = match follow(&state, client, token).await {
        Ok(view) => view,
        Err(error) => return failed(language.texts, &error),
    };
    language.set_guests(view.language);
    let Some(entry) = entry(&state, view, language.texts.language, db::now()) else {
        let page = format!("/rsvp/{token}{}", language.query());
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, page))
            .finish();
    };
    // `inline`, so that phones offer to add the event to the calendar at once.
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            "inline; filename=\"invitation.ics\"",
        ))
        .body(entry.write_to_keep())
}

fn entry(
    state: &State,
    view: GuestView,
    language: Language,
    now: Timestamp,
) -> Option<CalendarEntry> {
    let (event, invitation) = (view.event, view.invitation);
    let ahead = !event.status_at(now).is_over();
    let attendance = match (invitation.seat, invitation.response) {
        (Seat::Seated, Some(Response::Probably)) if ahead => Attendance::ProbablyComes,
        (Seat::Seated, _) if ahead => Attendance::Comes,
        _ => return None,
    };
    Some(CalendarEntry {
        language,
        rsvp_url: state.rsvp_url(&invitation.id),
        invitation: invitation.id,
        changes: view.calendar_changes,
        written_at: now,
        attendance,
        starts_at: event.starts_at?,
        ends_at: event.ends_at,
        title: event.title,
        location: event.location,
        url: event.url,
        description: view.description,
        host_name: view.host_name,
        guest_name: invitation.name,
    })
}
