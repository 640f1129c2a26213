//! Saving one of the forms of the settings.

use leptos::prelude::*;
use seat_dealer_api_types::MePatch;

use crate::api::{Api, use_api};
use crate::components::announcer::{Announcer, use_announcer};
use crate::components::busy::Busy;
use crate::components::form::FormState;
use crate::session::Session;

/// A form whose fields are settings of the host.
#[derive(Clone, Copy)]
pub(super) struct SettingsForm {
    pub(super) form: FormState,
    pub(super) busy: Busy,
    api: Api,
    session: Session,
    announcer: Announcer,
}

impl SettingsForm {
    /// Creates the state of the form called `name`.
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            form: FormState::new(name),
            busy: Busy::new(),
            api: use_api(),
            session: expect_context(),
            announcer: use_announcer(),
        }
    }

    /// Saves the settings, and shows what the server has stored or why it refuses them.
    pub(super) fn save(self, patch: MePatch) {
        self.busy.run(async move {
            let etag = self.session.etag();
            match self.api.change_me(&patch, &etag).await {
                Ok(me) => {
                    self.session.me.set(Some(me));
                    self.announcer.success("Settings saved.");
                }
                Err(error) => {
                    if error.is_changed_meanwhile()
                        && let Ok(me) = self.api.me().await
                    {
                        self.session.me.set(Some(me));
                    }
                    self.form.show_error(&error);
                }
            }
        });
    }
}
