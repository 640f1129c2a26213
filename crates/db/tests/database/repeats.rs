//! Responses that are kept for repeated requests.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::HostId;
use seat_dealer_db::repeats::{self, Answer, Once};
use seat_dealer_db::{Error, Result, RsvpTokens};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    a_response_is_kept_for_a_day_and_then_erased,
    a_response_opens_with_its_secret_only,
];

const DAY: SignedDuration = SignedDuration::from_hours(24);
const MOMENT: SignedDuration = SignedDuration::from_millis(1);

fn answer() -> Answer {
    Answer {
        status: 201,
        location: Some("/api/v1/contacts/1".to_owned()),
        etag: Some("\"1.2\"".to_owned()),
        body: r#"{"key":"sd_api_secret"}"#.to_owned(),
        replayed: false,
    }
}

async fn keep(db: &TestDb, once: &Once) {
    let request = once.clone();
    let keep = move |conn: &mut _| repeats::once(conn, Some(&request), |_| Ok((answer(), ())));
    assert!(!db.write(keep).await.unwrap().0.replayed);
}

async fn answered(db: &TestDb, once: &Once) -> Result<Option<Answer>> {
    let once = once.clone();
    db.read(move |conn| once.answered(conn)).await
}

fn once(db: &TestDb, host: &HostId, body: &str, now: Timestamp) -> Once {
    Once::new(
        db.tokens(),
        host,
        "a key",
        &[b"POST /", body.as_bytes()],
        now,
    )
}

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = Text)]
    response: String,
}

async fn stored(db: &TestDb) -> Vec<String> {
    let rows: Vec<Stored> = db
        .read(|conn| Ok(sql_query("SELECT response FROM repeatable_requests").load(conn)?))
        .await
        .unwrap();
    rows.into_iter().map(|row| row.response).collect()
}

async fn a_response_is_kept_for_a_day_and_then_erased(db: TestDb) {
    let host = db.host("Ada").await;
    let first = once(&db, &host, "{}", noon());
    assert_eq!(answered(&db, &first).await.unwrap(), None);
    keep(&db, &first).await;
    let last = once(&db, &host, "{}", noon() + DAY - MOMENT);
    let expected = Answer {
        replayed: true,
        ..answer()
    };
    assert_eq!(answered(&db, &last).await.unwrap(), Some(expected));
    let another = once(&db, &host, "{ }", noon());
    assert!(matches!(
        answered(&db, &another).await,
        Err(Error::KeyReused)
    ));
    let late = once(&db, &host, "{ }", noon() + DAY);
    assert_eq!(answered(&db, &late).await.unwrap(), None);

    db.erase_deleted(noon() + DAY - MOMENT).await.unwrap();
    assert_eq!(stored(&db).await.len(), 1);
    db.erase_deleted(noon() + DAY).await.unwrap();
    assert_eq!(stored(&db).await.len(), 0);

    // A key that is used again after a day is that of the new request.
    keep(&db, &first).await;
    keep(&db, &late).await;
    assert_eq!(stored(&db).await.len(), 1);
    assert!(answered(&db, &late).await.unwrap().is_some());
}

async fn a_response_opens_with_its_secret_only(db: TestDb) {
    let host = db.host("Ada").await;
    let request = once(&db, &host, "{}", noon());
    keep(&db, &request).await;
    let response = stored(&db).await.remove(0);
    assert!(
        !response.contains("secret") && !response.contains("contacts"),
        "{response}"
    );
    let tokens = RsvpTokens::new("another secret for tests, 32 or longer");
    let elsewhere = Once::new(&tokens, &host, "a key", &[b"POST /", b"{}"], noon());
    let outcome = answered(&db, &elsewhere).await;
    assert!(
        matches!(outcome, Err(Error::Disallowed { .. })),
        "{outcome:?}"
    );
}
