//! The host's app: contacts, events and the table that fills by itself. It talks to the server
//! only through its public API and keeps nothing but the session key.

mod again;
mod api;
mod app;
mod browser;
mod components;
mod country;
mod draft;
mod features;
mod json;
mod keyed;
mod live;
mod router;
mod routes;
mod session;
mod sse;
mod time;

fn main() {
    leptos::mount::mount_to_body(app::app);
}
