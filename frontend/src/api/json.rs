//! Parses JSON with the browser's parser and deserializes the result into the API's types.
//!
//! This deserializer reports only that a response has an unexpected form. `serde-wasm-bindgen` reports
//! what is unexpected; its messages for each field make the app 22.6 KB of brotli larger.

use std::fmt;

use js_sys::{Array, JSON, Reflect};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

/// Parses a JSON text. Returns `None` if it is not JSON, or not of type `T`.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(JsDeserializer(JSON::parse(text).ok()?)).ok()
}

/// Deserializes a JavaScript value.
struct JsDeserializer(JsValue);

/// A value has an unexpected form.
#[derive(Debug)]
struct UnexpectedForm;

type Result<T> = std::result::Result<T, UnexpectedForm>;

impl<'de> Deserializer<'de> for JsDeserializer {
    type Error = UnexpectedForm;

    /// Handles scalars. The app reads no field that may be of any type, so that arrays and objects become
    /// units here.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = self.0;
        if let Some(text) = value.as_string() {
            return visitor.visit_string(text);
        }
        if let Some(number) = value.as_f64() {
            return visitor.visit_i64(integer(number)?);
        }
        match value.as_bool() {
            Some(flag) => visitor.visit_bool(flag),
            None => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
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
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let items: Array = self.0.dyn_into().map_err(|_| UnexpectedForm)?;
        visitor.visit_seq(ArrayAccess { items, next: 0 })
    }

    /// Reads the fields by name in the order of the struct, so that no name has to be compared.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_seq(FieldAccess {
            object: self.0,
            names: fields.iter(),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let variant = self.0.as_string().ok_or(UnexpectedForm)?;
        visitor.visit_enum(variant.into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct map identifier
    }
}

/// Converts a number. All numbers of the API are integers.
fn integer(number: f64) -> Result<i64> {
    #[allow(clippy::cast_possible_truncation)] // The check below finds truncated numbers.
    let integer = number as i64;
    #[allow(clippy::cast_precision_loss, clippy::float_cmp)] // The comparison is meant to be exact.
    let is_exact = integer as f64 == number;
    is_exact.then_some(integer).ok_or(UnexpectedForm)
}

struct ArrayAccess {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for ArrayAccess {
    type Error = UnexpectedForm;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.next == self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.next);
        self.next += 1;
        seed.deserialize(JsDeserializer(item)).map(Some)
    }
}

struct FieldAccess {
    object: JsValue,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for FieldAccess {
    type Error = UnexpectedForm;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(name) = self.names.next() else {
            return Ok(None);
        };
        let value = Reflect::get(&self.object, &(*name).into()).map_err(|_| UnexpectedForm)?;
        let is_missing = value.is_undefined();
        match seed.deserialize(JsDeserializer(value)) {
            // The derived code uses the field's default, or fails.
            Err(UnexpectedForm) if is_missing => Ok(None),
            result => result.map(Some),
        }
    }
}

impl fmt::Display for UnexpectedForm {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for UnexpectedForm {}

/// Drops the details, so that the code that formats them is not part of the app.
impl de::Error for UnexpectedForm {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_integers() {
        for number in [0, 1, -7, 10_000, 1 << 53] {
            #[allow(clippy::cast_precision_loss)] // All of them are exact.
            let float = number as f64;
            assert_eq!(integer(float).ok(), Some(number));
        }
        for number in [0.5, f64::NAN, f64::INFINITY, 1e300] {
            assert!(integer(number).is_err(), "{number}");
        }
    }
}
