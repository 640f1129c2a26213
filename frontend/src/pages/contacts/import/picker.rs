//! The contacts of the device, from which some browsers let the host choose.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether the browser offers them.
pub(super) fn is_offered() -> bool {
    Reflect::has(&window().navigator(), &"contacts".into()).unwrap_or(false)
}

/// The people whom the host chooses, as a table with tabs. An error if the browser does not open its list.
pub(super) async fn choose() -> Result<String, JsValue> {
    let contacts = Reflect::get(&window().navigator(), &"contacts".into())?;
    let select: Function = Reflect::get(&contacts, &"select".into())?.dyn_into()?;
    let properties: Array = PROPERTIES.iter().map(|name| JsValue::from(*name)).collect();
    let options = Object::new();
    Reflect::set(&options, &"multiple".into(), &true.into())?;
    let chosen: Promise = select.call2(&contacts, &properties, &options)?.dyn_into()?;
    let chosen: Array = JsFuture::from(chosen).await?.dyn_into()?;
    let lines = chosen.iter().map(|person| {
        let cells = PROPERTIES.map(|property| first(&person, property));
        cells.join("\t")
    });
    let lines: Vec<_> = lines.collect();
    Ok(if lines.is_empty() {
        String::new()
    } else {
        format!("Name\tPhone number\tEmail\n{}", lines.join("\n"))
    })
}

/// What the table has of each person, in its order.
const PROPERTIES: [&str; 3] = ["name", "tel", "email"];

/// The first value of a property as one cell; empty if there is none.
fn first(person: &JsValue, property: &str) -> String {
    let values = Reflect::get(person, &property.into()).unwrap_or_default();
    let value = Reflect::get_u32(&values, 0)
        .ok()
        .and_then(|value| value.as_string());
    let value = value.unwrap_or_default();
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}
