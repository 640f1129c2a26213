//! Undoes the last import, for as long as the server allows it.

use leptos::prelude::*;
use seat_dealer_api_types::{Import, ImportUndone, Me};

use crate::api::use_api;
use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::session::Session;
use crate::time;

/// The last import of this tab that can be undone. The tab keeps it, so that the host can leave the page.
#[derive(Clone, Copy)]
pub(super) struct ImportUndo {
    session: Session,
    changed: Trigger,
    on_saved: UnsyncCallback<()>,
}

impl ImportUndo {
    /// `on_saved` is called when contacts have been imported or an import has been undone.
    pub(super) fn new(on_saved: UnsyncCallback<()>) -> Self {
        Self {
            session: expect_context(),
            changed: Trigger::new(),
            on_saved,
        }
    }

    /// Offers to undo an import.
    pub(super) fn offer(self, import: &Import, summary: &str) {
        if let (Some(undo), Some(key)) = (&import.undo, self.key()) {
            let record = [&undo.id, &undo.until, summary].join("\n");
            browser::remember(&key, &record);
        }
        self.update();
    }

    /// Where the tab keeps the import of this host.
    fn key(self) -> Option<String> {
        let id = |me: &Option<Me>| Some(me.as_ref()?.id.clone());
        let host = self.session.me.try_with(id)??;
        Some(format!("seatDealer.import.{host}"))
    }

    fn forget(self) {
        let _ = self.key().and_then(|key| browser::take(&key));
        self.update();
    }

    fn update(self) {
        self.changed.notify();
        self.on_saved.try_run(());
    }
}

/// What the last import did, with a button that undoes it.
#[component]
pub(super) fn ImportUndoNotice(undo: ImportUndo) -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let now = time::use_now();
    // Changes only with the import, so that the button keeps the focus.
    let record = Memo::new(move |_| {
        undo.changed.track();
        let record = browser::recall(&undo.key()?)?;
        let until = record.split('\n').nth(1)?;
        (now.get() < time::parse(until)).then_some(record)
    });
    let notice = move || {
        let record = record.get()?;
        let mut parts = record.split('\n');
        let (id, until, summary) = (parts.next()?.to_owned(), parts.next()?, parts.next()?);
        let until = time::short(until, &time::browser_zone());
        let undo = move || {
            let id = id.clone();
            busy.run(async move {
                match api.undo_import(&id).await {
                    Ok(undone) => announcer.success(sentence(&undone)),
                    Err(error) => {
                        announcer.error(&error);
                        if !error.is_not_found() {
                            return;
                        }
                    }
                }
                undo.forget();
                browser::focus_soon("h1");
            });
        };
        let notice = view! {
            <div class="notice">
                <p>{format!("Imported: {summary}. You can undo this until {until}.")}</p>
                <Button label="Undo import" busy on_click=undo />
            </div>
        };
        Some(notice.into_any())
    };
    view! { {move || notice()} }
}

/// What became of the contacts of an import.
fn sentence(undone: &ImportUndone) -> String {
    let counts = counted(&[
        (undone.removed as usize, "removed"),
        (undone.restored as usize, "restored"),
        (
            undone.kept as usize,
            "kept, because they have changed since",
        ),
    ]);
    format!("Import undone: {counts}.")
}

/// The counts above zero as text, e.g. `12 new, 1 refused`.
pub(super) fn counted(counts: &[(usize, &str)]) -> String {
    let parts: Vec<_> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{count} {label}"))
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_hears_what_became_of_the_contacts() {
        let undone = ImportUndone {
            removed: 3,
            restored: 0,
            kept: 1,
        };
        assert_eq!(
            sentence(&undone),
            "Import undone: 3 removed, 1 kept, because they have changed since."
        );
    }
}
