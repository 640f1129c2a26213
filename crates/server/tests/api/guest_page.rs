use seat_dealer_test_support::app::{Answer, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::{answer, look};

on_each_database![
    the_form_answers_and_redirects_to_the_page,
    get_and_head_change_nothing,
];

/// Asserts the status and a phrase of a page, and returns the page.
#[track_caller]
fn shows(answer: &Answer, status: u16, phrase: &str) -> String {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(
        answer
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    let html = answer.text();
    assert!(html.contains(phrase), "{phrase} is missing from {html}");
    html
}

async fn the_form_answers_and_redirects_to_the_page(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = json!({
        "title": "Goose & <cabbage>", "seats": 97, "partyLimit": 2, "location": "The long table",
        "startsAt": "2130-06-01T18:00:00Z", "timeZone": "Europe/Berlin",
    });
    let event = ada.event(event).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let guest = app.stranger();
    let html = shows(
        &guest.get(&link).await,
        200,
        "Goose &#38; &#60;cabbage&#62;",
    );
    assert!(
        html.contains("20:00 (Europe/Berlin)") && html.contains("The long table"),
        "{html}"
    );
    assert!(
        html.contains("Ada invites you") && html.contains("<form method=\"post\""),
        "{html}"
    );
    let (_, body) = html.split_once("<body>").unwrap();
    assert!(
        !body.contains("97"),
        "the number of seats is nobody's business: {html}"
    );

    let sent = guest
        .submit(&link, &[("response", "YES"), ("partySize", "2")])
        .await;
    assert_eq!((sent.status, sent.header("location")), (303, "?"));
    assert!(sent.body.is_empty());
    shows(&guest.get(&link).await, 200, "You have 2 seats.");
    assert_eq!(ada.invite_of(&event, "Guest 1").await["partySize"], 2);
    guest
        .submit(&link, &[("response", "NO"), ("partySize", "many")])
        .await
        .is(303);
    shows(&guest.get(&link).await, 200, "Your answer: No");

    // An invalid form changes nothing, and the page says what to do.
    for form in [
        vec![],
        vec![("response", "")],
        vec![("response", "yes")],
        vec![("response", "PERHAPS")],
        vec![("partySize", "1")],
    ] {
        shows(
            &guest.submit(&link, &form).await,
            422,
            "Please choose one of the four answers.",
        );
    }
    for party in ["", "0", "3", "-1", "two", "99999999999"] {
        let form = [("response", "YES"), ("partySize", party)];
        shows(
            &guest.submit(&link, &form).await,
            422,
            "Please choose how many of you come",
        );
    }
    let post = |kind: &str, body: Vec<u8>| {
        let request = guest.request("POST", &link).header("content-type", kind);
        Answer::to(request.body(body))
    };
    let form = "application/x-www-form-urlencoded";
    for (kind, body, status) in [
        ("application/json", b"{\"response\":\"YES\"}".to_vec(), 415),
        ("multipart/form-data; boundary=x", b"--x--".to_vec(), 415),
        (form, b"response=YES&response=NO".to_vec(), 422),
        (form, vec![b'a'; 17_000], 413),
        (form, vec![b'a'; 200_000], 413),
    ] {
        shows(
            &post(kind, body).await,
            status,
            "That answer could not be read",
        );
    }
    shows(
        &post(form, b"%ff=%fe&response=%ff".to_vec()).await,
        422,
        "choose one of the four",
    );
    shows(
        &post("Application/X-WWW-Form-URLEncoded; charset=UTF-8", vec![]).await,
        422,
        "choose one",
    );
    assert_eq!(look(&app, &link).await["response"], "NO");

    ada.cancel(&event).await;
    shows(
        &guest.submit(&link, &[("response", "YES")]).await,
        409,
        "too late",
    );
    app.finish().await;
}

#[tokio::test]
async fn each_state_has_its_page() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(3).await;
    let event = ada
        .event(json!({ "seats": 3, "location": "A secret place", "description": "Soup" }))
        .await;
    ada.deal(&event).await;
    let links = [
        app.link_to(&phone(1)).await,
        app.link_to(&phone(2)).await,
        app.link_to(&phone(3)).await,
    ];
    let guest = app.stranger();
    let withdrawn = ada.invite_of(&event, "Guest 1").await;
    let path = format!("/api/v1/invites/{}", withdrawn["id"].as_str().unwrap());
    ada.patch(&path, json!({ "status": "withdrawn" }))
        .await
        .is(200);
    let html = shows(
        &guest.get(&links[0]).await,
        410,
        "This invitation is no longer open",
    );
    assert!(
        !html.contains("secret") && !html.contains("Soup") && !html.contains("<form"),
        "{html}"
    );
    shows(
        &guest.submit(&links[0], &[("response", "YES")]).await,
        409,
        "no longer open",
    );

    answer(&app, &links[1], "YES").await;
    app.outbox_is_empty().await;
    ada.patch(
        &format!("/api/v1/events/{event}"),
        json!({ "startsAt": "2020-06-01T18:00:00Z" }),
    )
    .await
    .is(200);
    let html = shows(&guest.get(&links[1]).await, 200, "Answers are closed");
    assert!(!html.contains("<form"), "{html}");
    shows(
        &guest.submit(&links[1], &[("response", "NO")]).await,
        409,
        "too late",
    );
    ada.patch(
        &format!("/api/v1/events/{event}"),
        json!({ "startsAt": null }),
    )
    .await
    .is(200);
    ada.cancel(&event).await;
    let html = shows(&guest.get(&links[2]).await, 200, "Called off");
    assert!(!html.contains("<form"), "{html}");
    shows(
        &guest.get("/rsvp/unknown").await,
        404,
        "There is no invitation here",
    );
    app.finish().await;
}

/// A thousand requests of programs that follow links before their readers do.
async fn get_and_head_change_nothing(db: TestDb) {
    let app = TestApp::on(db).setting("LINK_LIMIT", "100000").start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let bea = json!({ "name": "Bea", "email": "bea@example.com", "priority": 9 });
    ada.contact(bea).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let mail = app.messages_to("bea@example.com", 1).await.remove(0);
    let body = mail["body"].as_str().unwrap();
    let unsubscribe = &body[body.find("/unsubscribe/").unwrap()..];
    let unsubscribe = unsubscribe.split_whitespace().next().unwrap();
    app.outbox_is_empty().await;
    let before = app.contents();
    let token = link.rsplit('/').next().unwrap();
    let paths = [
        link.clone(),
        format!("{link}?response=YES"),
        format!("/api/v1{link}"),
        format!("/api/v1{link}?response=YES"),
        format!("/invites/{token}"),
        unsubscribe.to_owned(),
        format!("{unsubscribe}?List-Unsubscribe=One-Click"),
        format!("{unsubscribe}?email=stop"),
    ];
    let agents = [
        "WhatsApp/2.23.20",
        "facebookexternalhit/1.1",
        "Slackbot-LinkExpanding 1.0",
        "Mozilla/5.0 (compatible; Google-Safety; +https://www.google.com/bot.html)",
        "",
    ];
    let mut looks = 0;
    while looks < 1_000 {
        for agent in agents {
            for path in &paths {
                for method in ["GET", "HEAD"] {
                    let request = app
                        .stranger()
                        .request(method, path)
                        .header("User-Agent", agent);
                    let answer = Answer::to(request.header("Purpose", "prefetch")).await;
                    assert!(
                        matches!(answer.status, 200 | 308),
                        "{method} {path}: {answer}"
                    );
                    // A redirect has no body.
                    if answer.status != 308 {
                        assert_eq!(method == "HEAD", answer.body.is_empty(), "{path}");
                    }
                    looks += 1;
                }
            }
        }
    }
    assert!(before == app.contents(), "a look has written");
    // To check the test itself: an answer changes the data.
    answer(&app, &link, "MAYBE").await;
    assert!(before != app.contents(), "an answer has not written");
    assert_eq!(look(&app, &link).await["response"], "MAYBE");
    app.finish().await;
}

#[tokio::test]
async fn old_links_redirect_to_the_page() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    let moved = guest.get("/invites/abcXYZ123").await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (308, "/rsvp/abcXYZ123")
    );
    for wrong in [
        "/invites/",
        "/invites/a/b",
        "/invites/%0d%0aX:%20y",
        "/invites//evil.example",
    ] {
        shows(&guest.get(wrong).await, 404, "There is no invitation here");
    }
    assert_eq!(guest.post("/invites/abc", Value::Null).await.status, 405);
    app.finish().await;
}

#[tokio::test]
async fn the_image_of_a_links_preview_is_about_a_colour_and_a_picture_alone() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = json!({ "seats": 2, "colour": "plum", "picture": "cake" });
    let event = ada.event(event).await;
    ada.deal(&event).await;
    let guest = app.stranger();
    let html = guest.get(&app.link_to(&phone(1)).await).await.text();
    let (_, rest) = html
        .split_once("<meta property=\"og:image\" content=\"")
        .unwrap();
    let (url, _) = rest.split_once('"').unwrap();
    let (_, path) = url.split_once("/rsvp/").unwrap();
    assert_eq!(path, "pictures/plum-cake-preview.png");
    for file in ["preview", "mail"] {
        let image = guest
            .get(&format!("/rsvp/pictures/plum-cake-{file}.png"))
            .await;
        assert_eq!(image.status, 200);
        assert_eq!(image.header("content-type"), "image/png");
        assert_eq!(image.header("cache-control"), "public, max-age=86400");
        assert_eq!(image.header("cross-origin-resource-policy"), "cross-origin");
        assert!(image.body.starts_with(b"\x89PNG\r\n\x1a\n"), "{file}");
    }
    for name in ["red-cake-preview", "plum-pie-preview", "plum-cake-other"] {
        let path = format!("/rsvp/pictures/{name}.png");
        guest.get(&path).await.problem(404);
    }
    app.finish().await;
}
