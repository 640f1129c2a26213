//! Contacts: the people a host may invite.

mod search_text;

use std::collections::HashMap;

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{
    Channel, ContactId, EmailAddress, HostId, InvalidValue, Language, Name, PartySize, PhoneNumber,
    Priority, Tag, Tags,
};

use crate::due;
use crate::hosts::lower;
use crate::page::{bound, cut};
use crate::schema::{contact_tags, contacts, hosts};
use crate::search::{Search, folded};
use crate::snapshot::{count, language, stored, word};
use crate::suppression_list::is_out;
use crate::tags;
use crate::time::{from_millis, millis, new_id};
use crate::{Conn, Cursor, Error, List, Page, Result};

pub(crate) use search_text::fill_search_texts;
use search_text::search_text;

/// A contact.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Opaque id.
    pub id: ContactId,
    /// The person's name.
    pub name: String,
    /// In E.164 form.
    pub phone_number: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// 1 to 9.
    pub priority: u32,
    /// 1 to 20.
    pub party_size: u32,
    /// Whether the contact is in no deck.
    pub not_for_dinners: bool,
    /// The channel to try first.
    pub preferred_channel: Option<Channel>,
    /// The language of messages; `None`: the host's.
    pub language: Option<Language>,
    /// The channels that the contact has opted out of.
    pub opted_out: Vec<Channel>,
    /// Whether any channel to the contact works.
    pub reachable: bool,
    /// The time of this host's last invitation of the contact.
    pub last_invited_at: Option<Timestamp>,
    /// The time at which the contact was added.
    pub created_at: Timestamp,
    /// The time of the last change, invitations included.
    pub updated_at: Timestamp,
    /// The id by which a client of the API knows the contact.
    pub external_id: Option<String>,
    /// The host's words for the contact.
    pub tags: Tags,
    /// The time at which the contact was deleted. It is erased 30 days later, or after the events that need it.
    pub deleted_at: Option<Timestamp>,
}

impl Contact {
    /// The fields that the host sets.
    pub fn fields(&self) -> Result<ContactFields> {
        let unreadable = |error: InvalidValue| Error::Unreadable(error.to_string());
        let number = self.phone_number.as_deref().map(PhoneNumber::parse);
        let email = self.email.as_deref().map(EmailAddress::parse);
        Ok(ContactFields {
            name: Name::parse(&self.name).map_err(unreadable)?,
            phone_number: number.transpose().map_err(unreadable)?,
            email: email.transpose().map_err(unreadable)?,
            priority: Priority::parse(self.priority.into()).map_err(unreadable)?,
            party_size: PartySize::parse(self.party_size.into()).map_err(unreadable)?,
            not_for_dinners: self.not_for_dinners,
            preferred_channel: self.preferred_channel,
            language: self.language,
            tags: self.tags.clone(),
        })
    }
}

/// The fields of a contact that the host sets. At least one of number and address is present.
#[derive(Debug, Clone)]
pub struct ContactFields {
    /// Name.
    pub name: Name,
    /// Number.
    pub phone_number: Option<PhoneNumber>,
    /// Address.
    pub email: Option<EmailAddress>,
    /// Default priority.
    pub priority: Priority,
    /// How many people the contact is when all of them come.
    pub party_size: PartySize,
    /// Whether the contact is in no deck.
    pub not_for_dinners: bool,
    /// The channel to try first.
    pub preferred_channel: Option<Channel>,
    /// The language of messages; `None`: the host's.
    pub language: Option<Language>,
    /// The host's words for the contact.
    pub tags: Tags,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any may be true beside any other"
)]
pub(crate) struct ContactRow {
    id: String,
    name: String,
    phone_number: Option<String>,
    email: Option<String>,
    priority: i32,
    party_size: i32,
    not_for_dinners: bool,
    preferred_channel: Option<String>,
    search_text: String,
    reachable: bool,
    last_invited_at: i64,
    created_at: i64,
    deleted_at: Option<i64>,
    sms_opted_out: bool,
    email_opted_out: bool,
    external_id: Option<String>,
    updated_at: i64,
    language: Option<String>,
    tags: String,
}

impl ContactRow {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn is_reachable(&self) -> bool {
        self.reachable
    }

    pub(crate) fn is_not_for_dinners(&self) -> bool {
        self.not_for_dinners
    }

    /// The text that a search matches.
    pub(crate) fn search_text(&self) -> &str {
        &self.search_text
    }

    /// The order in which decks deal contacts: priority, last invitation, creation.
    pub(crate) fn place(&self) -> (i32, i64, i64) {
        (self.priority, self.last_invited_at, self.created_at)
    }

    pub(crate) fn into_contact(self) -> Result<Contact> {
        let opted_out = [
            (Channel::Sms, self.sms_opted_out),
            (Channel::Email, self.email_opted_out),
        ];
        Ok(Contact {
            tags: tags::read(&self.tags)?,
            opted_out: opted_out
                .into_iter()
                .filter_map(|(channel, out)| out.then_some(channel))
                .collect(),
            id: ContactId::new(self.id),
            name: self.name,
            phone_number: self.phone_number,
            email: self.email,
            priority: count(self.priority),
            party_size: count(self.party_size),
            not_for_dinners: self.not_for_dinners,
            preferred_channel: self.preferred_channel.as_deref().map(word).transpose()?,
            language: language(self.language.as_deref()),
            reachable: self.reachable,
            last_invited_at: (self.last_invited_at > 0).then(|| from_millis(self.last_invited_at)),
            created_at: from_millis(self.created_at),
            updated_at: from_millis(self.updated_at.max(self.created_at)),
            external_id: self.external_id,
            deleted_at: self.deleted_at.map(from_millis),
        })
    }
}

/// Which contacts a list has: those that meet all conditions.
#[derive(Debug, Clone, Default)]
pub struct ContactFilter {
    /// Words that the contact [matches](Search).
    pub search: Option<String>,
    /// The email address, in any case.
    pub email: Option<EmailAddress>,
    /// The phone number, in any spelling that reaches the same line.
    pub phone_number: Option<PhoneNumber>,
    /// The external id.
    pub external_id: Option<String>,
    /// A tag, in any case.
    pub tag: Option<Tag>,
    /// The time since which the contact has changed.
    pub updated_since: Option<Timestamp>,
}

/// A host's contacts that the filter lets through, in the order of their names. A page may have fewer than `limit`.
pub fn list(
    conn: &mut Conn,
    host: &HostId,
    filter: &ContactFilter,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<Contact>> {
    page_of(conn, host, filter, limit, after, false)
}

/// All contacts of a host, also deleted ones, in the order of their names.
pub fn kept(
    conn: &mut Conn,
    host: &HostId,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<Contact>> {
    page_of(conn, host, &ContactFilter::default(), limit, after, true)
}

fn page_of(
    conn: &mut Conn,
    host: &HostId,
    filter: &ContactFilter,
    limit: usize,
    after: Option<&Cursor>,
    deleted_too: bool,
) -> Result<Page<Contact>> {
    let mut query = contacts::table
        .order((contacts::search_text, contacts::id))
        .limit(bound(limit + 1))
        .select(ContactRow::as_select())
        .into_boxed();
    query = match &filter.tag {
        None => query.filter(contacts::host_id.eq(host.as_str())),
        // Without another condition on the host, the database reads the contacts of the tag, and not all of the host's.
        Some(tag) => {
            let tagged = contact_tags::table
                .filter(contact_tags::host_id.eq(host.as_str()))
                .filter(contact_tags::tag_key.eq(tag.key()))
                .select(contact_tags::contact_id);
            query.filter(contacts::id.eq_any(tagged))
        }
    };
    if !deleted_too {
        query = query.filter(contacts::deleted_at.is_null());
    }
    let search = filter.search.as_deref().unwrap_or_default();
    for words in Search::new(search).patterns() {
        query = query.filter(contacts::search_text.like(words).escape('!'));
    }
    let email = filter
        .email
        .as_ref()
        .map(|email| EmailAddress::fold(email.as_str()));
    if let Some(email) = &email {
        query = query.filter(lower(contacts::email.assume_not_null()).eq(lower(email.clone())));
    }
    if let Some(number) = &filter.phone_number {
        query = query.filter(contacts::phone_number.eq_any(number.of_same_line()));
    }
    if let Some(id) = &filter.external_id {
        query = query.filter(contacts::external_id.eq(id.clone()));
    }
    if let Some(since) = filter.updated_since.map(millis) {
        let is_new = contacts::updated_at
            .ge(since)
            .or(contacts::created_at.ge(since));
        query = query.filter(is_new);
    }
    if let Some(Cursor { key, id, .. }) = after {
        // The first condition is redundant, but it lets the database use the index.
        query = query.filter(contacts::search_text.ge(key.clone())).filter(
            contacts::search_text
                .gt(key.clone())
                .or(contacts::id.gt(id.clone())),
        );
    }
    let rows: Vec<ContactRow> = query.load(conn)?;
    let page = cut(rows, limit, |row| {
        Cursor::new(List::Contacts, &row.search_text, &row.id)
    });
    // MySQL's `lower` changes more letters than `fold`.
    let has_email = |row: &ContactRow| match &email {
        Some(email) => row.email.as_deref().map(EmailAddress::fold).as_ref() == Some(email),
        None => true,
    };
    Ok(Page {
        items: page
            .items
            .into_iter()
            .filter(has_email)
            .map(ContactRow::into_contact)
            .collect::<Result<_>>()?,
        next: page.next,
    })
}

/// All contacts of a host, in no particular order.
pub fn all(conn: &mut Conn, host: &HostId) -> Result<Vec<Contact>> {
    let rows: Vec<ContactRow> = contacts::table
        .filter(contacts::host_id.eq(host.as_str()))
        .filter(contacts::deleted_at.is_null())
        .select(ContactRow::as_select())
        .load(conn)?;
    rows.into_iter().map(ContactRow::into_contact).collect()
}

/// The contacts of a host with this name. Case and accents are ignored.
pub fn called(conn: &mut Conn, host: &HostId, name: &Name) -> Result<Vec<Contact>> {
    let name = folded(name.as_str());
    let rows: Vec<ContactRow> = contacts::table
        .filter(contacts::host_id.eq(host.as_str()))
        .filter(contacts::deleted_at.is_null())
        // The search text begins with the name and a line break.
        .filter(contacts::search_text.gt(format!("{name}\n")))
        .filter(contacts::search_text.lt(format!("{name}\u{b}")))
        .select(ContactRow::as_select())
        .load(conn)?;
    rows.into_iter().map(ContactRow::into_contact).collect()
}

/// One contact of this host.
pub fn get(conn: &mut Conn, host: &HostId, id: &ContactId) -> Result<Contact> {
    let row: Option<ContactRow> = contacts::table
        .filter(contacts::id.eq(id.as_str()))
        .filter(contacts::host_id.eq(host.as_str()))
        .filter(contacts::deleted_at.is_null())
        .select(ContactRow::as_select())
        .first(conn)
        .optional()?;
    row.ok_or(Error::NotFound)?.into_contact()
}

/// Adds a contact. Events that are dealing may invite it at once.
pub fn create(
    conn: &mut Conn,
    host: &HostId,
    fields: &ContactFields,
    now: Timestamp,
) -> Result<Contact> {
    due::wake(conn, host, now)?;
    let id = insert(conn, host, fields, now)?;
    get(conn, host, &id)
}

/// Adds a contact without waking the dealer.
pub(crate) fn insert(
    conn: &mut Conn,
    host: &HostId,
    fields: &ContactFields,
    now: Timestamp,
) -> Result<ContactId> {
    let id = ContactId::new(new_id());
    let tags = tags::spelled(conn, host, &fields.tags, None)?;
    let columns = columns(conn, fields, &tags)?;
    diesel::insert_into(contacts::table)
        .values((
            contacts::id.eq(id.as_str()),
            contacts::host_id.eq(host.as_str()),
            contacts::last_invited_at.eq(0),
            contacts::created_at.eq(millis(now)),
            contacts::updated_at.eq(millis(now)),
            columns,
        ))
        .execute(conn)?;
    if !tags.is_empty() {
        tags::write(conn, host, &id, &tags)?;
    }
    Ok(id)
}

/// Replaces the fields of a contact. A new email address also updates the calendars of its guests.
pub fn update(
    conn: &mut Conn,
    host: &HostId,
    id: &ContactId,
    fields: &ContactFields,
    now: Timestamp,
) -> Result<Contact> {
    due::wake(conn, host, now)?;
    set(conn, host, id, fields, now)?;
    get(conn, host, id)
}

/// Replaces the fields of a contact without waking the dealer.
pub(crate) fn set(
    conn: &mut Conn,
    host: &HostId,
    id: &ContactId,
    fields: &ContactFields,
    now: Timestamp,
) -> Result<()> {
    let tags = tags::spelled(conn, host, &fields.tags, Some(id))?;
    let columns = columns(conn, fields, &tags)?;
    let rows = diesel::update(
        contacts::table
            .filter(contacts::id.eq(id.as_str()))
            .filter(contacts::host_id.eq(host.as_str()))
            .filter(contacts::deleted_at.is_null()),
    )
    .set((columns, contacts::updated_at.eq(millis(now))))
    .execute(conn)?;
    if rows == 1 {
        tags::write(conn, host, id, &tags)?;
    }
    Ok(())
}

/// Keeps the language that a guest has chosen. Call it in the transaction that records the guest's answer.
pub fn set_language(
    conn: &mut Conn,
    id: &ContactId,
    language: Language,
    now: Timestamp,
) -> Result<()> {
    diesel::update(contacts::table.find(id.as_str()))
        .set((
            contacts::language.eq(language.as_str()),
            contacts::updated_at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The languages of those of these contacts who have one, by their ids.
pub fn languages(conn: &mut Conn, ids: &[&str]) -> Result<HashMap<String, Language>> {
    let rows: Vec<(String, Option<String>)> = contacts::table
        .filter(contacts::id.eq_any(ids))
        .select((contacts::id, contacts::language))
        .load(conn)?;
    let known = rows
        .into_iter()
        .filter_map(|(id, tag)| Some((id, language(tag.as_deref())?)));
    Ok(known.collect())
}

/// Removes a contact from lists and decks. Its invitations stay as they are.
pub fn delete(conn: &mut Conn, host: &HostId, id: &ContactId, now: Timestamp) -> Result<()> {
    let rows = diesel::update(
        contacts::table
            .filter(contacts::id.eq(id.as_str()))
            .filter(contacts::host_id.eq(host.as_str()))
            .filter(contacts::deleted_at.is_null()),
    )
    .set((
        contacts::deleted_at.eq(millis(now)),
        contacts::reachable.eq(false),
        contacts::external_id.eq(None::<String>),
    ))
    .execute(conn)?;
    if rows == 1 {
        tags::write(conn, host, id, &Tags::default())
    } else {
        Err(Error::NotFound)
    }
}

/// Those of these ids that are contacts of this host.
pub(crate) fn known(conn: &mut Conn, host: &HostId, ids: &[ContactId]) -> Result<Vec<String>> {
    let ids: Vec<&str> = ids.iter().map(ContactId::as_str).collect();
    Ok(contacts::table
        .filter(contacts::host_id.eq(host.as_str()))
        .filter(contacts::deleted_at.is_null())
        .filter(contacts::id.eq_any(ids))
        .select(contacts::id)
        .load(conn)?)
}

/// The columns of a contact's fields.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = contacts)]
#[diesel(treat_none_as_null = true)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any may be true beside any other"
)]
struct Columns {
    name: String,
    phone_number: Option<String>,
    email: Option<String>,
    priority: i32,
    party_size: i32,
    not_for_dinners: bool,
    preferred_channel: Option<&'static str>,
    search_text: String,
    reachable: bool,
    sms_opted_out: bool,
    email_opted_out: bool,
    language: Option<&'static str>,
    tags: String,
}

/// The columns of these fields with these spellings of the tags.
fn columns(conn: &mut Conn, fields: &ContactFields, tags: &Tags) -> Result<Columns> {
    let phone_number = fields
        .phone_number
        .as_ref()
        .map(|number| number.as_str().to_owned());
    let email = fields
        .email
        .as_ref()
        .map(|address| address.as_str().to_owned());
    let sms_opted_out = is_out(conn, Channel::Sms, phone_number.as_deref())?;
    let email_opted_out = is_out(conn, Channel::Email, email.as_deref())?;
    Ok(Columns {
        name: fields.name.as_str().to_owned(),
        reachable: fields.preferred_channel == Some(Channel::ByHand)
            || (phone_number.is_some() && !sms_opted_out)
            || (email.is_some() && !email_opted_out),
        sms_opted_out,
        email_opted_out,
        priority: stored(fields.priority.get()),
        party_size: stored(fields.party_size.get()),
        not_for_dinners: fields.not_for_dinners,
        preferred_channel: fields.preferred_channel.map(Channel::as_str),
        language: fields.language.map(Language::as_str),
        tags: tags::column(tags),
        search_text: search_text(
            fields.name.as_str(),
            phone_number.as_deref(),
            email.as_deref(),
        ),
        phone_number,
        email,
    })
}

/// A number that increases with every change of the host's contacts.
pub fn version(conn: &mut Conn, host: &HostId) -> Result<i64> {
    let version = hosts::table
        .find(host.as_str())
        .select(hosts::contacts_version)
        .first(conn)
        .optional()?;
    version.ok_or(Error::NotFound)
}

/// Increases `contacts_version`. It locks the host's row until the end of the transaction. To avoid deadlocks, call
/// it before events and contacts are locked.
pub(crate) fn count_change(conn: &mut Conn, host: &HostId) -> Result<()> {
    diesel::update(hosts::table.find(host.as_str()))
        .set(hosts::contacts_version.eq(hosts::contacts_version + 1))
        .execute(conn)?;
    Ok(())
}
