//! Counts who says the same.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Words that several guests may have said, and who they are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Same {
    /// The words of the first of them.
    pub(super) words: String,
    /// The names of all.
    pub(super) names: Vec<String>,
}

/// Joins the guests of pairs of names and words who say the same; case and outer spaces make no difference. What most
/// say is first. No words are nothing said.
pub(super) fn joined<'a>(said: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Same> {
    let mut groups: BTreeMap<String, Same> = BTreeMap::new();
    for (name, words) in said {
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        let group = groups.entry(words.to_lowercase()).or_insert_with(|| Same {
            words: words.to_owned(),
            names: Vec::new(),
        });
        group.names.push(name.to_owned());
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_by_key(|group| Reverse(group.names.len()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_outer_spaces_make_no_difference() {
        let said = [
            ("Ada", "Vegan"),
            ("Bea", " no nuts"),
            ("Cleo", ""),
            ("Dan", "No nuts "),
            ("Eva", "Éclairs"),
            ("Finn", "éclairs"),
            ("Gil", "No nuts, no milk"),
        ];
        let groups = joined(said.into_iter());
        let groups: Vec<_> = groups
            .iter()
            .map(|group| (group.words.as_str(), group.names.join(" ")))
            .collect();
        assert_eq!(
            groups,
            [
                ("no nuts", "Bea Dan".to_owned()),
                ("Éclairs", "Eva Finn".to_owned()),
                ("No nuts, no milk", "Gil".to_owned()),
                ("Vegan", "Ada".to_owned()),
            ]
        );
    }
}
