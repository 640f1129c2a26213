//! Sign-in with any OpenID provider, and the provider for development.
