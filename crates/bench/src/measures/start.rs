//! From nothing to the first answer, memory when idle, and the size of the web app.

use std::path::Path;
use std::time::Duration;

use crate::http::{self, Connection};
use crate::report::{self, Report, Row};
use crate::server::Process;
use crate::stage::Stage;
use crate::{Result, figures};

const STARTS: usize = 10;
const MOST_MILLISECONDS: f64 = 300.0;
const MOST_MEGABYTES: f64 = 40.0;
const MOST_KILOBYTES: f64 = 220.0;

pub(crate) async fn measure(stage: &Stage, report: &mut Report) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let (_, time) = Process::start(&stage.database).await?;
        times.push(figures::milliseconds(time));
    }
    let median = figures::median(&times);
    report.add(Row {
        metric: format!("start to first answer, median of {STARTS}"),
        measured: format!("{median:.0} ms"),
        target: format!("<= {MOST_MILLISECONDS:.0} ms"),
        met: Some(median <= MOST_MILLISECONDS),
        ..Row::default()
    });
    let (server, _) = Process::start(&stage.database).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let megabytes = server.megabytes()?;
    report.add(Row {
        metric: "memory, idle".to_owned(),
        measured: format!("{megabytes:.1} MB"),
        target: format!("<= {MOST_MEGABYTES:.0} MB"),
        met: Some(megabytes <= MOST_MEGABYTES),
        ..Row::default()
    });
    match web_app_bytes(&server).await? {
        Some(bytes) => report.add(report::size("web app, brotli", bytes, MOST_KILOBYTES)),
        None => report.add(Row {
            metric: "web app, brotli".to_owned(),
            measured: "not in the server: ./just web".to_owned(),
            target: format!("<= {MOST_KILOBYTES:.0} KB"),
            met: Some(false),
            ..Row::default()
        }),
    }
    Ok(())
}

/// All that a browser fetches before the app runs: every file of it, as it is served.
async fn web_app_bytes(server: &Process) -> Result<Option<usize>> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/dist");
    if !dist.is_dir() {
        return Ok(None);
    }
    let mut connection = Connection::open(server.address).await?;
    let mut bytes = 0;
    for file in files(&dist)? {
        let name = file.strip_prefix(&dist)?.to_string_lossy();
        // The page answers under every address but its own name.
        let name = if name == "index.html" { "" } else { &name };
        let request = http::get(&format!("/{name}"), "Accept-Encoding: br\r\n");
        let answer = connection.exchange(&request).await?;
        if answer.status != 200 {
            // The folder has changed since the server was built.
            return Ok(None);
        }
        bytes += answer.body_length()?;
    }
    Ok(Some(bytes))
}

fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
