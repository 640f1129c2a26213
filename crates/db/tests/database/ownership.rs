//! Another host's data and invalid links are not found.

use seat_dealer_core::{Command, ContactId, EventId, HostId, InvitationId};
use seat_dealer_db::{Conn, Error, change, contacts, deck, events, hosts, invitations};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    another_hosts_things_are_not_found,
    another_hosts_things_are_not_listed,
    a_link_leads_to_its_invitation_alone,
    events_are_listed_newest_first_page_by_page,
    invitations_are_listed_oldest_first_page_by_page,
];

/// The ids of one host's data.
struct Things {
    contact: ContactId,
    event: EventId,
    invitation: InvitationId,
}

type Ask = fn(&mut Conn, &HostId, &Things) -> seat_dealer_db::Result<()>;

/// Every function with a host and an id of the host's data.
const ASKS: &[(&str, Ask)] = &[
    ("contacts::get", |conn, host, it| {
        contacts::get(conn, host, &it.contact).map(|_| ())
    }),
    ("contacts::update", |conn, host, it| {
        let fields = contact_fields("Mallory", None, Some("mallory@example.com"));
        contacts::update(conn, host, &it.contact, &fields, noon()).map(|_| ())
    }),
    ("contacts::delete", |conn, host, it| {
        contacts::delete(conn, host, &it.contact, noon())
    }),
    ("change::card_of", |conn, host, it| {
        change::card_of(conn, host, &it.contact).map(|_| ())
    }),
    ("events::get", |conn, host, it| {
        events::get(conn, host, &it.event).map(|_| ())
    }),
    ("events::fields", |conn, host, it| {
        events::fields(conn, host, &it.event).map(|_| ())
    }),
    ("events::preview", |conn, host, it| {
        events::preview(conn, host, &it.event, 5, noon()).map(|_| ())
    }),
    ("events::must_own", |conn, host, it| {
        events::must_own(conn, host, &it.event)
    }),
    ("events::delete", |conn, host, it| {
        events::delete(conn, host, &it.event, noon())
    }),
    ("events::preview_messages", |conn, host, it| {
        events::preview_messages(conn, host, &it.event, noon(), |_, _| Ok(Command::Cancel))
            .map(|_| ())
    }),
    ("deck::list", |conn, host, it| {
        deck::list(conn, host, &it.event, None, 0, 5).map(|_| ())
    }),
    ("deck::order", |conn, host, it| {
        deck::order(conn, host, &it.event).map(|_| ())
    }),
    ("invitations::get", |conn, host, it| {
        invitations::get(conn, host, &it.invitation).map(|_| ())
    }),
    ("invitations::event_of", |conn, host, it| {
        invitations::event_of(conn, host, &it.invitation).map(|_| ())
    }),
];

async fn another_hosts_things_are_not_found(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    let ids = db.contacts(&ada, 9).await;
    let event = db.event(&ada).dealing().await;
    let things = || async {
        Things {
            contact: ids[0].clone(),
            event: event.clone(),
            invitation: db.invitations(&ada, &event).await[0].invitation.id.clone(),
        }
    };
    let nothing = || Things {
        contact: ContactId::new("ü"),
        event: EventId::new("ü"),
        invitation: InvitationId::new("ü"),
    };
    for (name, ask) in ASKS {
        let (it, stranger) = (things().await, eve.clone());
        let asked = db.write(move |conn| ask(conn, &stranger, &it)).await;
        assert!(matches!(asked, Err(Error::NotFound)), "{name}: {asked:?}");
        let (it, owner) = (nothing(), ada.clone());
        let asked = db.write(move |conn| ask(conn, &owner, &it)).await;
        assert!(
            matches!(asked, Err(Error::NotFound)),
            "{name} of nothing: {asked:?}"
        );
    }
    let log = db.log(&event).await.len();
    for command in [Command::Deal, Command::Pause, Command::Tick] {
        let changed = db.command(&eve, &event, command, noon()).await;
        assert!(matches!(changed, Err(Error::NotFound)), "{changed:?}");
    }
    let advanced = db.advance(&EventId::new("ü"), Command::Tick, noon()).await;
    assert!(matches!(advanced, Err(Error::NotFound)));
    assert_eq!(db.log(&event).await.len(), log);
    let contact = db.invitations(&ada, &event).await.remove(0).contact;
    assert_eq!(
        (contact.name.as_str(), contact.reachable),
        ("Guest 1", true)
    );
    // To check the test itself: the owner finds all of it.
    for (name, ask) in ASKS {
        let (it, owner) = (things().await, ada.clone());
        let asked = db.write(move |conn| ask(conn, &owner, &it)).await;
        let refused = *name == "events::delete" || *name == "contacts::get";
        assert!(asked.is_ok() || refused, "{name}: {asked:?}");
        if *name == "contacts::delete" {
            break;
        }
    }
}

async fn another_hosts_things_are_not_listed(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    db.contacts(&ada, 9).await;
    let event = db.event(&ada).dealing().await;
    db.read(move |conn| {
        assert!(
            contacts::list(conn, &eve, &contacts::ContactFilter::default(), 10, None)?
                .items
                .is_empty()
        );
        assert!(
            contacts::list(
                conn,
                &eve,
                &contacts::ContactFilter {
                    search: Some("guest".to_owned()),
                    ..Default::default()
                },
                10,
                None
            )?
            .items
            .is_empty()
        );
        assert!(
            events::list(conn, &eve, &events::EventFilter::default(), 10, None)?
                .items
                .is_empty()
        );
        assert!(
            invitations::list(
                conn,
                &eve,
                &invitations::InvitationFilter::default(),
                10,
                None
            )?
            .items
            .is_empty()
        );
        assert!(
            invitations::list(
                conn,
                &eve,
                &invitations::InvitationFilter::of_event(&event),
                10,
                None
            )?
            .items
            .is_empty()
        );
        Ok(())
    })
    .await
    .unwrap();
}

async fn events_are_listed_newest_first_page_by_page(db: TestDb) {
    let host = db.host("Ada").await;
    let mut added = Vec::new();
    for number in 0..7 {
        added.push(
            db.event(&host)
                .title(&format!("Dinner {number}"))
                .draft()
                .await,
        );
    }
    added.reverse();
    for limit in [1, 2, 3, 7, 8] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let (host, cursor) = (host.clone(), after.take());
            let page = db
                .read(move |conn| {
                    events::list(
                        conn,
                        &host,
                        &events::EventFilter::default(),
                        limit,
                        cursor.as_ref(),
                    )
                })
                .await
                .unwrap();
            seen.extend(page.items.into_iter().map(|view| view.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        // Contacts that were added at the same time are sorted by their ids.
        assert_eq!(seen, added, "pages of {limit}");
    }
}

async fn invitations_are_listed_oldest_first_page_by_page(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 12).await;
    let first = db.event(&host).seats(5).hand_size(5).dealing().await;
    let second = db.event(&host).seats(4).hand_size(4).dealing().await;
    let mut wanted = Vec::new();
    for event in [&first, &second] {
        let guests = db.invitations(&host, event).await;
        wanted.extend(guests.into_iter().map(|view| view.invitation.id));
    }
    for limit in [1, 2, 4, 9, 10] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let (host, cursor) = (host.clone(), after.take());
            let page = db
                .read(move |conn| {
                    invitations::list(
                        conn,
                        &host,
                        &invitations::InvitationFilter::default(),
                        limit,
                        cursor.as_ref(),
                    )
                })
                .await
                .unwrap();
            seen.extend(page.items.into_iter().map(|view| view.invitation.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, wanted, "pages of {limit}");
    }
}

async fn a_link_leads_to_its_invitation_alone(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 4).await;
    let event = db.event(&host).dealing().await;
    let guests = db.invitations(&host, &event).await;
    let token = db.tokens().token(&guests[1].invitation.id);
    let by_token = |token: String| db.read(move |conn| invitations::by_token(conn, &token));
    let seen = by_token(token.clone()).await.unwrap();
    assert_eq!(seen.invitation, guests[1].invitation);
    assert_eq!(
        (seen.event_id, seen.host_name.as_str()),
        (event.clone(), "Ada")
    );
    assert_eq!(seen.event.title, "Dinner");
    let swapped: String = token.chars().rev().collect();
    for wrong in [
        String::new(),
        "ü".to_owned(),
        swapped,
        format!("{token} "),
        "x".repeat(5_000),
    ] {
        assert!(matches!(by_token(wrong).await, Err(Error::NotFound)));
    }
    // Another secret leads to another link.
    let other = seat_dealer_db::RsvpTokens::new("another secret of 32 characters.");
    let other = other.token(&guests[1].invitation.id);
    assert!(matches!(by_token(other).await, Err(Error::NotFound)));
    // Guests see the current name of the host.
    let name = hosts::HostChange {
        name: Some("Countess".to_owned()),
        ..hosts::HostChange::default()
    };
    let owner = host.clone();
    db.write(move |conn| hosts::update(conn, &owner, &name))
        .await
        .unwrap();
    assert_eq!(by_token(token).await.unwrap().host_name, "Countess");
}
