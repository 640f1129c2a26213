//! The invitations of an event: how each stands, and what the host can do about it.

mod record;
mod row;
mod words;

use leptos::prelude::*;
use seat_dealer_api_types::Invite;

use crate::features::events::desk::Desk;
use crate::time;
use record::RecordDialog;
use row::InviteRow;

/// Every invitation that has been dealt.
#[component]
pub(crate) fn InvitationsPanel(desk: Desk) -> impl IntoView {
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
        })
    };
    view! {
        <section class="panel" aria-labelledby="invitations-title">
            <h2 id="invitations-title">"Invitations"</h2>
            {empty}
            <ul class="rows" aria-labelledby="invitations-title">
                <For each=move || desk.invites.rows() key=|row| row.key.clone() let(row)>
                    <InviteRow
                        desk
                        row
                        now
                        on_record=move |invite| {
                            recorded.set(Some(invite));
                            open.set(true);
                        }
                    />
                </For>
            </ul>
            <RecordDialog desk open recorded />
        </section>
    }
    .into_any()
}
