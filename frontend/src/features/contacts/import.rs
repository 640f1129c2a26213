//! Imports an address book: what is pasted or chosen is shown as it would be taken, and taken when
//! the host says so.

use leptos::prelude::*;
use seat_dealer_api_types::{Import, ImportOutcome, ImportedPerson, MePatch, NewImport};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use crate::api::use_api;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::button;
use crate::components::dialog::Dialog;
use crate::components::dynamic::{dynamic, spawn};
use crate::components::form::{self, Errors, Input, choice, field};
use crate::components::page::alert;
use crate::components::shapes::{badge, element, group, line, text};
use crate::country;
use crate::draft;
use crate::session::Session;

const FORM: &str = "import";

/// Opens the dialog.
pub(crate) fn open(dialog: Dialog, on_saved: impl Fn() + Copy + 'static) {
    dialog.show("Import contacts", move || content(dialog, on_saved));
}

/// Opens the dialog again that was open when the session ended.
pub(crate) fn resume(dialog: Dialog, on_saved: impl Fn() + Copy + 'static) {
    draft::resume(FORM, move |_| open(dialog, on_saved));
}

#[derive(Clone, Copy)]
struct Book {
    text: RwSignal<String>,
    country: RwSignal<String>,
    preview: RwSignal<Option<Import>>,
    errors: Errors,
    busy: Busy,
}

fn content(dialog: Dialog, on_saved: impl Fn() + Copy + 'static) -> AnyView {
    let session = expect_context::<Session>();
    let home = session
        .me
        .with_untracked(|me| me.as_ref().and_then(|me| me.country.clone()));
    let book = Book {
        text: RwSignal::new(String::new()),
        country: RwSignal::new(home.unwrap_or_else(country::guess)),
        preview: RwSignal::new(None),
        errors: Errors::new(FORM),
        busy: Busy::new(),
    };
    let on_saved: std::rc::Rc<dyn Fn()> = std::rc::Rc::new(on_saved);
    let on_saved = StoredValue::new_local(on_saved);
    dynamic(move || match book.preview.get() {
        None => first_step(dialog, book),
        Some(preview) => second_step(dialog, book, preview, on_saved),
    })
    .into_any()
}

/// Paste or choose a file.
fn first_step(dialog: Dialog, book: Book) -> AnyView {
    let api = use_api();
    let session = expect_context::<Session>();
    let look = move || {
        book.busy.run(async move {
            let country = form::text(book.country);
            // The country is remembered for the next time.
            let known = session.me.with_untracked(|me| me.as_ref()?.country.clone());
            if country.is_some() && country != known {
                let patch = MePatch {
                    country: country.clone(),
                    ..MePatch::default()
                };
                match api.change_me(&patch).await {
                    Ok(me) => session.me.set(Some(me)),
                    Err(failure) => return book.errors.show(&failure),
                }
            }
            let new = book.new_import(false);
            match api.import_contacts(&new).await {
                Ok(preview) => book.preview.set(Some(preview)),
                Err(failure) => book.errors.show(&failure),
            }
        });
    };
    let input = Input {
        label: "People",
        name: "text",
        kind: "textarea",
        hint: "Paste rows from a spreadsheet, the addressees of an email, or lines like \
               “Ada Lovelace, 0151 23456789, ada@example.org”.",
        ..Input::default()
    };
    let fields = vec![
        file_field(book),
        field(book.errors, book.text, input),
        choice(
            book.errors,
            book.country,
            "Phone numbers without a country code are from",
            "country",
            country::options(),
        ),
    ];
    let foot = form::buttons(dialog, "See what would be imported", book.busy);
    form::form(book.errors, fields, foot, look)
}

fn file_field(book: Book) -> AnyView {
    let read = move |input: HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        spawn(async move {
            if let Ok(text) = JsFuture::from(file.text()).await {
                let text = text.as_string().unwrap_or_default();
                book.text.try_set(without_pictures(&text));
            }
        });
    };
    view! {
        <div class="field">
            <label class="label" for="import-file">
                "File"
            </label>
            <input
                class="input"
                id="import-file"
                type="file"
                accept=".csv,.vcf,.txt,.tsv,text/csv,text/vcard,text/plain"
                aria-describedby="import-file-hint"
                on:change:target=move |event| read(event.target().unchecked_into())
            />
            <p class="hint" id="import-file-hint">
                "CSV or vCard (.vcf), as phones and address books export them."
            </p>
        </div>
    }
    .into_any()
}

impl Book {
    fn new_import(self, apply: bool) -> NewImport {
        NewImport {
            text: Some(self.text.get_untracked()),
            country: form::text(self.country),
            apply,
            ..NewImport::default()
        }
    }
}

/// See what becomes of everybody, and say yes.
fn second_step(
    dialog: Dialog,
    book: Book,
    preview: Import,
    on_saved: StoredValue<std::rc::Rc<dyn Fn()>, LocalStorage>,
) -> AnyView {
    let api = use_api();
    let announcer = use_announcer();
    let failure = book.errors.alert;
    let go = move || {
        book.busy.run(async move {
            failure.set(None);
            match api.import_contacts(&book.new_import(true)).await {
                Ok(done) => {
                    dialog.close();
                    on_saved.with_value(|on_saved| on_saved());
                    announcer.say(format!("Imported: {}.", summary(&done)));
                }
                Err(reason) => failure.set(Some(reason.sentence())),
            }
        });
    };
    let does_something = preview.created + preview.updated > 0;
    let summary = text("lead", format!("{}.", summary(&preview)));
    let people = preview.items.into_iter().map(person).collect();
    let list = element("ul", "rows imported", people);
    let body = view! {
        <div class="modal-body" tabindex="0" role="group" aria-label="What would be imported">
            {summary}
            {list}
            {alert(failure)}
        </div>
    }
    .into_any();
    let mut foot = vec![button("button", "Back", move || book.preview.set(None)).view()];
    foot.extend(does_something.then(|| {
        button("button button-primary", "Import", go)
            .busy(book.busy)
            .view()
    }));
    vec![body, group("modal-foot", foot)].into_any()
}

fn person(person: ImportedPerson) -> AnyView {
    let (state, word) = match person.outcome {
        ImportOutcome::Created => ("yes", "New"),
        ImportOutcome::Updated => ("held", "Updated"),
        ImportOutcome::Unchanged => ("", "Already there"),
        ImportOutcome::Unnamed => ("out", "Without a name"),
        ImportOutcome::LeftOut => ("out", "Left out"),
        ImportOutcome::Refused => ("out", "Refused"),
    };
    let name = if person.name.is_empty() {
        format!("Line {}", person.line)
    } else {
        person.name
    };
    let title = vec![
        name.into_any(),
        " ".into_any(),
        badge(dynamic(move || state), word.into_any()),
    ];
    let ways = [person.phone_number, person.email];
    let ways: Vec<_> = ways.into_iter().flatten().collect();
    let mut content = vec![group("row-title", title)];
    if !ways.is_empty() {
        content.push(line("row-detail", ways.join(" · ").into_any()));
    }
    content.extend(person.note.map(|note| text("row-detail", note)));
    element(
        "li",
        "row imported-person",
        vec![group("row-main", content)],
    )
}

/// The counts in words, e.g. `12 new, 2 updated, 1 refused`.
fn summary(import: &Import) -> String {
    let counts = [
        (import.created, "new"),
        (import.updated, "updated"),
        (import.unchanged, "already there"),
        (import.unnamed, "without a name"),
        (import.left_out, "left out"),
        (import.refused, "refused"),
    ];
    let said: Vec<_> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    said.join(", ")
}

/// A vCard file without its pictures and sounds, which can be a thousand times as large as the
/// rest and would not get through.
fn without_pictures(text: &str) -> String {
    let mut is_left_out = false;
    let mut kept = String::with_capacity(text.len().min(1 << 16));
    for line in text.lines() {
        let is_continued = line.starts_with([' ', '\t']);
        if !is_continued {
            let name = line.split([';', ':']).next().unwrap_or_default();
            let name = name.rsplit('.').next().unwrap_or_default();
            is_left_out = line.contains(':') && ["PHOTO", "LOGO", "SOUND", "KEY"].contains(&name);
        }
        if !is_left_out {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_words() {
        let import = Import {
            created: 12,
            refused: 1,
            ..Import::default()
        };
        assert_eq!(summary(&import), "12 new, 1 refused");
    }

    #[test]
    fn pictures_stay_at_home() {
        let card = "BEGIN:VCARD\nitem1.PHOTO;ENCODING=b:AAAA\n BBBB\n\tCCCC\nFN:Ada\n K\nKEY:x\nEND:VCARD\n";
        assert_eq!(
            without_pictures(card),
            "BEGIN:VCARD\nFN:Ada\n K\nEND:VCARD\n"
        );
        let table = "Photo,Name\nPHOTO,Ada\n";
        assert_eq!(without_pictures(table), table);
    }
}
