//! The invitations of an event: how each stands, and what the host can do about it.

mod record;
mod row;
mod words;

use leptos::prelude::*;
use seat_dealer_api_types::Invite;

use crate::components::dynamic::part;
use crate::features::events::desk::Desk;
use crate::time;
use record::record_dialog;
use row::invite_row;

/// Every invitation that has been dealt.
pub(crate) fn invitations_panel(desk: Desk) -> AnyView {
    let open = RwSignal::new(false);
    let recorded = RwSignal::new(None::<Invite>);
    let now = time::ticking();
    let empty = move || {
        (desk.invites.len() == 0).then(|| {
            view! {
                <p class="hint">
                    "Nobody has been invited yet. Press Deal, and invitations go out a few at a
                    time."
                </p>
            }
            .into_any()
        })
    };
    let record = move |invite| {
        recorded.set(Some(invite));
        open.set(true);
    };
    view! {
        <section class="panel" aria-labelledby="invitations-title">
            <h2 id="invitations-title">"Invitations"</h2>
            {part(empty)}
            <ul class="rows" aria-labelledby="invitations-title">
                {desk.invites.view(move |invite| invite_row(desk, invite, now, record))}
            </ul>
            {record_dialog(desk, open, recorded)}
        </section>
    }
    .into_any()
}
