//! Conflicts of transactions on MySQL, and the retries of writes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use seat_dealer_core::{Command, EventId};
use seat_dealer_db::{Conn, DatabaseUrl, Result};
use seat_dealer_test_support::database::{TestDb, noon, run};

fn touch(conn: &mut Conn, event: &EventId) -> Result<()> {
    sql_query("UPDATE events SET seats = seats + 1 WHERE id = ?")
        .bind::<Text, _>(event.as_str())
        .execute(conn)?;
    Ok(())
}

async fn seats(db: &TestDb, event: &EventId) -> i64 {
    #[derive(QueryableByName)]
    struct LockRow {
        #[diesel(sql_type = BigInt)]
        seats: i64,
    }
    let id = event.clone();
    db.read(move |conn| {
        let query = "SELECT CAST(seats AS SIGNED) AS seats FROM events WHERE id = ?";
        let row: LockRow = sql_query(query)
            .bind::<Text, _>(id.as_str())
            .get_result(conn)?;
        Ok(row.seats)
    })
    .await
    .unwrap()
}

#[test]
fn a_deadlock_is_tried_again() {
    run(async {
        let db = TestDb::mysql();
        let host = db.host("Ada").await;
        let one = db.event(&host).seats(1).draft().await;
        let two = db.event(&host).seats(1).draft().await;
        let (meet, tries) = (Arc::new(Barrier::new(2)), Arc::new(AtomicUsize::new(0)));
        // Each transaction locks its first event, waits until the other one has done the same, and then locks the
        // other's event.
        let crossing = |first: EventId, second: EventId| {
            let (meet, tries) = (Arc::clone(&meet), Arc::clone(&tries));
            let (db, own) = ((*db).clone(), AtomicUsize::new(0));
            tokio::spawn(async move {
                db.write(move |conn| {
                    tries.fetch_add(1, Ordering::Relaxed);
                    touch(conn, &first)?;
                    if own.fetch_add(1, Ordering::Relaxed) == 0 {
                        meet.wait();
                    }
                    touch(conn, &second)
                })
                .await
            })
        };
        let (left, right) = (
            crossing(one.clone(), two.clone()),
            crossing(two.clone(), one.clone()),
        );
        left.await.unwrap().unwrap();
        right.await.unwrap().unwrap();
        assert!(tries.load(Ordering::Relaxed) > 2, "there was no deadlock");
        assert_eq!((seats(&db, &one).await, seats(&db, &two).await), (3, 3));
    });
}

#[test]
fn a_lock_that_is_waited_for_too_long_is_tried_again() {
    run(async {
        let db = TestDb::mysql();
        let host = db.host("Ada").await;
        let event = db.event(&host).seats(1).draft().await;
        let DatabaseUrl::Mysql(address) = db.url().clone() else {
            panic!("not MySQL");
        };
        let (locked, id) = (Arc::new(Barrier::new(2)), event.clone());
        let (release, released) = mpsc::channel();
        let holder = {
            let locked = Arc::clone(&locked);
            std::thread::spawn(move || {
                let mut conn = Conn::Mysql(MysqlConnection::establish(address.as_str()).unwrap());
                conn.transaction(|conn| {
                    touch(conn, &id)?;
                    locked.wait();
                    released.recv().unwrap();
                    Ok::<_, seat_dealer_db::Error>(())
                })
                .unwrap();
            })
        };
        locked.wait();
        let (tries, id) = (AtomicUsize::new(0), event.clone());
        db.write(move |conn| {
            // Lets the lock go when the first try has failed.
            if tries.fetch_add(1, Ordering::Relaxed) == 1 {
                release.send(()).unwrap();
            }
            sql_query("SET SESSION innodb_lock_wait_timeout = 1").execute(conn)?;
            touch(conn, &id)
        })
        .await
        .unwrap();
        holder.join().unwrap();
        assert_eq!(seats(&db, &event).await, 3);
    });
}

/// Events of one host that invite the same people at the same time lock the same contacts.
#[test]
fn events_that_invite_the_same_people_at_once_all_succeed() {
    run(async {
        let db = TestDb::mysql();
        let host = db.host("Ada").await;
        let ids = db.contacts(&host, 24).await;
        for _ in 0..5 {
            let mut deals = Vec::new();
            for turn in 0..8 {
                let mut first = ids.clone();
                first.rotate_left(turn * 3);
                let event = db
                    .event(&host)
                    .seats(24)
                    .hand_size(24)
                    .invite_first(&first)
                    .draft()
                    .await;
                let (db, host) = ((*db).clone(), host.clone());
                deals.push(tokio::spawn(async move {
                    db.change_event(&host, &event, noon(), |_, _| Ok(Command::Deal))
                        .await
                }));
            }
            for deal in deals {
                let table = deal.await.unwrap().unwrap().table;
                assert_eq!(table.held(), 24);
            }
        }
    });
}

#[test]
fn nothing_is_cut_off_in_silence() {
    run(async {
        let db = TestDb::mysql();
        let too_long = db
            .write(|conn| {
                sql_query(
                    "INSERT INTO letters (id, recipient, channel, body, at) \
                     VALUES (REPEAT('x', 37), '', '', '', 0)",
                )
                .execute(conn)
                .map(|_| ())
                .map_err(seat_dealer_db::Error::from)
            })
            .await;
        assert!(too_long.is_err());
    });
}
