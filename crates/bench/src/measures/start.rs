//! Measures the time of a start, the memory when idle, and the size of the web app.

use std::path::Path;
use std::time::Duration;

use crate::fixture::Fixture;
use crate::http::{self, Connection};
use crate::report::{self, Measurement, Report};
use crate::server::Process;
use crate::{Result, statistics};

const STARTS: usize = 10;
const MILLISECOND_LIMIT: f64 = 300.0;
const MEGABYTE_LIMIT: f64 = 40.0;
const FIRST_LOAD_LIMIT: f64 = 190.0;
const ALL_PARTS_LIMIT: f64 = 400.0;

pub(crate) async fn measure(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let (_, time) = Process::start(&fixture.database).await?;
        times.push(statistics::milliseconds(time));
    }
    let median = statistics::median(&times);
    report.add(Measurement {
        metric: format!("start to first response, median of {STARTS}"),
        measured: format!("{median:.0} ms"),
        target: format!("<= {MILLISECOND_LIMIT:.0} ms"),
        met: Some(median <= MILLISECOND_LIMIT),
        ..Measurement::default()
    });
    let (server, _) = Process::start(&fixture.database).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let megabytes = server.megabytes()?;
    report.add(Measurement {
        metric: "memory, idle".to_owned(),
        measured: format!("{megabytes:.1} MB"),
        target: format!("<= {MEGABYTE_LIMIT:.0} MB"),
        met: Some(megabytes <= MEGABYTE_LIMIT),
        ..Measurement::default()
    });
    let size = web_app_size(&server).await?;
    for (metric, bytes, limit) in [
        (
            "web app, first load, brotli",
            size.as_ref().map(|size| size.first_load),
            FIRST_LOAD_LIMIT,
        ),
        (
            "web app, all parts, brotli",
            size.as_ref().map(|size| size.all_parts),
            ALL_PARTS_LIMIT,
        ),
    ] {
        match bytes {
            Some(bytes) => report.add(report::size(metric, bytes, limit)),
            None => report.add(Measurement {
                metric: metric.to_owned(),
                measured: "not in the server: run ./just web".to_owned(),
                target: format!("<= {limit:.0} KB"),
                met: Some(false),
                ..Measurement::default()
            }),
        }
    }
    Ok(())
}

/// The size of the web app in bytes, as a browser receives it.
struct WebAppSize {
    /// The page and the files that it names: what is loaded before the list of events is shown.
    first_load: usize,
    /// These, and the parts that are loaded when they are opened.
    all_parts: usize,
}

/// Loads all files of the web app. `None` if the server does not contain them.
async fn web_app_size(server: &Process) -> Result<Option<WebAppSize>> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/dist");
    if !dist.is_dir() {
        return Ok(None);
    }
    let page = std::fs::read_to_string(dist.join("index.html"))?;
    let mut connection = Connection::open(server.address).await?;
    let mut size = WebAppSize {
        first_load: 0,
        all_parts: 0,
    };
    for file in files(&dist)? {
        let name = file.strip_prefix(&dist)?.to_string_lossy();
        // The server does not serve the page under its file name.
        let name = if name == "index.html" { "" } else { &name };
        let request = http::get(&format!("/{name}"), "Accept-Encoding: br\r\n");
        let response = connection.exchange(&request).await?;
        if response.status != 200 {
            // The folder has changed since the build of the server.
            return Ok(None);
        }
        let bytes = response.body_length()?;
        size.all_parts += bytes;
        // The name of the page itself is empty.
        if page.contains(name) {
            size.first_load += bytes;
        }
    }
    Ok(Some(size))
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
