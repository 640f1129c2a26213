//! What the host passes on in person.

use leptos::prelude::*;
use seat_dealer_api_types::{ByHand, Channel, Invite, MessageStatus, PassedOn};

use crate::api::encoded;
use crate::browser;
use crate::components::busy::Busy;
use crate::components::button::{button, quiet};
use crate::components::copy::copy_button;
use crate::components::dialog::Dialog;
use crate::components::dynamic::spawn;
use crate::components::form::Errors;
use crate::components::page::alert;
use crate::components::shapes::{group, text};
use crate::features::events::desk::Desk;

/// Whether something waits for the host to pass it on.
pub(super) fn waits(invite: &Invite) -> bool {
    invite.messages.iter().any(|message| {
        message.channel == Channel::ByHand && message.status == MessageStatus::Queued
    })
}

/// Shows the words, the ways to send them, and the button that says so.
pub(super) fn open(desk: Desk, dialog: Dialog, invite: Invite) {
    spawn(async move {
        match desk.api.by_hand(&invite.id).await {
            Ok(what) => {
                let title = format!("Pass this on to {}", invite.contact.name);
                dialog.show(title, move || content(desk, dialog, invite, what));
            }
            Err(failure) => desk.announcer.fail(&failure),
        }
    });
}

fn content(desk: Desk, dialog: Dialog, invite: Invite, what: ByHand) -> AnyView {
    let busy = Busy::new();
    let errors = Errors::new("by-hand");
    let texts: Vec<&str> = what.messages.iter().map(|one| one.text.as_str()).collect();
    let words = texts.join("\n\n");
    let shown: Vec<String> = what.messages.iter().map(|one| one.id.clone()).collect();
    let name = invite.contact.name.clone();
    let for_whom = move || format!("for {name}");
    let mut ways = vec![copy_button(
        "Copy",
        for_whom,
        Signal::stored(words.clone()),
        "Copied.",
    )];
    if let Some(number) = what.phone_number {
        let address = format!("sms:{number}?&body={}", encoded(&words));
        ways.push(
            view! {
                <a class="quiet-button" href=address>
                    "Text from this phone"
                </a>
            }
            .into_any(),
        );
    }
    if browser::can_share() {
        let words = words.clone();
        ways.push(quiet("Share", move || browser::share(&words)).view());
    }
    let done = move || {
        let Invite { id, contact, .. } = invite.clone();
        let shown = PassedOn {
            messages: shown.clone(),
        };
        busy.run(async move {
            match desk.api.passed_on(&id, &shown).await {
                Ok(_) => {
                    dialog.close();
                    desk.announcer
                        .say(format!("Noted: {} has it from you.", contact.name));
                    desk.refresh();
                }
                Err(failure) => errors.show(&failure),
            }
        });
    };
    let sent = button("button", "I have sent it", done).busy(busy).view();
    group(
        "modal-body",
        vec![
            text("by-hand", words),
            group("row-actions", ways),
            text(
                "hint",
                "The time to answer begins when you say that you have sent it.",
            ),
            alert(errors.alert),
            group("modal-foot", vec![sent]),
        ],
    )
}
