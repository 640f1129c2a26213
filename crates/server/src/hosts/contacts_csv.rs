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

/// How many contacts are in memory at once.
const BATCH: usize = 200;

/// The headings, which an import knows again.
const HEADINGS: [&str; 4] = ["Name", "Phone", "Email", "Priority"];

/// Without it, Excel reads a file as if every letter were one byte.
const IS_UTF_8: &str = "\u{feff}";

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CsvQuery {
    /// What divides the cells. Where numbers have decimal commas, Excel opens files with semicolons.
    #[serde(default)]
    #[param(inline)]
    separator: Separator,
}

/// What divides the cells of a table.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
}

/// The host's contacts as a table for spreadsheets, in the order of their names.
///
/// It is UTF-8 with a mark that says so. A cell that a spreadsheet would take for a formula or for a
/// number, which includes every phone number, begins with an apostrophe. An import reads it back.
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
    // It is sent as it is read. One that breaks off ends the connection.
    let pages = stream::try_unfold(Some((first, None)), move |next| {
        let (state, host) = (state.clone(), signed_in.host.clone());
        async move {
            let Some((mut text, after)) = next else {
                return Ok(None);
            };
            let page = state
                .db
                .read(move |conn| contacts::list(conn, &host, None, BATCH, after.as_ref()))
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

fn cells(contact: Contact) -> [String; 4] {
    [
        contact.name,
        contact.phone_number.unwrap_or_default(),
        contact.email.unwrap_or_default(),
        contact.priority.to_string(),
    ]
}

fn line(cells: &[String; 4], separator: &str) -> String {
    format!(
        "{}\r\n",
        cells.each_ref().map(|cell| quoted(cell)).join(separator)
    )
}

/// A cell in quotation marks. What a spreadsheet would calculate is marked as text: a formula, and a
/// phone number, of which it would keep neither the plus sign nor all digits.
fn quoted(cell: &str) -> String {
    let is_calculated = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let mark = if is_calculated { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}
