//! Servers in this process, each on a free loopback port.

use std::net::TcpListener;

use actix_web::{App, HttpServer, web};
use seat_dealer_sign_in::{DevProvider, SignIn, SignInSettings};

pub(crate) const APP_SECRET: &str = "an app secret for tests of 32 or more characters";
pub(crate) const FRONTEND: &str = "http://localhost:8080";
pub(crate) const REDIRECT: &str = "http://localhost:8080/login/callback";

/// A listener on a free port, and its address.
pub(crate) fn free_port() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    (listener, base)
}

/// Runs a server until the test ends.
pub(crate) fn serve(
    listener: TcpListener,
    configure: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
) {
    let server = HttpServer::new(move || App::new().configure(configure.clone()))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
    actix_web::rt::spawn(server);
}

/// A `SignIn` with a running development provider, its settings and its address.
pub(crate) fn development() -> (SignIn, SignInSettings, String) {
    let (listener, base) = free_port();
    let provider = DevProvider::new(&base, FRONTEND).unwrap();
    let settings = provider.sign_in_settings(APP_SECRET);
    serve(listener, move |config| provider.configure(config));
    (SignIn::new(&settings).unwrap(), settings, base)
}
