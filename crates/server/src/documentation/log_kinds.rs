//! The schemas of log entries: one for each kind, with the `detail` of that kind.

use std::collections::BTreeSet;

use seat_dealer_api_types::LogEntry;
use seat_dealer_core::{Happening, OtherText, Reason, Refusal};
use utoipa::openapi::schema::{Discriminator, Object, Schema, Type};
use utoipa::openapi::{Components, OneOfBuilder, Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// Replaces the schema of [`LogEntry`] by one for each kind.
pub(super) fn describe(components: &mut Components) {
    let (RefOr::T(Schema::Object(entry)), RefOr::T(Schema::OneOf(happening))) =
        (LogEntry::schema(), Happening::schema())
    else {
        return;
    };
    let mut fields = Vec::new();
    Happening::schemas(&mut fields);
    components.schemas.extend(fields);
    let mut kinds = OneOfBuilder::new().description(entry.description.clone());
    let mut discriminator = Discriminator::new("kind");
    for kind in happening.items {
        let Some(kind) = Kind::of(kind) else { continue };
        let (detail_name, entry_name) = (kind.schema_name("Detail"), kind.schema_name("Entry"));
        let mut entry = entry.clone();
        entry.description = kind.description;
        let mut detail = match kind.detail {
            RefOr::Ref(fields) => fields,
            RefOr::T(fields) => {
                let reference = Ref::from_schema_name(&detail_name);
                components.schemas.insert(detail_name, RefOr::T(fields));
                reference
            }
        };
        "What happened, for programs.".clone_into(&mut detail.description);
        entry.properties.insert("kind".to_owned(), kind.tag);
        entry.properties.insert("detail".to_owned(), detail.into());
        let reference = Ref::from_schema_name(&entry_name);
        let location = reference.ref_location.clone();
        discriminator.mapping.insert(kind.word, location);
        kinds = kinds.item(reference);
        let entry = RefOr::T(Schema::Object(entry));
        components.schemas.insert(entry_name, entry);
    }
    let kinds = kinds.discriminator(Some(discriminator));
    components
        .schemas
        .insert(LogEntry::name().into_owned(), kinds.into());
}

/// Writes each `detail` that consists of several schemas as one object, because many generators cannot combine
/// objects with alternatives.
pub(super) fn merge_details(components: &mut Components) {
    let details = components.schemas.iter();
    let merged: Vec<_> = details
        .filter_map(|(name, schema)| match schema {
            RefOr::T(Schema::AllOf(all)) if name.ends_with("Detail") => {
                let mut merged = Object::with_type(Type::Object);
                merged.description.clone_from(&all.description);
                for part in &all.items {
                    merge(components, part, &mut merged);
                }
                Some((name.clone(), RefOr::T(Schema::Object(merged))))
            }
            _ => None,
        })
        .collect();
    components.schemas.extend(merged);
    // Nothing refers to these parts any more. Generators would make types of them, with the names of fields.
    for part in [Reason::name(), Refusal::name(), OtherText::name()] {
        components.schemas.remove(part.as_ref());
    }
}

fn merge(components: &Components, part: &RefOr<Schema>, merged: &mut Object) {
    match part {
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next();
            if let Some(schema) = name.and_then(|name| components.schemas.get(name)) {
                merge(components, schema, merged);
            }
        }
        RefOr::T(Schema::Object(object)) => {
            merged.properties.extend(object.properties.clone());
            merged.required.extend(object.required.clone());
        }
        RefOr::T(Schema::OneOf(alternatives)) => {
            let objects = alternatives.items.iter();
            let objects: Vec<_> = objects
                .filter_map(|object| match object {
                    RefOr::T(Schema::Object(object)) => Some(object),
                    _ => None,
                })
                .collect();
            for object in &objects {
                merge_alternative(object, merged);
            }
            // What every alternative has is always there.
            let names = objects.iter().flat_map(|object| object.properties.keys());
            let always: BTreeSet<_> = names
                .filter(|name| objects.iter().all(|o| o.properties.contains_key(*name)))
                .cloned()
                .collect();
            merged.required.extend(always);
        }
        RefOr::T(_) => {}
    }
}

fn merge_alternative(alternative: &Object, merged: &mut Object) {
    for (name, property) in &alternative.properties {
        match (merged.properties.get_mut(name), property) {
            (Some(RefOr::T(Schema::Object(known))), RefOr::T(Schema::Object(property))) => {
                if let (Some(words), Some(more)) = (&mut known.enum_values, &property.enum_values) {
                    words.extend(more.clone());
                }
            }
            (Some(_), _) => {}
            (None, _) => {
                let mut property = property.clone();
                describe_property(&mut property, alternative);
                merged.properties.insert(name.clone(), property);
            }
        }
    }
}

/// Says of a property which case it is of, unless it has a description of its own.
fn describe_property(property: &mut RefOr<Schema>, alternative: &Object) {
    let case = alternative.description.clone().unwrap_or_default();
    match property {
        RefOr::T(Schema::Object(property)) if property.description.is_none() => {
            let is_tag = property.enum_values.is_some();
            let which = "Which case it is.".to_owned();
            property.description = Some(if is_tag { which } else { case });
        }
        RefOr::Ref(reference) if reference.description.is_empty() => reference.description = case,
        _ => {}
    }
}

/// A kind of entry, from a variant of [`Happening`].
struct Kind {
    word: String,
    description: Option<String>,
    /// The schema of the word.
    tag: RefOr<Schema>,
    /// The schema of the fields.
    detail: RefOr<Schema>,
}

impl Kind {
    fn of(variant: RefOr<Schema>) -> Option<Self> {
        let RefOr::T(Schema::Object(Object {
            mut properties,
            description,
            ..
        })) = variant
        else {
            return None;
        };
        let mut detail = properties.remove("detail")?;
        let Some(RefOr::T(Schema::Object(mut tag))) = properties.remove("kind") else {
            return None;
        };
        let word = tag.enum_values.as_ref()?.first()?.as_str()?.to_owned();
        tag.description = Some("The kind of the entry.".to_owned());
        let about = format!("The fields of entries of the kind `{word}`.");
        match &mut detail {
            RefOr::T(Schema::Object(detail)) => detail.description = Some(about),
            RefOr::T(Schema::AllOf(detail)) => detail.description = Some(about),
            _ => {}
        }
        Some(Self {
            word,
            description,
            tag: RefOr::T(Schema::Object(tag)),
            detail,
        })
    }

    /// `dealt` and `Entry` are `DealtEntry`.
    fn schema_name(&self, end: &str) -> String {
        let (first, rest) = self.word.split_at(1);
        format!("{}{rest}{end}", first.to_uppercase())
    }
}
