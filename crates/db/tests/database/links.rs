//! Finding a guest's invitations by link, also after a change of the secret, and by phone number.

use jiff::SignedDuration;
use seat_dealer_core::{Channel, Command};
use seat_dealer_db::{Error, RsvpTokens, invitations, links};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    links_follow_a_new_secret,
    of_many_open_invitations_the_latest_are_found,
];

async fn links_follow_a_new_secret(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 3).await;
    let event = db.event(&host).dealing().await;
    let guests = db.invitations(&host, &event).await;
    let by_token = |token: String| db.read(move |conn| invitations::by_token(conn, &token));
    let renew = |tokens: &RsvpTokens| {
        let tokens = tokens.clone();
        db.write(move |conn| links::renew(conn, &tokens))
    };
    assert_eq!(
        renew(db.tokens()).await.unwrap(),
        0,
        "they are of this secret"
    );

    let new = RsvpTokens::new("another secret of 32 characters.");
    assert_eq!(renew(&new).await.unwrap(), guests.len());
    for guest in &guests {
        let id = &guest.invitation.id;
        let found = by_token(new.token(id)).await.unwrap();
        assert_eq!(found.invitation, guest.invitation);
        let old = by_token(db.tokens().token(id)).await;
        assert!(matches!(old, Err(Error::NotFound)));
    }
    assert_eq!(renew(&new).await.unwrap(), 0, "once is enough");
}

async fn of_many_open_invitations_the_latest_are_found(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 1).await;
    let mut events = Vec::new();
    for number in 0..21 {
        let event = db.event(&host).draft().await;
        let then = noon() + SignedDuration::from_mins(number);
        db.command(&host, &event, Command::Deal, then)
            .await
            .unwrap();
        events.push(event);
    }
    let to = |conn: &mut _| invitations::open_to(conn, Channel::Sms, "+14150000001", noon());
    let open = db.read(to).await.unwrap();
    let of: Vec<_> = open.into_iter().map(|view| view.event_id).collect();
    assert_eq!(of, events[1..]);
}
