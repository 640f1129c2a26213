//! The benchmark: puts load on the release server and on the limit of each metric, and prints a table.
//!
//! `./just bench` runs it. docs/PERFORMANCE.md explains the table, and `--write` writes it there.
// The program prints its table.
#![allow(clippy::print_stdout, clippy::print_stderr)]
// Product names are not code.
#![allow(clippy::doc_markdown)]

mod bare;
mod fixture;
mod http;
mod load;
mod measures;
mod report;
mod server;
mod statistics;

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use fixture::Fixture;
use report::Report;

/// The result of most functions here. An error ends the run.
pub(crate) type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

const USAGE: &str = "seat-dealer-bench [--write]\n\n\
    Puts load on the server beside this program and on the limits, and prints a table.\n  \
    --write  also write the table to docs/PERFORMANCE.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] => bench(false),
        ["--write"] => bench(true),
        // The child process that is the limit of the guest's page.
        [bare::COMMAND, file] => bare::serve(file.as_ref()),
        _ => {
            println!("{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("seat-dealer-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the load generator in one thread, so that it takes little processor time from the servers.
fn bench(write: bool) -> Result<()> {
    // Each open page takes a descriptor.
    rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let started = Instant::now();
    let report = runtime.block_on(measure_all())?;
    report.print();
    println!("\nMeasured in {:.0} s.", started.elapsed().as_secs_f64());
    if write {
        report.write_into_docs()?;
    }
    Ok(())
}

async fn measure_all() -> Result<Report> {
    let mut report = Report::new();
    step("preparing 200 events with 10 invitations each");
    let fixture = Fixture::prepare().await?;
    step("start and idle memory");
    measures::start::measure(&fixture, &mut report).await?;
    step("the guest's page");
    measures::guest_page::measure(&fixture, &mut report).await?;
    step("answers");
    measures::answers::measure(&fixture, &mut report).await?;
    step("5,000 open event pages");
    measures::open_pages::measure(&fixture, &mut report).await?;
    step("answers during an import of 5,000 people");
    measures::import::measure(&fixture, &mut report).await?;
    step("dealing with 10 and with 100,000 contacts");
    let many = measures::dealing::measure(&fixture, &mut report).await?;
    step("the pages of a host with 100,000 contacts");
    measures::large_host::measure(&fixture, &many, &mut report).await?;
    Ok(report)
}

fn step(what: &str) {
    eprintln!("==> {what}");
}
