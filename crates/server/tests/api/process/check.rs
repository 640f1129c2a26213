//! `seat-dealer check`, with working and with failing providers.

use std::process::Command;

use seat_dealer_delivery::fake_smtp::{Behaviour, FakeSmtp, Step};
use seat_dealer_delivery::fake_twilio::FakeTwilio;

use seat_dealer_test_support::app::EXPOSED;

use super::Installation;

const MAIL_FROM: (&str, &str) = ("MAIL_FROM", "dinner@example.org");

/// The printed lines, and whether all checks have succeeded.
struct Report {
    lines: Vec<String>,
    is_good: bool,
}

impl Report {
    async fn of(mut command: Command) -> Self {
        // The fake providers run on this thread's runtime.
        let output = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = output.await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        let is_good = output.status.success();
        assert_eq!(output.status.code(), Some(i32::from(!is_good)), "{errors}");
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let wrong = lines.iter().filter(|line| line.starts_with("WRONG"));
        assert_eq!(wrong.count() == 0, is_good, "{text}");
        assert_eq!(errors.contains("begin"), !is_good, "{errors}");
        for secret in ["fake-auth-token", "hush"] {
            assert!(!text.contains(secret), "{text}");
        }
        Self { lines, is_good }
    }

    /// The line of one check.
    #[track_caller]
    fn on(&self, about: &str) -> &str {
        let about = format!("  {about}: ");
        let found = self.lines.iter().find(|line| line.contains(&about));
        found.unwrap_or_else(|| panic!("nothing on {about}: {:#?}", self.lines))
    }

    #[track_caller]
    fn is_wrong(&self, about: &str, words: &str) {
        let line = self.on(about);
        assert!(line.starts_with("WRONG") && line.contains(words), "{line}");
    }

    #[track_caller]
    fn warns(&self, about: &str, words: &str) {
        let about = format!("WARN   {about}: ");
        let found = self.lines.iter().find(|line| line.starts_with(&about));
        assert!(
            found.is_some_and(|line| line.contains(words)),
            "{:#?}",
            self.lines
        );
    }

    #[track_caller]
    fn is_ok(&self, about: &str, words: &str) {
        let line = self.on(about);
        assert!(line.starts_with("OK") && line.contains(words), "{line}");
    }
}

fn with_providers(installation: &Installation, twilio: &FakeTwilio, smtp_url: &str) -> Command {
    let mut command = installation.program(&["check"]);
    command.envs(twilio.environment());
    command.env("SMTP_URL", smtp_url);
    command.envs([MAIL_FROM]);
    command
}

#[tokio::test]
async fn all_checks_succeed() {
    let installation = Installation::new();
    let running = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let report = Report::of(installation.program(&["check"])).await;
    assert!(report.is_good, "{:#?}", report.lines);
    report.is_ok("settings", "for this machine only");
    report.is_ok("database", "takes what is written");
    report.is_ok("messages", "nothing has stopped");
    report.is_ok("sign-in", "the development sign-in");
    report.is_ok("texts", "TWILIO_ACCOUNT_SID is not set");
    report.is_ok("email", "SMTP_URL is not set");
    report.is_ok("public address", "reaches this server");

    let (twilio, smtp) = (FakeTwilio::start().unwrap(), FakeSmtp::start().unwrap());
    let report = Report::of(with_providers(&installation, &twilio, &smtp.url())).await;
    report.is_ok("texts", "Answers by text do not come here");
    report.is_ok("email", "answers, in the clear; SMTP_URL holds no user");
    let service = async || {
        let mut command = with_providers(&installation, &twilio, &smtp.url());
        command.env("TWILIO_PHONE_NUMBER", format!("MG{}", "0".repeat(32)));
        Report::of(command).await
    };
    let report = service().await;
    report.is_ok("texts", "let \"Send a webhook\" of the service");
    let inbound = format!("{}/webhooks/twilio/inbound", installation.base());
    twilio.bring_texts_to(&inbound);
    smtp.want_credentials();
    let url = format!("smtp://ada:hush@{}", smtp.address());
    let report = Report::of(with_providers(&installation, &twilio, &url)).await;
    report.is_ok("texts", "and the number, and brings answers here");
    report.is_ok("email", "takes user and password");
    assert!(report.is_good);
    let report = service().await;
    report.is_ok("texts", "the messaging service, and brings answers here");
    twilio.let_numbers_bring_texts();
    let report = service().await;
    report.is_ok("texts", "where each of its numbers says");
    assert!(
        twilio.journal().is_empty() && smtp.journal().is_empty(),
        "nothing may be sent"
    );
    let messages = installation
        .client(None)
        .get("/dev/messages.json")
        .await
        .is(200);
    assert_eq!(messages.as_array().unwrap().len(), 0);
    running.tell_to_stop();
    running.end();
}

#[tokio::test]
async fn failed_checks_say_what_to_do() {
    let installation = Installation::new();
    let report = Report::of(installation.program(&["check"])).await;
    report.is_wrong("database", "seat-dealer migrate makes it");
    report.is_wrong("public address", "nothing answers");
    assert!(!installation.path("test.db").exists(), "none may be made");
    installation.line(&["migrate"]);

    let (twilio, smtp) = (FakeTwilio::start().unwrap(), FakeSmtp::start().unwrap());
    let mut command = with_providers(&installation, &twilio, "smtp://127.0.0.1:9");
    command.env("TWILIO_AUTH_TOKEN", "hush");
    // Another program answers at this address.
    command.env("API_BASE_URI", twilio.api_base());
    command.envs([("OAUTH2_CLIENT_ID", "id"), ("OAUTH2_CLIENT_SECRET", "hush")]);
    command.env("OAUTH2_ISSUER", "http://127.0.0.1:9");
    let report = Report::of(command).await;
    report.is_ok("database", "is up to date");
    report.is_wrong("texts", "TWILIO_AUTH_TOKEN");
    report.is_wrong("email", "could not be reached; see SMTP_URL");
    report.is_wrong("sign-in", "http://127.0.0.1:9");
    report.is_wrong("public address", "is not seat-dealer");

    smtp.want_credentials();
    smtp.script([Behaviour::Reply(Step::SignIn, "535 5.7.8 no")]);
    let url = format!("smtp://ada:hush@{}", smtp.address());
    let mut command = with_providers(&installation, &twilio, &url);
    command.env("TWILIO_PHONE_NUMBER", "+14155550199");
    let report = Report::of(command).await;
    report.is_wrong("texts", "+14155550199 is no number of this account");
    report.is_wrong("email", "the user or password of SMTP_URL: 535");
    let unknown = format!("MG{}", "1".repeat(32));
    command = with_providers(&installation, &twilio, &smtp.url());
    command.env("TWILIO_PHONE_NUMBER", &unknown);
    let report = Report::of(command).await;
    let words = format!("{unknown} is no messaging service of this account");
    report.is_wrong("texts", &words);
    twilio.suspend(true);
    smtp.script([Behaviour::Cut(Step::Greeting)]);
    let report = Report::of(with_providers(&installation, &twilio, &smtp.url())).await;
    report.is_wrong("texts", "the account is suspended");
    report.is_wrong("email", "mail server");
}

#[tokio::test]
async fn after_wrong_settings_nothing_else_is_checked() {
    let installation = Installation::new();
    let mut command = installation.program(&["check"]);
    command.env("API_BASE_URI", "https://dinner.example.org");
    let report = Report::of(command).await;
    report.is_wrong("settings", "OAUTH2_CLIENT_ID");
    assert_eq!(report.lines.len(), 1);
}

#[tokio::test]
async fn unsafe_settings_are_warnings_and_a_password_in_cleartext_is_wrong() {
    let installation = Installation::new();
    let exposed = || {
        let mut command = installation.program(&["check"]);
        command.envs(EXPOSED);
        command.env("OAUTH2_ISSUER", "http://127.0.0.1:9");
        command
    };
    let mut command = exposed();
    command.env("API_BASE_URI", "http://dinner.invalid");
    command.env("SMTP_URL", "smtp://mail.invalid");
    command.env("WEBHOOK_ALLOW_PRIVATE", "1");
    let report = Report::of(command).await;
    report.warns("settings", "without https");
    report.warns("sign-in", "SIGN_IN_ALLOWED is not set");
    report.warns("email", "in cleartext");
    report.warns("webhooks", "WEBHOOK_ALLOW_PRIVATE is 1");

    let mut command = exposed();
    command.env("API_BASE_URI", "https://dinner.invalid");
    command.env("SIGN_IN_ALLOWED", "example.org");
    let report = Report::of(command).await;
    assert!(!report.lines.iter().any(|line| line.starts_with("WARN")));

    for tls in ["", "?tls=opportunistic"] {
        let mut command = exposed();
        command.env("SMTP_URL", format!("smtp://ada:hush@mail.invalid{tls}"));
        let report = Report::of(command).await;
        report.is_wrong("settings", "SMTP_URL must begin with smtps://");
    }
}

#[tokio::test]
async fn another_programs_database_is_not_changed() {
    let installation = Installation::new();
    std::fs::write(installation.path("test.db"), "").unwrap();
    let report = Report::of(installation.program(&["check"])).await;
    report.is_wrong("database", "is empty, or another program's");
    std::fs::write(installation.path("test.db"), "words".repeat(1000)).unwrap();
    let report = Report::of(installation.program(&["check"])).await;
    report.is_wrong("database", "not a database");
}
