//! The largest parts of a request that are accepted.

/// The longest address, in bytes, with its query.
pub(crate) const ADDRESS_LIMIT: usize = 8 * 1024;
/// The longest header fields, in bytes, all of them together. The HTTP library itself refuses more
/// than 96 fields, and heads of more than 128 KB.
pub(crate) const FIELDS_LIMIT: usize = 16 * 1024;

/// What each body may have, in bytes, whoever sends it and whatever other bodies hold: room for a
/// guest's answer with the longest note. There are no more of them than connections.
pub(crate) const SMALL_BODY: usize = 8 * 1024;
/// The largest body without a valid key, in bytes: room for every form of a guest and of a provider.
pub(crate) const KEYLESS_LIMIT: usize = 16 * 1024;
/// The largest body with a valid key: room for two lists of a thousand contacts each.
pub(crate) const BODY_LIMIT: usize = 128 * 1024;
/// The largest address book.
pub(crate) const ADDRESS_BOOK_LIMIT: usize = 1024 * 1024;
/// The largest body with an address book: room for it in base64, and for what the host has chosen.
pub(crate) const IMPORT_LIMIT: usize = 1536 * 1024;
