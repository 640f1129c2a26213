//! The host's words for some of the contacts.

use icu_normalizer::ComposingNormalizerBorrowed;
use serde::Serialize;

use super::{InvalidValue, invalid};
use crate::invisible::{is_blank, visible_line};

/// The host's word for some of the contacts, such as `book club`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Tag(String);

impl Tag {
    /// The longest tag, in characters.
    pub const MAX_CHARS: usize = 40;

    /// Trims the text and composes its characters (NFC). Rejects a text that is empty then, too long, or has a
    /// control character, a character that nobody sees, or one that separates tags.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return invalid("A tag must be a single line of plain text.");
        }
        if text.chars().all(is_blank) {
            return invalid("A tag must not be empty.");
        }
        if visible_line(text) != text {
            return invalid("A tag must not have characters that nobody sees.");
        }
        if text.contains([',', ';']) {
            return invalid("A tag must not have a comma or a semicolon: they separate tags.");
        }
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let tag = ComposingNormalizerBorrowed::new_nfc().normalize(&words);
        if tag.chars().count() > Self::MAX_CHARS {
            return invalid("A tag must be at most 40 characters long.");
        }
        Ok(Self(tag.into_owned()))
    }

    /// The tag as the host wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one tag have in common: the tag in lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// At most 20 tags, each once, in the order in which the host wrote them. Of two spellings, the first is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Tags(Vec<Tag>);

impl Tags {
    /// The most tags.
    pub const MAX: usize = 20;

    /// Parses each tag, and leaves out those that are another spelling of an earlier one. Rejects more than 20.
    pub fn parse<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Result<Self, InvalidValue> {
        let mut tags = Self::default();
        for text in texts {
            let tag = Tag::parse(text.as_ref())?;
            if tags.has(&tag) {
                continue;
            }
            if tags.0.len() == Self::MAX {
                return invalid("There must be at most 20 tags.");
            }
            tags.0.push(tag);
        }
        Ok(tags)
    }

    /// These tags and those of `more` that are not among them, as far as there is room.
    #[must_use]
    pub fn with<'a>(mut self, more: impl IntoIterator<Item = &'a Tag>) -> Self {
        for tag in more {
            if !self.has(tag) && self.0.len() < Self::MAX {
                self.0.push(tag.clone());
            }
        }
        self
    }

    /// The tags.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the spellings of each tag have in common.
    pub fn keys(&self) -> Vec<String> {
        self.iter().map(Tag::key).collect()
    }

    /// The tags as texts.
    pub fn texts(&self) -> Vec<String> {
        self.iter().map(|tag| tag.as_str().to_owned()).collect()
    }

    /// Whether one of these tags is among `others`.
    pub fn meet(&self, others: &Self) -> bool {
        self.iter().any(|tag| others.has(tag))
    }

    /// Whether a spelling of this tag is among them.
    pub fn has(&self, tag: &Tag) -> bool {
        let key = tag.key();
        self.iter().any(|known| known.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_trimmed_and_composed() {
        let tag = |text: &str| Tag::parse(text).map(|tag| tag.as_str().to_owned());
        assert_eq!(tag("  book \u{a0} club "), Ok("book club".to_owned()));
        assert_eq!(tag("Cafe\u{301}"), Ok("Café".to_owned()));
        assert_eq!(tag("👩\u{200d}🍳"), Ok("👩\u{200d}🍳".to_owned()));
        let (composed, decomposed) = ("é".repeat(40), "e\u{301}".repeat(40));
        assert_eq!(tag(&decomposed), Ok(composed));
        let long = "é".repeat(41);
        for (text, error) in [
            ("", "A tag must not be empty."),
            (" \u{3164}", "A tag must not be empty."),
            ("a\nb", "A tag must be a single line of plain text."),
            (
                "book\u{200b}club",
                "A tag must not have characters that nobody sees.",
            ),
            (
                "\u{202e}bulc",
                "A tag must not have characters that nobody sees.",
            ),
            (
                "neighbours, friends",
                "A tag must not have a comma or a semicolon: they separate tags.",
            ),
            (&long, "A tag must be at most 40 characters long."),
        ] {
            assert_eq!(tag(text).unwrap_err().to_string(), error, "{text:?}");
        }
    }

    #[test]
    fn two_spellings_are_one_tag_and_the_first_is_kept() {
        let tags = Tags::parse(["Neighbours", "book club", "neighbours", "BOOK CLUB"]).unwrap();
        assert_eq!(tags.texts(), ["Neighbours", "book club"]);
        assert!(tags.meet(&Tags::parse(["NEIGHBOURS"]).unwrap()));
        assert!(!tags.meet(&Tags::parse(["club"]).unwrap()));
        assert!(!tags.meet(&Tags::default()));
        let more = Tags::parse(["Book Club", "choir"]).unwrap();
        assert_eq!(
            tags.with(more.iter()).texts(),
            ["Neighbours", "book club", "choir"]
        );
    }

    #[test]
    fn there_are_at_most_twenty_tags() {
        let numbered = |count: usize| (0..count).map(|number| format!("tag {number}"));
        let most = Tags::parse(numbered(20)).unwrap();
        assert!(Tags::parse(numbered(20).chain(numbered(20))).is_ok());
        assert_eq!(
            Tags::parse(numbered(21)).unwrap_err().to_string(),
            "There must be at most 20 tags."
        );
        let more = Tags::parse(["one more"]).unwrap();
        assert_eq!(most.clone().with(more.iter()), most);
    }
}
