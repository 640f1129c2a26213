//! Countries as address books write them.

use rlibphonenumber::PHONE_NUMBER_UTIL;

use crate::unicode::{plain, words};

/// The two letters of countries, and their names in English and in their own languages. `UK` is not its
/// own code (ISO 3166-1).
const NAMES: &[(&str, &str)] = &[
    (
        "US",
        "usa|united states|united states of america|vereinigte staaten|etats unis|estados unidos",
    ),
    (
        "GB",
        "uk|united kingdom|great britain|england|scotland|wales|grossbritannien|royaume uni|reino unido",
    ),
    (
        "DE",
        "germany|deutschland|allemagne|alemania|germania|duitsland|alemanha",
    ),
    ("AT", "austria|osterreich|autriche|oostenrijk"),
    (
        "CH",
        "switzerland|schweiz|suisse|svizzera|suiza|zwitserland|suica",
    ),
    ("FR", "france|frankreich|francia|frankrijk|franca"),
    ("ES", "spain|spanien|espana|espagne|spagna|spanje|espanha"),
    ("IT", "italy|italien|italia|italie"),
    ("PT", "portugal|portogallo"),
    (
        "NL",
        "netherlands|the netherlands|niederlande|nederland|holland|pays bas",
    ),
    ("BE", "belgium|belgien|belgique|belgie"),
    ("IE", "ireland|irland|irlande"),
    ("DK", "denmark|danemark|danmark"),
    ("SE", "sweden|schweden|sverige|suede"),
    ("NO", "norway|norwegen|norge"),
    ("FI", "finland|finnland|suomi"),
    ("PL", "poland|polen|polska|pologne"),
    ("CA", "canada|kanada"),
    ("AU", "australia|australien"),
    ("NZ", "new zealand|neuseeland"),
    ("BR", "brazil|brasil|brasilien"),
    ("MX", "mexico|mexiko"),
    ("IN", "india|indien"),
    ("JP", "japan"),
];

/// The two letters of the country that a text names: by them, by its name, or by its calling code.
pub(crate) fn country(text: &str) -> Option<String> {
    let plain = plain(text);
    let upper = plain.to_uppercase();
    if crate::is_country(&upper) {
        return Some(upper);
    }
    let name = words(&plain).join(" ");
    let named = NAMES
        .iter()
        .find(|(_, names)| names.split('|').any(|known| known == name));
    if let Some((code, _)) = named {
        return Some((*code).to_owned());
    }
    let digits = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00"));
    let code = digits.unwrap_or(&plain).trim().parse().ok()?;
    let region = PHONE_NUMBER_UTIL.get_region_for_country_code(code)?;
    Some(region.to_string()).filter(|code| crate::is_country(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_letters_names_and_calling_codes() {
        for (text, code) in [
            ("US", Some("US")),
            ("de", Some("DE")),
            ("USA", Some("US")),
            ("U.K.", None),
            ("UK", Some("GB")),
            ("Österreich", Some("AT")),
            ("+1", Some("US")),
            ("1", Some("US")),
            ("+49", Some("DE")),
            ("0041", Some("CH")),
            ("+999", None),
            ("Elsewhere", None),
            ("", None),
        ] {
            assert_eq!(country(text).as_deref(), code, "{text}");
        }
    }
}
