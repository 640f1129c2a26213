//! The host's app.
fn main() {}
