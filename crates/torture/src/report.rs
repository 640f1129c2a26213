//! The table of docs/TORTURE.md.

use std::path::Path;

use crate::{Figures, Result};

const BEGIN: &str = "<!-- The table below is written by `./just torture --write`. -->";
const END: &str = "<!-- The end of the table. -->";

/// What was counted, fault by fault.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
}

struct Row {
    fault: String,
    database: &'static str,
    /// Or why it was not tried.
    figures: Result<Figures, String>,
    seconds: u64,
}

impl Report {
    /// Adds what a fault came to.
    pub fn add(
        &mut self,
        fault: &str,
        database: &'static str,
        figures: Result<Figures, String>,
        seconds: u64,
    ) {
        self.rows.push(Row {
            fault: fault.to_owned(),
            database,
            figures,
            seconds,
        });
    }

    /// Whether everything that was tried went as it must.
    pub fn is_good(&self) -> bool {
        let tried = self.rows.iter().filter_map(|row| row.figures.as_ref().ok());
        !self.rows.is_empty() && tried.into_iter().all(Figures::are_good)
    }

    /// The table in Markdown.
    pub fn table(&self) -> String {
        let mut lines = vec![
            "| fault | database | dinners | messages | lost | twice | twice in flight, by email | \
             answers acknowledged | of these gone | oversold | dealt twice | other findings | s |"
                .to_owned(),
            format!("|---|---|{}", "--:|".repeat(11)),
        ];
        lines.extend(self.rows.iter().map(Row::line));
        lines.join("\n")
    }

    /// Replaces what stands between the markers in docs/TORTURE.md.
    pub fn write_into_docs(&self, circumstances: &str) -> Result<()> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/TORTURE.md");
        let text = std::fs::read_to_string(&file)?;
        let table = format!("{}\n\n{circumstances}", self.table());
        let text = between_markers(&text, &table)
            .ok_or("docs/TORTURE.md has lost the lines that the table stands between")?;
        Ok(std::fs::write(&file, text)?)
    }
}

impl Row {
    fn line(&self) -> String {
        let Self {
            fault,
            database,
            figures,
            seconds,
        } = self;
        match figures {
            Ok(figures) => format!(
                "| {fault} | {database} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {seconds} |",
                figures.dinners,
                figures.messages,
                figures.lost,
                figures.twice,
                figures.twice_in_flight,
                figures.acknowledged,
                figures.gone,
                figures.oversold,
                figures.dealt_twice,
                figures.strange,
            ),
            Err(why) => format!(
                "| {fault} | {database} | not tried: {why} {}|",
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
    fn the_docs_have_a_place_for_the_table() {
        let docs = include_str!("../../../docs/TORTURE.md");
        let text = between_markers(docs, "new").unwrap();
        assert!(text.contains(&format!("{BEGIN}\n\nnew\n\n{END}")));
    }

    #[test]
    fn a_fault_that_was_not_tried_does_not_count_as_good() {
        let mut report = Report::default();
        report.add("x", "SQLite", Err("no".to_owned()), 1);
        assert!(
            report
                .table()
                .ends_with("| x | SQLite | not tried: no |||||||||||")
        );
        report.add("x", "SQLite", Ok(Figures::default()), 1);
        assert!(!report.is_good(), "nothing was counted");
    }
}
