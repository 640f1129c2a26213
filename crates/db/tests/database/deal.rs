//! What a change leaves in the tables.

use jiff::SignedDuration;
use seat_dealer_core::{
    Actor, Command, GuestDetails, InvitationStatus, MessageKind, MessageStatus, Pace, PartySize,
    Refusal, Response, Seat, Seats,
};
use seat_dealer_db::contacts::ContactFields;
use seat_dealer_db::{Error, events};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    a_deal_writes_invitations_messages_and_log,
    what_is_decided_reads_back_as_it_was_decided,
    a_refusal_is_logged_and_changes_nothing_else,
    a_guests_refusal_is_logged_too,
    an_error_of_the_plan_undoes_the_plan,
    an_edit_reads_back,
    a_late_yes_is_seated_and_the_next_tick_lapses,
    the_dealer_is_told_when_to_look_again,
    changes_are_announced_after_their_commit,
    a_card_of_the_hosts_hand_is_whatever_the_deck_says,
    parties_that_do_not_fit_are_passed_over,
];

/// More parties than a decision reads at once.
async fn parties_that_do_not_fit_are_passed_over(db: TestDb) {
    let host = db.host("Ada").await;
    let party = |name: String, party_size| {
        let fields = ContactFields {
            party_size: PartySize::parse(party_size).unwrap(),
            ..contact_fields(&name, None, Some("bea@example.com"))
        };
        db.contact(&host, fields)
    };
    for number in 1..=20 {
        party(format!("Couple {number}"), 2).await;
    }
    party("Bea".to_owned(), 1).await;
    party("Cy".to_owned(), 1).await;
    let tomorrow = noon() + SignedDuration::from_hours(20);
    let event = db
        .event(&host)
        .seats(7)
        .starts_at(Some(tomorrow))
        .dealing()
        .await;
    let dealt = db.invitations(&host, &event).await;
    let dealt: Vec<_> = dealt
        .iter()
        .map(|view| {
            let one = &view.invitation;
            (one.name.as_str(), one.party, one.party_size)
        })
        .collect();
    assert_eq!(
        dealt,
        [
            ("Couple 1", 2, 2),
            ("Couple 2", 2, 2),
            ("Couple 3", 2, 2),
            ("Bea", 1, 1)
        ]
    );
    let log = db.log(&event).await;
    let texts: Vec<_> = log.iter().map(|entry| entry.text.as_str()).collect();
    assert!(
        texts.contains(
            &"Couple 4 is passed over, because a party of 2 does not fit into 1 open seat and little \
              time is left."
        ),
        "{texts:#?}"
    );
}

/// How many of everything there is, to see that nothing was written.
async fn rows(db: &TestDb) -> Vec<i64> {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        number: i64,
    }
    db.read(|conn| {
        [
            "invitations",
            "messages",
            "deck_entries",
            "events",
            "contacts",
        ]
        .iter()
        .map(|table| {
            let count = diesel::sql_query(format!("SELECT COUNT(*) AS number FROM {table}"));
            let count: Count = diesel::RunQueryDsl::get_result(count, conn)?;
            Ok(count.number)
        })
        .collect()
    })
    .await
    .unwrap()
}

async fn a_deal_writes_invitations_messages_and_log(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 10).await;
    let event = db.event(&host).seats(6).dealing().await;
    let dealt = db.invitations(&host, &event).await;
    assert_eq!(dealt.len(), 3);
    for (view, contact) in dealt.iter().zip(&ids) {
        let invitation = &view.invitation;
        assert_eq!(invitation.contact_id, *contact);
        assert_eq!(
            (invitation.status, invitation.seat),
            (InvitationStatus::Waiting, Seat::Held)
        );
        assert_eq!(invitation.invited_at, noon());
        assert_eq!(
            invitation.respond_by,
            Some(noon() + SignedDuration::from_hours(48))
        );
        assert_eq!(view.contact.last_invited_at, Some(noon()));
        let [message] = view.messages.as_slice() else {
            panic!("{:?}", view.messages);
        };
        assert_eq!(
            (message.kind, message.status, message.not_before),
            (MessageKind::Invitation, MessageStatus::Queued, Some(noon()))
        );
    }
    let log = db.log(&event).await;
    let kinds: Vec<&str> = log.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["created", "dealing", "dealt", "dealt", "dealt"]);
    let numbers: Vec<i64> = log.iter().map(|entry| entry.seq).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(
        log[2].invitation_id.as_deref(),
        Some(dealt[0].invitation.id.as_str())
    );
    assert_eq!(log[2].contact_name.as_deref(), Some("Guest 1"));
    assert_eq!(log[2].detail["by"], "dealer");
    let id = event.clone();
    let later = db
        .read(move |conn| seat_dealer_db::log::after(conn, &id, 2, 2))
        .await
        .unwrap();
    assert_eq!(
        later.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        [3, 4]
    );
    let view = db.view(&host, &event).await;
    assert_eq!(
        (view.counts().held, view.counts().open, view.deck),
        (3, 3, 7)
    );
}

async fn what_is_decided_reads_back_as_it_was_decided(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 8).await;
    let event = db
        .event(&host)
        .seats(4)
        .party_limit(2)
        .hand_size(4)
        .dealing()
        .await;
    let guests = db.invitations(&host, &event).await;
    let hour = |hours| noon() + SignedDuration::from_hours(hours);
    let answer = |at: usize, response, party| Command::Answer {
        invitation: guests[at].invitation.id.clone(),
        response,
        party,
        actor: Actor::Guest,
        details: GuestDetails::default(),
    };
    let commands = [
        (1, answer(0, Response::Yes, Some(2))),
        (2, answer(1, Response::Maybe, None)),
        (3, answer(1, Response::Probably, Some(1))),
        (4, answer(0, Response::No, None)),
        (60, Command::Tick),
        (61, answer(0, Response::Yes, Some(2))),
        (
            62,
            Command::Resend {
                invitation: guests[1].invitation.id.clone(),
                channel: None,
            },
        ),
        (
            63,
            Command::Withdraw {
                invitation: guests[1].invitation.id.clone(),
                words: None,
            },
        ),
    ];
    for (hours, command) in commands {
        let decided = db.advance(&event, command.clone(), hour(hours)).await;
        let stored = db.view(&host, &event).await.table;
        let decision = match decided {
            Ok(decision) => decision,
            Err(Error::Refused(..)) => continue,
            Err(error) => panic!("{command:?}: {error}"),
        };
        assert_eq!(stored.event, decision.table.event, "{command:?}");
        let mut decided = decision.table.invitations;
        decided.sort_by(|a, b| (a.invited_at, &a.id).cmp(&(b.invited_at, &b.id)));
        assert_eq!(stored.invitations, decided, "{command:?}");
        let (seated, held) = (stored.seated(), stored.held());
        assert!(seated + held <= 4, "{command:?}");
    }
}

async fn a_refusal_is_logged_and_changes_nothing_else(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 8).await;
    let event = db.event(&host).seats(3).dealing().await;
    let (before, log) = (rows(&db).await, db.log(&event).await);
    let mut fields = db.event(&host).seats(2).title("Smaller").fields();
    "Another one.".clone_into(&mut fields.description);
    let mut changes = db.changes();
    let refused = db
        .change_event(&host, &event, noon(), move |conn, event| {
            events::edit(conn, event, &fields, true)
        })
        .await;
    assert!(matches!(
        refused,
        Err(Error::Refused(
            Refusal::SeatsTaken {
                asked: 2,
                seated: 0,
                held: 3
            },
            _
        ))
    ));
    assert_eq!(rows(&db).await, before);
    let view = db.view(&host, &event).await;
    assert_eq!(
        (view.table.event.title.as_str(), view.table.event.seats),
        ("Dinner", 3)
    );
    assert_eq!(view.description, "Soup, then more soup.");
    let mut after = db.log(&event).await;
    let entry = after.pop().unwrap();
    assert_eq!(after.len(), log.len());
    assert_eq!((entry.kind.as_str(), entry.seq), ("refused", 6));
    assert!(entry.text.contains("cannot shrink to 2"), "{}", entry.text);
    assert_eq!(changes.recv().await.unwrap(), event);
    // And the log goes on behind it.
    db.command(&host, &event, Command::Pause, noon())
        .await
        .unwrap();
    assert_eq!(db.log(&event).await.last().unwrap().seq, 7);
}

async fn a_guests_refusal_is_logged_too(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 8).await;
    let event = db.event(&host).dealing().await;
    let guest = db.invitations(&host, &event).await[0].invitation.id.clone();
    db.command(
        &host,
        &event,
        Command::Withdraw {
            invitation: guest.clone(),
            words: None,
        },
        noon(),
    )
    .await
    .unwrap();
    let log = db.log(&event).await.len();
    let refused = db.answer(&event, &guest, Response::Yes, noon()).await;
    assert!(matches!(
        refused,
        Err(Error::Refused(Refusal::Withdrawn { .. }, _))
    ));
    let mut after = db.log(&event).await;
    let entry = after.pop().unwrap();
    assert_eq!((after.len(), entry.kind.as_str()), (log, "refused"));
    assert_eq!(
        entry.text,
        "Guest 1 wanted to answer YES, but Guest 1's invitation was withdrawn, and nobody is invited to \
         the same event twice."
    );
}

async fn an_error_of_the_plan_undoes_the_plan(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 3).await;
    let event = db.event(&host).invite_first(&ids[..1]).draft().await;
    let (owner, other) = (host.clone(), ids[1].clone());
    let outcome = db
        .change_event(&host, &event, noon(), move |conn, event| {
            seat_dealer_db::deck::arrange(conn, &owner, event, std::slice::from_ref(&other), &[])?;
            Err(Error::Conflict("not like this".to_owned()))
        })
        .await;
    assert!(matches!(outcome, Err(Error::Conflict(_))));
    let (owner, id) = (host.clone(), event.clone());
    let (first, _) = db
        .read(move |conn| seat_dealer_db::deck::order(conn, &owner, &id))
        .await
        .unwrap();
    assert_eq!(first, [ids[0].to_string()]);
    assert_eq!(db.log(&event).await.len(), 1);
}

async fn an_edit_reads_back(db: TestDb) {
    let host = db.host("Ada").await;
    let event = db.event(&host).draft().await;
    let fields = |owner, id| db.read(move |conn| events::fields(conn, &owner, &id));
    let mut edited = db
        .event(&host)
        .title("Tea 🍵 für \"alle\"")
        .seats(12)
        .quiet(22, 7)
        .hand_size(4)
        .response_window(90)
        .party_limit(3)
        .reminding()
        .fields();
    edited.pace = Pace::Quick;
    edited.time_zone = jiff::tz::TimeZone::get("America/Argentina/ComodRivadavia").unwrap();
    "Ünïcödé\nand a second line 🎉".clone_into(&mut edited.description);
    edited.location = Some("\\ % _ '".to_owned());
    edited.deal_until = Some(noon() + SignedDuration::from_hours(100));
    let change = edited.clone();
    db.change_event(&host, &event, noon(), move |conn, event| {
        events::edit(conn, event, &change, false)
    })
    .await
    .unwrap();
    let read = fields(host.clone(), event.clone()).await.unwrap();
    assert_eq!(format!("{read:?}"), format!("{edited:?}"));
    // And back to what may be missing.
    edited.starts_at = None;
    edited.location = None;
    edited.hand_size = None;
    edited.response_window = None;
    edited.quiet_hours = None;
    edited.deal_until = None;
    edited.seats = Seats::parse(1).unwrap();
    let change = edited.clone();
    db.change_event(&host, &event, noon(), move |conn, event| {
        events::edit(conn, event, &change, false)
    })
    .await
    .unwrap();
    let read = fields(host.clone(), event.clone()).await.unwrap();
    assert_eq!(format!("{read:?}"), format!("{edited:?}"));
}

async fn a_late_yes_is_seated_and_the_next_tick_lapses(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 2).await;
    let event = db.event(&host).seats(1).response_window(60).dealing().await;
    let first = db.invitations(&host, &event).await[0].invitation.id.clone();
    let later = noon() + SignedDuration::from_mins(60);
    db.advance(&event, Command::Tick, later).await.unwrap();
    let guests = db.invitations(&host, &event).await;
    assert_eq!(guests[0].invitation.status, InvitationStatus::Lapsed);
    assert_eq!(guests[1].invitation.seat, Seat::Held, "the next card");
    db.answer(&event, &first, Response::Yes, later)
        .await
        .unwrap();
    assert_eq!(
        db.invitations(&host, &event).await[0].invitation.seat,
        Seat::Standby
    );
    db.answer(&event, &guests[1].invitation.id, Response::No, later)
        .await
        .unwrap();
    assert_eq!(
        db.invitations(&host, &event).await[0].invitation.seat,
        Seat::Seated
    );
}

async fn the_dealer_is_told_when_to_look_again(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 9).await;
    assert_eq!(db.read(events::next_due).await.unwrap(), None);
    let soon = db.event(&host).response_window(30).dealing().await;
    let late = db.event(&host).response_window(60).dealing().await;
    db.event(&host).draft().await;
    let minute = |minutes| noon() + SignedDuration::from_mins(minutes);
    let due = |at| db.read(move |conn| events::due(conn, at, 10));
    assert_eq!(db.read(events::next_due).await.unwrap(), Some(minute(30)));
    assert_eq!(due(minute(29)).await.unwrap(), []);
    assert_eq!(due(minute(30)).await.unwrap(), std::slice::from_ref(&soon));
    assert_eq!(due(minute(60)).await.unwrap(), [soon.clone(), late.clone()]);
    for event in [&soon, &late] {
        db.command(&host, event, Command::Cancel, noon())
            .await
            .unwrap();
    }
    assert_eq!(db.read(events::next_due).await.unwrap(), None);
}

async fn changes_are_announced_after_their_commit(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 9).await;
    let event = db.event(&host).draft().await;
    let mut changes = db.changes();
    db.command(&host, &event, Command::Deal, noon())
        .await
        .unwrap();
    assert_eq!(changes.try_recv().unwrap(), event);
    // Whoever hears of it finds it in the log.
    assert_eq!(db.log(&event).await.last().unwrap().kind, "dealt");
    let guest = db.invitations(&host, &event).await[0].invitation.id.clone();
    let failed = db
        .advance_event(&event, noon(), |_, _| Err(Error::Conflict("no".to_owned())))
        .await;
    assert!(failed.is_err());
    assert!(changes.try_recv().is_err(), "nothing changed");
    db.answer(&event, &guest, Response::No, noon())
        .await
        .unwrap();
    assert_eq!(changes.try_recv().unwrap(), event);
}

async fn a_card_of_the_hosts_hand_is_whatever_the_deck_says(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    let ids = db.contacts(&ada, 2).await;
    let strangers = db.contacts(&eve, 1).await;
    let event = db.event(&ada).draft().await;
    let invite = |contact: &seat_dealer_core::ContactId| {
        let (owner, contact) = (ada.clone(), contact.clone());
        db.change_event(&ada, &event, noon(), move |conn, _| {
            Ok(Command::Invite {
                card: seat_dealer_db::change::card_of(conn, &owner, &contact)?,
            })
        })
    };
    invite(&ids[1]).await.unwrap();
    let view = db.invitations(&ada, &event).await;
    assert!(view[0].invitation.by_host);
    assert!(matches!(invite(&strangers[0]).await, Err(Error::NotFound)));
    assert!(matches!(
        invite(&ids[1]).await,
        Err(Error::Refused(Refusal::AlreadyInvited { .. }, _))
    ));
}
