//! The limits of the parts of a request, in bytes.

/// The limit of an address with its query.
pub(crate) const ADDRESS_LIMIT: usize = 8 * 1024;
/// The limit of all header fields together. The HTTP library itself refuses more than 96 fields, and heads of
/// more than 128 KB.
pub(crate) const FIELDS_LIMIT: usize = 16 * 1024;

/// Up to this size, a body takes nothing of the budget that all bodies share. It is enough for a guest's answer
/// with the longest note. The number of such bodies is limited by the number of connections.
pub(crate) const SMALL_BODY: usize = 8 * 1024;
/// The limit of a body without a valid key: enough for every form of a guest and of a provider.
pub(crate) const KEYLESS_LIMIT: usize = 16 * 1024;
/// The limit of a body with a valid key: enough for two lists of a thousand contacts each.
pub(crate) const BODY_LIMIT: usize = 128 * 1024;
/// The limit of an address book.
pub(crate) const ADDRESS_BOOK_LIMIT: usize = 1024 * 1024;
/// The limit of a body with an address book: enough for it in base64, and for the host's choices.
pub(crate) const IMPORT_LIMIT: usize = 1536 * 1024;
