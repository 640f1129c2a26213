//! Twilio's signature on a webhook.
//!
//! <https://www.twilio.com/docs/usage/security>: the Base64 of HMAC-SHA1, with the account's token as the key, over
//! the public address and every parameter's key and value. Keys and values are not separated, so a signature does not
//! prove where a key ends. A webhook must not depend on parameters that Twilio does not send.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// Whether Twilio has signed a request to this address with these parameters.
///
/// `public_url` is the whole address that Twilio has called, with its query; behind a proxy, this is not the address
/// of the request. `params` are the decoded parameters of the form, neither trimmed nor sorted. The comparison takes
/// constant time.
pub fn verify(
    auth_token: &str,
    public_url: &str,
    params: &[(String, String)],
    signature: &str,
) -> bool {
    // An empty token is not a secret.
    if auth_token.is_empty() {
        return false;
    }
    let Ok(signature) = BASE64_STANDARD.decode(signature) else {
        return false;
    };
    let params = signed_params(params);
    spellings(public_url)
        .iter()
        .any(|url| is_signature_of(&signature, auth_token, &[url, &params]))
}

/// The signature that Twilio would send, for tests and for `check`.
#[cfg(any(test, feature = "fake"))]
pub fn sign(auth_token: &str, public_url: &str, params: &[(String, String)]) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()) else {
        return String::new();
    };
    mac.update(public_url.as_bytes());
    mac.update(signed_params(params).as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

fn is_signature_of(signature: &[u8], auth_token: &str, parts: &[&str]) -> bool {
    // HMAC accepts keys of any length, so this never fails.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()) else {
        return false;
    };
    for part in parts {
        mac.update(part.as_bytes());
    }
    mac.verify_slice(signature).is_ok()
}

/// All keys and values, sorted and without duplicates.
fn signed_params(params: &[(String, String)]) -> String {
    let mut pairs: Vec<_> = params.iter().collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
        .into_iter()
        .flat_map(|(key, value)| [key.as_str(), value.as_str()])
        .collect()
}

/// The forms of the address that Twilio may have signed.
fn spellings(url: &str) -> Vec<String> {
    let hyphens = hyphens(url);
    hyphens
        .iter()
        .flat_map(|url| ports(url))
        .flatten()
        .collect()
}

/// The address unchanged, with plain hyphens in its query, and with escaped ones. They are equivalent (RFC 3986,
/// section 6.2.2.2), and a proxy may replace one by the other. Earlier releases used escaped ones.
fn hyphens(url: &str) -> Vec<String> {
    let (address, query) = url.split_at(url.find('?').unwrap_or(url.len()));
    let plain = query.replace("%2D", "-").replace("%2d", "-");
    let escaped = plain.replace('-', "%2D");
    let mut urls = vec![query.to_owned(), plain, escaped];
    urls.dedup();
    urls.iter()
        .map(|query| format!("{address}{query}"))
        .collect()
}

/// The address unchanged, without its port, and with the default port of its scheme: Twilio signs addresses sometimes
/// with and sometimes without a port.
fn ports(url: &str) -> [Option<String>; 3] {
    let as_it_is = Some(url.to_owned());
    let Some((scheme, rest)) = url.split_once("://") else {
        return [as_it_is, None, None];
    };
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (host, port) = match authority.rsplit_once(':') {
        // The colons of an IPv6 address are within brackets.
        Some((host, port)) if !port.contains([']', '@']) => (host, Some(port)),
        _ => (authority, None),
    };
    let default_port = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return [as_it_is, None, None],
    };
    match port {
        Some(_) => [as_it_is, Some(format!("{scheme}://{host}{tail}")), None],
        None => [
            as_it_is,
            None,
            Some(format!("{scheme}://{host}:{default_port}{tail}")),
        ],
    }
}

#[cfg(test)]
mod tests;
