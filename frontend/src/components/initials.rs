//! Initials, which stand for a person on a chair or in a list.

/// The first letters of a name's first and last words, in upper case.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next();
    first
        .into_iter()
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        assert_eq!(initials("Ada King Lovelace"), "AL");
        assert_eq!(initials("zoë"), "Z");
        assert_eq!(initials("  "), "");
        assert_eq!(initials("ßara ärmel"), "SSÄ");
    }
}
