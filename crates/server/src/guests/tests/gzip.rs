//! Tests that a page is unchanged after compression and decompression.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use super::safety::every_page;
use crate::guests::compression::gzip;
use crate::guests::view::STYLE;

fn unpacked(packed: &[u8]) -> String {
    let mut decoder = GzDecoder::new(packed);
    let mut page = String::new();
    decoder.read_to_string(&mut page).unwrap();
    assert!(decoder.into_inner().is_empty(), "one member, and no more");
    page
}

#[test]
fn a_page_is_unchanged_after_compression() {
    let mut pages = every_page();
    // Other texts are compressed too, whichever parts of a page they contain.
    pages.extend(["", "<style>", "<style>\u{e4}", "no style"].map(str::to_owned));
    pages.extend([
        STYLE.to_owned(),
        format!("<style>{STYLE}"),
        "\u{e4}".repeat(9_000),
    ]);
    for page in pages {
        // The head is not in the cache the first time, and in it the second time.
        for _ in 0..2 {
            assert_eq!(unpacked(&gzip(&page).unwrap()), page);
        }
    }
}

#[test]
fn the_compressed_page_is_hardly_larger_than_with_one_pass() {
    for page in every_page() {
        let mut whole = GzEncoder::new(Vec::new(), Compression::default());
        whole.write_all(page.as_bytes()).unwrap();
        let (packed, whole) = (gzip(&page).unwrap().len(), whole.finish().unwrap().len());
        assert!(packed < whole + whole / 8, "{packed} instead of {whole}");
    }
}
