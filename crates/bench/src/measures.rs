//! The measurements, one file for each group of rows.

pub(crate) mod answers;
pub(crate) mod dealing;
pub(crate) mod guest_page;
pub(crate) mod import;
pub(crate) mod large_host;
pub(crate) mod open_pages;
pub(crate) mod start;
