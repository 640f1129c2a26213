//! Background loops: backups, the dealer, the deletion of accounts, and the erasure of deleted data.

pub(crate) mod account_deletion;
pub(crate) mod backups;
pub(crate) mod dealer;
pub(crate) mod erasure;
