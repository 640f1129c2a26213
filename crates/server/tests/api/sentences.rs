//! Compares the sentences of a test's problems with a snapshot. `./just review -p seat-dealer` accepts an intended
//! change.

use std::fmt::Write as _;

use seat_dealer_test_support::app::Answer;

/// The refused requests and their sentences.
#[derive(Default)]
pub(crate) struct Sentences(String);

impl Sentences {
    /// Adds the code and the sentence of a problem with this status.
    #[track_caller]
    pub(crate) fn problem(&mut self, request: &str, answer: Answer, status: u16) {
        let code = answer.json()["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let detail = answer.problem(status);
        self.heading(request);
        writeln!(self.0, "    {status} {code}: {detail}").unwrap();
    }

    /// Adds the sentence of each invalid field, and returns the names of these fields.
    #[track_caller]
    pub(crate) fn invalid(&mut self, request: &str, answer: Answer) -> Vec<String> {
        self.heading(request);
        let errors = answer.field_errors().into_iter();
        errors
            .map(|(field, sentence)| {
                writeln!(self.0, "    {field}: {sentence}").unwrap();
                field
            })
            .collect()
    }

    /// Adds the beginning of a request.
    fn heading(&mut self, request: &str) {
        let beginning: String = request.chars().take(100).collect();
        writeln!(self.0, "{beginning}").unwrap();
    }

    /// Compares all sentences with `snapshots/NAME.snap`.
    #[track_caller]
    pub(crate) fn are(&self, name: &str) {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, self.0);
        });
    }
}
