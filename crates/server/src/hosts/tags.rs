use actix_web::{get, web};
use seat_dealer_api_types::{Page, Tag};
use seat_dealer_db::tags;

use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::problems::Private;
use crate::http::state::State;

/// The largest number of tags of a response.
const MOST: usize = 1_000;

/// Lists the tags of the host's contacts in alphabetical order: at most 1,000.
#[utoipa::path(
    operation_id = "listTags",
    tag = "contacts",
    responses(
        (status = 200, description = "The tags on one page", body = Page<Tag>),
        Private,
    ),
)]
#[get("/tags")]
pub(crate) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
) -> Result<web::Json<Page<Tag>>, ApiError> {
    let found = state
        .db
        .read(move |conn| tags::list(conn, &signed_in.host, MOST))
        .await?;
    let items = found
        .into_iter()
        .map(|found| Tag {
            tag: found.tag,
            contacts: u32::try_from(found.contacts).unwrap_or(u32::MAX),
        })
        .collect();
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}
