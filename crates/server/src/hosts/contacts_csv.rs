use actix_web::http::header::{self, ContentEncoding, HeaderValue};
use actix_web::{HttpResponse, get, web};
use futures_util::stream;
use seat_dealer_db::contacts::{self, Contact};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::Query;
use crate::http::problems::{Private, Queried};
use crate::http::state::State;

/// The number of contacts that are read together.
const BATCH: usize = 200;

/// The headings, which an import recognises.
const HEADINGS: [&str; 7] = [
    "Name",
    "Phone",
    "Email",
    "Priority",
    "Party size",
    "Tags",
    "Diet",
];

/// The byte order mark. Without it, Excel does not read the file as UTF-8.
const IS_UTF_8: &str = "\u{feff}";

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CsvQuery {
    /// The separator of cells. With a locale that has decimal commas, Excel expects semicolons.
    #[serde(default)]
    #[param(inline)]
    separator: Separator,
}

/// The separator of cells.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
}

/// Exports the host's contacts as CSV, in the order of their names.
///
/// The file is UTF-8 with a byte order mark. A cell that a spreadsheet would treat as a formula or a number, such as
/// a phone number, begins with an apostrophe. An import accepts the file.
#[utoipa::path(
    operation_id = "exportContacts",
    tag = "contacts",
    params(CsvQuery),
    responses(
        (
            status = 200,
            description = "CSV (RFC 4180), to be saved as a file",
            content_type = "text/csv",
            body = String,
            headers(("Content-Disposition" = String, description = "A name for the file")),
        ),
        Private, Queried,
    ),
)]
#[get("/contacts.csv")]
pub(crate) async fn export(
    state: web::Data<State>,
    signed_in: SignedIn,
    query: Query<CsvQuery>,
) -> Result<HttpResponse, ApiError> {
    let separator = match query.read()?.separator {
        Separator::Comma => ",",
        Separator::Semicolon => ";",
    };
    let headings = HEADINGS.map(str::to_owned);
    let first = format!("{IS_UTF_8}{}", line(&headings, separator));
    // The file is sent while it is read. An error closes the connection.
    let pages = stream::try_unfold(Some((first, None)), move |next| {
        let (state, host) = (state.clone(), signed_in.host.clone());
        async move {
            let Some((mut text, after)) = next else {
                return Ok(None);
            };
            let page = state
                .db
                .read(move |conn| {
                    contacts::list(
                        conn,
                        &host,
                        &contacts::ContactFilter::default(),
                        BATCH,
                        after.as_ref(),
                    )
                })
                .await?;
            for contact in page.items {
                text.push_str(&line(&cells(contact), separator));
            }
            let next = page.next.map(|cursor| (String::new(), Some(cursor)));
            Ok::<_, ApiError>(Some((web::Bytes::from(text), next)))
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"contacts.csv\""),
        ))
        .insert_header(ContentEncoding::Identity)
        .streaming(Box::pin(pages)))
}

fn cells(contact: Contact) -> [String; HEADINGS.len()] {
    [
        contact.name,
        contact.phone_number.unwrap_or_default(),
        contact.email.unwrap_or_default(),
        contact.priority.to_string(),
        contact.party_size.to_string(),
        contact.tags.texts().join("; "),
        contact.diet.text().unwrap_or_default().to_owned(),
    ]
}

fn line(cells: &[String; HEADINGS.len()], separator: &str) -> String {
    format!(
        "{}\r\n",
        cells.each_ref().map(|cell| quoted(cell)).join(separator)
    )
}

/// A quoted cell. A formula gets an apostrophe, and so does a phone number, because a spreadsheet would drop its plus
/// sign and some digits.
fn quoted(cell: &str) -> String {
    let is_calculated = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let mark = if is_calculated { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}
