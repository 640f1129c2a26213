use jiff::Timestamp;
use seat_dealer_core::HostId;

use crate::time::{from_millis, millis};
use crate::{Result, RsvpTokens};

/// A page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<Cursor>,
}

/// The list of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Contacts.
    Contacts,
    /// Events.
    Events,
    /// Invitations.
    Invitations,
}

/// The begin of a page: after the item with this key and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    list: List,
    pub(crate) key: String,
    pub(crate) id: String,
}

impl Cursor {
    /// The cursor for the client: encrypted and as base64url. It is encrypted because the key of a contact is its
    /// name, number and address, and proxies log addresses with cursors.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) if the system returns no random bytes.
    pub fn seal(&self, tokens: &RsvpTokens, host: &HostId) -> Result<String> {
        let text = format!("{}\n{}", self.id, self.key);
        tokens.seal(&self.list.purpose(host), &text)
    }

    /// Decrypts a cursor that [`Cursor::seal`] has made for this list of this host; `None` for any other text.
    pub fn open(tokens: &RsvpTokens, list: List, host: &HostId, sealed: &str) -> Option<Self> {
        let text = tokens.open(&list.purpose(host), sealed)?;
        let (id, key) = text.split_once('\n')?;
        Some(Self::new(list, key, id))
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

impl List {
    /// The additional authenticated data: the list and the host, so that a cursor is valid for no other ones.
    fn purpose(self, host: &HostId) -> String {
        let list = match self {
            Self::Contacts => "contacts",
            Self::Events => "events",
            Self::Invitations => "invitations",
        };
        format!("cursor:{list}:{}", host.as_str())
    }
}

/// Removes the additional row of a list that was read one row longer than the page.
pub(crate) fn cut<T>(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next = if more { items.last().map(cursor) } else { None };
    Page { items, next }
}

/// A number of rows for a query.
pub(crate) fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
