//! What a guest tells the host beside the answer.

use crate::{By, Happening, Note, OtherText};

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

impl GuestDetails {
    /// The text of the note. `None` if there is none.
    pub fn note(&self) -> Option<&str> {
        self.note.as_ref().and_then(Note::text)
    }

    /// Takes over the fields that `given` contains. Returns those that have changed, for the log.
    pub(crate) fn update(&mut self, given: &Self) -> Vec<Happening> {
        let mut changes = Vec::new();
        if let Some(words) = &given.text {
            changes.push(Happening::Texted {
                by: By::Guest,
                what: OtherText::Answer,
                words: Some(words.clone()),
                reply: None,
            });
        }
        if let Some(note) = &given.note
            && note.text() != self.note()
        {
            let text = note.text().map(str::to_owned);
            self.note = text.is_some().then(|| note.clone());
            changes.push(Happening::Noted { note: text });
        }
        changes
    }
}
