//! One invitation.

use leptos::prelude::*;
use seat_dealer_api_types::{
    Channel, InvitationStatus, Invite, InviteMessage, InvitePatch, MessageKind, Response, Seat,
};

use super::words::{answer_state, answer_words, message_words};
use super::{by_hand, record};
use crate::components::button::{quiet, quiet_danger};
use crate::components::confirm::Question;
use crate::components::copy::copy_button;
use crate::components::dialog::{Dialog, use_dialog};
use crate::components::dynamic::{dynamic, part, words};
use crate::components::shapes::{badge, group, line, row, text};
use crate::features::contacts::channel_words;
use crate::features::events::desk::Desk;
use crate::time::{self, Millis};

/// An invitation with its answer, its latest message and what can be done about it.
pub(super) fn invite_row(desk: Desk, invite: RwSignal<Invite>, now: ReadSignal<Millis>) -> AnyView {
    let name = move || invite.with(|invite| invite.contact.name.clone());
    let leaving = Memo::new(move |_| {
        let leaving = desk.leaving.get();
        invite.with(|invite| leaving.as_ref() == Some(&invite.id))
    });
    let answer = move || {
        if leaving.get() {
            return "Withdrawn".to_owned();
        }
        invite.with(|invite| match invite.party_size {
            0 | 1 => answer_words(invite),
            size => format!("{} · party of {size}", answer_words(invite)),
        })
    };
    let state = move || {
        dynamic(move || {
            if leaving.get() {
                return "out";
            }
            invite.with(answer_state)
        })
    };
    let over = Memo::new(move |_| {
        desk.over.get()
            || leaving.get()
            || invite.with(|invite| invite.status == InvitationStatus::Withdrawn)
    });
    let actions = part(move || (!over.get()).then(|| actions(desk, invite)));
    let note = part(move || {
        let note = invite.with(|invite| invite.note.clone())?;
        Some(text("row-detail", format!("\u{201c}{note}\u{201d}")))
    });
    let delivery = move || invite.with(|invite| delivery(invite, &desk.zone.get()));
    row(
        state(),
        None,
        vec![
            group(
                "row-title",
                vec![words(name), " ".into_any(), badge(state(), words(answer))],
            ),
            note,
            line("row-detail", words(move || timing(desk, invite, now))),
            line("row-detail", words(delivery)),
        ],
        vec![actions],
    )
}

/// Until when an answer is awaited, or when it came.
fn timing(desk: Desk, invite: RwSignal<Invite>, now: ReadSignal<Millis>) -> String {
    let zone = desk.zone.get();
    invite.with(|invite| {
        if let Some(until) = &invite.respond_by {
            let words = format!("Answer by {}", time::date_and_time(until, &zone));
            let left = time::remaining(time::moment(until), now.get());
            return match left.filter(|_| !desk.over.get()) {
                Some(left) => format!("{words} ({left} left)"),
                None => words,
            };
        }
        match &invite.answered_at {
            Some(answered) => format!("Answered {}", time::short(answered, &zone)),
            None => format!("Invited {}", time::short(&invite.invited_at, &zone)),
        }
    })
}

/// How far the latest message has come.
fn delivery(invite: &Invite, zone: &str) -> String {
    let by_host = if invite.by_host {
        "Invited by hand · "
    } else {
        ""
    };
    let words = match invite.messages.last() {
        Some(message) => message_words(message, |time| time::short(time, zone)),
        None => format!("By {}", channel_words(invite.channel)),
    };
    format!("{by_host}{words}")
}

fn actions(desk: Desk, invite: RwSignal<Invite>) -> AnyView {
    let dialog = use_dialog();
    let for_whom = move || format!("for {}", invite.with(|invite| invite.contact.name.clone()));
    let withdraw = move || withdraw(desk, invite.get_untracked());
    let resend = move || {
        let Invite {
            id,
            contact,
            channel,
            ..
        } = invite.get_untracked();
        let name = contact.name;
        let question = Question::new(
            format!("Send the invitation to {name} again?"),
            format!(
                "{name} gets the same link once more by {}.",
                channel_words(channel)
            ),
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
        dialog.ask(question);
    };
    let record = move || record::open(desk, dialog, invite.get_untracked());
    let pass_on = part(move || {
        let open = move || by_hand::open(desk, dialog, invite.get_untracked());
        let waits = invite.with(by_hand::waits);
        waits.then(|| quiet("Pass on", open).of(for_whom).view())
    });
    let by_hand = part(move || {
        let failed = invite.with(|invite| invite.status == InvitationStatus::Undeliverable);
        let ask = move || invite_by_hand(desk, dialog, invite.get_untracked());
        failed.then(|| quiet("Invite by hand", ask).of(for_whom).view())
    });
    let link = Signal::derive(move || invite.with(|invite| invite.rsvp_url.clone()));
    vec![
        pass_on,
        by_hand,
        quiet("Record answer", record).of(for_whom).view(),
        copy_button("Copy link", for_whom, link, "Link copied."),
        quiet("Send again", resend).of(for_whom).view(),
        quiet_danger("Withdraw", withdraw).of(for_whom).view(),
    ]
    .into_any()
}

/// Takes an invitation that neither text nor email could bring into the host's own hands.
fn invite_by_hand(desk: Desk, dialog: Dialog, invite: Invite) {
    desk.busy.run(async move {
        match desk.api.resend_by_hand(&invite.id).await {
            Ok(invite) => by_hand::open(desk, dialog, invite),
            Err(failure) => desk.announcer.fail(&failure),
        }
        desk.refresh();
    });
}

/// Whether the guest has been promised a seat by email: then email takes it back, too.
fn hears_by_email(invite: &Invite) -> bool {
    let promises = |message: &InviteMessage| {
        message.channel == Channel::Email
            && matches!(
                message.kind,
                MessageKind::Confirmation | MessageKind::Seated
            )
    };
    invite.seat == Seat::Seated && invite.messages.iter().any(promises)
}

/// What the host is told who withdraws an invitation.
fn withdrawn_words(invite: &Invite) -> String {
    let name = &invite.contact.name;
    let done = format!("The invitation for {name} is withdrawn.");
    match invite.response {
        Some(Response::Yes | Response::Probably) if hears_by_email(invite) => {
            format!("{done} They are told by email that the seat is gone.")
        }
        Some(Response::Yes | Response::Probably) => {
            format!("{done} They said that they come: tell them yourself.")
        }
        _ => done,
    }
}

/// Withdraws an invitation unless the host takes it back in time: afterwards its seat may have gone
/// to the next card, and there is no way back.
fn withdraw(desk: Desk, invite: Invite) {
    let said = withdrawn_words(&invite);
    let id = invite.id;
    desk.leaving.set(Some(id.clone()));
    let act = async move {
        let patch = InvitePatch {
            status: Some(InvitationStatus::Withdrawn),
            ..InvitePatch::default()
        };
        if let Err(failure) = desk.api.change_invite(&id, &patch).await {
            desk.announcer.fail(&failure);
        }
        // What the server says now is shown before the row is itself again.
        desk.read().await;
        if desk.leaving.try_get_untracked().flatten() == Some(id) {
            desk.leaving.set(None);
        }
    };
    desk.announcer.unless_undone(said, act, move || {
        desk.leaving.try_set(None);
    });
}
