//! Files of all formats, from the test cases of `crates/address-book`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// The folder with the test cases of `crates/address-book`.
fn cases(folder: &str) -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    crates.join("address-book/tests/cases").join(folder)
}

/// Sends every file as bytes, as the web app does.
#[tokio::test]
async fn files_of_all_formats_are_read() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    for folder in ["shared", "more"] {
        let folder = cases(folder);
        let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected: BTreeMap<String, Vec<Value>> = serde_json::from_str(&expected).unwrap();
        for (name, people) in expected {
            let country = name.rsplit('.').nth(1).filter(|part| {
                part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())
            });
            let query = country.map_or_else(String::new, |code| format!("?country={code}"));
            let kind = match name.rsplit('.').next() {
                Some("csv") => "text/csv",
                Some("vcf") => "text/vcard",
                _ => "application/octet-stream",
            };
            let bytes = fs::read(folder.join(&name)).unwrap();
            let preview = send(&ada, kind, &query, &bytes).await.is(200);
            let mut left = preview["items"].as_array().unwrap().clone();
            for person in people {
                let is_refused = person["refused"] == json!(true);
                let place = left.iter().position(|item| {
                    let comes_out = item["outcome"] != "refused";
                    let is = |key| person[key].is_null() || person[key] == item[key];
                    comes_out != is_refused && ["name", "phoneNumber", "email"].iter().all(is)
                });
                let place = place.unwrap_or_else(|| panic!("{name}: {person} in {preview}"));
                left.remove(place);
            }
            left.retain(|item| item["outcome"] != "refused");
            assert!(left.is_empty(), "{name}: {left:?}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn two_people_with_one_number_are_two_contacts() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    for (name, created) in [
        ("47a-shared-landline-first.US.csv", 1),
        ("47b-shared-landline-second.US.csv", 1),
        ("47b-shared-landline-second.US.csv", 0),
    ] {
        let bytes = fs::read(cases("shared").join(name)).unwrap();
        let done = send(&ada, "text/csv", "?country=US&apply=true", &bytes)
            .await
            .is(200);
        assert_eq!(done["created"], created, "{name}");
    }
    assert_eq!(names(&ada).await, ["Ola Roe", "Pat Roe"]);
    app.finish().await;
}
