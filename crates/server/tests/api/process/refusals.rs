//! Starts that fail: the program prints one sentence and exits with code 1.

use std::path::Path;
use std::process::Command;

use seat_dealer_test_support::app::EXPOSED;

use super::{Installation, PROGRAM, SECRET};

const PUBLIC: (&str, &str) = ("API_BASE_URI", "https://dinner.example.org");
const ON_EVERY_ADDRESS: (&str, &str) = ("BIND_ADDR", "0.0.0.0:0");
const SECRET_SET: (&str, &str) = ("APP_SECRET", SECRET);

/// Starts the program with these settings, and returns its sentence.
#[track_caller]
fn refused(installation: &Installation, arguments: &[&str], settings: &[(&str, &str)]) -> String {
    let output = Command::new(PROGRAM)
        .args(arguments)
        .current_dir(installation.folder.path())
        .env_clear()
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{settings:?}: {text}");
    assert!(output.stdout.is_empty(), "{settings:?}");
    let line = text
        .strip_prefix("seat-dealer: ")
        .and_then(|text| text.strip_suffix('\n'));
    let line = line.unwrap_or_else(|| panic!("{settings:?}: {text}"));
    assert!(!line.contains('\n'), "{settings:?}: {text}");
    for secret in [SECRET, "hush hush"] {
        assert!(!line.contains(secret), "{line}");
    }
    line.to_owned()
}

#[test]
fn development_mode_is_only_for_loopback() {
    let installation = Installation::new();
    for outside in [
        PUBLIC,
        ON_EVERY_ADDRESS,
        ("BIND_ADDR", "[::]:0"),
        ("API_BASE_URI", "http://192.168.1.4:8080"),
        ("API_BASE_URI", "http://localhost.example.org"),
        ("FRONTEND_BASE_URI", "https://dinner.example.org"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ] {
        for command in ["serve", "worker"] {
            let [id, secret, smtp, _] = EXPOSED;
            let mut settings = vec![outside];
            let sentence = |settings: &[(&str, &str)]| refused(&installation, &[command], settings);
            // The sentence names the setting.
            let reason = format!("reached from outside ({} is ", outside.0);
            let said = sentence(&settings);
            assert!(said.starts_with("APP_SECRET must be set"), "{said}");
            assert!(said.contains(&reason), "{said}");
            settings.push(SECRET_SET);
            let said = sentence(&settings);
            assert!(
                said.starts_with("OAUTH2_CLIENT_ID and OAUTH2_CLIENT_SECRET"),
                "{said}"
            );
            assert!(said.contains(&reason), "{said}");
            settings.push(id);
            assert!(sentence(&settings).starts_with("OAUTH2_CLIENT_SECRET must be set"));
            settings.push(secret);
            let said = sentence(&settings);
            assert!(said.contains("development mailbox"), "{said}");
            assert!(said.contains(&reason), "{said}");
            settings.push(smtp);
            assert!(sentence(&settings).contains("MAIL_FROM"));
        }
    }
    assert!(
        !installation.path("data").exists(),
        "nothing may be left behind"
    );
}

#[tokio::test]
async fn a_public_server_has_no_development_routes() {
    let installation = Installation::new();
    let mut command = installation.program(&["serve"]);
    command.envs([PUBLIC, SECRET_SET]).envs(EXPOSED);
    let running = installation.start(&mut command, "serve.log");
    installation.is_ready().await;
    let guest = installation.client(None);
    for path in [
        "/dev/messages",
        "/dev/messages.json",
        "/dev/messages.js",
        "/dev/oidc/authorize",
        "/dev/oidc/.well-known/openid-configuration",
    ] {
        guest.get(path).await.problem(404);
        guest
            .submit(path, &[("name", "Eve"), ("email", "eve@example.com")])
            .await
            .problem(404);
    }
    let key = installation.api_key();
    let me = installation
        .client(Some(&key))
        .get("/api/v1/me")
        .await
        .is(200);
    assert_eq!(me["developmentMailbox"], false);
    running.tell_to_stop();
    running.end();
}

#[tokio::test]
async fn unsafe_settings_are_logged_at_the_start() {
    for (name, value, words) in [
        ("SIGN_IN_ALLOWED", "", "SIGN_IN_ALLOWED is not set"),
        ("API_BASE_URI", "http://dinner.example.org", "without https"),
        ("SMTP_URL", "smtp://mail.example.org", "in cleartext"),
        (
            "SMTP_URL",
            "smtp://x.example?tls=opportunistic",
            "in cleartext",
        ),
        ("RUST_LOG", "info", ""),
    ] {
        let installation = Installation::new();
        let mut command = installation.program(&["serve"]);
        command.envs([PUBLIC, SECRET_SET]).envs(EXPOSED);
        command.env("SIGN_IN_ALLOWED", "ada@example.org");
        let running = installation.start(command.env(name, value), "serve.log");
        installation.is_ready().await;
        running.tell_to_stop();
        let log = running.end();
        let warnings: Vec<_> = log.lines().filter(|line| line.contains("WARN")).collect();
        match words {
            "" => assert!(warnings.is_empty(), "{log}"),
            words => assert!(
                warnings.len() == 1 && warnings[0].contains(words),
                "{name}: {log}"
            ),
        }
    }
}

#[tokio::test]
async fn a_server_that_sends_nothing_needs_no_provider() {
    let installation = Installation::new();
    let mut command = installation.program(&["serve", "--no-worker"]);
    command.envs([PUBLIC, SECRET_SET]).envs(EXPOSED);
    // The program does not even read this setting.
    command.env("SMTP_URL", "nonsense");
    let running = installation.start(&mut command, "serve.log");
    installation.is_ready().await;
    installation
        .client(None)
        .get("/dev/messages.json")
        .await
        .problem(404);
    running.tell_to_stop();
    running.end();
}

#[test]
fn the_error_names_the_wrong_setting() {
    let installation = Installation::new();
    for (setting, beginning) in [
        (
            ("BIND_ADDR", "8080"),
            "BIND_ADDR must be an address and a port",
        ),
        (
            ("API_BASE_URI", "localhost:8080"),
            "API_BASE_URI must be a web address",
        ),
        (
            ("FRONTEND_BASE_URI", "http://localhost:8080/app"),
            "FRONTEND_BASE_URI must be a web address",
        ),
        (
            ("DB_CONN_STRING", "postgres://localhost/x"),
            "DB_CONN_STRING is wrong",
        ),
        (
            ("APP_SECRET", "hush hush"),
            "APP_SECRET must have at least 32 characters",
        ),
        (
            ("OAUTH2_CLIENT_SECRET", "hush hush"),
            "OAUTH2_CLIENT_ID must be set as well",
        ),
        (("TWILIO_ACCOUNT_SID", "AC1"), "TWILIO_"),
        (
            ("SMTP_URL", "smtp://user:hush hush@mail.example.org:25"),
            "MAIL_FROM must be set as well as SMTP_URL",
        ),
        (("SMTP_URL", "smtp://127.0.0.1:9"), "MAIL_FROM"),
    ] {
        for command in [
            &["serve"][..],
            &["worker"],
            &["migrate"],
            &["api-key", "--email", "a@example.org"],
        ] {
            let said = refused(&installation, command, &[setting]);
            assert!(said.starts_with(beginning), "{setting:?}: {said}");
        }
    }
}

#[test]
fn the_error_names_a_folder_that_cannot_be_used() {
    let installation = Installation::new();
    std::fs::write(installation.path("file"), "").unwrap();
    for path in ["file/x.db", "/proc/nowhere"] {
        let database = format!("sqlite:{path}");
        let said = refused(&installation, &["serve"], &[("DB_CONN_STRING", &database)]);
        assert!(said.starts_with("APP_SECRET is not set, and "), "{said}");
        assert!(
            said.contains("set DB_CONN_STRING to a file in a writable folder"),
            "{said}"
        );
        let settings = [("DB_CONN_STRING", database.as_str()), SECRET_SET];
        let said = refused(&installation, &["serve"], &settings);
        let beginning = "The database of DB_CONN_STRING cannot be opened: ";
        assert!(said.starts_with(beginning), "{said}");
    }
}

#[test]
fn the_error_does_not_show_an_invalid_line_of_dotenv() {
    let installation = Installation::new();
    for (line, named) in [
        (
            "APP_SECRET=hush hush, it has blanks",
            "the line of APP_SECRET",
        ),
        ("hush hush", "line 2"),
        ("hush hush = hush hush", "line 2"),
    ] {
        std::fs::write(
            installation.path(".env"),
            format!("BIND_ADDR=127.0.0.1:0\n{line}\n"),
        )
        .unwrap();
        let said = refused(&installation, &["serve"], &[]);
        assert!(
            said.starts_with(&format!(".env cannot be read: {named} is not")),
            "{said}"
        );
    }
}

#[test]
fn a_dotenv_of_a_folder_above_is_not_read() {
    let installation = Installation::new();
    // This file would stop the start.
    std::fs::write(installation.path(".env"), "DB_CONN_STRING=postgres://x\n").unwrap();
    let below = installation.path("below");
    std::fs::create_dir(&below).unwrap();
    let migrate = |folder: &Path| {
        let mut command = Command::new(PROGRAM);
        command.arg("migrate").current_dir(folder).env_clear();
        command.output().unwrap().status.success()
    };
    assert!(!migrate(installation.folder.path()));
    assert!(migrate(&below));
}

#[test]
fn the_error_names_a_port_that_is_in_use() {
    let installation = Installation::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = installation
        .program(&["serve"])
        .env("BIND_ADDR", &address)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    let last = text.lines().last().unwrap();
    assert!(
        last.starts_with(&format!("seat-dealer: BIND_ADDR {address} cannot be used:")),
        "{text}"
    );
    assert!(
        last.ends_with("set another port here and in API_BASE_URI."),
        "{text}"
    );
}

#[test]
fn help_and_wrong_arguments_explain_the_usage() {
    let installation = Installation::new();
    let output = installation.run(&["--help"]);
    let text = String::from_utf8(output.stdout).unwrap();
    for command in [
        "serve",
        "worker",
        "migrate",
        "api-key",
        "backup",
        "check",
        "restore",
        "copy",
        "openapi",
        "renew-links",
    ] {
        assert!(text.contains(command), "{text}");
        assert!(installation.run(&[command, "--help"]).status.success());
    }
    for arguments in [
        &["api-key"][..],
        &["api-key", "--email", "nonsense"],
        &["nonsense"],
        &["serve", "--loud"],
    ] {
        let output = installation.run(arguments);
        assert!(
            !output.status.success() && output.stdout.is_empty(),
            "{output:?}"
        );
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn a_key_is_not_created_for_a_host_who_may_not_sign_in() {
    let installation = Installation::new();
    let settings = [("SIGN_IN_ALLOWED", "ada@example.org,club.example")];
    let arguments = ["api-key", "--email", "eve@example.org"];
    assert_eq!(
        refused(&installation, &arguments, &settings),
        "--email: SIGN_IN_ALLOWED does not contain eve@example.org, so the key would not be valid; add \
         the address there first"
    );
}
