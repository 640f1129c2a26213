//! Messages from the decision to the provider's last word.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    About, Channel, Command, Delay, EventId, HostId, InvitationStatus, MessageKind, MessageStatus,
    Response, Seat,
};
use seat_dealer_db::invitations::MessageView;
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_db::{Error, contacts, events, newer_release};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    a_claim_holds_all_that_a_sender_needs,
    the_longest_due_are_claimed_first,
    what_is_due_at_once_is_claimed_in_no_order_of_the_deck,
    two_senders_never_claim_the_same_message,
    a_lease_that_ran_out_is_claimed_again,
    a_lease_holds_as_long_as_it_is_renewed,
    a_cancelled_message_is_not_due_again_when_its_lease_is_renewed,
    a_message_of_a_newer_release_keeps_nobody_waiting,
    a_retry_waits_for_its_moment,
    what_was_sent_is_settled_and_logged,
    a_silent_guest_is_reminded_once,
    a_seated_guest_hears_once_that_they_are_expected,
    a_failure_falls_back_to_the_other_channel_and_then_to_the_next_card,
    a_contact_that_lost_its_address_is_claimed_without,
    a_long_id_of_the_providers_is_kept_as_far_as_it_fits,
];

pub(crate) const LEASE: &str = "a lease";

pub(crate) async fn claim(db: &TestDb, lease: &str, limit: usize, now: Timestamp) -> Vec<Claimed> {
    let lease = lease.to_owned();
    db.write(move |conn| messages::claim(conn, &lease, limit, now))
        .await
        .unwrap()
        .claimed
}

/// Tells the event of a claimed message what became of it, as a sender does.
pub(crate) async fn tell(
    db: &TestDb,
    claimed: &Claimed,
    command: Command,
    now: Timestamp,
) -> seat_dealer_db::Result<()> {
    let (id, lease) = (claimed.message.id.clone(), claimed.lease.clone());
    db.advance_event(&claimed.event_id, now, move |conn, _| {
        messages::must_hold(conn, &id, &lease)?;
        Ok(command.clone())
    })
    .await
    .map(|_| ())
}

/// Settles a claimed message as sent, as a sender does.
pub(crate) async fn settle_sent(db: &TestDb, message: &Claimed) {
    sent(db, message, noon()).await.unwrap();
}

pub(crate) fn accepted(claimed: &Claimed, provider_id: &str, delivered: bool) -> Command {
    Command::Accepted {
        message: claimed.message.id.clone(),
        provider_id: Some(provider_id.to_owned()),
        delivered,
        calendar: None,
    }
}

pub(crate) async fn sent(
    db: &TestDb,
    message: &Claimed,
    now: Timestamp,
) -> seat_dealer_db::Result<()> {
    tell(db, message, accepted(message, "SM1", false), now).await
}

pub(crate) fn rejected(claimed: &Claimed, why: &str, again: Option<Timestamp>) -> Command {
    let retry_after = again.map(|again| again.duration_since(noon()).try_into().unwrap());
    Command::Rejected {
        message: claimed.message.id.clone(),
        about: About::Recipient,
        permanent: again.is_none(),
        why: why.to_owned(),
        delay: Delay {
            jitter: 0.0,
            retry_after,
        },
    }
}

pub(crate) async fn failed(
    db: &TestDb,
    message: &Claimed,
    now: Timestamp,
) -> seat_dealer_db::Result<()> {
    tell(db, message, rejected(message, "no such number", None), now).await
}

pub(crate) async fn retry(db: &TestDb, message: &Claimed, not_before: Timestamp) -> bool {
    let command = rejected(message, "busy", Some(not_before));
    tell(db, message, command, noon()).await.is_ok()
}

pub(crate) fn after(minutes: i64) -> Timestamp {
    noon() + SignedDuration::from_mins(minutes)
}

/// A host with a dealing event of so many invitations.
pub(crate) async fn dealt(db: &TestDb, invited: u32) -> (HostId, EventId) {
    let host = db.host("Ada").await;
    db.contacts(&host, invited + 3).await;
    let event = db
        .event(&host)
        .seats(invited)
        .hand_size(invited)
        .dealing()
        .await;
    (host, event)
}

pub(crate) async fn messages_of(
    db: &TestDb,
    host: &HostId,
    event: &EventId,
    at: usize,
) -> Vec<MessageView> {
    db.invitations(host, event).await.swap_remove(at).messages
}

async fn a_claim_holds_all_that_a_sender_needs(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let claimed = claim(&db, LEASE, 10, noon()).await;
    let [message] = claimed.as_slice() else {
        panic!("{claimed:?}")
    };
    let guests = db.invitations(&host, &event).await;
    assert_eq!(
        (message.message.kind, message.message.channel),
        (MessageKind::Invitation, Channel::Sms)
    );
    assert_eq!(message.address.as_deref(), Some("+14150000001"));
    assert_eq!(message.invitation, guests[0].invitation);
    assert_eq!(
        (message.event.title.as_str(), message.host_name.as_str()),
        ("Dinner", "Ada")
    );
    assert_eq!(message.description, "Soup, then more soup.");
    assert_eq!(
        (message.message.attempts, message.lease.as_str()),
        (1, LEASE)
    );
    let sending = &guests[0].messages[0];
    assert_eq!(
        (sending.status, sending.not_before),
        (MessageStatus::Sending, None)
    );
}

async fn the_longest_due_are_claimed_first(db: TestDb) {
    let (host, event) = dealt(&db, 3).await;
    // An event in its quiet hours: its cards go out at one o'clock.
    db.event(&host).quiet(11, 13).dealing().await;
    let guest = db.invitations(&host, &event).await[0].invitation.id.clone();
    db.answer(&event, &guest, Response::Maybe, after(5))
        .await
        .unwrap();
    assert_eq!(db.read(messages::next_due).await.unwrap(), Some(noon()));
    assert_eq!(claim(&db, LEASE, 10, after(-1)).await.len(), 0);
    let kinds = |claimed: &[Claimed]| {
        let mut kinds: Vec<_> = claimed
            .iter()
            .map(|claimed| claimed.message.kind.as_str())
            .collect();
        kinds.sort_unstable();
        kinds
    };
    // Guest 1's invitation was taken back: the two others; then the answer to the maybe and the next
    // card's invitation, which were written at the same moment.
    let first = claim(&db, LEASE, 2, after(10)).await;
    assert_eq!(kinds(&first), ["invitation", "invitation"]);
    assert!(
        first
            .iter()
            .all(|message| message.message.written_at == noon())
    );
    let second = claim(&db, "another", 10, after(10)).await;
    assert_eq!(kinds(&second), ["invitation", "maybeNotice"]);
}

async fn what_is_due_at_once_is_claimed_in_no_order_of_the_deck(db: TestDb) {
    let (host, event) = dealt(&db, 24).await;
    let guests = db.invitations(&host, &event).await;
    let deck: Vec<_> = guests.iter().map(|guest| &guest.invitation.id).collect();
    let mut claimed = Vec::new();
    for _ in 0..6 {
        claimed.extend(claim(&db, LEASE, 4, noon()).await);
    }
    let places: Vec<_> = claimed
        .iter()
        .map(|message| deck.iter().position(|id| **id == message.invitation.id))
        .collect();
    assert_eq!(places.len(), 24);
    assert!(!places.is_sorted(), "{places:?}");
    assert!(!places.iter().rev().is_sorted(), "{places:?}");
    let ids: Vec<_> = claimed
        .iter()
        .map(|message| message.message.id.as_str())
        .collect();
    assert!(ids.is_sorted(), "{ids:?}");
    // Neither do the ids, of which providers are told.
    let mut by_place: Vec<_> = places.iter().zip(&ids).collect();
    by_place.sort_unstable();
    assert!(!by_place.is_sorted_by_key(|(_, id)| **id), "{by_place:?}");
}

async fn two_senders_never_claim_the_same_message(db: TestDb) {
    let (host, _) = dealt(&db, 60).await;
    let senders: Vec<_> = (0..6)
        .map(|number| {
            let db = db.another();
            tokio::spawn(async move {
                let mut claimed = Vec::new();
                loop {
                    let lease = format!("sender {number}");
                    let some = db
                        .write(move |conn| messages::claim(conn, &lease, 7, noon()))
                        .await
                        .unwrap()
                        .claimed;
                    if some.is_empty() {
                        return claimed;
                    }
                    claimed.extend(
                        some.into_iter()
                            .map(|message| (message.message.id, message.message.attempts)),
                    );
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for sender in senders {
        all.extend(sender.await.unwrap());
    }
    // On MySQL a sender may find that all it saw was taken just then, and stop early.
    all.extend(
        claim(&db, "the last", 60, noon())
            .await
            .into_iter()
            .map(|m| (m.message.id, m.message.attempts)),
    );
    assert!(all.iter().all(|(_, attempt)| *attempt == 1));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 60);
    drop(host);
}

async fn a_lease_that_ran_out_is_claimed_again(db: TestDb) {
    let (_, event) = dealt(&db, 1).await;
    let first = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    let end = db.read(messages::next_due).await.unwrap().unwrap();
    assert!(end > noon() && end <= after(1), "a lease until {end}");
    let just_before = end - SignedDuration::from_millis(1);
    assert!(claim(&db, "another", 10, just_before).await.is_empty());
    let second = claim(&db, "another", 10, end).await.pop().unwrap();
    assert_eq!(
        (&second.message.id, second.message.attempts),
        (&first.message.id, 2)
    );
    // What the first sender says now no longer counts.
    assert!(matches!(sent(&db, &first, end).await, Err(Error::NotFound)));
    assert!(matches!(
        failed(&db, &first, end).await,
        Err(Error::NotFound)
    ));
    assert!(!retry(&db, &first, end).await);
    let log = db.log(&event).await.len();
    sent(&db, &second, end).await.unwrap();
    assert_eq!(db.log(&event).await.len(), log + 1);
    assert_eq!(db.read(messages::outstanding).await.unwrap(), 0);
}

async fn renew(db: &TestDb, claimed: &Claimed, now: Timestamp) -> Option<Timestamp> {
    let (id, lease) = (claimed.message.id.clone(), claimed.lease.clone());
    db.write(move |conn| messages::renew(conn, &id, &lease, now))
        .await
        .unwrap();
    db.read(messages::next_due).await.unwrap()
}

async fn a_lease_holds_as_long_as_it_is_renewed(db: TestDb) {
    dealt(&db, 1).await;
    let first = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    let end = db.read(messages::next_due).await.unwrap().unwrap();
    let later = end - SignedDuration::from_secs(1);
    let new_end = renew(&db, &first, later).await.unwrap();
    assert_eq!(new_end.duration_since(end), later.duration_since(noon()));
    assert!(claim(&db, "another", 10, end).await.is_empty());
    let second = claim(&db, "another", 10, new_end).await.pop().unwrap();
    let its_end = db.read(messages::next_due).await.unwrap();
    assert_eq!(
        renew(&db, &first, new_end).await,
        its_end,
        "it is another's"
    );
    assert_eq!(second.message.attempts, 2);
}

async fn a_cancelled_message_is_not_due_again_when_its_lease_is_renewed(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let message = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    db.command(&host, &event, Command::Pause, noon())
        .await
        .unwrap();
    let withdraw = Command::Withdraw {
        invitation: message.invitation.id.clone(),
        words: None,
    };
    db.command(&host, &event, withdraw, noon()).await.unwrap();
    assert_eq!(renew(&db, &message, after(1)).await, None);
}

async fn a_message_of_a_newer_release_keeps_nobody_waiting(db: TestDb) {
    let (host, event) = dealt(&db, 3).await;
    db.write(newer_release::hide_message).await.unwrap();
    let mut shown = 0;
    for number in 0..3 {
        shown += messages_of(&db, &host, &event, number).await.len();
    }
    assert_eq!(shown, 2, "the host sees the other messages");
    let claims = |now| db.write(move |conn| messages::claim(conn, LEASE, 10, now));
    let some = claims(noon()).await.unwrap();
    assert_eq!((some.claimed.len(), some.unreadable.len()), (2, 1));
    assert_eq!(some.unreadable[0].channel, Some(Channel::Sms));
    for message in &some.claimed {
        settle_sent(&db, message).await;
    }
    let waits = db.read(messages::next_due).await.unwrap().unwrap();
    assert!(waits > after(1), "it is due again at {waits}");
    let again = claims(waits).await.unwrap();
    assert_eq!((again.claimed.len(), again.unreadable.len()), (0, 1));
}

async fn a_retry_waits_for_its_moment(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let message = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    assert!(retry(&db, &message, after(7)).await);
    assert!(
        !retry(&db, &message, after(8)).await,
        "the lease has been given back"
    );
    let waiting = messages_of(&db, &host, &event, 0).await.remove(0);
    assert_eq!(
        (waiting.status, waiting.not_before),
        (MessageStatus::Queued, Some(after(7)))
    );
    assert_eq!(waiting.error.as_deref(), Some("busy"));
    assert!(claim(&db, LEASE, 10, after(6)).await.is_empty());
    let again = claim(&db, LEASE, 10, after(7)).await.pop().unwrap();
    assert_eq!(
        (again.message.id, again.message.attempts),
        (message.message.id, 2)
    );
}

async fn what_was_sent_is_settled_and_logged(db: TestDb) {
    let (host, event) = dealt(&db, 2).await;
    let mut claimed = claim(&db, LEASE, 10, noon()).await;
    claimed.sort_by(|one, other| one.invitation.name.cmp(&other.invitation.name));
    settle_sent(&db, &claimed[0]).await;
    let delivered = accepted(&claimed[1], "SM2", true);
    tell(&db, &claimed[1], delivered, noon()).await.unwrap();
    let mut statuses = Vec::new();
    for at in 0..2 {
        statuses.push(messages_of(&db, &host, &event, at).await[0].status);
    }
    assert_eq!(statuses, [MessageStatus::Sent, MessageStatus::Delivered]);
    let log = db.log(&event).await;
    let kinds: Vec<&str> = log
        .iter()
        .rev()
        .take(2)
        .map(|entry| entry.kind.as_str())
        .collect();
    assert_eq!(kinds, ["delivered", "sent"]);
    assert_eq!(db.read(messages::outstanding).await.unwrap(), 0);
    assert_eq!(db.read(messages::next_due).await.unwrap(), None);
}

async fn a_failure_falls_back_to_the_other_channel_and_then_to_the_next_card(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let by_text = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    failed(&db, &by_text, noon()).await.unwrap();
    let guest = db.invitations(&host, &event).await.remove(0);
    assert_eq!(guest.invitation.channel, Channel::Email);
    assert_eq!(guest.invitation.status, InvitationStatus::Waiting);
    let trail: Vec<_> = guest
        .messages
        .iter()
        .map(|m| (m.channel, m.status))
        .collect();
    assert_eq!(
        trail,
        [
            (Channel::Sms, MessageStatus::Failed),
            (Channel::Email, MessageStatus::Queued)
        ]
    );
    assert_eq!(guest.messages[0].error.as_deref(), Some("no such number"));
    let by_mail = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    assert_eq!(by_mail.message.channel, Channel::Email);
    assert_eq!(by_mail.address.as_deref(), Some("guest1@example.com"));
    let log = db.log(&event).await.len();
    failed(&db, &by_mail, noon()).await.unwrap();
    let guests = db.invitations(&host, &event).await;
    assert_eq!(guests[0].invitation.status, InvitationStatus::Undeliverable);
    assert_eq!(guests[0].invitation.seat, Seat::None);
    // In the same transaction: the version of the event is the message's occasion.
    assert_eq!(
        (
            guests[1].invitation.name.as_str(),
            guests[1].invitation.seat
        ),
        ("Guest 2", Seat::Held)
    );
    let entries = db.log(&event).await.split_off(log);
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["deliveryFailed", "undeliverable", "dealt"]);
    assert!(entries.iter().all(|entry| entry.at == noon()));
}

async fn a_contact_that_lost_its_address_is_claimed_without(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let contact = db.invitations(&host, &event).await[0].contact.id.clone();
    let fields = contact_fields("Guest 1", None, Some("guest1@example.com"));
    db.write(move |conn| contacts::update(conn, &host, &contact, &fields, noon()))
        .await
        .unwrap();
    let message = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    assert_eq!(
        (message.message.channel, message.address.as_ref()),
        (Channel::Sms, None)
    );
    failed(&db, &message, noon()).await.unwrap();
    let message = claim(&db, LEASE, 10, noon()).await.pop().unwrap();
    assert_eq!(message.address.as_deref(), Some("guest1@example.com"));
}

async fn a_long_id_of_the_providers_is_kept_as_far_as_it_fits(db: TestDb) {
    dealt(&db, 1).await;
    let message = claim(&db, LEASE, 1, noon()).await.pop().unwrap();
    let accepted = accepted(&message, &"é".repeat(1_000), false);
    tell(&db, &message, accepted, noon()).await.unwrap();
}

/// The only guest of an event that reminds, after the invitation has left.
async fn reminding(db: &TestDb) -> (HostId, EventId) {
    let host = db.host("Ada").await;
    db.contacts(&host, 1).await;
    let event = db.event(&host).seats(1).reminding().dealing().await;
    let claimed = claim(db, LEASE, 10, noon()).await;
    settle_sent(db, &claimed[0]).await;
    (host, event)
}

async fn a_silent_guest_is_reminded_once(db: TestDb) {
    let (host, event) = reminding(&db).await;
    let due = after(24 * 60);
    assert_eq!(db.read(events::next_due).await.unwrap(), Some(due));
    for _ in 0..2 {
        db.advance(&event, Command::Tick, due).await.unwrap();
    }
    let guest = db.invitations(&host, &event).await.swap_remove(0);
    assert_eq!(guest.invitation.reminded_at, Some(due));
    let kinds: Vec<_> = guest.messages.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [MessageKind::Invitation, MessageKind::Reminder]);
    let claimed = claim(&db, LEASE, 10, due).await;
    assert_eq!(claimed[0].message.kind, MessageKind::Reminder);
}

async fn a_seated_guest_hears_once_that_they_are_expected(db: TestDb) {
    let (host, event) = reminding(&db).await;
    let guest = db.invitations(&host, &event).await[0].invitation.id.clone();
    db.answer(&event, &guest, Response::Yes, noon())
        .await
        .unwrap();
    let due = after(13 * 24 * 60);
    assert_eq!(db.read(events::next_due).await.unwrap(), Some(due));
    for _ in 0..2 {
        db.advance(&event, Command::Tick, due).await.unwrap();
    }
    let guest = db.invitations(&host, &event).await.swap_remove(0);
    assert_eq!(guest.invitation.day_before_at, Some(due));
    let kinds: Vec<_> = guest.messages.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds,
        [
            MessageKind::Invitation,
            MessageKind::Confirmation,
            MessageKind::DayBefore,
        ]
    );
}
