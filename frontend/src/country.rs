//! Countries, which decide how phone numbers without a country code are read.

use js_sys::{Array, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The regions that the server's phone number parser supports (ISO 3166-1 and a few more).
const CODES: &str = "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO \
    BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK \
    DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ \
    GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM \
    KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH \
    PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR \
    SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC \
    VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Every country as code and name, sorted by name. The first option stands for no country.
pub(crate) fn options() -> Vec<(String, String)> {
    let options = Object::new();
    let _ = Reflect::set(&options, &"type".into(), &"region".into());
    let english = Array::of1(&"en".into());
    let names = Intl::DisplayNames::new(&english, &options);
    let compare = Intl::Collator::new(&english, &Object::new()).compare();
    let mut countries = Vec::<(String, String)>::new();
    for code in CODES.split(' ') {
        let name = names.of(code).map_or_else(|| code.to_owned(), String::from);
        let comes_before = |(_, other): &(String, String)| {
            let order = compare.call2(&JsValue::NULL, &other.into(), &name.as_str().into());
            order.is_ok_and(|order| order.as_f64() < Some(0.0))
        };
        let index = countries.partition_point(comes_before);
        countries.insert(index, (code.to_owned(), name));
    }
    countries.insert(0, (String::new(), "Choose a country".to_owned()));
    countries
}

/// The country in the browser's language tag, e.g. `DE` for `de-DE`; empty if there is none.
pub(crate) fn guess() -> String {
    let language = window().navigator().language().unwrap_or_default();
    let region = language.rsplit('-').next().unwrap_or_default();
    let is_known = CODES.split(' ').any(|code| code == region);
    if is_known {
        region.to_owned()
    } else {
        String::new()
    }
}
