//! Loads the release server and, in the same run, the limits beside it, and prints one table.
//!
//! `./just bench` runs it; docs/PERFORMANCE.md says what the rows mean. With `--write` the table is
//! also written there.
// A program that prints a table.
#![allow(clippy::print_stdout, clippy::print_stderr)]
// Names of products are no code.
#![allow(clippy::doc_markdown)]

mod bare;
mod figures;
mod http;
mod load;
mod measures;
mod report;
mod server;
mod stage;

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use report::Report;
use stage::Stage;

/// What most functions here answer: a failure ends the run with its sentence.
pub(crate) type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

const USAGE: &str = "seat-dealer-bench [--write]\n\n\
    Builds the server, loads it and the limits beside it, and prints a table.\n  \
    --write  also write the table into docs/PERFORMANCE.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] => bench(false),
        ["--write"] => bench(true),
        // The child process in which the limit of the guest's page runs.
        [bare::COMMAND, answer] => bare::serve(answer.as_ref()),
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

/// The load generator is one thread, so that it takes as little as it can from the two servers.
fn bench(write: bool) -> Result<()> {
    server::build()?;
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
    let stage = Stage::prepare().await?;
    step("start and idle memory");
    measures::start::measure(&stage, &mut report).await?;
    step("the guest's page");
    measures::guest_page::measure(&stage, &mut report).await?;
    step("answers");
    measures::answers::measure(&stage, &mut report).await?;
    step("dealing with 10 and with 100,000 contacts");
    measures::dealing::measure(&stage, &mut report).await?;
    Ok(report)
}

fn step(what: &str) {
    eprintln!("==> {what}");
}
