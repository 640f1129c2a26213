//! The limit of the guest's page: actix-web with a handler that does nothing but answer with the
//! same bytes and headers. A process of its own, with as many workers as the server has.

use std::ffi::OsStr;
use std::path::Path;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::Result;
use crate::http::Answer;
use crate::server::Process;

/// What this program is called with to be that process.
pub(crate) const COMMAND: &str = "serve-bare";

/// Starts it. It takes the answer to give from a file.
pub(crate) fn start(answer: &Answer<'_>, file: &Path) -> Result<Process> {
    let mut text = answer.head.as_bytes().to_vec();
    text.extend_from_slice(answer.body);
    std::fs::write(file, text)?;
    Process::start_myself(&[OsStr::new(COMMAND), file.as_os_str()])
}

/// The child's side: prints where it listens, then serves until it is ended.
pub(crate) fn serve(file: &Path) -> Result<()> {
    let answer = std::fs::read(file)?;
    let end = answer.windows(4).position(|found| found == b"\r\n\r\n");
    let (head, body) = answer.split_at(end.ok_or("the file holds no answer")? + 4);
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
