//! One invitation.

use leptos::prelude::*;
use seat_dealer_api_types::{EventStatus, InvitationStatus, Invite, InvitePatch};

use super::words::{answer_state, answer_words, message_words};
use crate::components::confirm::{Question, use_confirm};
use crate::components::copy::CopyButton;
use crate::features::contacts::channel_words;
use crate::features::events::desk::Desk;
use crate::keyed::Row;
use crate::time::{self, Millis};

/// An invitation with its answer, its latest message and what can be done about it.
#[component]
pub(crate) fn InviteRow(
    desk: Desk,
    row: Row<Invite>,
    now: ReadSignal<Millis>,
    on_record: impl Fn(Invite) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let invite = RwSignal::from(row.value);
    let name = move || invite.with(|invite| invite.contact.name.clone());
    let party = move || {
        invite.with(|invite| (invite.party_size > 1).then(|| format!(" · party of {}", invite.party_size)))
    };
    let over = Memo::new(move |_| {
        desk.event.with(|event| {
            event.as_ref().is_none_or(|event| {
                matches!(event.status, EventStatus::Cancelled | EventStatus::Past)
            })
        }) || invite.with(|invite| invite.status == InvitationStatus::Withdrawn)
    });
    let actions = move || (!over.get()).then(|| actions(desk, invite, on_record));
    view! {
        <li class="row invitation" data-state=move || invite.with(answer_state)>
            <div class="row-main">
                <p class="row-title">{name}</p>
                <p class="answer-line">
                    <span class="badge" data-state=move || invite.with(answer_state)>
                        {move || invite.with(answer_words)}
                    </span>
                    {party}
                </p>
                <p class="row-detail">{move || timing(desk, invite, now)}</p>
                <p class="row-detail">
                    {move || invite.with(|invite| delivery(invite, &desk.zone.get()))}
                </p>
            </div>
            {actions}
        </li>
    }
    .into_any()
}

/// Until when an answer is awaited, or when it came.
fn timing(desk: Desk, invite: RwSignal<Invite>, now: ReadSignal<Millis>) -> Option<String> {
    let zone = desk.zone.get();
    invite.with(|invite| {
        if let Some(until) = &invite.respond_by {
            let words = format!("Answer by {}", time::date_and_time(until, &zone));
            return Some(match time::remaining(time::moment(until), now.get()) {
                Some(left) => format!("{words} ({left} left)"),
                None => words,
            });
        }
        let answered = invite.answered_at.as_deref()?;
        Some(format!("Answered {}", time::short(answered, &zone)))
    })
}

/// How far the latest message has come.
fn delivery(invite: &Invite, zone: &str) -> String {
    let by_host = if invite.by_host { "Invited by hand · " } else { "" };
    let words = match invite.messages.last() {
        Some(message) => message_words(message, |time| time::short(time, zone)),
        None => format!("By {}", channel_words(invite.channel)),
    };
    format!("{by_host}{words}")
}

fn actions(
    desk: Desk,
    invite: RwSignal<Invite>,
    on_record: impl Fn(Invite) + Copy + Send + Sync + 'static,
) -> AnyView {
    let confirm = use_confirm();
    let for_whom = move || format!(" for {}", invite.with(|invite| invite.contact.name.clone()));
    let withdraw = move |_| {
        let Invite { id, contact, .. } = invite.get_untracked();
        let name = contact.name;
        let question = Question::new(
            format!("Withdraw the invitation for {name}?"),
            "The seat it has or holds is free for the next card. Their link then says that the \
             invitation was withdrawn. They can never be invited to this event again.",
            "Withdraw",
            move || {
                let (id, name) = (id.clone(), name.clone());
                async move {
                    let patch = InvitePatch {
                        status: Some(InvitationStatus::Withdrawn),
                        ..InvitePatch::default()
                    };
                    desk.api.change_invite(&id, &patch).await?;
                    desk.refresh();
                    Ok(format!("The invitation for {name} is withdrawn."))
                }
            },
        );
        confirm.ask(question.dangerous());
    };
    let resend = move |_| {
        let Invite { id, contact, channel, .. } = invite.get_untracked();
        let name = contact.name;
        let question = Question::new(
            format!("Send the invitation to {name} again?"),
            format!("{name} gets the same link once more by {}.", channel_words(channel)),
            "Send again",
            move || {
                let (id, name) = (id.clone(), name.clone());
                async move {
                    desk.api.resend(&id).await?;
                    desk.refresh();
                    Ok(format!("The invitation goes out to {name} again."))
                }
            },
        );
        confirm.ask(question);
    };
    let of = format!(" for {}", invite.with_untracked(|invite| invite.contact.name.clone()));
    let link = Signal::derive(move || invite.with(|invite| invite.rsvp_url.clone()));
    view! {
        <div class="row-actions">
            <button
                type="button"
                class="quiet-button"
                on:click=move |_| on_record(invite.get_untracked())
            >
                "Record answer"
                <span class="sr-only">{for_whom}</span>
            </button>
            <CopyButton label="Copy link" of text=link done="Link copied." />
            <button type="button" class="quiet-button" on:click=resend>
                "Send again"
                <span class="sr-only">{for_whom}</span>
            </button>
            <button type="button" class="quiet-button danger" on:click=withdraw>
                "Withdraw"
                <span class="sr-only">{for_whom}</span>
            </button>
        </div>
    }
    .into_any()
}
