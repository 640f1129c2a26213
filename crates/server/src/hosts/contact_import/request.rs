//! How an import is asked for: as JSON, or as a file with parameters.

use actix_web::{HttpRequest, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use seat_dealer_address_book::{self as address_book, AddressBook, Mapping, is_country};
use seat_dealer_api_types::{ImportChoice, NewImport};
use seat_dealer_core::Name;
use serde::Deserialize;
use utoipa::IntoParams;

use super::plan::{Choice, Choices};
use super::stopped;
use crate::http::errors::ApiError;
use crate::http::extractors::{body_error, is_json, media_type, parse_json};
use crate::http::sizes::ADDRESS_BOOK_LIMIT;
use crate::http::validation::ValidationErrors;

/// The most people that one import may hold.
const MOST_PEOPLE: usize = 5_000;

/// The kinds of files in which address books come. Windows calls CSV what belongs to Excel.
const FILES: [&str; 10] = [
    "text/csv",
    "text/vcard",
    "text/x-vcard",
    "text/directory",
    "text/plain",
    "text/html",
    "text/tab-separated-values",
    "application/octet-stream",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ImportQuery {
    /// The two letters of the country whose numbers need no country code (ISO 3166-1); the
    /// host's own unless said.
    country: Option<String>,
    /// What columns of a table are, as JSON by their `index`: `{"2": "phone"}`.
    mapping: Option<String>,
    /// Whether to leave the new contacts out of the decks of events that are dealing or
    /// paused.
    keep_out_of_decks: Option<bool>,
    /// Whether to do it; otherwise the answer only says what would be done.
    apply: Option<bool>,
}

/// What is asked for.
pub(super) struct Request {
    pub(super) book: Book,
    pub(super) country: Option<String>,
    pub(super) mapping: Mapping,
    pub(super) choices: Choices,
    pub(super) keep_out_of_decks: bool,
    pub(super) apply: bool,
}

/// An address book that has not been read.
pub(super) enum Book {
    Text(String),
    File(web::Bytes),
}

impl Book {
    /// Everybody in it.
    pub(super) async fn open(
        self,
        home: Option<String>,
        mapping: Mapping,
    ) -> Result<AddressBook, ApiError> {
        let field = match self {
            Self::Text(_) => "text",
            Self::File(_) => "file",
        };
        let read = move || match self {
            Self::Text(text) => address_book::read_text(&text, home.as_deref(), &mapping),
            Self::File(bytes) => address_book::read(&bytes, home.as_deref(), &mapping),
        };
        // A megabyte takes long enough to keep others waiting on this thread.
        let book = web::block(read)
            .await
            .map_err(|error| stopped(&error))?
            .map_err(|why| ApiError::invalid(field, "invalid-value", why.to_string()))?;
        match book.people.len() {
            0 => Err(ApiError::invalid(
                field,
                "invalid-value",
                "Nobody was found in it.",
            )),
            1..=MOST_PEOPLE => Ok(book),
            more => {
                let why = format!("These are {more} people: import at most {MOST_PEOPLE} at once.");
                Err(ApiError::invalid(field, "too-many-items", why))
            }
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::File(bytes) => bytes.len(),
        }
    }
}

impl Request {
    /// What a file has no place for is in the query; in JSON it is in the body, and goes before.
    pub(super) fn read(
        request: &HttpRequest,
        query: ImportQuery,
        body: Result<web::Bytes, actix_web::Error>,
    ) -> Result<Self, ApiError> {
        let kind = media_type(request).unwrap_or_default();
        let is_file = FILES.contains(&kind.as_str());
        if !is_file && !is_json(request) {
            return Err(ApiError::NoAddressBook);
        }
        let body = body.map_err(|error| body_error(&error))?;
        let mut errors = ValidationErrors::default();
        let (book, new) = if is_file {
            (Some(Book::File(body)), NewImport::default())
        } else {
            let mut new: NewImport = parse_json(&body)?;
            (book(&mut new, &mut errors), new)
        };
        let country = new.country.or(query.country);
        if country.as_deref().is_some_and(|code| !is_country(code)) {
            errors.add(
                "country",
                "invalid-value",
                "The country must be two capital letters, like DE or US (ISO 3166-1).",
            );
        }
        let mapping = mapping(new.mapping, query.mapping.as_deref(), &mut errors);
        let choices = choices(new.choices, &mut errors);
        let Some(book) = book.filter(|_| errors.is_empty()) else {
            return Err(errors.into_error());
        };
        if book.len() > ADDRESS_BOOK_LIMIT {
            return Err(ApiError::TooLarge {
                limit: ADDRESS_BOOK_LIMIT,
            });
        }
        Ok(Self {
            book,
            country,
            mapping,
            choices,
            keep_out_of_decks: new.keep_out_of_decks || query.keep_out_of_decks.unwrap_or_default(),
            apply: new.apply || query.apply.unwrap_or_default(),
        })
    }
}

fn book(new: &mut NewImport, errors: &mut ValidationErrors) -> Option<Book> {
    match (new.text.take(), new.file.take()) {
        (Some(text), None) => Some(Book::Text(text)),
        (None, Some(file)) => {
            let bytes = STANDARD.decode(file);
            if bytes.is_err() {
                errors.add(
                    "file",
                    "invalid-value",
                    "This must be the bytes of the file in base64.",
                );
            }
            bytes.ok().map(|bytes| Book::File(bytes.into()))
        }
        (None, None) => {
            errors.add("text", "required", "Give a text, or a file in base64.");
            None
        }
        (Some(_), Some(_)) => {
            errors.add("file", "contradiction", "Give a text or a file, not both.");
            None
        }
    }
}

fn mapping(in_body: Mapping, in_query: Option<&str>, errors: &mut ValidationErrors) -> Mapping {
    let Some(said) = in_query.filter(|_| in_body.is_empty()) else {
        return in_body;
    };
    serde_json::from_str(said).unwrap_or_else(|_| {
        errors.add(
            "mapping",
            "invalid-value",
            "This must be JSON with the indexes of columns and what they are, like \
             {\"0\": \"name\", \"2\": \"phone\"}.",
        );
        in_body
    })
}

fn choices(said: Vec<ImportChoice>, errors: &mut ValidationErrors) -> Choices {
    let mut choices = Choices::new();
    for (place, said) in said.into_iter().enumerate() {
        let field = format!("choices[{place}].name");
        let name = errors.take_optional(&field, said.name, |name| Name::parse(&name));
        let choice = Choice {
            name: name.flatten(),
            keep: said.keep,
            leave_out: said.leave_out,
        };
        if choices.insert(said.index, choice).is_some() {
            let field = format!("choices[{place}].index");
            errors.add(
                &field,
                "duplicate-item",
                "There is a choice about this person above.",
            );
        }
    }
    choices
}
