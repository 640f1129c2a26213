//! Tests of the calendar links and of the guest's local time.

use seat_dealer_api_types::{Response, RsvpPage, RsvpSeat, RsvpState};

use super::{TOKEN, answered, closed, invitation, shown};

#[test]
fn a_guest_with_a_seat_gets_calendar_links() {
    for response in [Response::Yes, Response::Probably] {
        let html = shown(&answered(response, RsvpSeat::Seated));
        let file = format!("<a href=\"{TOKEN}/calendar.ics?lang=en\">Add to your calendar</a>");
        assert!(html.contains(&file), "{html}");
        let google = "<a href=\"https://calendar.google.com/calendar/render?action=TEMPLATE\
                      &#38;text=Goose+and+red+cabbage\
                      &#38;dates=20261205T180000Z%2F20261205T210000Z\
                      &#38;location=Lindenstra%C3%9Fe+4%2C+Berlin\" \
                      rel=\"noopener noreferrer\">Add to Google Calendar</a>";
        assert!(html.contains(google), "{html}");
        assert_eq!(
            html.matches(TOKEN).count(),
            1,
            "Google sees no link: {html}"
        );
    }
}

#[test]
fn other_guests_get_no_calendar_links() {
    let undated = RsvpPage {
        starts_at: None,
        ..answered(Response::Yes, RsvpSeat::Seated)
    };
    for view in [
        invitation(),
        undated,
        answered(Response::Yes, RsvpSeat::Standby),
        answered(Response::Maybe, RsvpSeat::NotGuaranteed),
        answered(Response::No, RsvpSeat::None),
        closed(RsvpState::Withdrawn),
        closed(RsvpState::Cancelled),
        closed(RsvpState::Past),
    ] {
        let html = shown(&view);
        assert!(!html.contains("calendar"), "{html}");
    }
}

#[test]
fn the_guests_local_time_needs_the_script() {
    let html = shown(&invitation());
    let own = "<span class=\"own\" id=\"own-time\" hidden \
               data-moment=\"2026-12-05T18:00:00Z\" data-zone=\"Europe/Berlin\" \
               data-dates=\"en-GB\">In your time zone: <span></span></span>";
    assert!(html.contains(own), "{html}");
    assert_eq!(html.matches("<script>").count(), 1);
    let undated = shown(&RsvpPage {
        starts_at: None,
        ..invitation()
    });
    assert!(!undated.contains("own-time") && !undated.contains("<script"));
}
