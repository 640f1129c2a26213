//! The host's order: the *invite first* list and the excluded contacts.

use seat_dealer_db::Error;

use super::*;

on_each_database![
    the_hosts_order_is_replaced_as_a_whole,
    the_order_does_not_name_deleted_contacts,
    an_order_with_a_stranger_or_a_double_is_refused,
];

async fn the_hosts_order_is_replaced_as_a_whole(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 5).await;
    let event = db.event(&host).invite_first(&ids[..3]).draft().await;
    let order = || {
        let (host, event) = (host.clone(), event.clone());
        db.read(move |conn| deck::order(conn, &host, &event))
    };
    let texts = |ids: &[&ContactId]| {
        let texts = ids.iter().map(|id| id.as_str().to_owned());
        texts.collect::<Vec<_>>()
    };
    assert_eq!(
        order().await.unwrap(),
        (texts(&[&ids[0], &ids[1], &ids[2]]), vec![])
    );
    arrange(
        &db,
        &host,
        &event,
        &[ids[4].clone(), ids[0].clone()],
        &[ids[1].clone()],
    )
    .await
    .unwrap();
    assert_eq!(
        order().await.unwrap(),
        (texts(&[&ids[4], &ids[0]]), texts(&[&ids[1]]))
    );
    let deck = whole(&db, &host, &event).await;
    assert_eq!(
        names(&deck),
        ["Guest 5", "Guest 1", "Guest 3", "Guest 4", "Guest 2"]
    );
    assert_eq!(db.log(&event).await.last().unwrap().kind, "arranged");
    arrange(&db, &host, &event, &[], &[]).await.unwrap();
    assert_eq!(order().await.unwrap(), (vec![], vec![]));
}

async fn the_order_does_not_name_deleted_contacts(db: TestDb) {
    let host = db.host("Ada").await;
    let ids = db.contacts(&host, 4).await;
    let event = db.event(&host).draft().await;
    arrange(&db, &host, &event, &ids[..2], &ids[2..])
        .await
        .unwrap();
    let (owner, gone) = (host.clone(), [ids[0].clone(), ids[2].clone()]);
    db.write(move |conn| {
        gone.iter()
            .try_for_each(|id| contacts::delete(conn, &owner, id, noon()))
    })
    .await
    .unwrap();
    // The order that was read can be written.
    let (owner, id) = (host.clone(), event.clone());
    let (first, exclude) = db
        .read(move |conn| deck::order(conn, &owner, &id))
        .await
        .unwrap();
    assert_eq!((first.len(), exclude.len()), (1, 1));
    let ids = |texts: Vec<String>| texts.into_iter().map(ContactId::new).collect::<Vec<_>>();
    arrange(&db, &host, &event, &ids(first), &ids(exclude))
        .await
        .unwrap();
}

async fn an_order_with_a_stranger_or_a_double_is_refused(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    let ids = db.contacts(&ada, 3).await;
    let strangers = db.contacts(&eve, 1).await;
    let event = db.event(&ada).draft().await;
    arrange(&db, &ada, &event, &ids[..1], &ids[1..])
        .await
        .unwrap();
    let before = whole(&db, &ada, &event).await;
    let one = |id: &ContactId| vec![id.clone()];
    let twice = vec![ids[0].clone(), ids[0].clone()];
    for (first, exclude, bad) in [
        (one(&strangers[0]), vec![], "inviteFirst"),
        (vec![], one(&strangers[0]), "exclude"),
        (one(&ContactId::new("unknown")), vec![], "inviteFirst"),
        (twice.clone(), vec![], "inviteFirst"),
        (vec![], twice, "exclude"),
        (one(&ids[0]), one(&ids[0]), "exclude"),
    ] {
        match arrange(&db, &ada, &event, &first, &exclude).await {
            Err(Error::Invalid { field, .. }) => assert_eq!(field, bad),
            other => panic!("{bad}: {other:?}"),
        }
    }
    assert_eq!(whole(&db, &ada, &event).await, before);
}
