//! What pages are made of.

pub(crate) mod announcer;
pub(crate) mod busy;
pub(crate) mod button;
pub(crate) mod confirm;
pub(crate) mod copy;
pub(crate) mod dialog;
pub(crate) mod dynamic;
pub(crate) mod form;
pub(crate) mod long_list;
pub(crate) mod page;
pub(crate) mod search;
pub(crate) mod shapes;
pub(crate) mod shell;
pub(crate) mod sign_out;
