//! The second step: the host sees what would be imported, corrects it, and confirms.

use leptos::prelude::*;
use seat_dealer_api_types::ImportOutcome;

use super::columns::Columns;
use super::people::People;
use super::{ImportState, choices};
use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::button::Button;
use crate::components::dialog::Dialog;
use crate::components::page::Alert;
use crate::pages::contacts::dealing::{self, DealingNotice};
use crate::pages::contacts::undo::ImportUndo;

/// What would be imported.
#[component]
pub(super) fn PreviewStep(dialog: Dialog, state: ImportState, undo: ImportUndo) -> impl IntoView {
    let announcer = use_announcer();
    browser::focus_soon(".modal-body");
    let import = move || {
        state.busy.run(async move {
            match state.apply().await {
                Ok(import) => {
                    dialog.close();
                    let summary = choices::summary(&import.items, &[]);
                    announcer.success(format!("Imported: {summary}."));
                    undo.offer(&import, &summary);
                }
                Err(error) => state.show_error(&error),
            }
        });
    };
    let has_changes = Memo::new(move |_| {
        let choices = state.choices.read();
        let preview = state.preview.read();
        let mut people = preview.iter().flat_map(|preview| &preview.items);
        people.any(|person| {
            let outcome = choices::outcome(person, &choices);
            matches!(outcome, ImportOutcome::Created | ImportOutcome::Updated)
        })
    });
    let lead = move || {
        let nothing = if has_changes.get() {
            ""
        } else {
            "Nothing to import yet: "
        };
        let choices = state.choices.read();
        let preview = state.preview.read();
        let people = preview.as_ref().map(|preview| preview.items.as_slice());
        let summary = choices::summary(people.unwrap_or_default(), &choices);
        format!("{nothing}{summary}.")
    };
    let dealing = move || {
        let titles = state.preview.with(|preview| {
            let preview = preview.as_ref()?;
            let has_new = preview.created + preview.unnamed > 0;
            let titles = preview.dealing.iter().map(|event| event.title.as_str());
            has_new.then(|| dealing::quoted(titles.collect()))
        });
        let notice = view! {
            <DealingNotice
                form=state.form
                titles=titles?
                keep_out_of_decks=state.keep_out_of_decks
            />
        };
        Some(notice.into_any())
    };
    let cannot_import = move || state.busy.get() || state.is_stale.get() || !has_changes.get();
    let click = move |_| {
        if !untrack(cannot_import) {
            import();
        }
    };
    view! {
        <div class="modal-body" tabindex="0" role="group" aria-label="What would be imported">
            <p class="lead" role="status">
                {move || lead()}
            </p>
            <Alert message=state.form.alert />
            {move || dealing()}
            <Columns state />
            <People state />
        </div>
        <div class="modal-foot">
            <Button label="Back" on_click=move || state.preview.set(None) />
            <button
                type="button"
                class="button button-primary"
                aria-disabled=move || cannot_import().then_some("true")
                on:click=click
            >
                "Import"
            </button>
        </div>
    }
}
