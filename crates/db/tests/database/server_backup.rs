//! The backup of a server's database that RUNBOOK.md describes.

use std::process::Command;

use diesel::connection::SimpleConnection;
use seat_dealer_db::DatabaseUrl;
use seat_dealer_test_support::database::{TestDb, TestPlace, run};

/// The command of the runbook, with a file and a database in place of FILE and DATABASE.
fn command(program: &str, file: &str, database: &str) -> Command {
    let runbook = include_str!("../../../../docs/RUNBOOK.md");
    let (_, rest) = runbook.split_once("`mysqldump ").unwrap();
    let (arguments, _) = rest.split_once('`').unwrap();
    let mut command = Command::new(program);
    command.arg("--no-defaults");
    for argument in arguments.split(' ') {
        command.arg(argument.replace("FILE", file).replace("DATABASE", database));
    }
    command
}

/// Its user has rights on the database only, and the server has GTIDs.
#[test]
fn the_command_of_the_runbook_makes_a_backup() {
    let Ok(program) = std::env::var("TEST_MYSQLDUMP") else {
        eprintln!("skipped: there is no mysqldump of MySQL");
        return;
    };
    run(async {
        let db = TestDb::mysql();
        let host = db.host("Ada").await;
        db.contacts(&host, 12).await;
        let event = db.event(&host).seats(8).dealing().await;
        assert!(!db.invitations(&host, &event).await.is_empty());
        let DatabaseUrl::Mysql(address) = db.url().clone() else {
            panic!("not MySQL");
        };
        let (server, name) = address.as_str().rsplit_once('/').unwrap();
        let port = server.rsplit(':').next().unwrap();
        let user = name.replace("test_", "")[..30].to_owned();
        let rights = format!(
            "CREATE USER '{user}'@'%' IDENTIFIED BY 'a password'; GRANT SELECT ON {name}.* TO '{user}'@'%'"
        );
        db.read(move |conn| Ok(conn.batch_execute(&rights)?))
            .await
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup.sql");
        let made = command(&program, file.to_str().unwrap(), name)
            .env("MYSQL_PWD", "a password")
            .args(["--protocol=tcp", "--host=127.0.0.1", "--user", &user])
            .arg(format!("--port={port}"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let backup = std::fs::read_to_string(&file).unwrap();
        let place = TestPlace::mysql();
        let restored = place.open();
        restored
            .read(move |conn| Ok(conn.batch_execute(&backup)?))
            .await
            .unwrap();
        assert_eq!(
            place.url().checksums().unwrap(),
            db.url().checksums().unwrap()
        );
    });
}
