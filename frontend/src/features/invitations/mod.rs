//! The invitations of an event: how each stands, and what the host can do about it.

mod record;
mod row;
mod words;

use leptos::prelude::*;

use crate::components::dynamic::part;
use crate::components::shapes::{panel, rows, text};
use crate::features::events::desk::Desk;
use crate::time;
use row::invite_row;

/// Every invitation that has been dealt.
pub(crate) fn invitations_panel(desk: Desk) -> AnyView {
    let now = time::ticking();
    let empty = move || {
        (desk.invites.len() == 0).then(|| {
            text(
                "hint",
                "Nobody has been invited yet. Press Deal, and invitations go out a few at a time.",
            )
        })
    };
    let row = move |invite| invite_row(desk, invite, now);
    panel(
        "invitations-title",
        "Invitations",
        vec![
            part(empty),
            rows("invitations-title", desk.invites.view(row)),
        ],
    )
}
