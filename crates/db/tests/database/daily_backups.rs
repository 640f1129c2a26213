//! Backups on a schedule.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_db::backup::restore;
use seat_dealer_db::daily_backups::back_up_today;
use seat_dealer_test_support::database::{TestDb, TestPlace, noon, run};

use crate::backup::{Shelf, names};
use crate::copy::{contents, fill};

fn day(number: i64) -> Timestamp {
    noon() + SignedDuration::from_hours(24 * number)
}

#[test]
fn each_day_has_one_backup_that_can_be_restored() {
    run(async {
        let (db, shelf) = (TestDb::sqlite(), Shelf::new());
        fill(&db).await;
        let (url, folder) = (db.url(), shelf.folder());
        let made = back_up_today(url, folder, day(0)).unwrap().unwrap();
        assert_eq!(made, shelf.file("seat-dealer-2030-06-03.db"));
        let first = contents(&db).await;
        db.host("Later").await;
        let evening = day(0) + SignedDuration::from_hours(11);
        assert_eq!(back_up_today(url, folder, evening).unwrap(), None);
        let next = back_up_today(url, folder, day(1)).unwrap().unwrap();
        assert_eq!(next, shelf.file("seat-dealer-2030-06-04.db"));
        for (file, expected) in [(made, first), (next, contents(&db).await)] {
            let place = TestPlace::sqlite();
            restore(place.url(), &file, noon()).unwrap();
            assert_eq!(contents(&place.open()).await, expected);
        }
    });
}

#[test]
fn the_newest_fourteen_backups_are_kept_and_no_other_file_is_deleted() {
    let (db, shelf) = (TestDb::sqlite(), Shelf::new());
    let others = [
        "app-secret",
        "seat-dealer-2030-06-00.db",
        "seat-dealer-old.db",
    ];
    // The second is what a killed process has left.
    let old = [
        "seat-dealer-2030-05-01.db",
        "seat-dealer-2030-06-03.db.0197",
    ];
    for name in others.iter().chain(&old) {
        std::fs::write(shelf.file(name), "").unwrap();
    }
    // The machine was off for five days.
    for number in (0..9).chain(14..20) {
        back_up_today(db.url(), shelf.folder(), day(number)).unwrap();
    }
    let days = [4, 5, 6, 7, 8, 9, 10, 11, 17, 18, 19, 20, 21, 22];
    let mut expected: Vec<String> = days
        .iter()
        .map(|day| format!("seat-dealer-2030-06-{day:02}.db"))
        .chain(others.map(str::to_owned))
        .collect();
    expected.sort();
    assert_eq!(names(shelf.folder()), expected);
}

#[test]
fn several_processes_make_one_backup() {
    run(async {
        let (db, shelf) = (TestDb::sqlite(), Shelf::new());
        fill(&db).await;
        let processes: Vec<_> = (0..4)
            .map(|_| {
                let (url, folder) = (db.url().clone(), shelf.folder().to_owned());
                tokio::task::spawn_blocking(move || back_up_today(&url, &folder, noon()))
            })
            .collect();
        let mut made = 0;
        for process in processes {
            made += usize::from(process.await.unwrap().unwrap().is_some());
        }
        assert_eq!(made, 1);
        assert_eq!(names(shelf.folder()), ["seat-dealer-2030-06-03.db"]);
    });
}

#[test]
fn a_backup_that_fails_deletes_nothing() {
    let (nothing, shelf) = (TestPlace::sqlite(), Shelf::new());
    let old: Vec<String> = (1..=20)
        .map(|day| format!("seat-dealer-2030-05-{day:02}.db"))
        .collect();
    for name in &old {
        std::fs::write(shelf.file(name), "").unwrap();
    }
    back_up_today(nothing.url(), shelf.folder(), noon()).unwrap_err();
    assert_eq!(names(shelf.folder()), old);
}
