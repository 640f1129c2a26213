use diesel::{RunQueryDsl, sql_query};
use jiff::SignedDuration;
use seat_dealer_core::{
    CalendarEntry, Channel, Command, ContactId, Diet, HostId, Language, MessageKind, Name,
    Priority, Response,
};
use seat_dealer_db::contacts::{self, Contact, ContactFields};
use seat_dealer_db::{Cursor, Error, List, events};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

use crate::outbox::{LEASE, claim, settle_sent, tell};

on_each_database![
    what_is_said_of_a_contact_comes_back,
    contacts_are_listed_by_name,
    pages_hold_every_contact_once_whatever_their_names,
    search_finds_names_numbers_and_addresses,
    search_takes_signs_literally,
    what_a_migration_has_emptied_is_found_again,
    the_longest_values_fit,
    a_contact_is_changed_as_a_whole,
    a_deleted_contact_is_gone_but_for_their_invitations,
    a_new_contact_wakes_neither_drafts_nor_deleted_events,
    a_new_address_is_seen_by_a_paused_event,
    the_dealer_hears_of_what_may_be_due,
    changes_to_contacts_are_counted_and_told,
];

/// The names of a host's contacts, read in pages.
async fn pages(db: &TestDb, host: &HostId, search: Option<&str>, limit: usize) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let owner = host.clone();
        let filter = contacts::ContactFilter {
            search: search.map(str::to_owned),
            ..Default::default()
        };
        let page = db
            .read(move |conn| contacts::list(conn, &owner, &filter, limit, after.as_ref()))
            .await
            .unwrap();
        pages.push(page.items.into_iter().map(|contact| contact.name).collect());
        // The cursor is sent as text.
        let Some(next) = page.next else {
            return pages;
        };
        let sealed = next.seal(db.tokens(), host).unwrap();
        after = Cursor::open(db.tokens(), List::Contacts, host, &sealed);
        assert!(after.is_some());
    }
}

async fn found(db: &TestDb, host: &HostId, search: &str) -> Vec<String> {
    pages(db, host, Some(search), 100).await.concat()
}

async fn get(db: &TestDb, host: &HostId, id: &ContactId) -> seat_dealer_db::Result<Contact> {
    let (host, id) = (host.clone(), id.clone());
    db.read(move |conn| contacts::get(conn, &host, &id)).await
}

async fn what_is_said_of_a_contact_comes_back(db: TestDb) {
    let host = db.host("Ada").await;
    let fields = ContactFields {
        priority: Priority::parse(2).unwrap(),
        preferred_channel: Some(Channel::Email),
        language: Some(Language::French),
        diet: Diet::parse("No 🥜, l'ail \\ \"Ö\"").unwrap(),
        ..contact_fields(
            "Zoë 👩‍🚀 O'Neill \\ \"Z\"",
            Some("+41 79 555 01 32"),
            Some("Zoë@Exämple.org"),
        )
    };
    let id = db.contact(&host, fields).await;
    let contact = get(&db, &host, &id).await.unwrap();
    assert_eq!(contact.name, "Zoë 👩‍🚀 O'Neill \\ \"Z\"");
    assert_eq!(contact.phone_number.as_deref(), Some("+41795550132"));
    assert_eq!(contact.email.as_deref(), Some("Zoë@exämple.org"));
    assert_eq!(contact.priority, 2);
    assert_eq!(contact.preferred_channel, Some(Channel::Email));
    assert_eq!(contact.language, Some(Language::French));
    assert_eq!(contact.diet.text(), Some("No 🥜, l'ail \\ \"Ö\""));
    assert!(contact.reachable);
    assert_eq!(contact.last_invited_at, None);
    assert_eq!(contact.created_at, noon());
}

async fn contacts_are_listed_by_name(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    for name in ["bob", "Émile", "Zoë", "anna", "Ann", "Ben"] {
        db.contact(&ada, contact_fields(name, None, Some("a@example.com")))
            .await;
    }
    db.contact(
        &eve,
        contact_fields("Not Ada's", None, Some("a@example.com")),
    )
    .await;
    assert_eq!(
        pages(&db, &ada, None, 100).await.concat(),
        ["Ann", "anna", "Ben", "bob", "Émile", "Zoë"]
    );
}

async fn pages_hold_every_contact_once_whatever_their_names(db: TestDb) {
    let host = db.host("Ada").await;
    // Equal names, names with equal prefixes, and characters that databases may sort differently.
    let names = [
        "Kim",
        "Kim",
        "Kim",
        "kim",
        "Kim Lee",
        "Kim-Lee",
        "Kim%",
        "Kim_",
        "Kim!",
        "Kïm",
        "Kim\u{301}",
        "\u{1f469}",
        "İstanbul",
        "ß",
        "SS",
        "~",
        "𝔎im",
    ];
    for name in names {
        db.contact(&host, contact_fields(name, None, Some("kim@example.com")))
            .await;
    }
    let all = pages(&db, &host, None, 100).await;
    assert_eq!(all.len(), 1);
    let mut sorted: Vec<&str> = all[0].iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let mut wanted = names.to_vec();
    wanted.sort_unstable();
    assert_eq!(sorted, wanted);
    for limit in [1, 2, 3, 16, 17] {
        let some = pages(&db, &host, None, limit).await;
        assert_eq!(some.len(), names.len().div_ceil(limit), "pages of {limit}");
        assert_eq!(some.concat(), all[0], "pages of {limit}");
    }
    // Every address contains this letter.
    assert_eq!(pages(&db, &host, Some("kim"), 2).await.concat(), all[0]);
}

async fn search_finds_names_numbers_and_addresses(db: TestDb) {
    let host = db.host("Ada").await;
    for (name, number, address) in [
        ("Jürgen Müller", Some("+41 79 555 01 32"), None),
        ("Ωmega", None, Some("omega@Greek.example")),
        ("Bob 🎉", Some("+1 415 555 0132"), Some("b.o.b@example.com")),
    ] {
        db.contact(&host, contact_fields(name, number, address))
            .await;
    }
    for (search, who) in [
        ("MÜLLER", vec!["Jürgen Müller"]),
        ("jürgen m", vec!["Jürgen Müller"]),
        ("muller", vec!["Jürgen Müller"]),
        ("mull jurg", vec!["Jürgen Müller"]),
        ("079 555 01", vec!["Jürgen Müller"]),
        ("5550132", vec!["Bob 🎉", "Jürgen Müller"]),
        ("+41", vec!["Jürgen Müller"]),
        ("ωMEGA", vec!["Ωmega"]),
        ("greek.example", vec!["Ωmega"]),
        ("🎉", vec!["Bob 🎉"]),
        ("🎂", vec![]),
        ("b.o.b@", vec!["Bob 🎉"]),
        ("nobody", vec![]),
    ] {
        let mut found = found(&db, &host, search).await;
        let mut who: Vec<String> = who.into_iter().map(str::to_owned).collect();
        found.sort();
        who.sort();
        assert_eq!(found, who, "{search}");
    }
}

async fn what_a_migration_has_emptied_is_found_again(db: TestDb) {
    let host = db.host("Ada").await;
    for name in ["Zoë", "Bob"] {
        db.contact(&host, contact_fields(name, Some("+14155550132"), None))
            .await;
    }
    db.write(|conn| {
        sql_query("UPDATE contacts SET search_text = '' WHERE name <> 'Bob'").execute(conn)?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(found(&db, &host, "zoe").await, Vec::<String>::new());
    db.migrate().unwrap();
    assert_eq!(found(&db, &host, "zoe").await, ["Zoë"]);
    assert_eq!(found(&db, &host, "4155550132").await, ["Bob", "Zoë"]);
}

async fn search_takes_signs_literally(db: TestDb) {
    let host = db.host("Ada").await;
    for name in [
        "100% Bob",
        "1000 Bobs",
        "snake_case",
        "snakeXcase",
        "wow!",
        "back\\slash",
        "quote'd",
        "a\"b",
    ] {
        db.contact(&host, contact_fields(name, Some("+14155550132"), None))
            .await;
    }
    for (search, who) in [
        ("%", vec!["100% Bob"]),
        ("0% b", vec!["100% Bob"]),
        ("_", vec!["snake_case"]),
        ("e_c", vec!["snake_case"]),
        ("!", vec!["wow!"]),
        ("\\", vec!["back\\slash"]),
        ("k\\s", vec!["back\\slash"]),
        ("'", vec!["quote'd"]),
        ("\"", vec!["a\"b"]),
        ("!%", vec![]),
        ("' OR 1=1 -- ", vec![]),
    ] {
        assert_eq!(found(&db, &host, search).await, who, "{search}");
    }
}

async fn the_longest_values_fit(db: TestDb) {
    let host = db.host("Ada").await;
    // In lower case, each of these has two characters.
    let name = "İ".repeat(Name::MAX_CHARS);
    let local = "x".repeat(64);
    let label = "y".repeat(59);
    let address = format!("{local}@{label}.{label}.{label}.example");
    assert!(address.len() > 240);
    let id = db
        .contact(
            &host,
            contact_fields(&name, Some("+123456789012345"), Some(&address)),
        )
        .await;
    let diet = Diet::parse(&"👑".repeat(Diet::MAX_CHARS)).unwrap();
    let (eater, line) = (id.clone(), diet.clone());
    db.write(move |conn| contacts::set_diet(conn, &eater, &line, noon()))
        .await
        .unwrap();
    let contact = get(&db, &host, &id).await.unwrap();
    assert_eq!(contact.name, name);
    assert_eq!(contact.email, Some(address));
    assert_eq!(contact.diet, diet);
    let other = db
        .contact(
            &host,
            contact_fields(&"👑".repeat(120), None, Some("a@example.com")),
        )
        .await;
    assert_eq!(pages(&db, &host, None, 1).await.concat().len(), 2);
    // Longer than the column of an invitation.
    let event = db.event(&host).invite_first(&[other, id]).dealing().await;
    assert_eq!(db.invitations(&host, &event).await[1].invitation.name, name);
}

async fn a_contact_is_changed_as_a_whole(db: TestDb) {
    let host = db.host("Ada").await;
    let id = db
        .contact(
            &host,
            contact_fields("Bob", Some("+14155550132"), Some("bob@example.com")),
        )
        .await;
    let mut fields = contact_fields("Robert", None, Some("robert@example.com"));
    fields.preferred_channel = Some(Channel::Email);
    fields.priority = Priority::parse(9).unwrap();
    let (owner, contact, changed) = (host.clone(), id.clone(), fields.clone());
    let after = db
        .write(move |conn| contacts::update(conn, &owner, &contact, &changed, noon()))
        .await
        .unwrap();
    assert_eq!(after.name, "Robert");
    assert_eq!((after.phone_number, after.priority), (None, 9));
    assert_eq!(after.preferred_channel, Some(Channel::Email));
    assert_eq!(found(&db, &host, "5550132").await, Vec::<String>::new());
    assert_eq!(found(&db, &host, "robert@").await, ["Robert"]);
    // A repeated change finds the row although it changes nothing.
    let (owner, contact) = (host.clone(), id.clone());
    db.write(move |conn| contacts::update(conn, &owner, &contact, &fields, noon()))
        .await
        .unwrap();
}

async fn a_deleted_contact_is_gone_but_for_their_invitations(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 6).await;
    let event = db.event(&host).seats(2).dealing().await;
    let before = db.view(&host, &event).await.deck;
    for id in [&ids[0], &ids[3]] {
        let (host, id) = (host.clone(), id.clone());
        db.write(move |conn| contacts::delete(conn, &host, &id, noon()))
            .await
            .unwrap();
    }
    assert!(matches!(
        get(&db, &host, &ids[0]).await,
        Err(Error::NotFound)
    ));
    assert_eq!(
        found(&db, &host, "guest").await,
        ["Guest 2", "Guest 3", "Guest 5", "Guest 6"]
    );
    assert_eq!(db.view(&host, &event).await.deck, before - 1);
    let invitations = db.invitations(&host, &event).await;
    assert_eq!(invitations[0].contact.name, "Guest 1");
    assert!(!invitations[0].contact.reachable);
    let again = db
        .write(move |conn| contacts::delete(conn, &host, &ids[0], noon()))
        .await;
    assert!(matches!(again, Err(Error::NotFound)));
}

async fn a_new_contact_wakes_neither_drafts_nor_deleted_events(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    db.contacts(&ada, 1).await;
    let dealing = db.event(&ada).dealing().await;
    db.event(&ada).draft().await;
    db.event(&eve).dealing().await;
    // The event was deleted while it was dealing, so it must not become due.
    let deleted = db
        .event(&ada)
        .starts_at(Some(noon() + SignedDuration::from_secs(1)))
        .dealing()
        .await;
    let (host, later) = (ada.clone(), noon() + SignedDuration::from_hours(1));
    db.write(move |conn| events::delete(conn, &host, &deleted, later))
        .await
        .unwrap();
    let due = |at| db.read(move |conn| events::due(conn, at, 10));
    assert_eq!(due(later).await.unwrap(), []);
    let (host, fields) = (
        ada.clone(),
        contact_fields("New", None, Some("new@example.com")),
    );
    db.write(move |conn| contacts::create(conn, &host, &fields, later))
        .await
        .unwrap();
    assert_eq!(due(later).await.unwrap(), [dealing]);
}

async fn a_new_address_is_seen_by_a_paused_event(db: TestDb) {
    let host = db.host("Ada").await;
    let fields = contact_fields("Bea", None, Some("bea@example.com"));
    let bea = db.contact(&host, fields).await;
    let event = db.event(&host).dealing().await;
    let invitation = claim(&db, LEASE, 1, noon()).await.pop().unwrap();
    settle_sent(&db, &invitation).await;
    let id = &invitation.invitation.id;
    db.answer(&event, id, Response::Yes, noon()).await.unwrap();
    let confirmation = claim(&db, LEASE, 1, noon()).await.pop().unwrap();
    let accepted = Command::Accepted {
        message: confirmation.message.id.clone(),
        provider_id: None,
        delivered: false,
        calendar: Some(CalendarEntry {
            address: confirmation.address.clone(),
            starts_at: confirmation.event.starts_at,
        }),
    };
    tell(&db, &confirmation, accepted, noon()).await.unwrap();
    db.command(&host, &event, Command::Pause, noon())
        .await
        .unwrap();

    let fields = contact_fields("Bea", None, Some("bea@example.org"));
    db.write(move |conn| contacts::update(conn, &host, &bea, &fields, noon()))
        .await
        .unwrap();
    let due = db.read(|conn| events::due(conn, noon(), 10)).await.unwrap();
    assert_eq!(due, std::slice::from_ref(&event));
    db.advance(&event, Command::Tick, noon()).await.unwrap();
    let released = claim(&db, LEASE, 1, noon()).await.pop().unwrap();
    assert_eq!(
        (released.message.kind, released.address.as_deref()),
        (MessageKind::Released, Some("bea@example.com"))
    );
}

async fn the_dealer_hears_of_what_may_be_due(db: TestDb) {
    let host = db.host("Ada").await;
    let heard = || async {
        tokio::select! {
            biased;
            () = db.may_be_due() => true,
            () = std::future::ready(()) => false,
        }
    };
    let create = |name: &str| {
        let (host, fields) = (
            host.clone(),
            contact_fields(name, Some("+14155550132"), None),
        );
        move |conn: &mut seat_dealer_db::Conn| contacts::create(conn, &host, &fields, noon())
    };
    db.write(create("Bea")).await.unwrap();
    assert!(!heard().await, "nobody was told");
    db.change_contacts(&host, create("Cleo")).await.unwrap();
    assert!(heard().await, "what came while nobody listened is kept");
    assert!(!heard().await, "once");
}

async fn changes_to_contacts_are_counted_and_told(db: TestDb) {
    let host = db.host("Ada").await;
    let other = db.host("Eve").await;
    let version = |host: &HostId| {
        let host = host.clone();
        db.read(move |conn| contacts::version(conn, &host))
    };
    let before = (
        version(&host).await.unwrap(),
        version(&other).await.unwrap(),
    );
    let mut told = db.contact_changes();
    let fields = contact_fields("Bea", Some("+14155550132"), None);
    let of = host.clone();
    let bea = db
        .change_contacts(&host, move |conn| {
            contacts::create(conn, &of, &fields, noon())
        })
        .await
        .unwrap();
    assert_eq!(told.try_recv().unwrap(), host);
    assert_eq!(version(&host).await.unwrap(), before.0 + 1);

    // A change that was rolled back is neither counted nor sent to subscribers.
    let of = host.clone();
    let failed = db.change_contacts(&host, move |conn| {
        contacts::delete(conn, &of, &ContactId::new("nobody"), noon())
    });
    assert!(failed.await.is_err());
    assert!(told.try_recv().is_err());
    assert_eq!(version(&host).await.unwrap(), before.0 + 1);

    // An opt-out changes the contacts of every host.
    let number = bea.phone_number.unwrap();
    db.opt_out(Channel::Sms, "+14155550100", &number, noon())
        .await
        .unwrap();
    assert_eq!(version(&host).await.unwrap(), before.0 + 2);
    assert_eq!(version(&other).await.unwrap(), before.1);
    let nobody = version(&HostId::new("nobody")).await;
    assert!(matches!(nobody, Err(Error::NotFound)));
}
