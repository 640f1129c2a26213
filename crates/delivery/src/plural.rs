//! Texts with a number, in as many forms as their language has: the plural rules of Unicode (CLDR), from ICU4X.

use icu_locale_core::Locale;
use icu_plurals::PluralRules;
use seat_dealer_core::Language;

pub use icu_plurals::PluralCategory;

/// The forms of a text for different numbers. Each may have a placeholder for the number.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// The forms of plural categories, such as that of *one*.
    pub forms: &'static [(PluralCategory, &'static str)],
    /// The form for all other numbers.
    pub other: &'static str,
}

impl Counted {
    /// The form for this number in this language.
    pub fn of(&self, language: Language, number: u32) -> &'static str {
        self.form(category(language.as_str(), number))
    }

    fn form(&self, category: PluralCategory) -> &'static str {
        let form = self.forms.iter().find(|(of, _)| *of == category);
        form.map_or(self.other, |(_, text)| text)
    }
}

/// The category of a number in the language with this tag. A language without plurals has only `Other`.
fn category(tag: &str, number: u32) -> PluralCategory {
    let locale = tag.parse::<Locale>().ok();
    let rules = locale.and_then(|locale| PluralRules::try_new_cardinal(locale.into()).ok());
    rules.map_or(PluralCategory::Other, |rules| rules.category_for(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_may_have_four_forms() {
        use PluralCategory::{Few, Many, One, Two};
        let slovenian = Counted {
            forms: &[
                (One, "{number} sedež"),
                (Two, "{number} sedeža"),
                (Few, "{number} sedeži"),
            ],
            other: "{number} sedežev",
        };
        let polish = Counted {
            forms: &[
                (One, "{number} miejsce"),
                (Few, "{number} miejsca"),
                (Many, "{number} miejsc"),
            ],
            other: "{number} miejsca",
        };
        for (tag, counted, number, text) in [
            ("sl", slovenian, 1, "{number} sedež"),
            ("sl", slovenian, 2, "{number} sedeža"),
            ("sl", slovenian, 4, "{number} sedeži"),
            ("sl", slovenian, 5, "{number} sedežev"),
            ("sl", slovenian, 101, "{number} sedež"),
            ("pl", polish, 1, "{number} miejsce"),
            ("pl", polish, 4, "{number} miejsca"),
            ("pl", polish, 5, "{number} miejsc"),
            ("pl", polish, 12, "{number} miejsc"),
            ("pl", polish, 22, "{number} miejsca"),
        ] {
            let form = counted.form(category(tag, number));
            assert_eq!(form, text, "{tag}: {number}");
        }
    }

    #[test]
    fn the_rules_of_every_language_are_known() {
        for language in Language::ALL {
            let one_or_more = [1, 2].map(|number| category(language.as_str(), number));
            assert_eq!(
                one_or_more,
                [PluralCategory::One, PluralCategory::Other],
                "{language}"
            );
        }
        assert_eq!(category("fr", 0), PluralCategory::One);
        assert_eq!(category("en", 0), PluralCategory::Other);
        assert_eq!(category("ja", 1), PluralCategory::Other);
    }
}
