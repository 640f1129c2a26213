//! Compressed bodies: no endpoint decompresses any of them.

use std::io::{Read, Write};

use flate2::{Compress, Compression, Crc, FlushCompress};
use reqwest::Body;
use seat_dealer_test_support::app::Answer;

use super::Installation;

const MIB: usize = 1024 * 1024;
/// The number of zeros in each body after decompression, in MiB.
const INFLATED: usize = 200;

/// The zeros as raw deflate: one compressed MiB, repeated.
fn deflated() -> Vec<u8> {
    let mut deflater = Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(64 * 1024);
    deflater
        .compress_vec(&vec![0; MIB], &mut piece, FlushCompress::Full)
        .unwrap();
    let mut all = piece.repeat(INFLATED);
    // The last block is empty.
    all.extend([3, 0]);
    all
}

fn gzip() -> Vec<u8> {
    let mut one = Crc::new();
    one.update(&vec![0; MIB]);
    let mut all = Crc::new();
    for _ in 0..INFLATED {
        all.combine(&one);
    }
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    bytes.extend(deflated());
    bytes.extend(all.sum().to_le_bytes());
    bytes.extend(all.amount().to_le_bytes());
    bytes
}

/// The encoding `deflate` of HTTP: with the header and the checksum of zlib (RFC 1950).
fn deflate() -> Vec<u8> {
    let mut bytes = vec![0x78, 0xda];
    bytes.extend(deflated());
    let sum = u32::try_from(INFLATED * MIB % 65_521).unwrap();
    bytes.extend((sum << 16 | 1).to_be_bytes());
    bytes
}

fn brotli_of(mut plain: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 2,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut plain, &mut bytes, &parameters).unwrap();
    bytes
}

/// A frame of blocks that each repeat one zero (RFC 8878).
fn zstd() -> Vec<u8> {
    const BLOCK: usize = 128 * 1024;
    let blocks = INFLATED * MIB / BLOCK;
    let mut bytes = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0x38];
    for number in 1..=blocks {
        let header = u32::try_from(BLOCK << 3).unwrap() | 1 << 1 | u32::from(number == blocks);
        bytes.extend(&header.to_le_bytes()[..3]);
        bytes.push(0);
    }
    bytes
}

/// Each body with its `Content-Encoding`.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = std::io::repeat(0).take(u64::try_from(INFLATED * MIB).unwrap());
    let (brotli, gzip) = (brotli_of(zeros), gzip());
    let mut twice = flate2::write::GzEncoder::new(Vec::new(), Compression::best());
    twice.write_all(&gzip).unwrap();
    vec![
        ("br, br", brotli_of(&brotli[..])),
        ("br", brotli),
        ("gzip, gzip", twice.finish().unwrap()),
        ("GZip", gzip.clone()),
        ("gzip", gzip),
        ("deflate", deflate()),
        ("zstd", zstd()),
    ]
}

/// The method and the path of every operation with a body.
fn addresses() -> Vec<(String, String)> {
    let document = serde_json::to_value(seat_dealer::document()).unwrap();
    let mut found: Vec<_> = [
        "/rsvp/x",
        "/unsubscribe/x",
        "/dev/oidc/authorize",
        "/dev/oidc/token",
        "/nothing",
    ]
    .map(|path| ("POST".to_owned(), path.to_owned()))
    .into();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.replace("{id}", "x").replace("{token}", "x");
        for (method, operation) in item.as_object().unwrap() {
            if operation["requestBody"].is_object() {
                found.push((method.to_uppercase(), path.clone()));
            }
        }
    }
    for path in ["/api/v1/login/start", "/webhooks/twilio/status"] {
        assert!(found.contains(&("POST".to_owned(), path.to_owned())));
    }
    found
}

#[tokio::test]
async fn no_body_is_decompressed() {
    // They take seconds, in which idle connections would be closed.
    let bombs = bombs();
    let installation = Installation::new();
    let key = installation.api_key();
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let (stranger, host) = (installation.client(None), installation.client(Some(&key)));
    for client in [&stranger, &host] {
        for _ in 0..50 {
            client.get("/docs/swagger-ui.css").await;
            client.get("/api/v1/me").await;
        }
    }
    let before = server.peak();
    for (method, path) in addresses() {
        for (encoding, bomb) in &bombs {
            for client in [&stranger, &host] {
                let request = client
                    .request(&method, &path)
                    .header("content-type", "application/json")
                    .header("content-encoding", *encoding);
                let answer = Answer::to(request.body(Body::from(bomb.clone()))).await;
                let what = format!("{encoding} to {method} {path}");
                assert_eq!(answer.header("accept-encoding"), "identity", "{what}");
                assert_eq!(
                    answer.problem(415),
                    "The body has a Content-Encoding. Send it unencoded and without that header.",
                    "{what}"
                );
            }
        }
    }
    let grown = server.peak() - before;
    assert!(grown < 20 * 1024, "by {grown} KiB");
    server.tell_to_stop();
    server.end();
}
