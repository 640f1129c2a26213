//! What the OpenAPI document says about the operations: the methods that each path accepts, for `Allow` and 405, and
//! the query parameters of each operation, because others are refused.

use std::collections::HashMap;

use actix_web::dev::{Path, ResourceDef};
use actix_web::{HttpRequest, web};
use seat_dealer_api_types::FieldError;
use url::form_urlencoded;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::{OpenApi, RefOr};

use super::errors::ApiError;

/// The documented operations.
pub(crate) struct Operations {
    /// The methods of each path.
    methods: Vec<(ResourceDef, String)>,
    /// The query parameters of each path and method.
    parameters: HashMap<(String, String), Vec<String>>,
}

impl Operations {
    pub(crate) fn of(document: &OpenApi) -> Self {
        let paths = &document.paths.paths;
        let methods = paths
            .iter()
            .map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item)));
        let parameters = paths.iter().flat_map(|(path, item)| {
            operations(item).map(move |(method, operation)| {
                let names = parameters(operation);
                ((path.clone(), method.to_owned()), names)
            })
        });
        Self {
            methods: methods.collect(),
            parameters: parameters.collect(),
        }
    }

    /// The value of `Allow`, or `None` if no route has this path.
    pub(crate) fn allowed_methods(&self, path: &str) -> Option<&str> {
        let found = self
            .methods
            .iter()
            .find(|(address, _)| address.capture_match_info(&mut Path::new(path)));
        found.map(|(_, methods)| methods.as_str())
    }
}

fn methods(item: &PathItem) -> String {
    let mut methods: Vec<_> = operations(item).map(|(method, _)| method).collect();
    if methods.contains(&"GET") {
        methods.insert(1, "HEAD");
    }
    methods.join(", ")
}

/// The names of the query parameters of an operation.
pub(crate) fn parameters(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter().flatten();
    let names = parameters.filter_map(|parameter| match parameter {
        RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => {
            Some(parameter.name.clone())
        }
        _ => None,
    });
    names.collect()
}

/// The operations of a path, with their methods.
pub(crate) fn operations(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// Checks that the operation has all parameters of the query. A client that misspells a filter would otherwise believe
/// that it got everything.
pub(crate) fn must_know_query(request: &HttpRequest) -> Result<(), ApiError> {
    let known = request
        .app_data::<web::Data<Operations>>()
        .zip(request.match_pattern())
        .and_then(|(operations, path)| {
            let operation = (path, request.method().to_string());
            operations.parameters.get(&operation)
        });
    let Some(known) = known else {
        return Ok(());
    };
    let sentence = unknown_parameter(known);
    let query = form_urlencoded::parse(request.query_string().as_bytes());
    let unknown = query.filter(|(name, _)| known.iter().all(|known| known != name));
    let errors: Vec<_> = unknown
        .map(|(name, _)| FieldError {
            field: name.into_owned(),
            code: "unknown-field".to_owned(),
            message: sentence.clone(),
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::Invalid(errors))
    }
}

/// The sentence about a parameter that is none of the known ones.
pub(crate) fn unknown_parameter(known: &[String]) -> String {
    if known.is_empty() {
        "This request has no parameters. Leave this one out.".to_owned()
    } else {
        format!(
            "There is no such parameter. The parameters are {}.",
            known.join(", ")
        )
    }
}
