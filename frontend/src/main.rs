//! The host's app: contacts, events and the table that fills by itself. It talks to the server
//! only through its public API and keeps nothing but the session key.

// Components take their props by value: the macro that declares them asks for it.
#![allow(clippy::needless_pass_by_value)]
// The same macro makes the types of the props `pub`, in a program that nothing else can use.
#![allow(unreachable_pub)]

mod api;
mod app;
mod browser;
mod components;
mod features;
mod keyed;
mod live;
mod routes;
mod session;
mod sse;
mod time;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
