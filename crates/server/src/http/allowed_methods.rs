//! The methods that each path of the API accepts, for `Allow` and 405.

use actix_web::dev::{Path, ResourceDef};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};

/// The methods of each documented path.
pub(crate) struct AllowedMethods(Vec<(ResourceDef, String)>);

pub(crate) fn allowed_methods(document: &OpenApi) -> AllowedMethods {
    let methods = |item: &PathItem| {
        let mut methods: Vec<_> = operations(item).map(|(method, _)| method).collect();
        if methods.contains(&"GET") {
            methods.insert(1, "HEAD");
        }
        methods.join(", ")
    };
    let paths = document.paths.paths.iter();
    AllowedMethods(
        paths
            .map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item)))
            .collect(),
    )
}

impl AllowedMethods {
    /// The value of `Allow`, or `None` if no route has this path.
    pub(crate) fn of(&self, path: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(address, _)| address.capture_match_info(&mut Path::new(path)));
        found.map(|(_, methods)| methods.as_str())
    }
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
