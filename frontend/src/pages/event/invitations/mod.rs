//! The invitations, by answer: lists of guests, and the sheet of one of them.

mod by_hand;
mod groups;
mod guest_list;
mod labels;
mod record_answer;
mod row;
mod sheet;
mod withdraw;

use leptos::prelude::*;
use seat_dealer_api_types::{EventStatus, Invite};

use super::segment::Segment;
use super::store::EventStore;
use crate::components::button::Button;
use crate::components::list::for_sorted_rows;
use crate::time;
use groups::Group;
use row::GuestRow;

pub(super) use by_hand::{is_waiting as waits_for_host, pass_on_all};
pub(super) use guest_list::save as save_guest_list;
pub(super) use sheet::{ContactWays, open as open_guest};

/// How many guests a list shows before the host asks for all.
const ROWS_AT_REST: usize = 8;

/// The number of invitations in a part. Reactive.
pub(super) fn count(store: EventStore, segment: Segment) -> usize {
    count_group(store, Group::of_segment(segment).0)
}

fn count_group(store: EventStore, group: Group) -> usize {
    store.invites.count(|invite| Group::of(invite) == group)
}

/// The guests of a part.
#[component]
pub(super) fn GuestsPanel(store: EventStore, segment: Segment) -> impl IntoView {
    let now = time::use_now();
    let (group, folded) = Group::of_segment(segment);
    let count = Memo::new(move |_| count_group(store, group));
    let is_whole = RwSignal::new(false);
    let list = move |group: Group| {
        let order =
            move |invite: &Invite| (Group::of(invite) == group).then(|| groups::place(invite));
        for_sorted_rows(store.invites, order, move |invite| {
            view! { <GuestRow store invite now /> }
        })
    };
    let empty_state = move || {
        let status = store
            .event
            .with(|event| event.as_ref().map(|event| event.status));
        let text = empty_text(segment, status?);
        (count.get() == 0).then(|| view! { <p class="hint">{text}</p> }.into_any())
    };
    let show_all = move || {
        view! { <Button class="quiet-button" label="Show all" on_click=move || is_whole.set(true) /> }
            .into_any()
    };
    let fold = folded.map(|group| {
        let count = Memo::new(move |_| count_group(store, group));
        let label = match group {
            Group::Late => "No answer in time",
            _ => "Not coming",
        };
        view! {
            <details class="fold" hidden=move || count.get() == 0>
                <summary>{label} " · " {move || count.get()}</summary>
                <ul class="guests" data-whole="">
                    {list(group)}
                </ul>
            </details>
        }
        .into_any()
    });
    view! {
        <h2 class="print-only">{segment.label()}</h2>
        {move || empty_state()}
        <ul class="guests" data-whole=move || is_whole.get().then_some("")>
            {list(group)}
        </ul>
        {move || (count.get() > ROWS_AT_REST && !is_whole.get()).then(show_all)}
        {fold}
    }
}

/// Says why a part lists nobody.
fn empty_text(segment: Segment, status: EventStatus) -> &'static str {
    match (segment, status) {
        (_, EventStatus::Draft) => {
            "Nobody has been invited yet. Press Deal, and invitations go out a few at a time."
        }
        (Segment::Waiting, _) => "No answer is awaited.",
        (Segment::Maybe, _) => "Nobody has said maybe.",
        (Segment::Standby, _) => "Nobody is on standby.",
        (_, EventStatus::Cancelled | EventStatus::Past) => "Nobody has a seat.",
        _ => "Nobody has a seat yet.",
    }
}
