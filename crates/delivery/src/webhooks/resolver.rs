use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::is_public;

/// Resolves names to public addresses only. The client connects to exactly the addresses that it returns, so a name
/// cannot mean another address when the connection is made.
pub(super) struct PublicResolver;

/// A name has no address that may be connected to.
#[derive(Debug, thiserror::Error)]
enum NotPublic {
    #[error("{0} has no address")]
    Unknown(String),
    #[error("{0} leads to an address that is not on the public internet")]
    Private(String),
}

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        Box::pin(async move {
            // The client sets the port.
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|_| NotPublic::Unknown(name.clone()))?
                .collect();
            if found.is_empty() {
                return Err(NotPublic::Unknown(name).into());
            }
            if !found.iter().all(|address| is_public(address.ip())) {
                return Err(NotPublic::Private(name).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
