//! The schemas of log entries: one for each kind, with the `detail` of that kind.

use seat_dealer_api_types::LogEntry;
use seat_dealer_core::Happening;
use utoipa::openapi::schema::{Discriminator, Object, Schema};
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
        let detail = Ref::from_schema_name(&detail_name).into();
        entry.properties.insert("kind".to_owned(), kind.tag);
        entry.properties.insert("detail".to_owned(), detail);
        let reference = Ref::from_schema_name(&entry_name);
        let location = reference.ref_location.clone();
        discriminator.mapping.insert(kind.word, location);
        kinds = kinds.item(reference);
        components.schemas.insert(detail_name, kind.detail);
        let entry = RefOr::T(Schema::Object(entry));
        components.schemas.insert(entry_name, entry);
    }
    let kinds = kinds.discriminator(Some(discriminator));
    components
        .schemas
        .insert(LogEntry::name().into_owned(), kinds.into());
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
        let tag = properties.remove("kind")?;
        let mut detail = properties.remove("detail")?;
        let RefOr::T(Schema::Object(Object {
            enum_values: Some(words),
            ..
        })) = &tag
        else {
            return None;
        };
        let word = words.first()?.as_str()?.to_owned();
        let about = format!("The fields of entries of the kind `{word}`.");
        match &mut detail {
            RefOr::T(Schema::Object(detail)) => detail.description = Some(about),
            RefOr::T(Schema::AllOf(detail)) => detail.description = Some(about),
            _ => {}
        }
        Some(Self {
            word,
            description,
            tag,
            detail,
        })
    }

    /// `dealt` and `Entry` are `DealtEntry`.
    fn schema_name(&self, end: &str) -> String {
        let (first, rest) = self.word.split_at(1);
        format!("{}{rest}{end}", first.to_uppercase())
    }
}
