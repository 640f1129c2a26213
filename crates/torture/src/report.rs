//! The table of docs/TORTURE.md.

use std::path::Path;

use crate::{Result, Totals};

const BEGIN: &str = "<!-- The table below is written by `./just torture --write`. -->";
const END: &str = "<!-- The end of the table. -->";

/// The results of all faults.
#[derive(Default)]
pub struct Report {
    rows: Vec<ReportRow>,
}

struct ReportRow {
    fault: String,
    database: &'static str,
    /// The results, or the reason why the fault was not tested.
    totals: Result<Totals, String>,
    seconds: u64,
}

impl Report {
    /// Adds the results of a fault.
    pub fn add(
        &mut self,
        fault: &str,
        database: &'static str,
        totals: Result<Totals, String>,
        seconds: u64,
    ) {
        self.rows.push(ReportRow {
            fault: fault.to_owned(),
            database,
            totals,
            seconds,
        });
    }

    /// Whether all tested faults had correct results, and there is at least one result.
    pub fn is_correct(&self) -> bool {
        let tested = self.rows.iter().filter_map(|row| row.totals.as_ref().ok());
        !self.rows.is_empty() && tested.into_iter().all(Totals::are_correct)
    }

    /// The table as Markdown.
    pub fn table(&self) -> String {
        let mut lines = vec![
            "| fault | database | dinners | messages | lost | twice | twice in flight, by email | \
             answers acknowledged | of these gone | oversold | dealt twice | other findings | s |"
                .to_owned(),
            format!("|---|---|{}", "--:|".repeat(11)),
        ];
        lines.extend(self.rows.iter().map(ReportRow::line));
        lines.join("\n")
    }

    /// Replaces the table between the markers in docs/TORTURE.md.
    pub fn write_into_docs(&self, circumstances: &str) -> Result<()> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/TORTURE.md");
        let text = std::fs::read_to_string(&file)?;
        let table = format!("{}\n\n{circumstances}", self.table());
        let text = between_markers(&text, &table)
            .ok_or("the markers of the table are missing in docs/TORTURE.md")?;
        Ok(std::fs::write(&file, text)?)
    }
}

impl ReportRow {
    fn line(&self) -> String {
        let Self {
            fault,
            database,
            totals,
            seconds,
        } = self;
        match totals {
            Ok(totals) => format!(
                "| {fault} | {database} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {seconds} |",
                totals.dinners,
                totals.messages,
                totals.lost,
                totals.twice,
                totals.twice_in_flight,
                totals.acknowledged,
                totals.gone,
                totals.oversold,
                totals.dealt_twice,
                totals.other_findings,
            ),
            Err(why) => format!(
                "| {fault} | {database} | not tested: {why} {}|",
                "|".repeat(10)
            ),
        }
    }
}

fn between_markers(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{table}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_the_markers() {
        let docs = include_str!("../../../docs/TORTURE.md");
        let text = between_markers(docs, "new").unwrap();
        assert!(text.contains(&format!("{BEGIN}\n\nnew\n\n{END}")));
    }

    #[test]
    fn a_fault_that_was_not_tested_is_not_correct() {
        let mut report = Report::default();
        report.add("x", "SQLite", Err("no".to_owned()), 1);
        assert!(
            report
                .table()
                .ends_with("| x | SQLite | not tested: no |||||||||||")
        );
        report.add("x", "SQLite", Ok(Totals::default()), 1);
        assert!(!report.is_correct(), "nothing was counted");
    }
}
