use jiff::Timestamp;
use seat_dealer_core::HostId;

use crate::time::{from_millis, millis};
use crate::{Result, RsvpTokens};

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
    /// The cursor as a client keeps it: base64url, encrypted because the key of a contact is its
    /// name, number and address, and a cursor travels in addresses, which proxies log.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) when the system gives no random bytes.
    pub fn seal(&self, tokens: &RsvpTokens, host: &HostId) -> Result<String> {
        let text = format!("{}\n{}", self.id, self.key);
        tokens.seal(&self.list.purpose(host), &text)
    }

    /// Reads what [`Cursor::seal`] wrote for this list of this host; `None` for anything else.
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
    /// What a cursor of this list is sealed for, so that it fits no other list and no other host.
    fn purpose(self, host: &HostId) -> String {
        let list = match self {
            Self::Contacts => "contacts",
            Self::Events => "events",
            Self::Invitations => "invitations",
        };
        format!("cursor:{list}:{}", host.as_str())
    }
}

/// Cuts a list that was read one longer than the page.
pub(crate) fn cut<T>(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next = if more { items.last().map(cursor) } else { None };
    Page { items, next }
}
