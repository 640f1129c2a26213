//! The host's app: contacts, events, and the table that fills by itself. The app uses the server's
//! public API only, and stores nothing but the session key.

#![allow(unreachable_pub)]
// `#[component]` generates such items.
// Only natively, where tests run: there signals hold debug information and are larger than in the browser.
#![cfg_attr(not(target_arch = "wasm32"), allow(clippy::large_types_passed_by_value))]
// The attribute `wasm_split` with `fallible` requires functions that return a `Result`.
#![allow(clippy::unnecessary_wraps)]

mod api;
mod app;
mod browser;
mod components;
mod country;
mod lazy;
mod pages;
mod phone;
mod reactive;
mod refetch;
mod router;
mod session;
mod sse;
mod time;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
