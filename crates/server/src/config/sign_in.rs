use seat_dealer_sign_in::{DevProvider, SignIn, SignInSettings};

use super::{Config, SettingError};

impl Config {
    /// The client of the OpenID provider. Without a provider in the settings, the client of the
    /// development provider, and that provider.
    pub(crate) fn sign_in(&self) -> Result<(SignIn, Option<DevProvider>), SettingError> {
        let wrong = |error: seat_dealer_sign_in::InvalidSetting| SettingError(error.to_string());
        let (settings, provider) = if let Some(open_id) = &self.open_id {
            let settings = SignInSettings {
                issuer: open_id.issuer.clone(),
                client_id: open_id.client_id.clone(),
                client_secret: open_id.client_secret.expose().to_owned(),
                app_secret: self.app_secret.expose().to_owned(),
                frontend_base_uri: self.frontend_base.clone(),
            };
            (settings, None)
        } else {
            let provider = DevProvider::new(&self.api_base, &self.frontend_base).map_err(wrong)?;
            let settings = provider.sign_in_settings(self.app_secret.expose());
            (settings, Some(provider))
        };
        Ok((SignIn::new(&settings).map_err(wrong)?, provider))
    }
}
