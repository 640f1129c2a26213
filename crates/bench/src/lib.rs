//! Loads the release server and the limits beside it.
