use std::collections::HashMap;

use url::form_urlencoded;

/// The parameters of a request, from its query or its form. An empty parameter counts as absent. A
/// parameter that is sent twice makes the request invalid (RFC 6749, section 3.1).
pub(super) struct Parameters(HashMap<String, String>);

/// A parameter was sent twice.
pub(super) struct Repeated;

impl Parameters {
    pub(super) fn parse(encoded: &[u8]) -> Result<Self, Repeated> {
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            if parameters
                .insert(name.into_owned(), value.into_owned())
                .is_some()
            {
                return Err(Repeated);
            }
        }
        parameters.retain(|_, value| !value.is_empty());
        Ok(Self(parameters))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}
