//! `/settings`: the host's profile, defaults for new events, what the host hears, API keys, devices, and the account.

mod account;
mod api_keys;
mod devices;
mod event_defaults;
mod notifications;
mod profile;
mod save;

use leptos::prelude::*;

use crate::components::page::{Loading, PageHead, Panel, enter_page};
use crate::pages::event::form::pace::PaceInput;
use crate::session::Session;
use account::AccountPanel;
use api_keys::ApiKeysPanel;
use devices::DevicesPanel;
use event_defaults::EventDefaultsForm;
use notifications::NotificationsPanel;
use profile::ProfileForm;

/// The settings.
#[component]
pub(super) fn SettingsPage() -> impl IntoView {
    enter_page("Settings");
    let session = expect_context::<Session>();
    // Rendered once, so that saving one form keeps what is typed into another; and all at once, so
    // that nothing moves while the host presses it.
    let is_loaded = Memo::new(move |_| session.me.with(Option::is_some));
    let panels = move || {
        let me = is_loaded
            .get()
            .then(|| session.me.get_untracked())
            .flatten();
        let Some(me) = me else {
            return view! { <Loading /> }.into_any();
        };
        let pace = PaceInput::for_new_events(Some(&me));
        view! {
            <div class="stack">
                <Panel id="profile-title" title="You">
                    <ProfileForm me />
                </Panel>
                <Panel id="new-events-title" title="New events">
                    <EventDefaultsForm pace />
                </Panel>
                <NotificationsPanel />
                <ApiKeysPanel />
                <DevicesPanel />
                <AccountPanel />
            </div>
        }
        .into_any()
    };
    view! {
        <PageHead title="Settings" />
        {move || panels()}
    }
}
