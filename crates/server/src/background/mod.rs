//! Background loops: backups, the dealer, the deletion of accounts, the erasure of deleted data, and news for hosts.

pub(crate) mod account_deletion;
pub(crate) mod backups;
pub(crate) mod dealer;
pub(crate) mod erasure;
pub(crate) mod news;
