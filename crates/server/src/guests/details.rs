//! What guests tell beside the answer: read from the page's form and from the API.

use seat_dealer_api_types::{RsvpAnswer, RsvpPage};
use seat_dealer_core::{Companions, Diet, GuestDetails, Note};
use serde::Deserialize;

use super::texts::Texts;
use crate::http::errors::ApiError;

/// The fields of the page's form.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DetailsForm {
    note: Option<String>,
    companions: Option<String>,
    diet: Option<String>,
    /// The diet that the page was made with. The host may have changed it since.
    diet_before: Option<String>,
    answer_to_question: Option<String>,
}

impl DetailsForm {
    pub(super) fn read(&self) -> Result<GuestDetails, InvalidDetail> {
        let diet = self.diet.as_deref().map(joined);
        let diet = diet.filter(|diet| self.diet_before.as_ref() != Some(diet));
        read(
            self.note.as_deref(),
            self.companions.as_deref().map(std::iter::once),
            diet.as_deref(),
            self.answer_to_question.as_deref(),
        )
    }

    /// Shows the typed values on the page.
    pub(super) fn show_on(self, page: &mut RsvpPage) {
        if let Some(typed) = self.companions {
            page.companions = vec![typed];
        }
        page.diet = self.diet.or(page.diet.take());
        page.answer_to_question = self.answer_to_question.or(page.answer_to_question.take());
        page.note = self.note.or(page.note.take());
    }
}

/// Reads the fields of an answer to the API.
pub(super) fn of_answer(answer: &RsvpAnswer) -> Result<GuestDetails, InvalidDetail> {
    let names = answer.companions.as_deref();
    let names = names.map(|names| names.iter().map(String::as_str));
    read(
        answer.note.as_deref(),
        names,
        answer.diet.as_deref(),
        answer.answer_to_question.as_deref(),
    )
}

/// The lines of a field as one line. The page's field has several lines, because in a field of one line, the return key
/// would send the form.
fn joined(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(", ")
}

fn read<'a>(
    note: Option<&str>,
    companions: Option<impl Iterator<Item = &'a str>>,
    diet: Option<&str>,
    answer_to_question: Option<&str>,
) -> Result<GuestDetails, InvalidDetail> {
    let note = note.map(Note::parse).transpose();
    let companions = companions.map(Companions::parse).transpose();
    let diet = diet.map(Diet::parse).transpose();
    let answer = answer_to_question.map(Note::parse).transpose();
    Ok(GuestDetails {
        note: note.map_err(|_| InvalidDetail::Note)?,
        companions: companions.map_err(|_| InvalidDetail::Companions)?,
        diet: diet.map_err(|_| InvalidDetail::Diet)?,
        answer_to_question: answer.map_err(|_| InvalidDetail::AnswerToQuestion)?,
        ..GuestDetails::default()
    })
}

/// A field that has to be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InvalidDetail {
    /// The note is too long, or not plain text.
    Note,
    /// There are too many names, or one of them is too long or not plain text.
    Companions,
    /// The diet is too long, or not plain text.
    Diet,
    /// The answer to the question is too long, or not plain text.
    AnswerToQuestion,
}

impl InvalidDetail {
    /// What the guest can do.
    pub(super) fn text(self, texts: &Texts) -> &'static str {
        match self {
            Self::Note => texts.note_wrong,
            Self::Companions => texts.companions_wrong,
            Self::Diet => texts.diet_wrong,
            Self::AnswerToQuestion => texts.answer_to_question_wrong,
        }
    }

    /// The error of the API.
    pub(super) fn error(self, texts: &Texts) -> ApiError {
        let field = match self {
            Self::Note => "note",
            Self::Companions => "companions",
            Self::Diet => "diet",
            Self::AnswerToQuestion => "answerToQuestion",
        };
        ApiError::invalid(field, "invalid-value", self.text(texts))
    }
}
