//! The limit of the guest's page: actix-web in its own process, with as many workers as the server,
//! and a handler that returns the same bytes and headers.

use std::ffi::OsStr;
use std::path::Path;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::Result;
use crate::http::RawResponse;
use crate::server::Process;

/// The command with which this program runs as that process.
pub(crate) const COMMAND: &str = "serve-bare";

/// Starts the process with the response that it returns. The response is passed in a file.
pub(crate) fn start(response: &RawResponse<'_>, file: &Path) -> Result<Process> {
    let mut text = response.head.as_bytes().to_vec();
    text.extend_from_slice(response.body);
    std::fs::write(file, text)?;
    Process::start_self(&[OsStr::new(COMMAND), file.as_os_str()])
}

/// Runs the child process: prints its address, then serves until it is killed.
pub(crate) fn serve(file: &Path) -> Result<()> {
    let response = std::fs::read(file)?;
    let end = response.windows(4).position(|found| found == b"\r\n\r\n");
    let (head, body) = response.split_at(end.ok_or("the file contains no response")? + 4);
    let body = web::Bytes::copy_from_slice(body);
    let mut headers = Vec::new();
    for line in std::str::from_utf8(head)?.lines().skip(1) {
        let Some((name, value)) = line.split_once(": ") else {
            continue;
        };
        let name: HeaderName = name.parse()?;
        // actix-web writes these two itself.
        if name != "content-length" && name != "date" {
            headers.push((name, HeaderValue::from_str(value)?));
        }
    }
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let (headers, body) = (headers.clone(), body.clone());
            App::new().route(
                "/rsvp/{token}",
                web::get().to(move || {
                    let mut response = HttpResponse::Ok();
                    for header in headers.clone() {
                        response.insert_header(header);
                    }
                    std::future::ready(response.body(body.clone()))
                }),
            )
        })
        .workers(workers)
        .bind(("127.0.0.1", 0))?;
        println!("{}", server.addrs()[0]);
        server.run().await?;
        Ok(())
    })
}
