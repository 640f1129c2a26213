//! Tests of limits that all states of the page keep: only one script runs, the link preview says no more than the
//! message with the link, no other file is loaded, and the size is small.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use seat_dealer_api_types::{Picture, Response, RsvpPage, RsvpSeat, RsvpState};
use sha2::{Digest, Sha256};

use super::{PICTURE, TOKEN, answered, closed, invitation, shown, with_message};
use crate::guests::compression::gzip;
use crate::guests::texts::{ENGLISH, GuestState};
use crate::guests::view::{Failure, content_security_policy, error_page, unknown_page};

/// All pages that a guest can see.
pub(super) fn every_page() -> Vec<String> {
    let mut pages = vec![
        shown(&invitation()),
        shown(&with_message(RsvpPage {
            respond_by: None,
            ..invitation()
        })),
        shown(&answered(Response::Yes, RsvpSeat::Seated)),
        shown(&answered(Response::Probably, RsvpSeat::Seated)),
        shown(&answered(Response::Yes, RsvpSeat::Standby)),
        shown(&answered(Response::Maybe, RsvpSeat::NotGuaranteed)),
        shown(&answered(Response::No, RsvpSeat::None)),
        shown(&closed(RsvpState::Withdrawn)),
        shown(&closed(RsvpState::Cancelled)),
        shown(&closed(RsvpState::Past)),
        unknown_page(&ENGLISH).unwrap(),
    ];
    for failure in [
        Failure::BadForm,
        Failure::Busy,
        Failure::Unavailable,
        Failure::Broken,
    ] {
        pages.push(error_page(&ENGLISH, failure).unwrap());
    }
    pages
}

#[test]
fn texts_of_hosts_and_guests_are_escaped() {
    let attack = "<script>alert(1)</script>\"'&{host}";
    let view = RsvpPage {
        title: attack.into(),
        description: format!("{attack}\n</p><img src=x onerror=alert(1)>"),
        location: Some(attack.into()),
        host_name: attack.into(),
        guest_name: attack.into(),
        note: Some(format!("</textarea>{attack}")),
        time_zone: attack.into(),
        ..invitation()
    };
    let seated = RsvpPage {
        response: Some(Response::Maybe),
        respond_by: None,
        ..view.clone()
    };
    for view in [view, seated] {
        let html = shown(&with_message(view));
        assert_eq!(html.matches("<script").count(), 1, "its own: {html}");
        assert!(!html.contains("<img") && !html.contains("\"'&{"));
        assert!(html.contains("&#60;script&#62;"));
        assert!(
            html.contains("(UTC)") || html.contains("18:00"),
            "the date is told all the same"
        );
    }
    assert_eq!(
        ENGLISH.state_message(&GuestState::of(&RsvpPage {
            host_name: "{deadline}".into(),
            ..answered(Response::No, RsvpSeat::None)
        })),
        "Thank you for telling {deadline} – you will be missed. If your plans change, you are \
         welcome to answer again."
    );
}

#[test]
fn every_page_is_one_response_and_previews_what_its_message_says() {
    for html in every_page() {
        assert!(
            html.starts_with("<!DOCTYPE html>\n<html lang=\"en\""),
            "{html}"
        );
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert_eq!(html.matches("<style").count(), 1);
        assert!(
            html.contains("<title>Your invitation</title>"),
            "the title is generic"
        );
        assert!(html.contains("<meta name=\"robots\" content=\"noindex, nofollow\">"));
        assert!(html.contains("<meta name=\"referrer\" content=\"no-referrer\">"));
        assert!(html.matches("<script").count() <= 1);
        for absent in [
            "<script ", "http:", "src=", "url(", "@import", "style=\"", "onclick",
        ] {
            assert!(!html.contains(absent), "{absent} in\n{html}");
        }
        // The only external addresses are those of the preview's image and of links that the guest may open.
        let elsewhere = html.matches("https:").count();
        let links = [
            "<meta property=\"og:image\" content=\"https://dinner.example/rsvp/pictures/",
            "<a href=\"https://calendar.google.com/calendar/render?",
            "<a href=\"https://www.openstreetmap.org/search?query=",
        ];
        let links = links.map(|link| html.matches(link).count());
        assert_eq!(elsewhere, links.iter().sum::<usize>(), "{html}");
        let (head, _) = html.split_once("<style>").unwrap();
        // Who invites and to what is in the message, too.
        for private in ["Grace", "Linden", "seat", TOKEN] {
            assert!(
                !head.contains(private),
                "a link preview would show {private}"
            );
        }
    }
}

#[test]
fn the_preview_says_who_invites_to_what() {
    let html = shown(&invitation());
    let title = "<meta property=\"og:title\" content=\"Ada invites you: Goose and red cabbage\">";
    assert!(html.contains(title), "{html}");
    let image = format!("<meta property=\"og:image\" content=\"{PICTURE}\">");
    assert!(html.contains(&image), "{html}");
    let unknown = unknown_page(&ENGLISH).unwrap();
    assert!(unknown.contains("<meta property=\"og:title\" content=\"An invitation\">"));
    assert!(!unknown.contains("og:image"));
}

#[test]
fn the_policy_allows_exactly_the_style_and_the_script_of_every_page() {
    let within = |html: &str, tag: &str| {
        let (_, rest) = html.split_once(&format!("<{tag}>"))?;
        let (text, _) = rest.split_once(&format!("</{tag}>"))?;
        Some(STANDARD.encode(Sha256::digest(text)))
    };
    let script = within(&shown(&invitation()), "script").unwrap();
    for html in every_page() {
        let style = within(&html, "style").unwrap();
        let own = within(&html, "script");
        assert!(own.is_none_or(|own| own == script), "{html}");
        assert_eq!(
            content_security_policy(),
            format!(
                "default-src 'none'; style-src 'sha256-{style}'; img-src data:; \
                 form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                 require-trusted-types-for 'script'; trusted-types 'none'; \
                 script-src 'sha256-{script}'"
            )
        );
    }
}

#[test]
fn the_largest_page_fits_into_the_initial_congestion_window() {
    // Ten segments of 1,460 bytes, minus the headers (RFC 6928).
    const SIZE_LIMIT: usize = 14 * 1024;
    let mut draw = 0x2545_f491_4f6c_dd1d_u64;
    let description: String = std::iter::repeat_with(|| {
        draw ^= draw << 13;
        draw ^= draw >> 7;
        draw ^= draw << 17;
        // Random letters compress worse than prose.
        char::from(b"etaoinshrdlu cmfwypvbgkqjxz ,."[usize::try_from(draw % 30).unwrap()])
    })
    .take(4_000)
    .collect();
    let largest = RsvpPage {
        description,
        title: "Ä".repeat(160),
        location: Some("Ö".repeat(300)),
        host_name: "Ü".repeat(120),
        guest_name: "ß".repeat(120),
        party_size: 20,
        party_limit: 20,
        picture: Picture::Garden,
        note: Some("ß".repeat(500)),
        respond_by: invitation().respond_by,
        ..answered(Response::Maybe, RsvpSeat::NotGuaranteed)
    };
    let largest = compressed(&shown(&with_message(largest)));
    let usual = compressed(&shown(&invitation()));
    assert!(largest < SIZE_LIMIT, "{largest} bytes");
    assert!(usual < 5_300, "{usual} bytes");
}

fn compressed(html: &str) -> usize {
    gzip(html).unwrap().len()
}
