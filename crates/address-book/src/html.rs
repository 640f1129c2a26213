//! Tables and lists of web pages, and of spreadsheets and programs that save them as HTML.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::unicode::one_line;

/// Elements whose text nobody sees.
const UNSEEN: [&[u8]; 4] = [b"style", b"script", b"title", b"noscript"];

/// Elements within a line of text.
const INLINE: [&[u8]; 18] = [
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"big", b"code", b"em", b"font", b"i", b"img", b"mark",
    b"s", b"small", b"span", b"strong", b"sub", b"u",
];

/// Whether a text is HTML: a page, or a part of one as it is in the clipboard.
pub(crate) fn is_html(text: &str) -> bool {
    // Windows puts a few lines before the page.
    let page = match text.trim_start() {
        header if header.starts_with("Version:") => header.find('<').map(|at| &header[at..]),
        page => Some(page),
    };
    page.and_then(|page| page.strip_prefix('<'))
        .is_some_and(|tag| {
            let name = tag.split(['>', '/']).next().unwrap_or_default();
            // `<ada@example.org>` is an address, and `<?xml` another language.
            let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains('@');
            (is_tag || tag.starts_with('!')) && tag.contains("</")
        })
}

/// The text of HTML: a line for each row, item and paragraph, with tabs between the cells of a row.
pub(crate) fn text(html: &str) -> String {
    let start = html.find('<').unwrap_or_default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut lines = Lines::default();
    let mut is_unseen = false;
    for Ok(token) in Tokenizer::new_with_emitter(&html[start..], emitter) {
        match token {
            Token::StartTag(tag) if UNSEEN.contains(&&**tag.name) => is_unseen = true,
            Token::EndTag(tag) if UNSEEN.contains(&&**tag.name) => is_unseen = false,
            Token::StartTag(tag) => lines.begin(&tag.name),
            Token::EndTag(tag) => lines.end(&tag.name),
            Token::String(text) if !is_unseen => {
                lines.cell.push_str(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    lines.end_line();
    lines.text
}

#[derive(Default)]
struct Lines {
    text: String,
    cells: Vec<String>,
    cell: String,
    is_in_cell: bool,
}

impl Lines {
    fn begin(&mut self, tag: &[u8]) {
        match tag {
            b"td" | b"th" => {
                if self.is_in_cell || !self.cell.trim().is_empty() {
                    self.end_cell();
                }
                self.is_in_cell = true;
                self.cell.clear();
            }
            _ => self.between(tag),
        }
    }

    fn end(&mut self, tag: &[u8]) {
        match tag {
            b"td" | b"th" => {
                self.end_cell();
                self.is_in_cell = false;
            }
            _ => self.between(tag),
        }
    }

    /// What is no part of a line ends it; in a cell, only another row does.
    fn between(&mut self, tag: &[u8]) {
        if self.is_in_cell && !matches!(tag, b"tr" | b"table" | b"tbody") {
            if !INLINE.contains(&tag) {
                self.cell.push(' ');
            }
        } else if !INLINE.contains(&tag) {
            self.end_line();
        }
    }

    fn end_cell(&mut self) {
        let cell = one_line(&std::mem::take(&mut self.cell));
        self.cells.push(if cell.contains('"') {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        });
    }

    fn end_line(&mut self) {
        if self.is_in_cell || !self.cell.trim().is_empty() {
            self.end_cell();
        }
        self.is_in_cell = false;
        self.cell.clear();
        if self.cells.iter().any(|cell| !cell.is_empty()) {
            self.text.push_str(&self.cells.join("\t"));
            self.text.push('\n');
        }
        self.cells.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_known_by_their_first_tag() {
        for page in [
            "<!DOCTYPE html><html></html>",
            "\n <table><tr><td>Ada</td></tr></table>",
            "<meta charset='utf-8'><table></table>",
            "Version:1.0\nStartHTML:00000105\n<html></html>",
        ] {
            assert!(is_html(page), "{page}");
        }
        for other in [
            "",
            "<ada@example.org>, <bea@example.org></",
            "Ada <ada@example.org>",
            "<?xml version=\"1.0\"?><a></a>",
            "Version: 2",
            "< 5",
        ] {
            assert!(!is_html(other), "{other}");
        }
    }

    #[test]
    fn rows_are_lines_and_cells_are_divided_by_tabs() {
        for (html, lines) in [
            (
                "<style>td{}</style><table><tr><th>Name<th>Phone<tr><td>Ada &amp; <b>Bea</b><td></table>",
                "Name\tPhone\nAda & Bea\t\n",
            ),
            (
                "<table>\n<tr>\n<td>Ada\n Low</td>\n<td>1<br>2</td></tr></table>Cy",
                "Ada Low\t1 2\nCy\n",
            ),
            (
                "<p>Ada<br>0151</p><ul><li>Bea</li></ul><script>\"<td>\"</script>",
                "Ada\n0151\nBea\n",
            ),
            (
                "<tr><td>Zo\u{eb} \"Z\"</td></tr>",
                "\"Zo\u{eb} \"\"Z\"\"\"\n",
            ),
            (
                "<td><table><tr><td>Ada</td><td>1</td></tr></table></td>",
                "Ada\t1\n",
            ),
        ] {
            assert_eq!(text(html), lines, "{html}");
        }
    }
}
