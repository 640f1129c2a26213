//! What needs the host: guests who do not know of a change, messages to pass on, guests who cannot be
//! reached.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{InvitationStatus, Invite, Response, Seat};

use super::form::announce;
use super::invitations;
use super::segment::Segment;
use super::store::EventStore;
use crate::api::LogEntry;
use crate::components::dialog::Dialogs;
use crate::time;

/// Something that needs the host.
#[derive(Clone)]
pub(super) enum Need {
    /// So many guests do not know of the new time or place.
    Tell { guests: usize, change: &'static str },
    /// So many guests have messages that wait for the host.
    PassOn { guests: usize },
    /// These guests cannot be reached.
    NotReached { names: Vec<String>, first: String },
}

impl Need {
    /// Everything that needs the host, the most urgent first. Reactive.
    pub(super) fn all(store: EventStore) -> Vec<Self> {
        let invites = store.invites.values();
        let is_over = store.is_over.get();
        let untold = store.log.with(|log| untold_change(log));
        let tell = untold.filter(|_| !is_over).map(|(at, change)| {
            let guests = invites
                .iter()
                .filter(|invite| has_answered_before(invite, &at));
            let guests = guests.count();
            Self::Tell { guests, change }
        });
        let waiting = invites
            .iter()
            .filter(|invite| invitations::waits_for_host(invite));
        let pass_on = Self::PassOn {
            guests: waiting.count(),
        };
        let is_not_reached =
            |invite: &&Invite| invite.status == InvitationStatus::Undeliverable && !is_over;
        let not_reached: Vec<_> = invites.iter().filter(is_not_reached).collect();
        let not_reached = not_reached.first().map(|first| Self::NotReached {
            names: not_reached
                .iter()
                .map(|invite| invite.contact.name.clone())
                .collect(),
            first: first.id.clone(),
        });
        let all = [tell, Some(pass_on), not_reached].into_iter().flatten();
        all.filter(|need| !need.is_met()).collect()
    }

    fn is_met(&self) -> bool {
        matches!(
            self,
            Self::Tell { guests: 0, .. } | Self::PassOn { guests: 0 }
        )
    }

    /// The need as a sentence.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Tell { guests: 1, change } => format!("1 guest does not know of {change}."),
            Self::Tell { guests, change } => format!("{guests} guests do not know of {change}."),
            Self::PassOn { guests: 1 } => {
                "Words for 1 guest wait for you to pass them on.".to_owned()
            }
            Self::PassOn { guests } => {
                format!("Words for {guests} guests wait for you to pass them on.")
            }
            Self::NotReached { names, .. } => match &names[..] {
                [name] => format!("{name} could not be reached."),
                [first, others @ ..] => {
                    format!("{first} and {} more could not be reached.", others.len())
                }
                [] => String::new(),
            },
        }
    }

    /// The label of the button that meets the need.
    pub(super) fn action(&self) -> &'static str {
        match self {
            Self::Tell { .. } => "Tell your guests",
            Self::PassOn { .. } => "Pass on",
            Self::NotReached { .. } => "What to do",
        }
    }

    /// Whether it comes before the next step of dealing.
    pub(super) fn is_main(&self) -> bool {
        !matches!(self, Self::NotReached { .. })
    }

    /// Opens what meets the need.
    pub(super) fn meet(&self, store: EventStore, dialogs: Dialogs) {
        match self {
            Self::Tell { .. } => tell(store, dialogs),
            Self::PassOn { .. } => invitations::pass_on_all(store, dialogs),
            Self::NotReached { names, first } => {
                store.segments.show(Segment::Waiting);
                if let (1, Some(invite)) = (names.len(), store.invites.find(first)) {
                    invitations::open_guest(store, dialogs.create(), invite);
                }
            }
        }
    }
}

/// Asks whether to tell the guests of the change.
fn tell(store: EventStore, dialogs: Dialogs) {
    let dialog = dialogs.create();
    spawn_local(async move {
        let Some(Some(event)) = store.event.try_get_untracked() else {
            return;
        };
        match announce::question(store.api, &event).await {
            Ok(Some(question)) => question.open(dialog),
            Ok(None) => store.announcer.success("Nobody can be told any more."),
            Err(error) => dialog.fail(&error),
        }
    });
}

/// Since when there is a change of time or place that has not been announced, and what has changed.
fn untold_change(log: &[LogEntry]) -> Option<(String, &'static str)> {
    let edits = log.iter().rev().filter(|entry| entry.kind == "changed");
    // An announcement is an entry of the same kind without settings.
    let untold = edits.take_while(|entry| !entry.detail.changes.is_empty());
    let (mut at, mut is_time, mut is_place) = (None, false, false);
    for entry in untold {
        for setting in &entry.detail.changes {
            match setting.as_str() {
                "startsAt" | "endsAt" | "timeZone" => is_time = true,
                "location" | "url" => is_place = true,
                _ => continue,
            }
            at.get_or_insert(&entry.at);
        }
    }
    let change = match (is_time, is_place) {
        (true, true) => "the new time and place",
        (true, false) => "the new time",
        _ => "the new place",
    };
    Some((at?.clone(), change))
}

/// Whether a guest who would be told has answered before this time.
fn has_answered_before(invite: &Invite, at: &str) -> bool {
    let is_told = matches!(invite.seat, Seat::Seated | Seat::Standby)
        || (invite.response == Some(Response::Maybe)
            && invite.status != InvitationStatus::Withdrawn);
    let answered_at = invite.answered_at.as_deref();
    is_told && answered_at.is_some_and(|answered| time::parse(answered) < time::parse(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::log::LogDetail;

    fn changed(seq: i64, changes: &[&str]) -> LogEntry {
        LogEntry {
            seq,
            at: format!("at {seq}"),
            kind: "changed".to_owned(),
            text: String::new(),
            detail: LogDetail {
                changes: changes.iter().map(|&change| change.to_owned()).collect(),
            },
        }
    }

    #[test]
    fn a_change_of_time_or_place_is_untold_until_it_is_announced() {
        let mut log = vec![changed(1, &["seats", "title"])];
        assert_eq!(untold_change(&log), None);
        log.push(changed(2, &["location"]));
        assert_eq!(
            untold_change(&log),
            Some(("at 2".to_owned(), "the new place"))
        );
        log.push(changed(3, &["startsAt", "title"]));
        log.push(changed(4, &["title"]));
        let both = Some(("at 3".to_owned(), "the new time and place"));
        assert_eq!(untold_change(&log), both);
        log.push(changed(5, &[]));
        assert_eq!(untold_change(&log), None);
        log.push(changed(6, &["timeZone"]));
        assert_eq!(
            untold_change(&log),
            Some(("at 6".to_owned(), "the new time"))
        );
    }
}
