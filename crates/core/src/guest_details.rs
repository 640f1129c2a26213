//! What a guest tells the host beside the answer.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{By, Diet, Happening, InvalidValue, Name, Note, OtherText};

/// What a guest tells the host beside the answer. No rule reads it: the rules only store it and log its changes.
///
/// Serializes to the JSON that is stored with an invitation. A new field is added in this file, and needs no
/// migration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct GuestDetails {
    /// The note to the host, which is stored in a column of its own. In a command, `None` keeps the earlier note, and
    /// an empty note removes it.
    #[serde(skip)]
    pub note: Option<Note>,
    /// The words of the text by which the guest answers. Only the log has them: an invitation has `None`.
    #[serde(skip)]
    pub text: Option<String>,
    /// The diet, which is stored with the contact. A command has it only if it changes, and an invitation has `None`.
    #[serde(skip)]
    pub diet: Option<Diet>,
    /// The people who come with the guest. In a command, `None` keeps the earlier names, and an empty list removes
    /// them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companions: Option<Companions>,
    /// The answer to the event's question. In a command, `None` keeps the earlier answer, and an empty one removes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_to_question: Option<Note>,
    /// The fields that only a newer release knows, which are stored again as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl GuestDetails {
    /// The text of the note. `None` if there is none.
    pub fn note(&self) -> Option<&str> {
        self.note.as_ref().and_then(Note::text)
    }

    /// The names of the people who come with the guest.
    pub fn companions(&self) -> &[String] {
        self.companions.as_ref().map_or(&[], |names| &names.0)
    }

    /// The answer to the event's question.
    pub fn answer_to_question(&self) -> Option<&str> {
        self.answer_to_question.as_ref().and_then(Note::text)
    }

    /// Whether something is stored beside the note.
    pub fn is_stored(&self) -> bool {
        self.companions.is_some() || self.answer_to_question.is_some() || !self.unknown.is_empty()
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
        if let Some(names) = &given.companions
            && names.0 != self.companions()
        {
            let text = names.0.join(", ");
            self.companions = (!names.0.is_empty()).then(|| names.clone());
            changes.push(Happening::FilledIn {
                field: "companions".to_owned(),
                text: Some(text).filter(|text| !text.is_empty()),
            });
        }
        if let Some(answer) = &given.answer_to_question
            && answer.text() != self.answer_to_question()
        {
            let text = answer.text().map(str::to_owned);
            self.answer_to_question = text.is_some().then(|| answer.clone());
            changes.push(Happening::FilledIn {
                field: "answerToQuestion".to_owned(),
                text,
            });
        }
        if let Some(diet) = &given.diet {
            changes.push(Happening::FilledIn {
                field: "diet".to_owned(),
                text: diet.text().map(str::to_owned),
            });
        }
        changes
    }
}

/// The names of the people who come with a guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Companions(Vec<String>);

impl Companions {
    /// The largest number of names.
    pub const MAX: usize = 19;

    /// Accepts up to [`Self::MAX`] names, and ignores empty ones. Commas, semicolons and line breaks separate names.
    pub fn parse<'a>(lists: impl IntoIterator<Item = &'a str>) -> Result<Self, InvalidValue> {
        let lists = lists.into_iter();
        let names = lists.flat_map(|list| list.split([',', ';', '\n']));
        let names = names
            .filter(|name| !name.trim().is_empty())
            .map(|name| Name::parse(name).map(|name| name.as_str().to_owned()))
            .collect::<Result<Vec<_>, _>>()?;
        if names.len() > Self::MAX {
            return Err(InvalidValue(format!("Give at most {} names.", Self::MAX)));
        }
        Ok(Self(names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companions_are_names() {
        let names = Companions::parse(["  Ben ", "", "Cara\u{200b}, Dan;\r\nEva"]).unwrap();
        assert_eq!(names.0, ["Ben", "Cara", "Dan", "Eva"]);
        assert!(Companions::parse(["Ben\tCara"]).is_err());
        assert!(Companions::parse(["x".repeat(121).as_str()]).is_err());
        assert!(Companions::parse(["Ben"; 19]).is_ok());
        assert!(Companions::parse(["Ben"; 20]).is_err());
    }

    #[test]
    fn an_answer_to_the_question_is_stored_until_it_is_emptied() {
        let given = |text: &str| GuestDetails {
            answer_to_question: Some(Note::parse(text).unwrap()),
            ..GuestDetails::default()
        };
        let mut details = GuestDetails::default();
        assert_eq!(details.update(&given("Fish\nplease")).len(), 1);
        let stored = serde_json::to_string(&details).unwrap();
        assert_eq!(stored, r#"{"answerToQuestion":"Fish\nplease"}"#);
        assert_eq!(
            serde_json::from_str::<GuestDetails>(&stored).unwrap(),
            details
        );
        assert_eq!(details.update(&given(" Fish\r\nplease")), []);
        assert_eq!(details.update(&GuestDetails::default()), []);
        assert_eq!(details.update(&given("")).len(), 1);
        assert!(!details.is_stored());
    }

    #[test]
    fn fields_of_a_newer_release_are_kept() {
        let stored = r#"{"companions":["Ben"],"shoeSize":44}"#;
        let mut details: GuestDetails = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&details).unwrap(), stored);
        let none = GuestDetails {
            companions: Some(Companions::default()),
            ..GuestDetails::default()
        };
        assert_eq!(details.update(&none).len(), 1);
        assert_eq!(
            serde_json::to_string(&details).unwrap(),
            r#"{"shoeSize":44}"#
        );
        assert!(details.is_stored());
    }
}
