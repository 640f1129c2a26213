//! The table.

use std::path::Path;

use crate::{Result, figures};

const BEGIN: &str = "<!-- The table below is written by `./just bench --write`. -->";
const END: &str = "<!-- The end of the table. -->";

/// What was measured, row by row.
pub(crate) struct Report {
    rows: Vec<Row>,
    /// How busy the machine was before, where the system says so.
    load_before: Option<f64>,
}

/// One row. What is empty does not apply.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) metric: String,
    pub(crate) measured: String,
    /// What could be had at most, measured in the same run.
    pub(crate) limit: String,
    pub(crate) ratio: String,
    pub(crate) target: String,
    /// `None` when nothing is aimed at.
    pub(crate) met: Option<bool>,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self {
            rows: Vec::new(),
            load_before: load_average(),
        }
    }

    pub(crate) fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    pub(crate) fn print(&self) {
        println!("\n{}", self.table());
        println!("\n{}", self.circumstances());
    }

    /// Replaces what stands between the markers in docs/PERFORMANCE.md.
    pub(crate) fn write_into_docs(&self) -> Result<()> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/PERFORMANCE.md");
        let text = std::fs::read_to_string(&file)?;
        let table = format!("{}\n\n{}", self.table(), self.circumstances());
        let text = between_markers(&text, &table)
            .ok_or("docs/PERFORMANCE.md has lost the lines that the table stands between")?;
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
        for row in &self.rows {
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

/// Of what could be had, how much there is; more is better.
pub(crate) fn share(measured: f64, limit: f64) -> (String, f64) {
    let share = measured / limit.max(f64::EPSILON);
    (format!("{share:.2}"), share)
}

/// A size that must not exceed so many kilobytes of 1,000 bytes.
pub(crate) fn size(metric: &str, bytes: usize, most: f64) -> Row {
    let kilobytes = figures::float(bytes) / 1_000.0;
    Row {
        metric: metric.to_owned(),
        measured: format!("{kilobytes:.1} KB"),
        target: format!("<= {most:.0} KB"),
        met: Some(kilobytes <= most),
        ..Row::default()
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
    fn the_docs_have_a_place_for_the_table() {
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
