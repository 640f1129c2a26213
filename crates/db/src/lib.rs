//! The database: the only crate that names Diesel.
