use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use crate::moments::{from_millis, millis};

/// A page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// Its things.
    pub items: Vec<T>,
    /// Where the next one begins; `None` on the last.
    pub next: Option<Cursor>,
}

/// Which list a page is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Contacts.
    Contacts,
    /// Events.
    Events,
    /// Invitations.
    Invitations,
}

/// Where a page of a list begins: after the thing with this key and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    list: List,
    pub(crate) key: String,
    pub(crate) id: String,
}

impl Cursor {
    /// Reads what [`Cursor::to_string`] wrote for this list; `None` when it did not.
    pub fn parse(list: List, text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (id, key) = text.strip_prefix(list.letter())?.split_once('\n')?;
        let printable = id.chars().chain(key.chars()).all(|c| c != '\0');
        printable.then(|| Self::new(list, key, id))
    }

    pub(crate) fn new(list: List, key: &str, id: &str) -> Self {
        Self {
            list,
            key: key.to_owned(),
            id: id.to_owned(),
        }
    }

    pub(crate) fn at(list: List, moment: Timestamp, id: &str) -> Self {
        Self::new(list, &millis(moment).to_string(), id)
    }

    pub(crate) fn moment(&self) -> Timestamp {
        from_millis(self.key.parse().unwrap_or_default())
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{}{}\n{}", self.list.letter(), self.id, self.key);
        f.write_str(&URL_SAFE_NO_PAD.encode(text))
    }
}

impl List {
    fn letter(self) -> char {
        match self {
            Self::Contacts => 'c',
            Self::Events => 'e',
            Self::Invitations => 'i',
        }
    }
}

/// Cuts a list that was read one longer than the page.
pub(crate) fn cut<T>(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next = if more { items.last().map(cursor) } else { None };
    Page { items, next }
}
