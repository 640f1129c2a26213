mod order;

use jiff::SignedDuration;
use seat_dealer_core::{Command, ContactId, EventId, HostId, Priority, Reason};
use seat_dealer_db::contacts::{self, ContactFields};
use seat_dealer_db::deck::{self, DeckPlace};
use seat_dealer_db::{Result, events};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    the_deck_is_in_dealing_order,
    who_has_gone_longest_without_an_invitation_comes_first,
    those_left_out_come_last_with_the_reason,
    pages_go_through_all_three_sections,
    a_new_order_keeps_those_who_cannot_be_dealt_now,
    a_search_keeps_the_places,
    a_search_finds_the_same_cards_as_the_whole_deck_has,
    counts_are_those_of_the_list,
    the_preview_is_what_dealing_does,
];

/// The names and places of a part of the deck.
async fn part(
    db: &TestDb,
    host: &HostId,
    event: &EventId,
    offset: usize,
    limit: usize,
) -> (Vec<(String, DeckPlace)>, bool) {
    found(db, host, event, None, offset, limit).await
}

/// The same of a search.
async fn found(
    db: &TestDb,
    host: &HostId,
    event: &EventId,
    search: Option<&'static str>,
    offset: usize,
    limit: usize,
) -> (Vec<(String, DeckPlace)>, bool) {
    let (host, event) = (host.clone(), event.clone());
    let page = db
        .read(move |conn| deck::list(conn, &host, &event, search, offset, limit))
        .await
        .unwrap();
    let cards = page.cards.into_iter();
    let cards = cards.map(|card| (card.contact.name, card.place)).collect();
    (cards, page.more)
}

async fn whole(db: &TestDb, host: &HostId, event: &EventId) -> Vec<(String, DeckPlace)> {
    let (cards, more) = part(db, host, event, 0, 1_000).await;
    assert!(!more);
    cards
}

fn names(cards: &[(String, DeckPlace)]) -> Vec<&str> {
    cards.iter().map(|(name, _)| name.as_str()).collect()
}

async fn arrange(
    db: &TestDb,
    host: &HostId,
    event: &EventId,
    first: &[ContactId],
    exclude: &[ContactId],
) -> Result<()> {
    let (first, exclude, owner) = (first.to_vec(), exclude.to_vec(), host.clone());
    db.change_event(host, event, noon(), move |conn, event| {
        deck::arrange(conn, &owner, event, &first, &exclude)
    })
    .await
    .map(|_| ())
}

async fn with_priority(db: &TestDb, host: &HostId, name: &str, priority: i64) -> ContactId {
    let fields = ContactFields {
        priority: Priority::parse(priority).unwrap(),
        ..contact_fields(name, None, Some("a@example.com"))
    };
    db.contact(host, fields).await
}

async fn the_deck_is_in_dealing_order(db: TestDb) {
    let host = db.host("Ada").await;
    let mut ids = Vec::new();
    for (name, priority) in [
        ("late", 9),
        ("first", 9),
        ("second", 5),
        ("early", 1),
        ("middle", 5),
        ("older", 2),
        ("younger", 2),
    ] {
        ids.push(with_priority(&db, &host, name, priority).await);
    }
    let event = db
        .event(&host)
        .invite_first(&[ids[1].clone(), ids[2].clone()])
        .draft()
        .await;
    let deck = whole(&db, &host, &event).await;
    assert_eq!(
        names(&deck),
        [
            "first", "second", "early", "older", "younger", "middle", "late"
        ]
    );
    for (at, (name, place)) in deck.iter().enumerate() {
        let DeckPlace::InDeck { position, reason } = place else {
            panic!("{name} is not in the deck");
        };
        assert_eq!(*position as usize, at + 1);
        let wanted = match name.as_str() {
            "first" => Reason::InviteFirst { place: 1 },
            "second" => Reason::InviteFirst { place: 2 },
            "early" => Reason::Priority {
                priority: 1,
                last_invited_at: None,
            },
            "older" | "younger" => Reason::Priority {
                priority: 2,
                last_invited_at: None,
            },
            "middle" => Reason::Priority {
                priority: 5,
                last_invited_at: None,
            },
            _ => Reason::Priority {
                priority: 9,
                last_invited_at: None,
            },
        };
        assert_eq!(*reason, wanted, "{name}");
    }
}

async fn who_has_gone_longest_without_an_invitation_comes_first(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 4).await;
    // Guest 3 was invited long ago, guest 1 recently, the others never.
    for (contact, days) in [(&ids[0], 10), (&ids[2], 1)] {
        let event = db
            .event(&host)
            .seats(1)
            .invite_first(std::slice::from_ref(contact))
            .draft()
            .await;
        db.command(
            &host,
            &event,
            Command::Deal,
            noon() + SignedDuration::from_hours(24 * days),
        )
        .await
        .unwrap();
    }
    let event = db.event(&host).draft().await;
    let deck = whole(&db, &host, &event).await;
    assert_eq!(names(&deck), ["Guest 2", "Guest 4", "Guest 3", "Guest 1"]);
    let long_ago = noon() + SignedDuration::from_hours(24);
    let DeckPlace::InDeck { reason, .. } = &deck[2].1 else {
        panic!("not in the deck")
    };
    assert_eq!(
        *reason,
        Reason::Priority {
            priority: 5,
            last_invited_at: Some(long_ago)
        }
    );
}

/// Ten contacts: 1 and 2 are invited, 3 is excluded, 4 cannot be reached, 5 is deleted, 6 is excluded
/// and invited by hand, 7 is on the list first; 8 and 9 follow. The last one is not for dinners.
async fn mixed(db: &TestDb) -> (HostId, EventId, Vec<ContactId>) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 9).await;
    let fields = ContactFields {
        not_for_dinners: true,
        ..contact_fields("Not for dinners", None, Some("a@example.com"))
    };
    db.contact(&host, fields).await;
    let event = db.event(&host).seats(2).dealing().await;
    db.command(&host, &event, Command::Pause, noon())
        .await
        .unwrap();
    let mut fields = db.event(&host).seats(3).fields();
    fields.hand_size = None;
    db.change_event(&host, &event, noon(), move |conn, event| {
        events::edit(conn, event, &fields, false)
    })
    .await
    .unwrap();
    arrange(
        db,
        &host,
        &event,
        &ids[6..7],
        &[ids[2].clone(), ids[5].clone()],
    )
    .await
    .unwrap();
    let (owner, contact) = (host.clone(), ids[5].clone());
    db.change_event(&host, &event, noon(), move |conn, _| {
        Ok(Command::Invite {
            card: seat_dealer_db::change::card_of(conn, &owner, &contact)?,
        })
    })
    .await
    .unwrap();
    let (owner, gone, lost) = (host.clone(), ids[4].clone(), ids[3].clone());
    db.write(move |conn| {
        contacts::delete(conn, &owner, &gone, noon())?;
        diesel::RunQueryDsl::execute(
            diesel::sql_query("UPDATE contacts SET reachable = 0 WHERE id = ?")
                .bind::<diesel::sql_types::Text, _>(lost.as_str()),
            conn,
        )?;
        Ok(())
    })
    .await
    .unwrap();
    (host, event, ids)
}

async fn those_left_out_come_last_with_the_reason(db: TestDb) {
    let (host, event, _) = mixed(&db).await;
    let deck = whole(&db, &host, &event).await;
    let in_deck = |position, reason| DeckPlace::InDeck { position, reason };
    let by_priority = Reason::Priority {
        priority: 5,
        last_invited_at: None,
    };
    let wanted = [
        ("Guest 7", in_deck(1, Reason::InviteFirst { place: 1 })),
        ("Guest 8", in_deck(2, by_priority.clone())),
        ("Guest 9", in_deck(3, by_priority)),
        ("Guest 1", DeckPlace::Invited),
        ("Guest 2", DeckPlace::Invited),
        ("Guest 3", DeckPlace::Excluded),
        ("Guest 4", DeckPlace::Unreachable),
        ("Guest 6", DeckPlace::Invited),
        ("Not for dinners", DeckPlace::NotForDinners),
    ];
    assert_eq!(deck, wanted.map(|(name, place)| (name.to_owned(), place)));
}

async fn a_new_order_keeps_those_who_cannot_be_dealt_now(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 5).await;
    let event = db.event(&host).invite_first(&ids).draft().await;
    let (known, owner) = (ids[1].clone(), host.clone());
    db.write(move |conn| {
        let contact = contacts::get(conn, &owner, &known)?;
        let fields = ContactFields {
            not_for_dinners: true,
            ..contact_fields(contact.name.as_str(), None, Some("a@example.com"))
        };
        contacts::update(conn, &owner, &known, &fields, noon())
    })
    .await
    .unwrap();
    let order = async || {
        let (host, event) = (host.clone(), event.clone());
        db.read(move |conn| deck::order(conn, &host, &event))
            .await
            .unwrap()
    };
    let id = |number: usize| ids[number - 1].as_str().to_owned();
    // Guest 2 is not in the order that the host sees and changes.
    let first = [&ids[4], &ids[0], &ids[3]].map(Clone::clone);
    arrange(&db, &host, &event, &first, &ids[2..3])
        .await
        .unwrap();
    assert_eq!(
        order().await,
        (vec![id(5), id(2), id(1), id(4)], vec![id(3)])
    );
    let compare = async |first: Vec<ContactId>| {
        let (host, event, exclude) = (host.clone(), event.clone(), ids[2..3].to_vec());
        db.read(move |conn| deck::is_arranged(conn, &host, &event, &first, &exclude))
            .await
            .unwrap()
    };
    assert!(compare(first.to_vec()).await);
    assert!(!compare(first[1..].to_vec()).await);
    arrange(&db, &host, &event, &[], &ids[1..2]).await.unwrap();
    assert_eq!(order().await, (Vec::new(), vec![id(2)]));
}

async fn a_search_keeps_the_places(db: TestDb) {
    let host = db.host("Ada").await;
    let mut ids = Vec::new();
    for name in ["Bea Keller", "Cleo", "Béatrice", "Dora Bear", "Emil"] {
        ids.push(with_priority(&db, &host, name, 5).await);
    }
    let event = db
        .event(&host)
        .invite_first(&[ids[3].clone()])
        .draft()
        .await;
    let found = async |search: &'static str, offset, limit| {
        let (host, event) = (host.clone(), event.clone());
        let page = db
            .read(move |conn| deck::list(conn, &host, &event, Some(search), offset, limit))
            .await
            .unwrap();
        assert_eq!(page.invite_first.len(), 1);
        let cards = page.cards.into_iter().map(|card| match card.place {
            DeckPlace::InDeck { position, .. } => (position, card.contact.name),
            other => panic!("{other:?}"),
        });
        (cards.collect::<Vec<_>>(), page.more)
    };
    let card = |place, name: &str| (place, name.to_owned());
    let all = vec![
        card(1, "Dora Bear"),
        card(2, "Bea Keller"),
        card(4, "Béatrice"),
    ];
    assert_eq!(found("bea", 0, 10).await, (all.clone(), false));
    assert_eq!(found("bea", 0, 2).await, (all[..2].to_vec(), true));
    assert_eq!(found("bea", 2, 2).await, (all[2..].to_vec(), false));
    assert_eq!(found("nobody", 0, 2).await, (Vec::new(), false));
}

async fn a_search_finds_the_same_cards_as_the_whole_deck_has(db: TestDb) {
    let host = db.host("Ada").await;
    let mut ids = Vec::new();
    for (name, priority) in [
        ("Ann-Kathrin", 1),
        ("Anna", 5),
        ("Bea", 5),
        ("Annika", 5),
        ("Carl", 7),
        ("Joanna", 3),
        ("Hannes", 7),
        ("Dora", 1),
        ("Annabel", 9),
        ("Suzanne", 5),
    ] {
        ids.push(with_priority(&db, &host, name, priority).await);
    }
    // Those with priority 1 have been invited to another event.
    db.event(&host).seats(2).dealing().await;
    let event = db.event(&host).draft().await;
    let first = [ids[4].clone(), ids[8].clone()];
    arrange(&db, &host, &event, &first, &ids[3..4])
        .await
        .unwrap();
    let all = whole(&db, &host, &event).await;
    for search in ["ann", "anna", "annabel", "nobody"] {
        let mut expected = all.clone();
        expected.retain(|(name, _)| name.to_lowercase().contains(search));
        for limit in 1..=expected.len() + 1 {
            for offset in 0..=expected.len() {
                let (cards, more) = found(&db, &host, &event, Some(search), offset, limit).await;
                let rest = &expected[offset..];
                assert_eq!(
                    cards,
                    rest[..limit.min(rest.len())],
                    "{search}, {limit} from {offset}"
                );
                assert_eq!(more, limit < rest.len());
            }
        }
    }
}

async fn pages_go_through_all_three_sections(db: TestDb) {
    let (host, event, _) = mixed(&db).await;
    let all = whole(&db, &host, &event).await;
    for limit in 1..=all.len() + 1 {
        let mut pages = Vec::new();
        loop {
            let (cards, more) = part(&db, &host, &event, pages.len(), limit).await;
            assert!(cards.len() <= limit);
            pages.extend(cards);
            if !more {
                break;
            }
        }
        assert_eq!(pages, all, "pages of {limit}");
    }
    assert_eq!(
        part(&db, &host, &event, all.len(), 5).await,
        (vec![], false)
    );
}

async fn counts_are_those_of_the_list(db: TestDb) {
    let (host, event, _) = mixed(&db).await;
    assert_eq!(db.view(&host, &event).await.deck, 3);
    let counts = db.view(&host, &event).await.counts();
    assert_eq!((counts.held, counts.open), (3, 0));
    // The list of all events has the same count.
    let other = db.event(&host).draft().await;
    let owner = host.clone();
    let page = db
        .read(move |conn| events::list(conn, &owner, &events::EventFilter::default(), 10, None))
        .await
        .unwrap();
    let mut decks: Vec<(EventId, u32)> = page
        .items
        .into_iter()
        .map(|view| (view.id, view.deck))
        .collect();
    decks.sort();
    let mut wanted = vec![(event, 3), (other, 7)];
    wanted.sort();
    assert_eq!(decks, wanted);
}

async fn the_preview_is_what_dealing_does(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 12).await;
    let event = db
        .event(&host)
        .seats(6)
        .invite_first(&ids[8..10])
        .draft()
        .await;
    let (owner, id) = (host.clone(), event.clone());
    let (preview, next) = db
        .read(move |conn| events::preview(conn, &owner, &id, 4, noon()))
        .await
        .unwrap();
    let shown: Vec<String> = preview
        .now
        .iter()
        .map(|dealt| dealt.card.name.clone())
        .collect();
    assert_eq!(shown, ["Guest 9", "Guest 10", "Guest 1"]);
    let next: Vec<&str> = next.iter().map(|card| card.name.as_str()).collect();
    assert_eq!(next, ["Guest 2", "Guest 3", "Guest 4", "Guest 5"]);
    assert_eq!(db.log(&event).await.len(), 1, "a preview changes nothing");
    db.command(&host, &event, Command::Deal, noon())
        .await
        .unwrap();
    let dealt = db.invitations(&host, &event).await;
    let dealt: Vec<String> = dealt.into_iter().map(|view| view.invitation.name).collect();
    assert_eq!(dealt, shown);
}
