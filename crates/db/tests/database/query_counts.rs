//! What a change asks of the database does not grow with the number of invitations.

use seat_dealer_core::{Actor, Command, EventId, GuestDetails, HostId, Response};
use seat_dealer_db::{contacts, deck, events, invitations};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

use crate::statements::Statements;

on_each_database![
    a_change_takes_as_many_statements_with_5_invitations_as_with_200,
    reading_takes_as_many_statements_with_5_invitations_as_with_200,
];

const SIZES: [u32; 2] = [5, 200];

async fn a_change_takes_as_many_statements_with_5_invitations_as_with_200(db: TestDb) {
    let mut heard = Vec::new();
    for invited in SIZES {
        let (host, event) = dealt(&db, invited).await;
        let guests = db.invitations(&host, &event).await;
        let answer = |at: usize, response| Command::Answer {
            invitation: guests[at].invitation.id.clone(),
            response,
            party: None,
            actor: Actor::Guest,
            details: GuestDetails::default(),
        };
        let commands = [
            ("repeated", Command::Tick),
            ("yes", answer(0, Response::Yes)),
            ("yes again", answer(0, Response::Yes)),
            ("maybe", answer(1, Response::Maybe)),
            ("no: the next card is dealt", answer(2, Response::No)),
            (
                "withdraw",
                Command::Withdraw {
                    invitation: guests[3].invitation.id.clone(),
                    words: None,
                },
            ),
            ("pause", Command::Pause),
        ];
        let mut of_this_size = Vec::new();
        for (name, command) in commands {
            of_this_size.push((name, statements(&db, &event, command).await));
        }
        heard.push(of_this_size);
    }
    let large = heard.pop().unwrap();
    for ((name, small), (_, large)) in heard.pop().unwrap().into_iter().zip(large) {
        assert_eq!(small, large, "{name}");
        assert!(
            small.len() <= 16,
            "{name} takes {}: {small:#?}",
            small.len()
        );
    }
}

/// The statements after the lock, of a change by `command`.
async fn statements(db: &TestDb, event: &EventId, command: Command) -> Vec<String> {
    let heard = Statements::default();
    let ears = heard.clone();
    db.advance_event(event, noon(), move |conn, _| {
        ears.listen(conn);
        Ok(command.clone())
    })
    .await
    .unwrap();
    heard.queries()
}

async fn reading_takes_as_many_statements_with_5_invitations_as_with_200(db: TestDb) {
    let mut heard = Vec::new();
    for invited in SIZES {
        let (host, event) = dealt(&db, invited).await;
        let token = {
            let guests = db.invitations(&host, &event).await;
            db.tokens().token(&guests[0].invitation.id)
        };
        let statements = Statements::default();
        let ears = statements.clone();
        db.read(move |conn| {
            ears.listen(conn);
            events::get(conn, &host, &event)?;
            events::list(conn, &host, &events::EventFilter::default(), 50, None)?;
            events::preview(conn, &host, &event, 5, noon())?;
            deck::list(conn, &host, &event, None, 0, 1_000)?;
            invitations::list(
                conn,
                &host,
                &invitations::InvitationFilter::of_event(&event),
                1_000,
                None,
            )?;
            invitations::by_token(conn, &token)?;
            contacts::list(
                conn,
                &host,
                &contacts::ContactFilter::default(),
                1_000,
                None,
            )?;
            Ok(())
        })
        .await
        .unwrap();
        heard.push(statements.queries());
    }
    assert_eq!(heard[0].len(), heard[1].len(), "{heard:#?}");
    assert!(heard[0].len() <= 31, "{:#?}", heard[0]);
}

/// A host of their own with an event of which `invited` contacts are waiting, and five more in
/// the deck.
async fn dealt(db: &TestDb, invited: u32) -> (HostId, EventId) {
    let host = db.host(&format!("Host of {invited}")).await;
    db.contacts(&host, invited + 5).await;
    let event = db
        .event(&host)
        .seats(invited)
        .hand_size(invited)
        .dealing()
        .await;
    (host, event)
}
