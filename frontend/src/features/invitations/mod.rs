//! The invitations of an event: how each stands, and what the host can do about it.

mod by_hand;
mod guest_list;
mod record;
mod row;
mod words;

use leptos::prelude::*;
use seat_dealer_api_types::EventStatus;

use crate::browser;
use crate::components::button::quiet;
use crate::components::dynamic::part;
use crate::components::shapes::{group, panel, rows, text};
use crate::features::events::desk::Desk;
use crate::time;
use guest_list::guest_list;
use row::invite_row;

/// Every invitation that has been dealt.
pub(crate) fn invitations_panel(desk: Desk) -> AnyView {
    let now = time::ticking();
    let status = Memo::new(move |_| {
        desk.event
            .with(|event| event.as_ref().map(|event| event.status))
    });
    let empty = move || {
        let words = match status.get()? {
            EventStatus::Draft => {
                "Nobody has been invited yet. Press Deal, and invitations go out a few at a time."
            }
            EventStatus::Dealing | EventStatus::Paused => "Nobody has been invited yet.",
            EventStatus::Cancelled | EventStatus::Past => "Nobody was invited.",
        };
        (desk.invites.len() == 0).then(|| text("hint", words))
    };
    let row = move |invite| invite_row(desk, invite, now);
    panel(
        "invitations-title",
        "Invitations",
        vec![
            part(empty),
            rows("invitations-title", desk.invites.view(row)),
            part(move || (desk.invites.len() > 0).then(|| list_actions(desk))),
        ],
    )
}

/// The list of guests for elsewhere: for a spreadsheet, or on paper.
fn list_actions(desk: Desk) -> AnyView {
    let save = move || {
        let title = desk.event.with_untracked(|event| {
            let event = event.as_ref();
            event.map(|event| event.title.clone()).unwrap_or_default()
        });
        let zone = desk.zone.get_untracked();
        let list = untrack(|| {
            guest_list(&desk.invites.values(), |at| {
                // With a blank, spreadsheets know it for a time.
                time::wall_clock(at, &zone).replace('T', " ")
            })
        });
        browser::save_as(&format!("Guests of {title}.csv"), "text/csv", &list);
    };
    group(
        "row-actions list-actions",
        vec![
            quiet("Save guest list (CSV)", save).view(),
            quiet("Print", browser::print).view(),
        ],
    )
}
