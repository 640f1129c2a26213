//! What the headings of tables mean: the words that programs write, in the languages they write
//! them in. A heading is known as a whole; no part of a word means anything.

mod labels;
mod vocabulary;
mod whose;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub(crate) use self::labels::{before_reference, is_label, is_role, label_rank, label_start};
pub(crate) use self::whose::{Heading, persons};
use crate::unicode::words;

/// How likely a number or an address is the one to use, the likeliest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rank {
    /// What the host chose.
    Chosen,
    /// A mobile phone.
    Mobile,
    /// What is marked as the main one.
    Main,
    /// At home, or not said where.
    Home,
    /// Another one.
    Other,
    /// At work.
    Work,
}

/// What a heading says that its column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Meaning {
    /// A whole name.
    FullName,
    /// *Name*, *Nom*, *Nombre*, *Nome*: beside a given name the family name, beside a family name
    /// the given name, else a whole name.
    Name,
    GivenName,
    FamilyName,
    /// A family name in Portugal, a nickname in Brazil.
    FamilyNameOrNickname,
    /// Another name, for those who have no better one: how it is displayed, a nickname, a company.
    /// The least number is the best.
    OtherName(u8),
    Phone {
        rank: Rank,
        number: u32,
        /// *Home* and *Work* alone, where the cells decide.
        is_certain: bool,
    },
    Email {
        rank: Rank,
        number: u32,
    },
    /// Which kind the phone of the same number is.
    PhoneLabel(u32),
    /// A phone number where no other column holds one, else an account, an order or a place in the list.
    Number,
    /// Whatever its cells are: names, numbers or addresses.
    Any,
    Priority,
    PartySize,
    /// How many guests, or their names.
    PartySizeOrName,
    Tags,
    Diet,
    /// The country whose numbers are in the row, or its calling code.
    Country,
}

impl Meaning {
    /// Whether it is the name of a person or a part of it.
    pub(crate) fn is_name(self) -> bool {
        matches!(
            self,
            Self::FullName
                | Self::Name
                | Self::GivenName
                | Self::FamilyName
                | Self::FamilyNameOrNickname
        )
    }

    /// Whether it is a number or an address.
    pub(crate) fn is_way(self) -> bool {
        matches!(
            self,
            Self::Phone { .. } | Self::Email { .. } | Self::Any | Self::Number
        )
    }
}

/// What a word says about a phone number or an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Phone,
    Email,
    /// An email address together with a word for an address or for mail, such as *électronique*.
    Electronic,
    Mobile,
    Main,
    Home,
    Work,
    Other,
    Address,
    Label,
    Filler,
    /// A fax, whose column is nobody's, even if nothing else stands in the heading.
    Fax,
    /// Nobody's number to text: only said in labels, because no heading with such a word is known.
    Never,
}

impl Class {
    /// Whether no text message is sent to a number of this kind.
    fn is_of_nobody(self) -> bool {
        matches!(self, Self::Fax | Self::Never)
    }
}

static PHRASES: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let phrases = vocabulary::PHRASES.iter();
    phrases
        .flat_map(|(meaning, phrases)| {
            let phrases = phrases.split('|').map(|phrase| words(phrase).join(" "));
            phrases.map(|phrase| (phrase, *meaning))
        })
        .collect()
});

static WORDS: LazyLock<HashMap<String, Class>> = LazyLock::new(|| {
    let classes = vocabulary::WORDS.iter();
    classes
        .flat_map(|(class, words)| words.split_whitespace().map(|word| (word, *class)))
        .map(|(word, class)| (crate::unicode::words(word).concat(), class))
        .collect()
});

static DIET: LazyLock<HashSet<String>> = LazyLock::new(|| words_of(&[vocabulary::DIET]));
static BESIDE_DIET: LazyLock<HashSet<String>> =
    LazyLock::new(|| words_of(&[vocabulary::BESIDE_DIET]));

/// The words of these lists, as they are compared.
fn words_of(lists: &[&str]) -> HashSet<String> {
    let all = lists.iter().flat_map(|list| list.split_whitespace());
    all.map(|word| words(word).concat()).collect()
}

/// What a heading means; nothing, when one of its words is not known.
pub(crate) fn meaning(heading: &str) -> Option<Meaning> {
    meaning_of(&heading_words(heading))
}

fn meaning_of(words: &[String]) -> Option<Meaning> {
    if let Some(meaning) = PHRASES.get(&words.join(" ")) {
        return Some(*meaning);
    }
    // `Organization 1 - Name` is the first of several.
    let first: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "1")
        .collect();
    if let Some(meaning) = PHRASES.get(&first.join(" ")) {
        return Some(*meaning);
    }
    if is_diet(words) {
        return Some(Meaning::Diet);
    }
    let number = words.iter().find_map(|word| word.parse().ok()).unwrap_or(1);
    let classes: Option<Vec<Class>> = words
        .iter()
        .filter(|word| word.parse::<u32>().is_err())
        .map(|word| WORDS.get(word).copied())
        .collect();
    let classes = classes?;
    let says = |class| classes.contains(&class);
    if classes.iter().any(|class| class.is_of_nobody()) {
        return None;
    }
    let is_email = says(Class::Email) || says(Class::Electronic) && says(Class::Address);
    let is_phone = says(Class::Phone) || says(Class::Mobile);
    let rank = rank(&classes, number);
    match (is_email, is_phone) {
        (true, true) => Some(Meaning::Any),
        (true, false) if !says(Class::Label) => Some(Meaning::Email { rank, number }),
        (false, true) if says(Class::Label) => Some(Meaning::PhoneLabel(number)),
        (false, true) if !says(Class::Address) => Some(Meaning::Phone {
            rank,
            number,
            is_certain: true,
        }),
        (false, false) => {
            let is_place = |class: &Class| {
                matches!(
                    class,
                    Class::Home | Class::Work | Class::Main | Class::Other
                )
            };
            let is_only_places = classes
                .iter()
                .all(|class| is_place(class) || *class == Class::Filler);
            (is_only_places && classes.iter().any(is_place)).then_some(Meaning::Phone {
                rank,
                number,
                is_certain: false,
            })
        }
        _ => None,
    }
}

/// Whether a heading asks for a diet: `Allergies or food restrictions?`.
fn is_diet(words: &[String]) -> bool {
    let is_filler = |word: &String| WORDS.get(word) == Some(&Class::Filler);
    words.iter().any(|word| DIET.contains(word))
        && words
            .iter()
            .all(|word| DIET.contains(word) || BESIDE_DIET.contains(word) || is_filler(word))
}

/// Whether a heading is that of a number or an address that is not the guest's: a fax, a parent's phone.
pub(crate) fn is_of_nobody(heading: &str) -> bool {
    let words = heading_words(heading);
    let words = words.iter().filter(|word| word.parse::<u32>().is_err());
    let classes: Option<Vec<Class>> = words.map(|word| WORDS.get(word).copied()).collect();
    classes.is_some_and(|classes| {
        let is_way = |class: &Class| matches!(class, Class::Phone | Class::Mobile | Class::Email);
        classes.contains(&Class::Fax)
            || classes.contains(&Class::Never) && classes.iter().any(is_way)
    })
}

fn rank(classes: &[Class], number: u32) -> Rank {
    let says = |class| classes.contains(&class);
    match () {
        () if says(Class::Mobile) => Rank::Mobile,
        () if says(Class::Work) => Rank::Work,
        () if says(Class::Other) => Rank::Other,
        () if says(Class::Main) => Rank::Main,
        () if number > 1 && says(Class::Email) => Rank::Other,
        () => Rank::Home,
    }
}

/// The words of a heading, with `E-mail` and the like as one.
fn heading_words(heading: &str) -> Vec<String> {
    const JOINED: [(&str, &str); 5] = [
        ("דוא", "ל"),
        ("e", "mail"),
        ("e", "post"),
        ("i", "phone"),
        ("whats", "app"),
    ];
    let mut joined: Vec<String> = Vec::new();
    for word in words(heading) {
        let is_second = |before: &String| {
            let mut pairs = JOINED.iter();
            pairs.any(|(first, second)| before == first && word.starts_with(second))
        };
        match joined.last_mut().filter(|before| is_second(before)) {
            Some(before) => before.push_str(&word),
            None => joined.push(word),
        }
    }
    joined
}

#[cfg(test)]
mod tests;
