//! Tags: whom an event deals, and what finds the contacts of a tag.

use seat_dealer_core::{Command, ContactId, EventId, HostId, Tag, Tags};
use seat_dealer_db::contacts::{self, ContactFields, ContactFilter};
use seat_dealer_db::deck::{self, DeckPlace};
use seat_dealer_db::tags::{self, TagCount};
use seat_dealer_db::{change, events};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    only_contacts_with_a_tag_of_the_event_are_in_its_deck,
    new_tags_of_an_event_deal_at_once,
    an_event_deals_a_common_tag_in_the_order_of_the_deck,
    the_first_spelling_of_a_tag_is_kept,
    the_contacts_of_a_tag_are_found,
];

fn words(tags: &[&str]) -> Tags {
    Tags::parse(tags).unwrap()
}

async fn tagged(db: &TestDb, host: &HostId, name: &str, tags: &[&str]) -> ContactId {
    let fields = ContactFields {
        tags: words(tags),
        ..contact_fields(name, None, Some("a@example.com"))
    };
    db.contact(host, fields).await
}

async fn set_tags(db: &TestDb, host: &HostId, id: &ContactId, tags: &[&str]) -> Vec<String> {
    let (owner, contact, tags) = (host.clone(), id.clone(), words(tags));
    db.write(move |conn| {
        let fields = ContactFields {
            tags: tags.clone(),
            ..contacts::get(conn, &owner, &contact)?.fields()?
        };
        contacts::update(conn, &owner, &contact, &fields, noon())
    })
    .await
    .unwrap()
    .tags
    .texts()
}

async fn invited(db: &TestDb, host: &HostId, event: &EventId) -> Vec<String> {
    let invited = db.invitations(host, event).await.into_iter();
    invited.map(|view| view.invitation.name).collect()
}

/// The names of the deck, those without a tag in brackets.
async fn deck_of(
    db: &TestDb,
    host: &HostId,
    event: &EventId,
    search: Option<&'static str>,
) -> Vec<String> {
    let (owner, id) = (host.clone(), event.clone());
    let page = db
        .read(move |conn| deck::list(conn, &owner, &id, search, 0, 100))
        .await
        .unwrap();
    let cards = page.cards.into_iter();
    cards
        .map(|card| match card.place {
            DeckPlace::InDeck { .. } => card.contact.name,
            DeckPlace::WithoutTag => format!("({})", card.contact.name),
            other => panic!("{other:?}"),
        })
        .collect()
}

async fn counts(db: &TestDb, host: &HostId, event: &EventId) -> (u32, u32) {
    let (owner, id) = (host.clone(), event.clone());
    let view = db.read(move |conn| events::get(conn, &owner, &id)).await;
    let view = view.unwrap();
    (view.deck, view.without_tag)
}

/// Ada in the choir, Ben without tags, Cleo among the neighbours, and Dora in both.
async fn four(db: &TestDb, host: &HostId) -> Vec<ContactId> {
    let mut ids = Vec::new();
    for (name, tags) in [
        ("Ada", &["choir"][..]),
        ("Ben", &[]),
        ("Cleo", &["Neighbours"]),
        ("Dora", &["choir", "neighbours"]),
    ] {
        ids.push(tagged(db, host, name, tags).await);
    }
    ids
}

async fn only_contacts_with_a_tag_of_the_event_are_in_its_deck(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = four(&db, &host).await;
    let event = db
        .event(&host)
        .seats(4)
        .tags(&["NEIGHBOURS"])
        .invite_first(&[ids[3].clone(), ids[1].clone()]);
    let event = event.draft().await;
    assert_eq!(
        deck_of(&db, &host, &event, None).await,
        ["Dora", "Cleo", "(Ada)", "(Ben)"]
    );
    assert_eq!(deck_of(&db, &host, &event, Some("b")).await, ["(Ben)"]);
    assert_eq!(deck_of(&db, &host, &event, Some("cleo")).await, ["Cleo"]);
    assert_eq!(counts(&db, &host, &event).await, (2, 2));
    let (owner, id) = (host.clone(), event.clone());
    let (preview, next) = db
        .read(move |conn| events::preview(conn, &owner, &id, 10, noon()))
        .await
        .unwrap();
    let names: Vec<_> = preview.now.iter().map(|dealt| &*dealt.card.name).collect();
    assert_eq!((names, next.len()), (vec!["Dora", "Cleo"], 0));
    db.command(&host, &event, Command::Deal, noon())
        .await
        .unwrap();
    assert_eq!(invited(&db, &host, &event).await, ["Dora", "Cleo"]);
    assert_eq!(counts(&db, &host, &event).await, (0, 2));
    // The host can invite anybody.
    let (owner, ben) = (host.clone(), ids[1].clone());
    db.change_event(&host, &event, noon(), move |conn, _| {
        let card = change::card_of(conn, &owner, &ben)?;
        Ok(Command::Invite { card })
    })
    .await
    .unwrap();
    assert_eq!(invited(&db, &host, &event).await, ["Dora", "Cleo", "Ben"]);
    assert_eq!(counts(&db, &host, &event).await, (0, 1));
}

async fn new_tags_of_an_event_deal_at_once(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = four(&db, &host).await;
    let event = db.event(&host).seats(4).tags(&["book club"]).dealing();
    let event = event.await;
    assert_eq!(invited(&db, &host, &event).await, [""; 0]);
    let mut fields = db.event(&host).seats(4).fields();
    fields.tags = words(&["Choir"]);
    db.change_event(&host, &event, noon(), move |conn, event| {
        events::edit(conn, event, &fields, false)
    })
    .await
    .unwrap();
    assert_eq!(invited(&db, &host, &event).await, ["Ada", "Dora"]);
    assert_eq!(set_tags(&db, &host, &ids[1], &["CHOIR"]).await, ["choir"]);
    db.advance(&event, Command::Tick, noon()).await.unwrap();
    assert_eq!(invited(&db, &host, &event).await, ["Ada", "Dora", "Ben"]);
}

async fn an_event_deals_a_common_tag_in_the_order_of_the_deck(db: TestDb) {
    let host = db.host("Ada").await;
    let owner = host.clone();
    db.write(move |conn| {
        for number in 0..502 {
            let fields = ContactFields {
                tags: words(if number % 251 == 0 {
                    &["rare"]
                } else {
                    &["crowd"]
                }),
                ..contact_fields(&format!("Guest {number}"), None, Some("a@example.com"))
            };
            let at = noon() + jiff::SignedDuration::from_millis(number);
            contacts::create(conn, &owner, &fields, at)?;
            if number == 1 {
                let fields = ContactFields {
                    tags: words(&["crowd"]),
                    ..contact_fields("Last", None, Some("a@example.com"))
                };
                contacts::create(conn, &owner, &fields, noon())?;
            }
        }
        Ok(())
    })
    .await
    .unwrap();
    for (tags, dealt) in [
        (&["rare"][..], &["Guest 0", "Guest 251"][..]),
        (&["crowd"], &["Last", "Guest 1", "Guest 2"]),
        // Whoever has been invited to the others comes last.
        (&["crowd", "rare"], &["Guest 3", "Guest 4", "Guest 5"]),
    ] {
        let event = db.event(&host).seats(3).tags(tags).dealing().await;
        let mut invited = invited(&db, &host, &event).await;
        let mut dealt: Vec<_> = dealt.to_vec();
        invited.sort_unstable();
        dealt.sort_unstable();
        assert_eq!(invited, dealt);
    }
}

async fn the_first_spelling_of_a_tag_is_kept(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    tagged(&db, &eve, "Not Ada's", &["NEIGHBOURS"]).await;
    let one = tagged(&db, &ada, "One", &["Neighbours"]).await;
    let two = tagged(&db, &ada, "Two", &[]).await;
    assert_eq!(
        set_tags(&db, &ada, &two, &["choir", "neighbours"]).await,
        ["choir", "Neighbours"]
    );
    assert_eq!(
        set_tags(&db, &ada, &one, &["NEIGHBOURS"]).await,
        ["Neighbours"]
    );
    set_tags(&db, &ada, &two, &[]).await;
    assert_eq!(
        set_tags(&db, &ada, &one, &["neighbours"]).await,
        ["neighbours"]
    );
}

async fn the_contacts_of_a_tag_are_found(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    tagged(&db, &eve, "Not Ada's", &["choir"]).await;
    let ids = four(&db, &ada).await;
    let found = async |tag: &str| {
        let owner = ada.clone();
        let filter = ContactFilter {
            tag: Some(Tag::parse(tag).unwrap()),
            ..ContactFilter::default()
        };
        let page = db
            .read(move |conn| contacts::list(conn, &owner, &filter, 10, None))
            .await
            .unwrap();
        let names = page.items.into_iter().map(|contact| contact.name);
        names.collect::<Vec<_>>()
    };
    let all = async || {
        let owner = ada.clone();
        db.read(move |conn| tags::list(conn, &owner, 10))
            .await
            .unwrap()
    };
    let count = |tag: &str, contacts| TagCount {
        tag: tag.to_owned(),
        contacts,
    };
    assert_eq!(found("CHOIR").await, ["Ada", "Dora"]);
    assert_eq!(found("cho").await, [""; 0]);
    assert_eq!(all().await, [count("choir", 2), count("Neighbours", 2)]);
    let (owner, dora) = (ada.clone(), ids[3].clone());
    db.write(move |conn| contacts::delete(conn, &owner, &dora, noon()))
        .await
        .unwrap();
    set_tags(&db, &ada, &ids[2], &["choir"]).await;
    assert_eq!(found("choir").await, ["Ada", "Cleo"]);
    assert_eq!(all().await, [count("choir", 2)]);
}
