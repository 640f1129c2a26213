//! Background loops: backups, the dealer, the deletion of accounts, the erasure of deleted data, news for hosts, and
//! webhooks.

pub(crate) mod account_deletion;
pub(crate) mod backups;
pub(crate) mod dealer;
pub(crate) mod erasure;
pub(crate) mod news;
pub(crate) mod webhooks;
