//! The table of results.

use std::path::Path;
use std::time::Duration;

use crate::{Result, statistics};

const BEGIN: &str = "<!-- The table below is written by `./just bench --write`. -->";
const END: &str = "<!-- The end of the table. -->";

/// All measurements.
pub(crate) struct Report {
    measurements: Vec<Measurement>,
    /// The load average before the run. `None` if the system does not report it.
    load_before: Option<f64>,
}

/// A row of the table. An empty field does not apply.
#[derive(Debug, Default)]
pub(crate) struct Measurement {
    pub(crate) metric: String,
    pub(crate) measured: String,
    /// The same measurement of the limit, in the same run.
    pub(crate) limit: String,
    pub(crate) ratio: String,
    pub(crate) target: String,
    /// Whether the target is met. `None` if there is no target.
    pub(crate) met: Option<bool>,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self {
            measurements: Vec::new(),
            load_before: load_average(),
        }
    }

    pub(crate) fn add(&mut self, row: Measurement) {
        self.measurements.push(row);
    }

    pub(crate) fn print(&self) {
        println!("\n{}", self.table());
        println!("\n{}", self.circumstances());
    }

    /// Replaces the table between the markers in docs/PERFORMANCE.md.
    pub(crate) fn write_into_docs(&self) -> Result<()> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/PERFORMANCE.md");
        let text = std::fs::read_to_string(&file)?;
        let table = format!("{}\n\n{}", self.table(), self.circumstances());
        let text = between_markers(&text, &table)
            .ok_or("the markers of the table are missing in docs/PERFORMANCE.md")?;
        std::fs::write(&file, text)?;
        Ok(())
    }

    fn circumstances(&self) -> String {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let load = self.load_before.map_or_else(String::new, |load| {
            format!(" Load average before the run: {load:.1}.")
        });
        format!(
            "{} {}, {processors} processors shared by server and load.{load}",
            std::env::consts::OS,
            std::env::consts::ARCH
        )
    }

    fn table(&self) -> String {
        let mut lines =
            vec![["metric", "measured", "limit", "ratio", "target", "met"].map(str::to_owned)];
        for row in &self.measurements {
            let met = match row.met {
                Some(true) => "yes",
                Some(false) => "NO",
                None => "",
            };
            lines.push([
                row.metric.clone(),
                row.measured.clone(),
                row.limit.clone(),
                row.ratio.clone(),
                row.target.clone(),
                met.to_owned(),
            ]);
        }
        let widths: [usize; 6] = std::array::from_fn(|column| {
            let cells = lines.iter().map(|line| line[column].chars().count());
            cells.max().unwrap_or_default()
        });
        lines.insert(1, widths.map(|width| "-".repeat(width)));
        let drawn = lines.iter().map(|line| {
            let cells = line.iter().zip(widths);
            let cells: Vec<String> = cells
                .map(|(cell, width)| format!("{cell:<width$}"))
                .collect();
            format!("| {} |", cells.join(" | "))
        });
        drawn.collect::<Vec<_>>().join("\n")
    }
}

/// The ratio of a measured value to its limit, as text and as a number. Higher is better.
pub(crate) fn share(measured: f64, limit: f64) -> (String, f64) {
    let share = measured / limit.max(f64::EPSILON);
    (format!("{share:.2}"), share)
}

/// The row of a time that 99 of 100 do not exceed, in milliseconds.
pub(crate) fn p99(metric: &str, times: &[Duration], most: f64) -> Measurement {
    let time = statistics::milliseconds(statistics::percentile(times, 0.99));
    Measurement {
        metric: format!("{metric}, p99"),
        measured: format!("{time:.1} ms"),
        target: format!("<= {most:.0} ms"),
        met: Some(time <= most),
        ..Measurement::default()
    }
}

/// The row of a size with its limit, in kilobytes of 1,000 bytes.
pub(crate) fn size(metric: &str, bytes: usize, most: f64) -> Measurement {
    let kilobytes = statistics::float(bytes) / 1_000.0;
    Measurement {
        metric: metric.to_owned(),
        measured: format!("{kilobytes:.1} KB"),
        target: format!("<= {most:.0} KB"),
        met: Some(kilobytes <= most),
        ..Measurement::default()
    }
}

fn between_markers(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{table}\n\n{END}{after}"))
}

fn load_average() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_the_markers() {
        let docs = include_str!("../../../docs/PERFORMANCE.md");
        let text = between_markers(docs, "new").unwrap();
        assert_eq!(between_markers(&text, "new"), Some(text.clone()));
        assert!(text.contains(&format!("{BEGIN}\n\nnew\n\n{END}")));
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut report = Report::new();
        report.add(size("size", 14_001, 14.0));
        assert_eq!(
            report.table(),
            "| metric | measured | limit | ratio | target   | met |\n\
             | ------ | -------- | ----- | ----- | -------- | --- |\n\
             | size   | 14.0 KB  |       |       | <= 14 KB | NO  |"
        );
    }
}
