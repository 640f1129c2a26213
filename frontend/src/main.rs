//! The host's app: contacts, events, and the table that fills by itself. The app uses the server's
//! public API only, and stores nothing but the session key.

#![allow(unreachable_pub)] // `#[component]` generates such items.

mod api;
mod app;
mod browser;
mod components;
mod country;
mod pages;
mod reactive;
mod refetch;
mod router;
mod session;
mod sse;
mod time;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
