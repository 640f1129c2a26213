//! Messages that shall not leave any more, and events that are called off or deleted.

use jiff::SignedDuration;
use seat_dealer_core::{Command, InvitationStatus, MessageStatus, Response};
use seat_dealer_db::{Error, events, invitations, messages};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

use crate::outbox::{LEASE, after, claim, dealt, failed, messages_of, retry, settle_sent};

on_each_database![
    a_message_cancelled_while_it_was_sent_is_not_sent_again,
    a_message_cancelled_while_it_was_sent_may_have_arrived,
    an_answer_takes_back_its_own_messages_alone,
    cancelling_tells_those_who_were_told,
    an_event_with_guests_is_not_deleted,
    a_deleted_event_is_gone_and_deals_no_more,
    messages_of_a_deleted_event_come_to_an_end,
];

async fn a_message_cancelled_while_it_was_sent_is_not_sent_again(db: TestDb) {
    let (host, event) = dealt(&db, 2).await;
    let claimed = claim(&db, LEASE, 2, noon()).await;
    for message in &claimed {
        db.answer(&event, &message.invitation.id, Response::No, noon())
            .await
            .unwrap();
    }
    // One sender comes back with a passing failure, the other one is never heard of again.
    assert!(retry(&db, &claimed[0], after(1)).await);
    let others: Vec<_> = claim(&db, "another", 10, after(600)).await;
    assert!(others.iter().all(|other| {
        claimed
            .iter()
            .all(|message| message.message.id != other.message.id)
    }));
    for at in 0..2 {
        let shown = messages_of(&db, &host, &event, at).await.remove(0);
        assert_eq!(
            (shown.status, shown.not_before),
            (MessageStatus::Cancelled, None)
        );
    }
}

async fn a_message_cancelled_while_it_was_sent_may_have_arrived(db: TestDb) {
    let (host, event) = dealt(&db, 1).await;
    let message = claim(&db, LEASE, 1, noon()).await.pop().unwrap();
    let withdraw = Command::Withdraw {
        invitation: message.invitation.id.clone(),
        words: None,
    };
    db.command(&host, &event, withdraw, noon()).await.unwrap();
    assert_eq!(
        messages_of(&db, &host, &event, 0).await[0].status,
        MessageStatus::Cancelled
    );
    settle_sent(&db, &message).await;
    assert_eq!(
        messages_of(&db, &host, &event, 0).await[0].status,
        MessageStatus::Sent
    );
}

async fn an_answer_takes_back_its_own_messages_alone(db: TestDb) {
    let (host, event) = dealt(&db, 3).await;
    let guests = db.invitations(&host, &event).await;
    db.answer(&event, &guests[1].invitation.id, Response::Yes, noon())
        .await
        .unwrap();
    let mut statuses = Vec::new();
    for at in 0..3 {
        statuses.push(messages_of(&db, &host, &event, at).await[0].status);
    }
    assert_eq!(
        statuses,
        [
            MessageStatus::Queued,
            MessageStatus::Cancelled,
            MessageStatus::Queued
        ]
    );
}

async fn cancelling_tells_those_who_were_told(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 9).await;
    let event = db.event(&host).seats(10).hand_size(5).dealing().await;
    // One guest has got the invitation, another one's is on its way, a third one's failed by the first
    // channel and waits to go out by the other; two are in the outbox still.
    let claimed = claim(&db, "a lease", 3, noon()).await;
    settle_sent(&db, &claimed[0]).await;
    failed(&db, &claimed[2], noon()).await.unwrap();
    db.change_event(&host, &event, noon(), |_, _| Ok(Command::Cancel))
        .await
        .unwrap();
    let guests = db.invitations(&host, &event).await;
    let mut notices: Vec<String> = guests
        .iter()
        .map(|view| {
            let messages = view.messages.iter();
            let said = messages.map(|m| format!("{} {}", m.kind.as_str(), m.status.as_str()));
            said.collect::<Vec<_>>().join(", ")
        })
        .collect();
    notices.sort_unstable();
    assert_eq!(
        notices,
        [
            "invitation cancelled",
            "invitation cancelled",
            "invitation cancelled, cancelled queued",
            "invitation failed, invitation cancelled",
            "invitation sent, cancelled queued",
        ]
    );
    assert!(
        guests
            .iter()
            .all(|view| view.invitation.status == InvitationStatus::Withdrawn)
    );
    let again = db
        .change_event(&host, &event, noon(), |_, _| Ok(Command::Cancel))
        .await;
    assert!(again.is_ok(), "cancelling twice is no error");
    // Twice cancelled, and still to be told once.
    assert_eq!(claim(&db, "another", 10, noon()).await.len(), 2);
}

async fn an_event_with_guests_is_not_deleted(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 9).await;
    let event = db.event(&host).dealing().await;
    let delete = |now| {
        let (host, event) = (host.clone(), event.clone());
        db.write(move |conn| events::delete(conn, &host, &event, now))
    };
    assert!(matches!(
        delete(noon()).await,
        Err(Error::Disallowed { .. })
    ));
    for view in db.invitations(&host, &event).await {
        db.answer(&event, &view.invitation.id, Response::No, noon())
            .await
            .unwrap();
    }
    assert!(
        matches!(delete(noon()).await, Err(Error::Disallowed { .. })),
        "they were asked"
    );
    db.change_event(&host, &event, noon(), |_, _| Ok(Command::Cancel))
        .await
        .unwrap();
    delete(noon()).await.unwrap();
    assert!(matches!(delete(noon()).await, Err(Error::NotFound)));
    // A draft and one that is over need no cancelling.
    let draft = db.event(&host).draft().await;
    let over = db.event(&host).dealing().await;
    let owner = host.clone();
    let later = noon() + SignedDuration::from_hours(15 * 24);
    db.write(move |conn| {
        events::delete(conn, &owner, &draft, noon())?;
        events::delete(conn, &owner, &over, later)
    })
    .await
    .unwrap();
    let page = db
        .read(move |conn| events::list(conn, &host, &events::EventFilter::default(), 10, None))
        .await
        .unwrap();
    assert!(page.items.is_empty());
}

async fn a_deleted_event_is_gone_and_deals_no_more(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 1).await;
    let event = db.event(&host).dealing().await;
    let sending = claim(&db, LEASE, 1, noon()).await.pop().unwrap();
    let guest = sending.invitation.id.clone();
    let withdraw = Command::Withdraw {
        invitation: guest.clone(),
        words: None,
    };
    db.command(&host, &event, withdraw, noon()).await.unwrap();
    // It is dealing, with seats open and a card to deal, when it is deleted.
    let fields = contact_fields("New", None, Some("new@example.com"));
    db.contact(&host, fields).await;
    let (owner, id) = (host.clone(), event.clone());
    db.write(move |conn| events::delete(conn, &owner, &id, noon()))
        .await
        .unwrap();
    let token = db.tokens().token(&guest);
    let link = db
        .read(move |conn| invitations::by_token(conn, &token))
        .await;
    assert!(matches!(link, Err(Error::NotFound)));
    assert!(db.invitations(&host, &event).await.is_empty());
    // A sender that was at it comes to its end, and nothing follows from it.
    settle_sent(&db, &sending).await;
    assert_eq!(db.read(messages::outstanding).await.unwrap(), 0);
    assert_eq!(db.read(events::next_due).await.unwrap(), None);
    assert_eq!(db.log(&event).await.last().unwrap().kind, "sent");
}

async fn messages_of_a_deleted_event_come_to_an_end(db: TestDb) {
    let (host, event) = dealt(&db, 2).await;
    for message in claim(&db, LEASE, 10, noon()).await {
        settle_sent(&db, &message).await;
    }
    db.change_event(&host, &event, noon(), |_, _| Ok(Command::Cancel))
        .await
        .unwrap();
    let id = event.clone();
    db.write(move |conn| events::delete(conn, &host, &id, noon()))
        .await
        .unwrap();
    // Who was invited is told all the same, once each.
    let told = claim(&db, LEASE, 10, noon()).await;
    assert_eq!(told.len(), 2);
    settle_sent(&db, &told[0]).await;
    failed(&db, &told[1], noon()).await.unwrap();
    let by_mail = claim(&db, LEASE, 10, noon()).await;
    assert_eq!(by_mail.len(), 1);
    failed(&db, &by_mail[0], noon()).await.unwrap();
    assert_eq!(db.read(messages::outstanding).await.unwrap(), 0);
}
