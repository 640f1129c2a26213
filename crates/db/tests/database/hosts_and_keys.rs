use jiff::SignedDuration;
use jiff::civil::Time;
use seat_dealer_core::{EmailAddress, HostId, Minutes, QuietHours, Seats};
use seat_dealer_db::hosts::{self, Host, HostChange, Identity};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::{Error, Result};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    a_host_is_its_issuer_and_subject_whatever_the_email,
    the_first_sign_in_claims_a_host_made_for_its_email,
    a_host_made_for_an_email_is_not_claimed_twice,
    a_key_for_a_known_email_is_that_hosts_however_it_is_spelled,
    addresses_that_look_alike_are_those_of_others,
    two_browsers_may_sign_in_for_the_first_time_at_once,
    a_host_changes_name_and_zone,
    a_host_says_what_new_events_have,
    a_session_ends_after_thirty_days,
    sessions_are_listed_and_ended_one_or_all,
    an_api_key_lasts_until_it_is_revoked,
    a_key_is_its_hosts_own,
    the_last_use_of_a_key_is_noted_by_the_hour,
];

fn identity(subject: &str, email: &str) -> Identity {
    Identity {
        issuer: "https://issuer.example".to_owned(),
        subject: subject.to_owned(),
        email: email.to_owned(),
        name: "Ada Lovelace".to_owned(),
    }
}

async fn sign_in(db: &TestDb, subject: &str, email: &str) -> Host {
    let identity = identity(subject, email);
    db.write(move |conn| hosts::sign_in(conn, &identity, noon()))
        .await
        .unwrap()
}

async fn for_email(db: &TestDb, email: &str) -> Host {
    let email = EmailAddress::parse(email).unwrap();
    db.write(move |conn| hosts::for_email(conn, &email, noon()))
        .await
        .unwrap()
}

async fn a_host_is_its_issuer_and_subject_whatever_the_email(db: TestDb) {
    let first = sign_in(&db, "1", "ada@example.com").await;
    let again = sign_in(&db, "1", "ada@new.example").await;
    assert_eq!(again.id, first.id);
    assert_eq!(again.email, "ada@new.example");
    // Another person has the address now.
    let other = sign_in(&db, "2", "ada@example.com").await;
    assert_ne!(other.id, first.id);
    let elsewhere = Identity {
        issuer: "https://other.example".to_owned(),
        ..identity("1", "ada@example.com")
    };
    let elsewhere = db
        .write(move |conn| hosts::sign_in(conn, &elsewhere, noon()))
        .await
        .unwrap();
    assert!(elsewhere.id != first.id && elsewhere.id != other.id);
    // Subjects are case-sensitive.
    assert_ne!(
        sign_in(&db, "a", "a@example.com").await.id,
        sign_in(&db, "A", "a@example.com").await.id
    );
}

async fn the_first_sign_in_claims_a_host_made_for_its_email(db: TestDb) {
    let made = for_email(&db, "Ada@Example.com").await;
    assert_eq!(
        (made.name.as_str(), made.email.as_str()),
        ("Ada", "Ada@example.com")
    );
    assert_eq!(for_email(&db, "ada@example.com").await.id, made.id);
    let signed_in = sign_in(&db, "1", "ADA@example.com").await;
    assert_eq!(signed_in.id, made.id);
    assert_eq!(signed_in.name, "Ada Lovelace");
    assert_eq!(sign_in(&db, "1", "ada@example.com").await.id, made.id);
}

async fn a_host_made_for_an_email_is_not_claimed_twice(db: TestDb) {
    let made = for_email(&db, "ada@example.com").await;
    assert_eq!(sign_in(&db, "1", "ada@example.com").await.id, made.id);
    assert_ne!(sign_in(&db, "2", "ada@example.com").await.id, made.id);
}

async fn a_key_for_a_known_email_is_that_hosts_however_it_is_spelled(db: TestDb) {
    let host = sign_in(&db, "1", "Ada.Lovelace@example.com").await;
    for spelling in [
        "Ada.Lovelace@example.com",
        "ada.lovelace@example.com",
        "ADA.LOVELACE@EXAMPLE.COM",
    ] {
        assert_eq!(for_email(&db, spelling).await.id, host.id, "{spelling}");
    }
    assert_ne!(for_email(&db, "ada@example.com").await.id, host.id);
}

async fn addresses_that_look_alike_are_those_of_others(db: TestDb) {
    // The Kelvin sign, a long s, a dotless i, an accent, full width: some database or language treats each as equal
    // to the other letter.
    for (mine, others) in [
        ("kim@example.com", "\u{212a}im@example.com"),
        ("sam@example.com", "\u{17f}am@example.com"),
        ("ian@example.com", "\u{131}an@example.com"),
        ("zoe@example.com", "zoë@example.com"),
        ("ada@example.com", "\u{ff41}da@example.com"),
    ] {
        let made = for_email(&db, mine).await;
        let stranger = sign_in(&db, others, others).await;
        assert_ne!(stranger.id, made.id, "{others} has claimed {mine}");
        assert_eq!(sign_in(&db, mine, mine).await.id, made.id, "{mine}");
        assert_eq!(for_email(&db, &mine.to_uppercase()).await.id, made.id);
        // The first one.
        let other = for_email(&db, others).await;
        assert_eq!(other.id, stranger.id, "{others}");
    }
    let stranger = sign_in(&db, "k", "boo\u{212a}@example.com").await;
    assert_ne!(for_email(&db, "book@example.com").await.id, stranger.id);
}

async fn two_browsers_may_sign_in_for_the_first_time_at_once(db: TestDb) {
    for round in 0..10 {
        let sign_ins: Vec<_> = (0..8)
            .map(|_| {
                let db = (*db).clone();
                let identity = identity(&round.to_string(), "ada@example.com");
                tokio::spawn(async move {
                    db.write(move |conn| hosts::sign_in(conn, &identity, noon()))
                        .await
                })
            })
            .collect();
        let mut ids = Vec::new();
        for sign_in in sign_ins {
            ids.push(sign_in.await.unwrap().unwrap().id);
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
    }
}

async fn a_host_changes_name_and_zone(db: TestDb) {
    let host = db.host("Ada").await;
    let renamed = db
        .write(move |conn| {
            let name = HostChange {
                name: Some("Ada King 👑".to_owned()),
                ..HostChange::default()
            };
            hosts::update(conn, &host, &name)?;
            hosts::update(conn, &host, &HostChange::default())?;
            let home = HostChange {
                time_zone: Some(Some("Europe/London".to_owned())),
                country: Some(Some("GB".to_owned())),
                ..HostChange::default()
            };
            hosts::update(conn, &host, &home)
        })
        .await
        .unwrap();
    assert_eq!(renamed.name, "Ada King 👑");
    assert_eq!(renamed.time_zone.as_deref(), Some("Europe/London"));
    assert_eq!(renamed.country.as_deref(), Some("GB"));
    // Another sign-in does not overwrite the host's own choice.
    assert_eq!(db.host("Ada").await, renamed.id);
    let nobody = db
        .read(|conn| hosts::get(conn, &HostId::new("nobody")))
        .await;
    assert!(matches!(nobody, Err(Error::NotFound)));
}

async fn a_host_says_what_new_events_have(db: TestDb) {
    let host = db.host("Ada").await;
    let change = |change: HostChange| {
        let host = host.clone();
        db.write(move |conn| hosts::update(conn, &host, &change))
    };
    let usual = change(HostChange::default()).await.unwrap();
    assert_eq!(usual.quiet_hours, Some(QuietHours::usual()));
    assert_eq!(
        (usual.hand_size, usual.response_window_minutes),
        (None, None)
    );
    let quiet = QuietHours::new(Time::constant(22, 30, 0, 0), Time::constant(8, 0, 0, 0));
    let said = change(HostChange {
        quiet_hours: Some(quiet),
        hand_size: Some(Some(Seats::parse(3).unwrap())),
        response_window: Some(Some(Minutes::parse(90).unwrap())),
        ..HostChange::default()
    });
    let said = said.await.unwrap();
    assert_eq!(said.quiet_hours, quiet);
    assert_eq!(
        (said.hand_size, said.response_window_minutes),
        (Some(3), Some(90))
    );
    let none = change(HostChange {
        quiet_hours: Some(None),
        hand_size: Some(None),
        ..HostChange::default()
    });
    let none = none.await.unwrap();
    assert_eq!(none.quiet_hours, None);
    assert_eq!(
        (none.hand_size, none.response_window_minutes),
        (None, Some(90))
    );
}

/// Creates a key of a host. Returns its id and its text.
async fn key(db: &TestDb, host: &HostId, kind: KeyKind) -> (String, String) {
    let host = host.clone();
    let (key, text) = db
        .write(move |conn| keys::create(conn, &host, kind, "a shortcut", noon()))
        .await
        .unwrap();
    (key.id, text)
}

/// The host of a key, some hours after noon.
async fn whose(db: &TestDb, text: &str, hours: i64) -> Option<HostId> {
    let (text, now) = (text.to_owned(), noon() + SignedDuration::from_hours(hours));
    db.read(move |conn| keys::authenticate(conn, &text, now))
        .await
        .unwrap()
        .map(|known| known.host)
}

async fn a_session_ends_after_thirty_days(db: TestDb) {
    let host = db.host("Ada").await;
    let (id, text) = key(&db, &host, KeyKind::Session).await;
    assert_eq!(whose(&db, &text, 30 * 24 - 1).await, Some(host.clone()));
    assert_eq!(whose(&db, &text, 30 * 24).await, None);
    let listed = db
        .read(move |conn| keys::api_keys(conn, &host))
        .await
        .unwrap();
    assert!(listed.is_empty(), "a session is no API key");
    db.write(move |conn| keys::end(conn, &id)).await.unwrap();
    assert_eq!(whose(&db, &text, 1).await, None);
}

async fn sessions_are_listed_and_ended_one_or_all(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    let (phone, phone_key) = key(&db, &ada, KeyKind::Session).await;
    let (laptop, laptop_key) = key(&db, &ada, KeyKind::Session).await;
    let (_, script_key) = key(&db, &ada, KeyKind::Api).await;
    let (_, eves_key) = key(&db, &eve, KeyKind::Session).await;
    let sessions = |hours: i64| {
        let (ada, now) = (ada.clone(), noon() + SignedDuration::from_hours(hours));
        db.read(move |conn| {
            let sessions = keys::sessions(conn, &ada, now)?;
            Ok(sessions.into_iter().map(|it| it.id).collect::<Vec<_>>())
        })
    };
    assert_eq!(sessions(1).await.unwrap(), [phone.clone(), laptop.clone()]);
    assert!(sessions(30 * 24).await.unwrap().is_empty());
    assert!(revoke(&db, &eve, KeyKind::Session, &phone).await.is_err());
    revoke(&db, &ada, KeyKind::Session, &phone).await.unwrap();
    assert_eq!(whose(&db, &phone_key, 1).await, None);
    assert_eq!(sessions(1).await.unwrap(), [laptop]);
    let host = ada.clone();
    db.write(move |conn| {
        // They are not deleted before they expire.
        keys::forget_ended(conn, &host, noon() + SignedDuration::from_hours(1))
    })
    .await
    .unwrap();
    assert_eq!(whose(&db, &laptop_key, 1).await, Some(ada.clone()));
    let host = ada.clone();
    db.write(move |conn| keys::end_sessions(conn, &host))
        .await
        .unwrap();
    assert_eq!(whose(&db, &laptop_key, 1).await, None);
    assert_eq!(whose(&db, &script_key, 1).await, Some(ada));
    assert_eq!(whose(&db, &eves_key, 1).await, Some(eve));
}

async fn an_api_key_lasts_until_it_is_revoked(db: TestDb) {
    let host = db.host("Ada").await;
    let (id, text) = key(&db, &host, KeyKind::Api).await;
    let (other, other_text) = key(&db, &host, KeyKind::Api).await;
    assert_ne!(text, other_text);
    assert_eq!(whose(&db, &text, 10 * 365 * 24).await, Some(host.clone()));
    for wrong in [
        "",
        "sd_api_",
        &text[..text.len() - 1],
        &format!("{text} "),
        &text.to_uppercase(),
    ] {
        assert_eq!(whose(&db, wrong, 1).await, None, "{wrong:?}");
    }
    let listed = |host: HostId| {
        db.read(move |conn| {
            Ok(keys::api_keys(conn, &host)?
                .into_iter()
                .map(|key| key.id)
                .collect::<Vec<_>>())
        })
    };
    assert_eq!(
        listed(host.clone()).await.unwrap(),
        [id.clone(), other.clone()]
    );
    assert!(revoke(&db, &host, KeyKind::Session, &id).await.is_err());
    revoke(&db, &host, KeyKind::Api, &id).await.unwrap();
    assert_eq!(whose(&db, &text, 1).await, None);
    assert!(matches!(
        revoke(&db, &host, KeyKind::Api, &id).await,
        Err(Error::NotFound)
    ));
    assert_eq!(listed(host.clone()).await.unwrap(), [other]);
    assert_eq!(whose(&db, &other_text, 1).await, Some(host));
}

async fn revoke(db: &TestDb, host: &HostId, kind: KeyKind, id: &str) -> Result<()> {
    let (host, id) = (host.clone(), id.to_owned());
    db.write(move |conn| keys::delete(conn, &host, kind, &id))
        .await
}

async fn a_key_is_its_hosts_own(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    let (id, text) = key(&db, &ada, KeyKind::Api).await;
    assert!(matches!(
        revoke(&db, &eve, KeyKind::Api, &id).await,
        Err(Error::NotFound)
    ));
    assert_eq!(whose(&db, &text, 1).await, Some(ada));
    let seen = db
        .read(move |conn| keys::api_keys(conn, &eve))
        .await
        .unwrap();
    assert!(seen.is_empty());
}

async fn the_last_use_of_a_key_is_noted_by_the_hour(db: TestDb) {
    let host = db.host("Ada").await;
    let (id, text) = key(&db, &host, KeyKind::Api).await;
    let stale = |minutes: i64| {
        let (text, now) = (text.clone(), noon() + SignedDuration::from_mins(minutes));
        db.read(move |conn| Ok(keys::authenticate(conn, &text, now)?.unwrap().use_is_stale))
    };
    assert!(stale(0).await.unwrap(), "never used");
    db.write(move |conn| keys::record_use(conn, &id, noon()))
        .await
        .unwrap();
    assert!(!stale(60).await.unwrap());
    assert!(stale(61).await.unwrap());
    let listed = db
        .read(move |conn| keys::api_keys(conn, &host))
        .await
        .unwrap();
    assert_eq!(listed[0].last_used_at, Some(noon()));
}
