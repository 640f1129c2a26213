//! Lists with a signal for each row, so that a refetch neither moves the focus nor closes what is open
//! in a row.

mod fetched_list;
mod keyed_list;
mod long_list;
mod rows;

pub(crate) use fetched_list::FetchedList;
pub(crate) use keyed_list::KeyedList;
pub(crate) use long_list::LongList;
pub(crate) use rows::{ForRows, Item, for_items, for_sorted_rows};
