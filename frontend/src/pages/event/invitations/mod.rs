//! The invitations of an event: the state of each, and the host's actions on it.

mod by_hand;
mod guest_list;
mod labels;
mod record_answer;
mod row;
mod row_actions;

use leptos::prelude::*;
use seat_dealer_api_types::EventStatus;

use super::store::EventStore;
use crate::browser;
use crate::components::button::Button;
use crate::components::list::ForRows;
use crate::components::page::Panel;
use crate::time;
use guest_list::guest_list;
use row::InvitationRow;

/// All invitations that have been dealt.
#[component]
pub(super) fn InvitationsPanel(store: EventStore) -> impl IntoView {
    let now = time::use_now();
    let status = Memo::new(move |_| {
        store
            .event
            .with(|event| event.as_ref().map(|event| event.status))
    });
    let empty_state = move || {
        let text = match status.get()? {
            EventStatus::Draft => {
                "Nobody has been invited yet. Press Deal, and invitations go out a few at a time."
            }
            EventStatus::Dealing | EventStatus::Paused => "Nobody has been invited yet.",
            EventStatus::Cancelled | EventStatus::Past => "Nobody was invited.",
        };
        let is_empty = store.invites.is_empty();
        is_empty.then(|| view! { <p class="hint">{text}</p> }.into_any())
    };
    let list_actions = move || view! { <ListActions store /> }.into_any();
    view! {
        <Panel id="invitations-title" title="Invitations">
            {move || empty_state()}
            <ul class="rows" aria-labelledby="invitations-title">
                <ForRows each=store.invites let:invite>
                    <InvitationRow store invite now />
                </ForRows>
            </ul>
            {move || (!store.invites.is_empty()).then(list_actions)}
        </Panel>
    }
}

/// Saves the list of guests as a spreadsheet, or prints it.
#[component]
fn ListActions(store: EventStore) -> impl IntoView {
    let save = move || {
        let title = store.event.with_untracked(|event| {
            let event = event.as_ref();
            event.map(|event| event.title.clone()).unwrap_or_default()
        });
        let zone = store.zone.get_untracked();
        let list = untrack(|| {
            guest_list(&store.invites.values(), |timestamp| {
                // Spreadsheets recognise a date and time with a space.
                time::to_local(timestamp, &zone).replace('T', " ")
            })
        });
        browser::download_text(&format!("Guests of {title}.csv"), "text/csv", &list);
    };
    view! {
        <div class="row-actions list-actions">
            <Button class="quiet-button" label="Save guest list (CSV)" on_click=save />
            <Button class="quiet-button" label="Print" on_click=browser::print />
        </div>
    }
}
