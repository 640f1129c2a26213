//! Records an answer that a guest gave by phone.

use leptos::prelude::*;
use seat_dealer_api_types::{Invite, InvitePatch, Response};

use super::words::{response_state, response_words};
use crate::components::busy::Busy;
use crate::components::button::button;
use crate::components::dialog::Dialog;
use crate::components::form::{self, Errors, Input, field};
use crate::components::page::alert;
use crate::components::shapes::{group, text};
use crate::features::events::desk::Desk;

/// Opens four buttons, and a party size where guests may bring somebody.
pub(super) fn open(desk: Desk, dialog: Dialog, invite: Invite) {
    let title = format!("What did {} answer?", invite.contact.name);
    dialog.show(title, move || content(desk, dialog, invite));
}

fn content(desk: Desk, dialog: Dialog, invite: Invite) -> AnyView {
    let busy = Busy::new();
    let errors = Errors::new("answer");
    let party = RwSignal::new(invite.party_size.max(1).to_string());
    let party_field = (invite.party_limit > 1).then(|| {
        let input = Input {
            label: "How many come",
            name: "partySize",
            kind: "number",
            range: Some((1, invite.party_limit)),
            ..Input::default()
        };
        field(errors, party, input)
    });
    let with_party = invite.party_limit > 1;
    let invite = StoredValue::new(invite);
    let record = move |response: Response| {
        errors.clear();
        let mut wrong = Vec::new();
        let party_size = form::number(party, "partySize", &mut wrong);
        if !wrong.is_empty() {
            return errors.show_fields(wrong);
        }
        let Invite { id, contact, .. } = invite.get_value();
        busy.run(async move {
            let patch = InvitePatch {
                response: Some(response),
                party_size: party_size.filter(|_| with_party && response != Response::No),
                status: None,
            };
            match desk.api.change_invite(&id, &patch).await {
                Ok(_) => {
                    dialog.close();
                    let answer = response_words(response);
                    desk.announcer
                        .say(format!("Answer recorded for {}: {answer}.", contact.name));
                    desk.refresh();
                }
                Err(failure) => errors.show(&failure),
            }
        });
    };
    let buttons: Vec<_> = Response::ALL
        .iter()
        .map(|&response| {
            button("button answer", response_words(response), move || {
                record(response);
            })
            .state(response_state(response))
            .busy(busy)
            .view()
        })
        .collect();
    let about = "Recorded as your hand in the log. The guest can still change it from their link.";
    let mut content = vec![text("", about), alert(errors.alert)];
    content.extend(party_field);
    content.push(group("answers", buttons));
    group("modal-body", content)
}
