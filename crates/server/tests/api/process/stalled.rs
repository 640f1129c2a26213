//! Clients that send requests and do not read the answers, or do not finish the requests.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;

use seat_dealer_test_support::app::eventually;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::{Installation, PROGRAM, Running, read};

/// Asserts that the memory of a server has grown by less than `limit` KiB.
#[track_caller]
fn assert_grown_less(server: &Running, before: u64, limit: u64) {
    let grown = server.peak() - before;
    assert!(grown < limit, "by {grown} KiB");
}

#[tokio::test]
async fn unread_responses_cost_little_and_do_not_delay_a_stop() {
    // The limit of an address if 1,024 files can be open.
    const CLIENTS: usize = 80;
    let installation = Installation::new();
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let guest = installation.client(None);
    // 1.5 MB.
    let path = "/docs/swagger-ui-bundle.js";
    assert!(guest.get(path).await.body.len() > 1_000_000);
    let before = server.peak();
    let requests = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").repeat(8);
    let mut stalled = Vec::new();
    for _ in 0..CLIENTS {
        let mut stream = TcpStream::connect(("127.0.0.1", installation.port))
            .await
            .unwrap();
        stream.write_all(requests.as_bytes()).await.unwrap();
        // The response has begun.
        assert_eq!(stream.read_u8().await.unwrap(), b'H');
        stalled.push(stream);
    }
    guest.get("/healthz").await.is(200);
    assert_grown_less(&server, before, 30 * 1024);
    server.tell_to_stop();
    server.end();
}

#[tokio::test]
async fn requests_behind_unread_responses_cost_little() {
    const CLIENTS: usize = 80;
    let installation = Installation::new();
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let guest = installation.client(None);
    guest.get("/").await;
    let before = server.peak();
    let large = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2);
    let small = "GET / HTTP/1.1\r\nHost:\r\n\r\n".repeat(5_000);
    let requests = large + &small;
    let mut stalled = Vec::new();
    for _ in 0..CLIENTS {
        let mut stream = TcpStream::connect(("127.0.0.1", installation.port))
            .await
            .unwrap();
        // As much as the kernel buffers.
        stream.writable().await.unwrap();
        assert!(stream.try_write(requests.as_bytes()).unwrap() > 64 * 1024);
        // The first response has begun.
        assert_eq!(stream.read_u8().await.unwrap(), b'H');
        stalled.push(stream);
    }
    guest.get("/healthz").await.is(200);
    assert_grown_less(&server, before, 30 * 1024);
    server.tell_to_stop();
    server.end();
}

/// The bytes that the kernel buffers for the connections of a server: unsent, and unread.
fn kernel_buffers(port: u16) -> (u64, u64) {
    let (address, established) = (format!(":{port:04X}"), "01");
    let table = read(Path::new("/proc/net/tcp"));
    let (mut unsent, mut unread) = (0, 0);
    for line in table.lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        if words[1].ends_with(&address) && words[3] == established {
            let (sending, receiving) = words[4].split_once(':').unwrap();
            unsent += u64::from_str_radix(sending, 16).unwrap();
            unread += u64::from_str_radix(receiving, 16).unwrap();
        }
    }
    (unsent, unread)
}

#[tokio::test]
async fn the_kernel_buffers_little_of_unread_responses() {
    const CLIENTS: usize = 20;
    let installation = Installation::new();
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let request = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut stalled = Vec::new();
    for _ in 0..CLIENTS {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, installation.port));
        let mut stream = socket.connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        // The response has begun.
        assert_eq!(stream.read_u8().await.unwrap(), b'H');
        stalled.push(stream);
    }
    installation.client(None).get("/healthz").await.is(200);
    let (unsent, _) = kernel_buffers(installation.port);
    assert!(
        unsent > 0 && unsent < 200 * 1024 * CLIENTS as u64,
        "{unsent} bytes"
    );
    // The response is complete.
    for stream in &mut stalled {
        let mut answer = vec![0; 1_000_000];
        stream.read_exact(&mut answer).await.unwrap();
    }
    server.tell_to_stop();
    drop(stalled);
    server.end();
}

#[tokio::test]
async fn bodies_in_chunks_of_one_byte_cost_little() {
    const CLIENTS: usize = 80;
    let installation = Installation::new();
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let guest = installation.client(None);
    guest.get("/").await;
    let before = server.peak();
    let head = "POST /rsvp/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    let request = head.to_owned() + &"1\r\na\r\n".repeat(16_000);
    let mut unfinished = Vec::new();
    for _ in 0..CLIENTS {
        let mut stream = TcpStream::connect(("127.0.0.1", installation.port))
            .await
            .unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        unfinished.push(stream);
    }
    eventually("a server that has read everything", async || {
        (kernel_buffers(installation.port).1 == 0).then_some(())
    })
    .await;
    guest.get("/healthz").await.is(200);
    assert_grown_less(&server, before, 15 * 1024);
    drop(unfinished);
    server.tell_to_stop();
    server.end();
}

#[tokio::test]
async fn the_limit_of_open_files_is_raised() {
    let installation = Installation::new();
    let program = installation.program(&[]);
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -Sn 200 && exec \"$0\" serve", PROGRAM])
        .current_dir(installation.folder.path())
        .env_clear()
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
    let server = installation.start(&mut command, "serve.log");
    installation.is_ready().await;
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
