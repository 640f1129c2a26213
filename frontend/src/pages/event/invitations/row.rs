//! One invitation.

use leptos::prelude::*;
use seat_dealer_api_types::{InvitationStatus, Invite};

use super::labels::{answer_label, answer_state, message_label};
use super::row_actions::RowActions;
use crate::pages::event::labels::channel_label;
use crate::pages::event::store::EventStore;
use crate::time::{self, Millis};

/// An invitation with its answer, its latest message and its actions.
#[component]
pub(super) fn InvitationRow(
    store: EventStore,
    invite: RwSignal<Invite>,
    now: ReadSignal<Millis>,
) -> impl IntoView {
    let is_withdrawing = Memo::new(move |_| {
        let withdrawing = store.withdrawing.get();
        invite.with(|invite| withdrawing.contains(&invite.id))
    });
    let answer = move || {
        if is_withdrawing.get() {
            return "Withdrawn".to_owned();
        }
        invite.with(|invite| match invite.party_size {
            0 | 1 => answer_label(invite),
            size => format!("{} · party of {size}", answer_label(invite)),
        })
    };
    let is_over = Memo::new(move |_| {
        store.is_over.get()
            || is_withdrawing.get()
            || invite.with(|invite| invite.status == InvitationStatus::Withdrawn)
    });
    let note = move || {
        let note = invite.with(|invite| invite.note.clone())?;
        let note = format!("\u{201c}{note}\u{201d}");
        Some(view! { <p class="row-detail">{note}</p> }.into_any())
    };
    let actions = move || view! { <RowActions store invite /> }.into_any();
    view! {
        <li class="row" data-state=move || row_state(invite, is_withdrawing)>
            <div class="row-main">
                <div class="row-title">
                    {move || invite.with(|invite| invite.contact.name.clone())} " "
                    <span class="badge" data-state=move || row_state(invite, is_withdrawing)>
                        {move || answer()}
                    </span>
                </div>
                {move || note()}
                <p class="row-detail">{move || deadline_or_answer_time(store, invite, now)}</p>
                <p class="row-detail">
                    {move || invite.with(|invite| delivery(invite, &store.zone.get()))}
                </p>
            </div>
            <div class="row-actions">{move || (!is_over.get()).then(actions)}</div>
        </li>
    }
}

/// The state that gives the row and its badge their colours.
fn row_state(invite: RwSignal<Invite>, is_withdrawing: Memo<bool>) -> &'static str {
    if is_withdrawing.get() {
        return "out";
    }
    invite.with(answer_state)
}

/// When the answer is due, or when it came, or when the guest was invited.
fn deadline_or_answer_time(
    store: EventStore,
    invite: RwSignal<Invite>,
    now: ReadSignal<Millis>,
) -> String {
    let zone = store.zone.get();
    invite.with(|invite| {
        if let Some(respond_by) = &invite.respond_by {
            let deadline = format!("Answer by {}", time::date_and_time(respond_by, &zone));
            let remaining = time::remaining(time::parse(respond_by), now.get());
            return match remaining.filter(|_| !store.is_over.get()) {
                Some(remaining) => format!("{deadline} ({remaining} left)"),
                None => deadline,
            };
        }
        match &invite.answered_at {
            Some(answered_at) => format!("Answered {}", time::short(answered_at, &zone)),
            None => format!("Invited {}", time::short(&invite.invited_at, &zone)),
        }
    })
}

/// The delivery of the latest message.
fn delivery(invite: &Invite, zone: &str) -> String {
    let by_host = if invite.by_host {
        "Invited by hand · "
    } else {
        ""
    };
    let delivery = match invite.messages.last() {
        Some(message) => message_label(message, |timestamp| time::short(timestamp, zone)),
        None => format!("By {}", channel_label(invite.channel)),
    };
    format!("{by_host}{delivery}")
}
