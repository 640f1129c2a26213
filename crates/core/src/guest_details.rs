//! What a guest tells the host beside the answer.

use serde_json::{Value, json};

use crate::{LogKind, Note};

/// What a guest tells the host beside the answer. No rule reads it: the rules only store it and log
/// its changes. A new field is added in this file alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuestDetails {
    /// The note to the host. In a command, `None` keeps the earlier note, and an empty note removes
    /// it.
    pub note: Option<Note>,
    /// The words of the text by which the guest answers. Only the log has them: an invitation has
    /// `None`.
    pub text: Option<String>,
}

/// A changed field: the kind, the detail and the sentence of its log entry.
pub(crate) type DetailChange = (LogKind, Value, String);

impl GuestDetails {
    /// The text of the note. `None` if there is none.
    pub fn note(&self) -> Option<&str> {
        self.note.as_ref().and_then(Note::text)
    }

    /// Takes over the fields that `given` contains. Returns those that have changed.
    pub(crate) fn update(&mut self, given: &Self, name: &str) -> Vec<DetailChange> {
        let mut changes = Vec::new();
        if let Some(words) = &given.text {
            let detail = json!({ "by": "guest", "what": "answer", "words": words });
            changes.push((LogKind::Texted, detail, format!("{name} answered by text.")));
        }
        if let Some(note) = &given.note
            && note.text() != self.note()
        {
            let sentence = match note.text() {
                Some(text) => {
                    let words: Vec<_> = text.split_whitespace().collect();
                    format!("{name} wrote: \u{201c}{}\u{201d}.", words.join(" "))
                }
                None => format!("{name} took back what they had written."),
            };
            changes.push((LogKind::Noted, json!({ "note": note.text() }), sentence));
            self.note = note.text().is_some().then(|| note.clone());
        }
        changes
    }
}
