//! The calendar file of a guest's seat. `GET` changes nothing.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::Timestamp;
use seat_dealer_core::{Response, Seat};
use seat_dealer_db::invitations::GuestView;
use seat_dealer_db::{self as db};
use seat_dealer_delivery::CalendarEntry;
use seat_dealer_delivery::calendar::Attendance;

use super::language::Language;
use super::responses::{failed, token};
use super::rsvp::follow;
use crate::http::limits::Client;
use crate::http::state::State;

/// The file for a guest who has a seat at a known time. Other guests are redirected to their page.
pub(super) async fn read(
    state: web::Data<State>,
    client: Client,
    language: Language,
    request: HttpRequest,
) -> HttpResponse {
    let token = token(&request);
    let view = match follow(&state, client, token).await {
        Ok(view) => view,
        Err(error) => return failed(language.texts, &error),
    };
    let Some(entry) = entry(&state, view, db::now()) else {
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
        .body(entry.write_to_keep(language.texts.your_answer))
}

fn entry(state: &State, view: GuestView, now: Timestamp) -> Option<CalendarEntry> {
    let (event, invitation) = (view.event, view.invitation);
    let ahead = !event.status_at(now).is_over();
    let attendance = match (invitation.seat, invitation.response) {
        (Seat::Seated, Some(Response::Probably)) if ahead => Attendance::ProbablyComes,
        (Seat::Seated, _) if ahead => Attendance::Comes,
        _ => return None,
    };
    Some(CalendarEntry {
        rsvp_url: state.rsvp_url(&invitation.id),
        invitation: invitation.id,
        changes: view.calendar_changes,
        written_at: now,
        attendance,
        starts_at: event.starts_at?,
        title: event.title,
        location: event.location,
        description: view.description,
        host_name: view.host_name,
        guest_name: invitation.name,
    })
}
