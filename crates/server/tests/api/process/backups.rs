//! The commands on whole databases: backup, restore and copy.

use std::process::Output;

use seat_dealer_test_support::app::eventually;
use serde_json::{Value, json};

use super::Installation;

fn printed(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[tokio::test]
async fn a_backup_of_a_running_server_can_be_restored() {
    let installation = Installation::new();
    let key = installation.api_key();
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let ada = installation.client(Some(&key));
    let contact = json!({ "name": "Bea", "email": "bea@example.com" });
    ada.post("/api/v1/contacts", contact).await.is(201);
    let text = printed(installation.run(&["backup", "monday.db"]));
    assert!(
        text.starts_with("monday.db is a backup of sqlite:"),
        "{text}"
    );
    assert!(text.contains("APP_SECRET is not in the backup"), "{text}");
    let again = refused(&installation.run(&["backup", "monday.db"]));
    assert!(again.contains("overwrites nothing"), "{again}");
    let contact = json!({ "name": "Eve", "email": "eve@example.com" });
    ada.post("/api/v1/contacts", contact).await.is(201);
    let early = refused(&installation.run(&["restore", "monday.db"]));
    assert!(
        early.contains("is in use: stop every seat-dealer"),
        "{early}"
    );
    assert_eq!(
        ada.get("/api/v1/contacts").await.is(200)["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    server.tell_to_stop();
    server.end();

    // On a new machine, only DB_CONN_STRING is set.
    let mut restore = installation.program(&["restore", "monday.db"]);
    restore.env("API_BASE_URI", "https://dinner.example.org");
    restore.env_remove("APP_SECRET");
    let text = printed(restore.output().unwrap());
    assert!(text.contains("The previous database is in "), "{text}");
    assert!(
        text.contains("APP_SECRET must be the one that was set"),
        "{text}"
    );
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let contacts = ada.get("/api/v1/contacts").await.is(200);
    let names: Vec<&Value> = contacts["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(names, ["Bea"]);
    server.tell_to_stop();
    server.end();
}

#[tokio::test]
async fn a_server_makes_todays_backup_by_itself() {
    let installation = Installation::new();
    let key = installation.api_key();
    let mut serve = installation.program(&["serve"]);
    serve.env("BACKUP_DIR", "made/backups");
    let server = installation.start(&mut serve, "serve.log");
    installation.is_ready().await;
    let file = eventually("a backup", async || {
        let files = installation.path("made/backups").read_dir().ok()?;
        let mut paths = files.map(|file| file.unwrap().path());
        paths.find(|path| path.extension() == Some("db".as_ref()))
    })
    .await;
    server.tell_to_stop();
    server.end();
    printed(installation.run(&["restore", file.to_str().unwrap()]));
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let me = installation.client(Some(&key)).get("/api/v1/me").await;
    assert_eq!(me.is(200)["email"], "ada@example.com");
    server.tell_to_stop();
    server.end();
}

#[test]
fn a_folder_that_cannot_hold_backups_stops_the_start() {
    let installation = Installation::new();
    std::fs::write(installation.path("taken"), "").unwrap();
    let mut serve = installation.program(&["serve"]);
    let text = refused(&serve.env("BACKUP_DIR", "taken").output().unwrap());
    assert!(text.contains("BACKUP_DIR taken cannot be used"), "{text}");
}

#[test]
fn the_backup_names_the_file_of_a_generated_secret() {
    let installation = Installation::new();
    let mut migrate = installation.program(&["migrate"]);
    printed(migrate.env_remove("APP_SECRET").output().unwrap());
    let text = printed(installation.run(&["backup", "x.db"]));
    assert!(
        text.contains("app-secret) is not in the backup: keep a copy"),
        "{text}"
    );
}

#[test]
fn a_copy_has_all_data_and_needs_an_empty_destination() {
    let installation = Installation::new();
    installation.api_key();
    let there = format!("sqlite:{}", installation.path("there.db").display());
    let text = printed(installation.run(&["copy", "--to", &there]));
    assert!(text.starts_with("Copied 2 rows of "), "{text}");
    assert!(text.contains("APP_SECRET must stay the same"), "{text}");
    let again = refused(&installation.run(&["copy", "--to", &there]));
    assert!(again.contains("is not empty"), "{again}");
    let back = refused(&installation.run(&["copy", "--from", &there]));
    assert!(back.contains("is not empty"), "{back}");
    let nonsense = refused(&installation.run(&["copy", "--from", "postgres://x", "--to", &there]));
    assert!(
        nonsense.contains("--from: it must be sqlite:PATH"),
        "{nonsense}"
    );
    assert!(!installation.run(&["copy"]).status.success());
}

seat_dealer_test_support::with_mysql! {
    #[test]
    fn a_copy_to_a_server_prints_no_password() {
        use seat_dealer_test_support::database::TestPlace;

        let (installation, server) = (Installation::new(), TestPlace::mysql());
        let key = installation.api_key();
        let mut copy = installation.program(&["copy", "--from", &format!("sqlite:{}", installation.path("test.db").display())]);
        let text = printed(copy.env("DB_CONN_STRING", server.connection_string()).output().unwrap());
        assert!(text.contains(" to mysql://…, and compared them."), "{text}");
        let mut me = installation.program(&["backup", "x.db"]);
        let text = refused(&me.env("DB_CONN_STRING", server.connection_string()).output().unwrap());
        assert!(text.contains("mysqldump --single-transaction"), "{text}");
        let mut serve = installation.program(&["serve"]);
        serve.env("DB_CONN_STRING", server.connection_string()).env("BACKUP_DIR", "backups");
        let text = refused(&serve.output().unwrap());
        assert!(text.contains("BACKUP_DIR makes backups of SQLite only"), "{text}");
        assert!(key.starts_with("sd_api_"));
    }
}
