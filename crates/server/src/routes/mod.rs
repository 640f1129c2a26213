//! The API's routes, one file for each noun. The document is made from the same registrations that
//! serve the requests.

mod api_keys;
mod by_hand;
mod contact_import;
mod contacts;
mod deck;
pub(crate) mod dev_messages;
mod events;
mod export;
mod guest_calendar;
pub(crate) mod guest_page;
pub(crate) mod health;
mod invites;
mod language;
mod live;
mod log;
mod me;
mod packing;
mod problems;
mod rsvp;
mod sessions;
mod sign_in;
pub(crate) mod unsubscribe;
mod webhooks;

use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Registers everything under `/api/v1`, and what Twilio calls.
pub(crate) fn api(config: &mut ServiceConfig) {
    config.service(
        scope("/api/v1")
            .service(sign_in::start)
            .service(sign_in::finish)
            .service(sign_in::logout)
            .service(me::read)
            .service(me::change)
            .service(me::delete)
            .service(export::export)
            .service(sessions::list)
            .service(sessions::end_all)
            .service(sessions::end)
            .service(contacts::list)
            .service(contacts::add)
            .service(contact_import::import)
            .service(contacts::read)
            .service(contacts::change)
            .service(contacts::remove)
            .service(events::list)
            .service(events::add)
            .service(live::changes)
            .service(events::read)
            .service(events::change)
            .service(events::remove)
            .service(events::deal)
            .service(events::pause)
            .service(events::cancel)
            .service(events::announcement)
            .service(deck::read)
            .service(deck::arrange)
            .service(deck::preview)
            .service(log::read)
            .service(log::stream)
            .service(invites::list)
            .service(invites::add)
            .service(invites::change)
            .service(invites::resend)
            .service(by_hand::read)
            .service(by_hand::passed_on)
            .service(rsvp::read)
            .service(rsvp::answer)
            .service(api_keys::list)
            .service(api_keys::add)
            .service(api_keys::remove),
    );
    config
        .service(webhooks::hear_status)
        .service(webhooks::hear_text);
}
