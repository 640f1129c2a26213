use jiff::SignedDuration;
use seat_dealer_core::HostId;
use seat_dealer_db::imports::{self, ImportId, UNDO, UndoResult, Write};
use seat_dealer_db::{Error, contacts};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    an_import_can_be_undone_for_ten_minutes,
    what_was_before_the_whole_import_comes_back,
];

fn import() -> ImportId {
    ImportId {
        id: "import".to_owned(),
        began_at: noon(),
        keep_out_of_decks: false,
    }
}

async fn write(db: &TestDb, host: &HostId, writes: Vec<Write>) {
    let host = host.clone();
    db.write(move |conn| imports::write(conn, &host, &import(), &writes))
        .await
        .unwrap();
}

async fn must_be_recent(
    db: &TestDb,
    host: &HostId,
    age: SignedDuration,
) -> seat_dealer_db::Result<()> {
    let host = host.clone();
    db.read(move |conn| imports::must_be_recent(conn, &host, "import", noon() + age))
        .await
}

async fn an_import_can_be_undone_for_ten_minutes(db: TestDb) {
    let (ada, bob) = (db.host("Ada").await, db.host("Bob").await);
    let bea = contact_fields("Bea", None, Some("bea@example.org"));
    write(&db, &ada, vec![Write::Create(bea)]).await;
    let second = SignedDuration::from_secs(1);
    assert!(must_be_recent(&db, &ada, UNDO - second).await.is_ok());
    let late = must_be_recent(&db, &ada, UNDO).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    let another = must_be_recent(&db, &bob, second).await;
    assert!(matches!(another, Err(Error::NotFound)), "{another:?}");

    // An undo that has begun in time can be completed.
    db.erase_deleted(noon() + UNDO + second).await.unwrap();
    assert!(must_be_recent(&db, &ada, second).await.is_ok());
    db.erase_deleted(noon() + UNDO + UNDO).await.unwrap();
    let forgotten = must_be_recent(&db, &ada, second).await;
    assert!(matches!(forgotten, Err(Error::NotFound)), "{forgotten:?}");
}

async fn what_was_before_the_whole_import_comes_back(db: TestDb) {
    let ada = db.host("Ada").await;
    let fields = |number, email| contact_fields("Bea", number, email);
    let old = fields(None, Some("bea@example.org"));
    let bea = db.contact(&ada, old).await;
    let first = fields(Some("+14152000001"), Some("bea@example.org"));
    let second = fields(Some("+14152000001"), Some("b@example.org"));
    write(&db, &ada, vec![Write::Update(bea.clone(), first)]).await;
    write(&db, &ada, vec![Write::Update(bea.clone(), second)]).await;
    let mut pieces = Vec::new();
    loop {
        let host = ada.clone();
        let piece = db
            .write(move |conn| imports::undo(conn, &host, "import", noon()))
            .await
            .unwrap();
        let Some(piece) = piece else { break };
        pieces.push(piece);
    }
    let restored = UndoResult {
        restored: 1,
        ..UndoResult::default()
    };
    assert_eq!(pieces, [restored]);
    let known = db
        .read(move |conn| contacts::get(conn, &ada, &bea))
        .await
        .unwrap();
    assert_eq!(known.phone_number, None);
    assert_eq!(known.email.as_deref(), Some("bea@example.org"));
}
