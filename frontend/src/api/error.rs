//! Errors of API requests.

use seat_dealer_api_types::{FieldError, Problem};

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ApiError {
    /// The server refused the request.
    Problem(Box<Problem>),
    /// The server did not respond.
    Unreachable,
    /// The response could not be parsed.
    Unreadable,
    /// A part of the app could not be loaded. The server may have another version of the app meanwhile.
    PartMissing,
    /// The session has ended; the app goes to the sign-in page.
    SignedOut,
}

impl ApiError {
    /// The error of a response with an error status. `problem` is its body, unless the body is no
    /// problem document, as in a proxy's error page.
    pub(super) fn from_response(status: u16, problem: Option<Problem>) -> Self {
        let problem = problem.unwrap_or_else(|| Problem {
            kind: "about:blank".to_owned(),
            code: String::new(),
            title: "Something went wrong".to_owned(),
            status,
            detail: format!(
                "The server could not do that (status {status}). Try again in a moment."
            ),
            errors: Vec::new(),
            existing_id: None,
            current: None,
        });
        Self::Problem(Box::new(problem))
    }

    /// What went wrong and what to do, for the host.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Problem(problem) if problem.detail.is_empty() => problem.title.clone(),
            Self::Problem(problem) => problem.detail.clone(),
            Self::Unreachable => {
                "The server cannot be reached. Nothing is lost: try again in a moment.".to_owned()
            }
            Self::Unreadable => "The server's response could not be read. Reload the page and try \
                                 again."
                .to_owned(),
            Self::PartMissing => {
                "This part of the app could not be loaded. Check your connection, or \
                                  reload the page."
                    .to_owned()
            }
            Self::SignedOut => "You are signed out. Sign in again to continue.".to_owned(),
        }
    }

    /// What is wrong with single fields of the request.
    pub(crate) fn field_errors(&self) -> &[FieldError] {
        match self {
            Self::Problem(problem) => &problem.errors,
            _ => &[],
        }
    }

    /// Whether the requested thing does not exist.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status == 404)
    }

    /// Whether somebody else has changed the thing since it was loaded.
    pub(crate) fn is_changed_meanwhile(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.code == "changed-meanwhile")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(status: u16, detail: &str) -> Problem {
        Problem {
            kind: "/problems/test".to_owned(),
            code: "test".to_owned(),
            title: "Not possible".to_owned(),
            status,
            detail: detail.to_owned(),
            errors: vec![FieldError {
                field: "name".to_owned(),
                code: "invalid-value".to_owned(),
                message: "Enter a name.".to_owned(),
            }],
            existing_id: None,
            current: None,
        }
    }

    #[test]
    fn a_problem_is_told_by_its_detail_or_else_its_title() {
        let message = |detail| ApiError::from_response(422, Some(problem(422, detail))).message();
        assert_eq!(message("The table is full."), "The table is full.");
        assert_eq!(message(""), "Not possible");
    }

    #[test]
    fn a_response_without_a_problem_names_its_status() {
        let error = ApiError::from_response(502, None);
        assert!(error.message().contains("status 502"), "{error:?}");
        assert!(error.field_errors().is_empty());
        assert!(!error.is_not_found());
    }

    #[test]
    fn only_a_problem_has_field_errors() {
        let error = ApiError::from_response(422, Some(problem(422, "")));
        assert_eq!(error.field_errors().len(), 1);
        assert!(ApiError::Unreachable.field_errors().is_empty());
    }

    #[test]
    fn not_found_is_a_problem_with_status_404() {
        assert!(ApiError::from_response(404, Some(problem(404, ""))).is_not_found());
        assert!(ApiError::from_response(404, None).is_not_found());
        assert!(!ApiError::from_response(410, Some(problem(410, ""))).is_not_found());
        assert!(!ApiError::Unreadable.is_not_found());
    }

    #[test]
    fn every_error_says_what_to_do() {
        for error in [
            ApiError::Unreachable,
            ApiError::Unreadable,
            ApiError::from_response(500, None),
        ] {
            assert!(error.message().contains("ry again"), "{error:?}");
        }
        assert!(ApiError::SignedOut.message().contains("Sign in again"));
    }
}
