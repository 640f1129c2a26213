//! Loops that run beside the server: the dealer, and the erasure of what hosts have deleted.

pub(crate) mod account_deletion;
pub(crate) mod dealer;
pub(crate) mod erasure;
