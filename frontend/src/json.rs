//! Reads JSON with the browser's own parser. What the parser made is read into the API's types here
//! and not by a library: this reader says only *that* an answer could not be understood, which is
//! all that the app tells its host, and the words of a general one, field by field, would weigh more
//! than the pages.

use std::fmt;

use js_sys::{Array, JSON, Reflect};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

/// Reads a JSON text.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(Json(JSON::parse(text).ok()?)).ok()
}

/// A value of the browser's.
struct Json(JsValue);

/// It was not what it should be.
#[derive(Debug)]
struct Misread;

type Read<T> = Result<T, Misread>;

impl<'de> Deserializer<'de> for Json {
    type Error = Misread;

    /// What may be of any type is left unread, unless it is simple: the app looks at none of it.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let value = self.0;
        if let Some(text) = value.as_string() {
            return visitor.visit_string(text);
        }
        if let Some(number) = value.as_f64() {
            return visitor.visit_i64(whole(number)?);
        }
        match value.as_bool() {
            Some(flag) => visitor.visit_bool(flag),
            None => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let items: Array = self.0.dyn_into().map_err(|_| Misread)?;
        visitor.visit_seq(Items { items, next: 0 })
    }

    /// The fields are asked for one by one in their order, so that none has to be recognised.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_seq(Fields {
            of: self.0,
            names: fields.iter(),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        let word = self.0.as_string().ok_or(Misread)?;
        visitor.visit_enum(word.into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct map identifier
    }
}

/// A number of the API: all of them are whole.
fn whole(number: f64) -> Read<i64> {
    #[allow(clippy::cast_possible_truncation)] // What has a fraction is refused.
    let whole = number as i64;
    #[allow(clippy::cast_precision_loss, clippy::float_cmp)] // Exactly that is the question.
    let is_whole = whole as f64 == number;
    is_whole.then_some(whole).ok_or(Misread)
}

struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Misread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.next == self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.next);
        self.next += 1;
        seed.deserialize(Json(item)).map(Some)
    }
}

struct Fields {
    of: JsValue,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Misread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        let Some(name) = self.names.next() else {
            return Ok(None);
        };
        let value = Reflect::get(&self.of, &(*name).into()).map_err(|_| Misread)?;
        let is_absent = value.is_undefined();
        match seed.deserialize(Json(value)) {
            // Serde knows whether it can do without.
            Err(Misread) if is_absent => Ok(None),
            read => read.map(Some),
        }
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Misread {}

/// Whatever serde has to say of it is not listened to.
impl de::Error for Misread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}
