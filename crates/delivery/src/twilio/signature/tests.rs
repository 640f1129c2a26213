use std::collections::BTreeSet;

use proptest::{
    prelude::*,
    sample::{Index, select},
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::*;

const TOKEN: &str = "12345";
const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const CALL: [(&str, &str); 5] = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
];

fn owned(params: &[(&str, &str)]) -> Vec<(String, String)> {
    params
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn the_vectors_of_twilio_pass() {
    assert!(verify(
        TOKEN,
        URL,
        &owned(&CALL),
        "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    ));
    let doubled = [
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ];
    assert!(verify(
        TOKEN,
        URL,
        &owned(&doubled),
        "IK+Dwps556ElfBT0I3Rgjkr1wJU="
    ));
}

#[test]
fn the_order_of_parameters_does_not_matter() {
    let mut params = owned(&CALL);
    params.reverse();
    assert!(verify(TOKEN, URL, &params, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
}

#[test]
fn an_address_is_tried_with_and_without_its_port() {
    let params = owned(&CALL);
    let with_port = sign(TOKEN, "https://x.org:443/hook?a=1", &params);
    let without = sign(TOKEN, "https://x.org/hook?a=1", &params);
    for url in ["https://x.org/hook?a=1", "https://x.org:443/hook?a=1"] {
        assert!(verify(TOKEN, url, &params, &with_port), "{url}");
        assert!(verify(TOKEN, url, &params, &without), "{url}");
    }
    // Twilio may leave out a port, but never adds another one.
    let own_port = "https://x.org:8443/hook?a=1";
    assert!(verify(TOKEN, own_port, &params, &without));
    assert!(verify(
        TOKEN,
        own_port,
        &params,
        &sign(TOKEN, own_port, &params)
    ));
    assert!(!verify(TOKEN, own_port, &params, &with_port));
    assert!(!verify(
        TOKEN,
        "https://x.org/hook?a=1",
        &params,
        &sign(TOKEN, own_port, &params)
    ));
}

#[test]
fn spellings_leave_the_rest_of_an_address_alone() {
    for (url, others) in [
        ("https://x.org", vec!["https://x.org:443"]),
        ("http://x.org?a=b:1", vec!["http://x.org:80?a=b:1"]),
        (
            "https://me:hush@x.org/a:1",
            vec!["https://me:hush@x.org:443/a:1"],
        ),
        ("https://me:hush@x.org:1/", vec!["https://me:hush@x.org/"]),
        ("https://[::1]/", vec!["https://[::1]:443/"]),
        ("https://[::1]:8443/", vec!["https://[::1]/"]),
        ("wss://x.org/", vec![]),
        ("nonsense", vec![]),
        ("", vec![]),
    ] {
        let found = spellings(url);
        let expected: Vec<_> = [url].into_iter().chain(others).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn the_hyphens_of_a_query_may_be_escaped_or_not() {
    let params = owned(&CALL);
    let plain = "https://x.org/a-b/status?message=0197a000-7000-8000&attempt=1";
    let escaped = "https://x.org/a-b/status?message=0197a000%2D7000%2D8000&attempt=1";
    let lower = "https://x.org/a-b/status?message=0197a000%2d7000%2d8000&attempt=1";
    for given in [plain, escaped] {
        let signature = sign(TOKEN, given, &params);
        for came in [plain, escaped, lower] {
            assert!(
                verify(TOKEN, came, &params, &signature),
                "{given} as {came}"
            );
        }
        for other in [
            plain.replace("a-b", "a%2Db"),
            plain.replace("0197a000-", "0197a000"),
            plain.replace("attempt=1", "attempt=2"),
        ] {
            assert!(!verify(TOKEN, &other, &params, &signature), "{other}");
        }
    }
}

#[test]
fn values_are_taken_as_they_came() {
    let params = owned(&[("Body", "  Yes \n"), ("NumMedia", "")]);
    let signature = sign(TOKEN, URL, &params);
    assert!(verify(TOKEN, URL, &params, &signature));
    let trimmed = owned(&[("Body", "Yes"), ("NumMedia", "")]);
    assert!(!verify(TOKEN, URL, &trimmed, &signature));
}

#[test]
fn a_signature_is_whole_canonical_base64() {
    let params = owned(&CALL);
    for signature in [
        "",
        "=",
        "RSOYDt4T1cUTdK1PDd93/VVr8B8",
        "RSOYDt4T1cUTdK1PDd93/VVr8B9=",
        " RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "RSOYDt4T1cUTdK1PDd93_VVr8B8=",
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=RSOY",
    ] {
        assert!(!verify(TOKEN, URL, &params, signature), "{signature:?}");
    }
}

#[test]
fn without_a_token_nothing_is_signed() {
    let params = owned(&CALL);
    assert!(!verify("", URL, &params, &sign("", URL, &params)));
}

/// A request that Twilio has signed.
#[derive(Debug, Clone)]
struct Signed {
    token: String,
    url: String,
    params: Vec<(String, String)>,
    signature: String,
}

impl Signed {
    fn accepted(&self) -> bool {
        verify(&self.token, &self.url, &self.params, &self.signature)
    }

    /// The signed string, which is the same for every split into keys and values.
    fn words(&self) -> BTreeSet<String> {
        let pairs: BTreeSet<_> = self.params.iter().collect();
        let tail: String = pairs
            .into_iter()
            .flat_map(|(key, value)| [key.as_str(), value.as_str()])
            .collect();
        spellings(&self.url)
            .into_iter()
            .map(|url| format!("{url}{tail}"))
            .collect()
    }
}

fn signed() -> impl Strategy<Value = Signed> {
    let url = select(vec![
        URL,
        "https://dinner.example.com/webhooks/twilio/status?message=0197a000&attempt=1",
        "https://dinner.example.com:8443/webhooks/twilio/inbound",
        "http://localhost:8080/webhooks/twilio/inbound?x=%20y",
    ]);
    let params = prop::collection::vec(("[A-Z][A-Za-z]{0,12}", "\\PC{0,24}"), 1..12);
    ("[0-9a-f]{1,32}", url, params).prop_map(|(token, url, params)| Signed {
        signature: sign(&token, url, &params),
        url: url.to_owned(),
        token,
        params,
    })
}

#[derive(Debug, Clone)]
enum Mutation {
    Token(Edit),
    Url(Edit),
    Signature(Edit),
    Key(Index, Edit),
    Value(Index, Edit),
    Drop(Index),
    Add(String, String),
    Swap(Index, Index),
    SignatureOfAnother(Vec<(String, String)>),
    OtherCase(Index),
}

#[derive(Debug, Clone)]
enum Edit {
    Insert(Index, char),
    Remove(Index),
    Replace(Index, char),
}

impl Edit {
    fn apply(&self, text: &mut String) {
        let mut characters: Vec<char> = text.chars().collect();
        match (self, characters.len()) {
            (Self::Insert(at, character), length) => {
                characters.insert(at.index(length + 1), *character);
            }
            (_, 0) => characters.push('x'),
            (Self::Remove(at), length) => drop(characters.remove(at.index(length))),
            (Self::Replace(at, character), length) => characters[at.index(length)] = *character,
        }
        *text = characters.into_iter().collect();
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let character = || {
        prop_oneof![
            "[ -~]".prop_map(|text| text.chars().next().unwrap()),
            any::<char>()
        ]
    };
    prop_oneof![
        (any::<Index>(), character()).prop_map(|(at, character)| Edit::Insert(at, character)),
        any::<Index>().prop_map(Edit::Remove),
        (any::<Index>(), character()).prop_map(|(at, character)| Edit::Replace(at, character)),
    ]
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        edit().prop_map(Mutation::Token),
        edit().prop_map(Mutation::Url),
        edit().prop_map(Mutation::Signature),
        (at(), edit()).prop_map(|(at, edit)| Mutation::Key(at, edit)),
        (at(), edit()).prop_map(|(at, edit)| Mutation::Value(at, edit)),
        at().prop_map(Mutation::Drop),
        ("[A-Za-z]{1,8}", "\\PC{0,8}").prop_map(|(key, value)| Mutation::Add(key, value)),
        (at(), at()).prop_map(|(a, b)| Mutation::Swap(a, b)),
        prop::collection::vec(("[A-Z][a-z]{0,3}", "[a-z]{0,3}"), 0..3)
            .prop_map(Mutation::SignatureOfAnother),
        at().prop_map(Mutation::OtherCase),
    ]
}

fn mutate(original: &Signed, mutation: &Mutation) -> Signed {
    let mut mutated = original.clone();
    let params = &mut mutated.params;
    match mutation {
        Mutation::Token(edit) => edit.apply(&mut mutated.token),
        Mutation::Url(edit) => edit.apply(&mut mutated.url),
        Mutation::Signature(edit) => edit.apply(&mut mutated.signature),
        Mutation::Key(at, edit) => edit.apply(&mut at.get_mut(params).0),
        Mutation::Value(at, edit) => edit.apply(&mut at.get_mut(params).1),
        Mutation::Drop(at) => drop(params.remove(at.index(params.len()))),
        Mutation::Add(key, value) => params.push((key.clone(), value.clone())),
        Mutation::Swap(a, b) => {
            let (a, b) = (a.index(params.len()), b.index(params.len()));
            let value = params[a].1.clone();
            params[a].1 = std::mem::replace(&mut params[b].1, value);
        }
        Mutation::SignatureOfAnother(others) => {
            mutated.signature = sign(&mutated.token, &mutated.url, others);
        }
        Mutation::OtherCase(at) => {
            let value = &mut at.get_mut(params).1;
            *value = value.to_uppercase();
        }
    }
    mutated
}

/// Counts only changes of the signed string. The order of parameters, the end of a key and the default port of an
/// address do not change it.
#[test]
fn of_ten_thousand_mutations_none_is_accepted() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut counted = 0;
    while counted < 10_000 {
        let original = signed().new_tree(&mut runner).unwrap().current();
        assert!(original.accepted(), "{original:?}");
        let mutation = mutation().new_tree(&mut runner).unwrap().current();
        let mutated = mutate(&original, &mutation);
        // HMAC pads a short key with zeros (RFC 2104, section 2).
        let same = mutated.token.trim_end_matches('\0') == original.token
            && mutated.signature == original.signature
            && !mutated.words().is_disjoint(&original.words());
        if !same {
            assert!(!mutated.accepted(), "{mutation:?} of {original:?}");
            counted += 1;
        }
    }
}
