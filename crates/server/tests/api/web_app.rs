//! The web app: its page, its files, and their compression. The tests also pass without a web app: then a page says
//! how to build one.

use std::io::Read;

use base64::Engine;
use seat_dealer_test_support::app::{Answer, Client, TestApp};
use sha2::{Digest, Sha256};

pub(crate) async fn get(client: &Client, path: &str, accepted: Option<&str>) -> Answer {
    let mut request = client.request("GET", path);
    if let Some(accepted) = accepted {
        request = request.header("Accept-Encoding", accepted);
    }
    Answer::to(request).await
}

pub(crate) fn decompressed(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    match answer.header("content-encoding") {
        "br" => brotli::BrotliDecompress(&mut &answer.body[..], &mut plain).unwrap(),
        "gzip" => {
            flate2::read::GzDecoder::new(&answer.body[..])
                .read_to_end(&mut plain)
                .unwrap();
        }
        other => {
            assert_eq!(other, "");
            plain.clone_from(&answer.body);
        }
    }
    plain
}

/// The addresses of the page's files on this server.
fn files(page: &str) -> Vec<String> {
    let mut files: Vec<String> = page
        .split(|c: char| c.is_whitespace() || "\"'>=".contains(c))
        .filter(|word| word.starts_with('/') && word.contains('.') && !word.starts_with("//"))
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    files
}

fn is_a(path: &str, extension: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, end)| end == extension)
}

#[tokio::test]
async fn every_client_route_serves_the_page() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    let page = guest.get("/").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-store");
    for path in [
        "/contacts",
        "/events",
        "/events/abc",
        "/settings",
        "/login/callback?code=x&state=y",
        "/nowhere",
    ] {
        let same = guest.get(path).await;
        assert_eq!((same.status, &same.body), (200, &page.body), "{path}");
        assert_eq!(same.header("cache-control"), "no-store", "{path}");
    }
    for path in [
        "/nothing.js",
        "/assets/nothing.css",
        "/favicon.ico",
        "/..%2f..%2fetc%2fpasswd.txt",
    ] {
        guest.get(path).await.problem(404);
    }
    app.finish().await;
}

#[tokio::test]
async fn scripts_in_the_page_are_allowed_by_their_hash() {
    let app = TestApp::sqlite();
    let page = app.stranger().get("/").await;
    let policy = page.header("content-security-policy").to_owned();
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    let html = page.text();
    let mut inline = 0;
    for script in html.split("<script").skip(1) {
        let (tag, rest) = script.split_once('>').unwrap();
        if tag.contains("src=") {
            continue;
        }
        let body = rest.split("</script>").next().unwrap();
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(body));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
        inline += 1;
    }
    assert_eq!(policy.matches("'sha256-").count(), inline);
    assert_eq!(inline == 0, html.contains("was not built"), "{html}");
    assert!(
        !html.contains(" style=\"") && !html.contains("onclick"),
        "{html}"
    );
    app.finish().await;
}

#[tokio::test]
async fn files_are_compressed_and_cached_for_ever() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    let html = guest.get("/").await.text();
    let mut paths = files(&html);
    if html.contains("was not built") {
        assert!(paths.is_empty(), "{paths:?}");
    } else {
        let script = paths.iter().find(|path| is_a(path, "js"));
        let script = guest.get(script.expect("a script")).await.text();
        let parts = script
            .split('"')
            .filter_map(|word| word.strip_prefix("./").filter(|name| is_a(name, "wasm")));
        paths.extend(parts.map(|name| format!("/{name}")));
        let modules = paths.iter().filter(|path| is_a(path, "wasm"));
        assert!(modules.count() > 1, "{paths:?}");
    }
    paths.push("/".to_owned());
    for path in &paths {
        let plain = guest.get(path).await;
        assert_eq!(
            (plain.status, plain.header("content-encoding")),
            (200, ""),
            "{path}"
        );
        for (accepted, packed) in [
            ("gzip, deflate, br, zstd", "br"),
            ("br", "br"),
            ("gzip", "gzip"),
            ("gzip, br;q=0.5", "gzip"),
            ("gzip;q=0.5, br;q=0", "gzip"),
            ("identity", ""),
            ("zstd", ""),
            ("", ""),
        ] {
            let answer = get(&guest, path, Some(accepted)).await;
            assert_eq!(
                answer.header("content-encoding"),
                packed,
                "{path} {accepted}"
            );
            assert_eq!(
                answer.header("vary"),
                "Accept-Encoding",
                "{path} {accepted}"
            );
            assert!(decompressed(&answer) == plain.body, "{path} {accepted}");
            if !packed.is_empty() && plain.body.len() > 1_000 {
                assert!(answer.body.len() < plain.body.len(), "{path} {accepted}");
            }
            let caching = answer.header("cache-control");
            if path == "/" {
                assert_eq!(caching, "no-store");
            } else {
                assert_eq!(caching, "public, max-age=31536000, immutable", "{path}");
            }
        }
        let head = guest.head(path).await;
        assert_eq!(head.status, 200, "{path}");
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(
            head.header("content-type"),
            plain.header("content-type"),
            "{path}"
        );
        assert_eq!(
            head.header("content-length"),
            plain.body.len().to_string(),
            "{path}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn the_documentation_is_compressed_and_has_an_etag() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    for path in [
        "/openapi.json",
        "/docs/",
        "/docs/swagger-initializer.js",
        "/docs/swagger-ui-bundle.js",
        "/docs/swagger-ui.css",
    ] {
        let plain = guest.get(path).await;
        assert_eq!(plain.status, 200, "{path}");
        let version = plain.header("etag").to_owned();
        assert!(version.starts_with("W/\""), "{path}: {version}");
        for (accepted, packed) in [
            ("br", "br"),
            ("gzip", "gzip"),
            // Only files that were compressed at build time are sent.
            ("deflate", ""),
            ("deflate, identity;q=0.1", ""),
            ("identity", ""),
        ] {
            let answer = get(&guest, path, Some(accepted)).await;
            let what = format!("{path} as {accepted}");
            assert_eq!(answer.header("content-encoding"), packed, "{what}");
            assert_eq!(answer.header("etag"), version, "{what}");
            assert!(decompressed(&answer) == plain.body, "{what}");
            let length = answer.header("content-length");
            assert_eq!(length, answer.body.len().to_string(), "{what}");
            let caching = answer.header("cache-control");
            assert_eq!(caching, "public, max-age=0, must-revalidate", "{what}");
        }
        for (known, status) in [
            (version.as_str(), 304),
            (version.trim_start_matches("W/"), 304),
            ("\"older\", W/\"oldest\"", 200),
            ("nonsense", 200),
        ] {
            let request = guest.request("GET", path);
            let answer = Answer::to(request.header("if-none-match", known)).await;
            assert_eq!(answer.status, status, "{path} {known}");
            assert_eq!(answer.header("etag"), version, "{path} {known}");
            assert_eq!(answer.body.is_empty(), status == 304, "{path} {known}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn dynamic_responses_are_compressed() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(20).await;
    let plain = ada.get("/api/v1/contacts").await;
    let packed = get(&ada, "/api/v1/contacts", Some("br")).await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() < plain.body.len() && decompressed(&packed) == plain.body);
    app.finish().await;
}
