//! Clients that send requests and do not read the answers.

use std::path::Path;
use std::process::Command;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{PROGRAM, Place, read};

#[tokio::test]
async fn answers_that_nobody_reads_cost_little_and_do_not_hold_up_the_end() {
    // As many as an address gets where only 1,024 files can be open.
    const CLIENTS: usize = 80;
    let place = Place::new();
    let server = place.start(&mut place.program(&["serve"]), "serve.log");
    place.is_ready().await;
    let guest = place.client(None);
    // 1.5 MB.
    let path = "/docs/swagger-ui-bundle.js";
    assert!(guest.get(path).await.body.len() > 1_000_000);
    let before = server.peak();
    let requests = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").repeat(8);
    let mut stalled = Vec::new();
    for _ in 0..CLIENTS {
        let mut stream = TcpStream::connect(("127.0.0.1", place.port)).await.unwrap();
        stream.write_all(requests.as_bytes()).await.unwrap();
        // The answer has begun.
        assert_eq!(stream.read_u8().await.unwrap(), b'H');
        stalled.push(stream);
    }
    guest.get("/healthz").await.is(200);
    let grown = server.peak() - before;
    assert!(grown < 30 * 1024, "by {grown} KiB");
    server.tell_to_stop();
    server.end();
}

#[tokio::test]
async fn requests_behind_answers_that_nobody_reads_cost_little() {
    const CLIENTS: usize = 80;
    let place = Place::new();
    let server = place.start(&mut place.program(&["serve"]), "serve.log");
    place.is_ready().await;
    let guest = place.client(None);
    guest.get("/").await;
    let before = server.peak();
    let large = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2);
    let small = "GET / HTTP/1.1\r\nHost:\r\n\r\n".repeat(5_000);
    let requests = large + &small;
    let mut stalled = Vec::new();
    for _ in 0..CLIENTS {
        let mut stream = TcpStream::connect(("127.0.0.1", place.port)).await.unwrap();
        // As much of it as the system takes.
        stream.writable().await.unwrap();
        assert!(stream.try_write(requests.as_bytes()).unwrap() > 64 * 1024);
        // The first answer has begun.
        assert_eq!(stream.read_u8().await.unwrap(), b'H');
        stalled.push(stream);
    }
    guest.get("/healthz").await.is(200);
    let grown = server.peak() - before;
    assert!(grown < 30 * 1024, "by {grown} KiB");
    server.tell_to_stop();
    server.end();
}

#[tokio::test]
async fn as_many_files_can_be_open_as_the_system_allows() {
    let place = Place::new();
    let program = place.program(&[]);
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -Sn 200 && exec \"$0\" serve", PROGRAM])
        .current_dir(place.folder.path())
        .env_clear()
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
    let server = place.start(&mut command, "serve.log");
    place.is_ready().await;
    let limits = read(Path::new(&format!("/proc/{}/limits", server.child.id())));
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let words: Vec<_> = line.unwrap().split_whitespace().collect();
    assert_eq!(words[3], words[4], "{limits}");
    assert_ne!(words[3], "200", "{limits}");
    server.tell_to_stop();
    server.end();
}
