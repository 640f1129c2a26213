//! docs/RULES.md, the code, these tests and the histories name the same rules.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A row of the table at the end of docs/RULES.md: a rule and the functions that belong to it.
struct RuleRow {
    rule: u32,
    function: String,
    test: String,
    check: String,
}

fn crate_path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn document() -> String {
    read(&crate_path("../../docs/RULES.md"))
}

/// The numbers of the rules: those of the headings.
fn rules(document: &str) -> BTreeSet<u32> {
    document
        .lines()
        .filter_map(|line| line.split_once(". **")?.0.parse().ok())
        .collect()
}

fn rows(document: &str) -> Vec<RuleRow> {
    let cells = |line: &str| -> Option<RuleRow> {
        let mut cells = line.trim().strip_prefix('|')?.split('|').map(str::trim);
        let rule = cells.next()?.parse().ok()?;
        let mut entry = || cells.next().map(|cell| cell.trim_matches('`').to_owned());
        Some(RuleRow {
            rule,
            function: entry()?,
            test: entry()?,
            check: entry()?,
        })
    };
    document.lines().filter_map(cells).collect()
}

/// The function `file::name` of a folder, with the comments above it.
fn function(folder: &str, entry: &str) -> String {
    let (file, name) = entry.split_once("::").unwrap_or_else(|| panic!("{entry}"));
    let source = read(&crate_path(folder).join(file));
    let lines: Vec<&str> = source.lines().collect();
    let is_here = |line: &&str| line.contains(&format!("fn {name}("));
    let at = lines.iter().position(is_here);
    let at = at.unwrap_or_else(|| panic!("{folder}/{file} has no function {name}"));
    let indent = lines[at].len() - lines[at].trim_start().len();
    let is_above = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("//") || line.starts_with('#')
    };
    let above = lines[..at].iter().rev().take_while(|line| is_above(line));
    let end = format!("{}}}", " ".repeat(indent));
    let body = lines[at..].iter().take_while(|line| ***line != end);
    above.chain(body).copied().collect::<Vec<_>>().join("\n")
}

/// The numbers after the word "rule" in a text, as in "rule 5" and in `rule_5`.
fn named(text: &str) -> BTreeSet<u32> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words
        .windows(2)
        .filter(|pair| pair[0].eq_ignore_ascii_case("rule"))
        .filter_map(|pair| pair[1].parse().ok())
        .collect()
}

/// The numbers of the rules that the files in a folder of this crate name.
fn named_in(folder: &Path) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut named_in(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.append(&mut named(&read(&path)));
        }
    }
    found
}

#[test]
fn the_table_contains_all_rules() {
    let document = document();
    let rules = rules(&document);
    assert!(rules.len() >= 14, "{rules:?}");
    assert_eq!(rules, rows(&document).iter().map(|row| row.rule).collect());
}

#[test]
fn the_code_and_the_tests_name_all_rules_and_no_others() {
    let rules = rules(&document());
    for folder in ["src", "tests"] {
        assert_eq!(named_in(&crate_path(folder)), rules, "{folder}");
    }
}

#[test]
fn the_functions_in_the_table_exist_and_name_their_rule() {
    for RuleRow {
        rule,
        function: code,
        test,
        check,
    } in rows(&document())
    {
        let is_named = |text: &str| named(text).contains(&rule);
        assert!(is_named(&function("src", &code)), "rule {rule}: {code}");
        let source = function("tests/rules", &test);
        assert!(source.contains("#[test]"), "{test} is no test");
        let file = read(&crate_path("tests/rules").join(test.split("::").next().unwrap()));
        assert!(is_named(&file), "rule {rule}: {test}");
        let source = function("tests/histories/checks", &check);
        assert!(is_named(&source), "rule {rule}: {check}");
        let (_, name) = check.split_once("::").unwrap();
        let checks = read(&crate_path("tests/histories/checks/mod.rs"));
        assert!(checks.contains(&format!("::{name}(")), "{check} is not run");
    }
}
