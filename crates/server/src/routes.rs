//! All routes. The OpenAPI document is generated from the same registrations.

use actix_web::web::{self, ServiceConfig};
use seat_dealer_sign_in::DevProvider;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig as DocumentedConfig;

use crate::hosts::{
    api_keys, by_hand, calendar, contact_import, contacts, contacts_batch, contacts_csv, deck,
    duplicates, events, export, host_log, host_messages, invites, log, me, message_previews,
    notifications, push_subscriptions, sessions, sign_in, tags, webhooks as outgoing,
};
use crate::http::operations::Operations;
use crate::http::{health, problem_pages};
use crate::{dev_mailbox, guests, web_app, webhooks};

/// Registers all routes. `provider` is the development sign-in, if it is used.
pub(crate) fn all(
    services: &mut ServiceConfig,
    operations: &web::Data<Operations>,
    provider: Option<&DevProvider>,
    with_mailbox: bool,
) {
    // Routes are matched one after the other, so the most frequent ones come first.
    services.configure(guests::page::pages);
    documented(&mut DocumentedConfig::new(services));
    services
        .configure(web_app::pages)
        .configure(problem_pages::pages)
        .configure(guests::unsubscribe::pages)
        .app_data(operations.clone())
        .default_service(web::to(web_app::fallback));
    if let Some(provider) = provider {
        provider.configure(services);
    }
    if with_mailbox {
        dev_mailbox::routes::pages(services);
    }
}

/// Registers the routes of the OpenAPI document.
pub(crate) fn documented(config: &mut DocumentedConfig) {
    config
        .service(health::alive)
        .service(health::ready)
        .service(health::api_alive)
        .service(health::api_ready);
    api(config);
}

/// Registers the routes under `/api/v1`, and the webhooks that Twilio calls.
fn api(config: &mut DocumentedConfig) {
    config.service(
        scope("/api/v1")
            .service(sign_in::start)
            .service(sign_in::finish)
            .service(sign_in::logout)
            .service(me::read)
            .service(me::change)
            .service(me::delete)
            .service(notifications::read)
            .service(notifications::replace)
            .service(push_subscriptions::list)
            .service(push_subscriptions::add)
            .service(push_subscriptions::read)
            .service(push_subscriptions::remove)
            .service(calendar::renew)
            .service(calendar::end)
            .service(calendar::read)
            .service(export::export)
            .service(sessions::list)
            .service(sessions::end_all)
            .service(sessions::end)
            .service(contacts::list)
            .service(contacts::add)
            .service(duplicates::list)
            .service(contacts_csv::export)
            .service(tags::list)
            .service(contact_import::run)
            .service(contact_import::undo_import)
            .service(contacts_batch::add)
            .service(contacts_batch::change)
            .service(contacts_batch::remove)
            .service(contacts::read)
            .service(contacts::change)
            .service(contacts::remove)
            .service(events::list)
            .service(events::add)
            .service(host_log::read)
            .service(host_log::stream)
            .service(events::read)
            .service(events::change)
            .service(events::remove)
            .service(events::deal)
            .service(events::pause)
            .service(events::cancel)
            .service(host_messages::send)
            .service(message_previews::announcement)
            .service(message_previews::cancellation)
            .service(message_previews::invitation)
            .service(deck::read)
            .service(deck::arrange)
            .service(deck::preview)
            .service(log::read)
            .service(log::stream)
            .service(invites::list)
            .service(invites::add)
            .service(invites::add_several)
            .service(invites::read)
            .service(invites::change)
            .service(invites::resend)
            .service(message_previews::resending)
            .service(message_previews::withdrawal)
            .service(by_hand::read)
            .service(by_hand::passed_on)
            .service(guests::rsvp::read)
            .service(guests::rsvp::answer)
            .service(api_keys::list)
            .service(api_keys::add)
            .service(api_keys::read)
            .service(api_keys::remove)
            .service(outgoing::list)
            .service(outgoing::add)
            .service(outgoing::read)
            .service(outgoing::change)
            .service(outgoing::remove)
            .service(outgoing::rotate)
            .service(outgoing::list_deliveries)
            .service(outgoing::redeliver),
    );
    config
        .service(webhooks::hear_status)
        .service(webhooks::hear_text);
}
