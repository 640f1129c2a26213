//! UI components that several pages share.
//!
//! Views are written with closures in place (`{move || ...}`), which `--cfg erase_components` turns
//! into one type for each type of result. A conditional part therefore returns `Option<AnyView>`.

pub(crate) mod announcer;
pub(crate) mod busy;
pub(crate) mod button;
pub(crate) mod confirm;
pub(crate) mod copy_button;
pub(crate) mod dialog;
pub(crate) mod form;
pub(crate) mod initials;
pub(crate) mod layout;
pub(crate) mod list;
pub(crate) mod page;
pub(crate) mod search_box;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
