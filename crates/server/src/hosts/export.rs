use actix_web::http::header::{self, ContentEncoding, HeaderValue};
use actix_web::{HttpResponse, get, web};
use futures_util::stream::poll_fn;
use seat_dealer_api_types::{DeckOrder, Export, ExportedContact, Notifications};
use seat_dealer_core::HostId;
use seat_dealer_db::events::EventView;
use seat_dealer_db::{
    self as db, contacts, deck, events, host_news, hosts, invitations, keys, log,
    push_subscriptions, webhooks,
};
use serde::Serialize;
use tokio::sync::mpsc;

use super::mappers::{self, moment};
use super::push_subscriptions::subscription;
use super::webhooks::webhook;
use crate::http::auth::AccountAccess;
use crate::http::errors::ApiError;
use crate::http::problems::Private;
use crate::http::state::State;

/// The number of items that are in memory at once.
const BATCH: usize = 200;
/// The size of a chunk of the response, in bytes.
const CHUNK: usize = 32 * 1024;

/// Exports all data of the host as one file.
///
/// The server reads and sends it in pieces. An incomplete export is not valid JSON.
#[utoipa::path(
    operation_id = "exportMe",
    tag = "account",
    responses(
        (
            status = 200,
            description = "The export, as a file to save",
            body = Export,
            headers(("Content-Disposition" = String, description = "A name for the file")),
        ),
        Private,
    ),
)]
#[get("/me/export")]
pub(crate) async fn export(
    state: web::Data<State>,
    AccountAccess(signed_in): AccountAccess,
) -> Result<HttpResponse, ApiError> {
    // The queue is short, so that the export waits for a slow reader.
    let (sender, mut receiver) = mpsc::channel(2);
    let writer = Writer {
        state,
        host: signed_in.host,
        key_id: signed_in.key_id,
        text: String::new(),
        sender,
    };
    actix_web::rt::spawn(writer.run());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"seat-dealer.json\""),
        ))
        .insert_header(ContentEncoding::Identity)
        .streaming(poll_fn(move |context| receiver.poll_recv(context))))
}

/// The reason for an incomplete export.
enum Ended {
    /// The client has closed the connection.
    Unread,
    /// The data could not be read or encoded.
    Failed(String),
}

impl From<db::Error> for Ended {
    fn from(error: db::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

struct Writer {
    state: web::Data<State>,
    host: HostId,
    key_id: String,
    text: String,
    sender: mpsc::Sender<Result<web::Bytes, std::io::Error>>,
}

impl Writer {
    async fn run(mut self) {
        let Err(Ended::Failed(why)) = self.all().await else {
            return;
        };
        tracing::error!(why, "an export was not completed");
        // The connection is aborted, so that the client notices that the export is incomplete.
        let broken = std::io::Error::other("the export could not be finished");
        let _ = self.sender.send(Err(broken)).await;
    }

    async fn all(&mut self) -> Result<(), Ended> {
        let now = db::now();
        let host = self.host.clone();
        let (me, notifications, api_keys, sessions, subscriptions, webhooks) = self
            .state
            .db
            .read(move |conn| {
                Ok((
                    hosts::get(conn, &host)?,
                    host_news::notifications(conn, &host)?,
                    keys::api_keys(conn, &host)?,
                    keys::sessions(conn, &host, now)?,
                    push_subscriptions::list(conn, &host, now)?,
                    webhooks::list(conn, &host)?,
                ))
            })
            .await?;
        let api_keys: Vec<_> = api_keys.into_iter().map(mappers::api_key).collect();
        let sessions: Vec<_> = sessions
            .into_iter()
            .map(|session| mappers::session(session, &self.key_id))
            .collect();
        let subscriptions: Vec<_> = subscriptions
            .into_iter()
            .map(|found| subscription(found, &self.key_id))
            .collect();
        let webhooks: Vec<_> = webhooks.into_iter().map(webhook).collect();
        self.put("{\"exportedAt\":", &moment(now)).await?;
        let me = mappers::me(me, &self.state);
        self.put(",\"me\":", &me).await?;
        let notifications = Notifications::new(notifications, self.state.push_key.public());
        self.put(",\"notifications\":", &notifications).await?;
        self.put(",\"apiKeys\":", &api_keys).await?;
        self.put(",\"sessions\":", &sessions).await?;
        self.put(",\"pushSubscriptions\":", &subscriptions).await?;
        self.put(",\"webhooks\":", &webhooks).await?;
        self.contacts().await?;
        self.events().await?;
        self.text.push('}');
        self.send().await
    }

    async fn contacts(&mut self) -> Result<(), Ended> {
        let mut before = ",\"contacts\":[";
        let mut after = None;
        loop {
            let (host, cursor) = (self.host.clone(), after);
            let page = self
                .state
                .db
                .read(move |conn| contacts::kept(conn, &host, BATCH, cursor.as_ref()))
                .await?;
            for contact in page.items {
                let contact = ExportedContact {
                    deleted_at: contact.deleted_at.map(moment),
                    contact: mappers::contact(contact),
                };
                self.put(before, &contact).await?;
                before = ",";
            }
            after = page.next;
            if after.is_none() {
                return self.close_list(before).await;
            }
        }
    }

    async fn events(&mut self) -> Result<(), Ended> {
        let mut before = ",\"events\":[";
        let mut after = None;
        loop {
            let (host, cursor) = (self.host.clone(), after);
            // Each event has all its invitations, so only one is in memory.
            let page = self
                .state
                .db
                .read(move |conn| events::kept(conn, &host, 1, cursor.as_ref()))
                .await?;
            for event in page.items {
                self.event(before, event).await?;
                before = ",";
            }
            after = page.next;
            if after.is_none() {
                return self.close_list(before).await;
            }
        }
    }

    async fn event(&mut self, before: &str, event: EventView) -> Result<(), Ended> {
        let id = event.id.clone();
        let deleted_at = event.deleted_at.map(moment);
        self.text.push_str(before);
        let event = mappers::event(event, db::now());
        self.put("{\"event\":", &event).await?;
        self.put(",\"deletedAt\":", &deleted_at).await?;
        let (host, of) = (self.host.clone(), id.clone());
        let (invite_first, exclude) = self
            .state
            .db
            .read(move |conn| deck::kept_order(conn, &host, &of))
            .await?;
        let deck = DeckOrder {
            invite_first,
            exclude,
        };
        self.put(",\"deck\":", &deck).await?;

        let mut before = ",\"invitations\":[";
        let mut after = None;
        loop {
            let (host, of, cursor) = (self.host.clone(), id.clone(), after);
            let page = self
                .state
                .db
                .read(move |conn| invitations::kept(conn, &host, &of, BATCH, cursor.as_ref()))
                .await?;
            for invitation in page.items {
                let invitation = mappers::exported_invitation(invitation);
                self.put(before, &invitation).await?;
                before = ",";
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        self.close_list(before).await?;

        let mut before = ",\"log\":[";
        let mut seen = 0;
        loop {
            let (of, after) = (id.clone(), seen);
            let entries = self
                .state
                .db
                .read(move |conn| log::after(conn, &of, after, BATCH))
                .await?;
            let Some(last) = entries.last() else { break };
            seen = last.seq;
            for entry in entries {
                self.put(before, &mappers::log_entry(entry)).await?;
                before = ",";
            }
        }
        self.close_list(before).await?;
        self.text.push('}');
        Ok(())
    }

    /// Ends a list. The begin of an empty list was not written yet.
    async fn close_list(&mut self, before: &str) -> Result<(), Ended> {
        if before != "," {
            self.text.push_str(before);
        }
        self.text.push(']');
        self.send_if_much().await
    }

    /// Writes a value after its separator.
    async fn put(&mut self, before: &str, value: &impl Serialize) -> Result<(), Ended> {
        let value = serde_json::to_string(value).map_err(|e| Ended::Failed(e.to_string()))?;
        self.text.push_str(before);
        self.text.push_str(&value);
        self.send_if_much().await
    }

    async fn send_if_much(&mut self) -> Result<(), Ended> {
        if self.text.len() < CHUNK {
            return Ok(());
        }
        self.send().await
    }

    async fn send(&mut self) -> Result<(), Ended> {
        let chunk = web::Bytes::from(std::mem::take(&mut self.text));
        let sent = self.sender.send(Ok(chunk)).await;
        sent.map_err(|_| Ended::Unread)
    }
}
