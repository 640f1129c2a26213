//! The numbers of an event, in a list and by itself.

use jiff::SignedDuration;
use seat_dealer_core::{
    Actor, Command, GuestDetails, Invitation, InvitationStatus, Response, Table,
};
use seat_dealer_db::events::{self, EventView};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![a_list_counts_what_an_event_has];

/// Maybes, refusals and lapsed invitations, counted one by one.
fn counted(table: &Table) -> (u32, u32, u32) {
    let of = |status, response| {
        table.count(|one: &Invitation| one.status == status && one.response == response)
    };
    (
        table.count(Invitation::is_maybe),
        of(InvitationStatus::Answered, Some(Response::No)),
        table.count(|one| one.status == InvitationStatus::Lapsed),
    )
}

fn counts(view: &EventView) -> String {
    format!("{:?}", view.counts())
}

async fn a_list_counts_what_an_event_has(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 8).await;
    let event = db.event(&host).seats(5).hand_size(5).dealing().await;
    db.event(&host).seats(3).dealing().await;
    let guests = db.invitations(&host, &event).await;
    let mut seen = (0, 0, 0);
    let answers = [
        Response::Yes,
        Response::Maybe,
        Response::No,
        Response::Maybe,
    ];
    let mut commands: Vec<_> = guests
        .iter()
        .zip(answers)
        .map(|(guest, response)| {
            let command = Command::Answer {
                invitation: guest.invitation.id.clone(),
                response,
                party: None,
                actor: Actor::Guest,
                details: GuestDetails::default(),
            };
            (command, noon())
        })
        .collect();
    // The others lapse, and the maybes get an offer.
    let later = noon() + SignedDuration::from_hours(24 * 4);
    commands.push((Command::Tick, later));
    for (command, now) in commands {
        db.advance_event(&event, now, move |_, _| Ok(command.clone()))
            .await
            .unwrap();
        let one = db.view(&host, &event).await;
        let owner = host.clone();
        let list = db
            .read(move |conn| events::list(conn, &owner, &events::EventFilter::default(), 10, None))
            .await
            .unwrap();
        let listed = list.items.iter().find(|view| view.id == event).unwrap();
        assert_eq!(counts(listed), counts(&one));
        let (maybe, no, lapsed) = counted(&one.table);
        let known = one.counts();
        assert_eq!((known.maybe, known.no, known.lapsed), (maybe, no, lapsed));
        assert_eq!(listed.table.waiting_for(now), one.table.waiting_for(now));
        seen = (seen.0.max(maybe), seen.1.max(no), seen.2.max(lapsed));
    }
    assert!(seen.0 > 0 && seen.1 > 0 && seen.2 > 0, "{seen:?}");
}
