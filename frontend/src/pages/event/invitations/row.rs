//! One guest in a list.

use leptos::prelude::*;
use seat_dealer_api_types::{Invite, Seat};

use super::groups;
use super::labels::{answer_label, answer_state, message_label};
use super::sheet;
use crate::components::dialog::use_dialogs;
use crate::components::initials::initials;
use crate::pages::event::store::EventStore;
use crate::time::{self, Millis};

/// A guest with the answer and what is to be known of it. Opens their sheet.
#[component]
pub(super) fn GuestRow(
    store: EventStore,
    invite: RwSignal<Invite>,
    now: ReadSignal<Millis>,
) -> impl IntoView {
    let dialogs = use_dialogs();
    let is_withdrawing = Memo::new(move |_| {
        let withdrawing = store.withdrawing.get();
        invite.with(|invite| withdrawing.contains(&invite.id))
    });
    let state = move || {
        if is_withdrawing.get() {
            "out"
        } else {
            invite.with(answer_state)
        }
    };
    let detail = move || {
        if is_withdrawing.get() {
            "Withdrawn".to_owned()
        } else {
            invite.with(|invite| detail(invite, &store.zone.get()))
        }
    };
    let open = move |_| sheet::open(store, dialogs.create(), invite);
    let phone_or_email = move || {
        let contact = invite.with(|invite| invite.contact.clone());
        contact.phone_number.or(contact.email)
    };
    view! {
        <li>
            <button type="button" class="guest" data-state=state aria-haspopup="dialog" on:click=open>
                <span class="disc" data-state=state aria-hidden="true">
                    {move || invite.with(|invite| initials(&invite.contact.name))}
                </span>
                <span class="guest-text">
                    <span class="guest-name">
                        {move || invite.with(|invite| invite.contact.name.clone())}
                    </span>
                    " "
                    <span class="guest-detail">{detail}</span>
                    <span class="print-only">{phone_or_email}</span>
                </span>
                " "
                {move || (!is_withdrawing.get()).then(|| mark(store, invite, now))}
            </button>
        </li>
    }
}

/// The answer, the party, the diet, the note, and the delivery of the latest message while that matters.
fn detail(invite: &Invite, zone: &str) -> String {
    let mut parts = vec![answer_label(invite)];
    if invite.party_size > 1 {
        parts.push(format!("party of {}", invite.party_size));
    }
    parts.extend(invite.diet.clone());
    if let Some(note) = &invite.note {
        parts.push(format!("\u{201c}{note}\u{201d}"));
    }
    let is_delivery_shown = invite.seat == Seat::Held || groups::need(invite).is_some();
    if let (true, Some(message)) = (is_delivery_shown, invite.messages.last()) {
        parts.push(message_label(message, |timestamp| {
            time::short(timestamp, zone)
        }));
    }
    parts.join(" · ")
}

/// What needs the host, or the time that is left to answer.
fn mark(store: EventStore, invite: RwSignal<Invite>, now: ReadSignal<Millis>) -> AnyView {
    let text = move || {
        invite.with(|invite| match (groups::need(invite), &invite.respond_by) {
            (Some(need), _) => Some(need.to_owned()),
            (None, Some(respond_by)) if !store.is_over.get() => {
                time::remaining(time::parse(respond_by), now.get())
            }
            _ => None,
        })
    };
    let is_need = move || invite.with(|invite| groups::need(invite).is_some());
    let mark = view! {
        <span class="mark" data-need=move || is_need().then_some("")>
            {text}
        </span>
    };
    mark.into_any()
}
