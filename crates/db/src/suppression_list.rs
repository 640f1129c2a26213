//! The suppression list: the numbers and addresses whose owners have opted out, for the sender that this
//! server uses. `opt_outs` changes it.

use diesel::prelude::*;
use seat_dealer_core::{Channel, EmailAddress, PhoneNumber};

use crate::schema::opt_outs;
use crate::{Conn, Result};

/// Whether an opt-out of this number or address is in force.
pub fn is_out(conn: &mut Conn, channel: Channel, address: Option<&str>) -> Result<bool> {
    let Some(address) = address else {
        return Ok(false);
    };
    let known: Option<bool> = opt_outs::table
        .filter(opt_outs::address.eq_any(keys(channel, address)))
        .filter(opt_outs::channel.eq(channel.as_str()))
        .filter(opt_outs::in_force.eq(true))
        .select(opt_outs::in_force)
        .first(conn)
        .optional()?;
    Ok(known.is_some())
}

/// The keys under which an opt-out may be stored: all numbers of the same phone line, or the folded email address.
pub(crate) fn keys(channel: Channel, address: &str) -> Vec<String> {
    match channel {
        Channel::Sms | Channel::ByHand => spellings(channel, address),
        Channel::Email => vec![EmailAddress::fold(address)],
    }
}

/// The spellings of a number or address in contacts, for a query by an index: all numbers of the same phone line, or the
/// email address unchanged and folded.
pub(crate) fn spellings(channel: Channel, address: &str) -> Vec<String> {
    match channel {
        Channel::Sms | Channel::ByHand => PhoneNumber::parse(address)
            .map_or_else(|_| vec![address.to_owned()], |number| number.of_same_line()),
        Channel::Email => vec![address.to_owned(), EmailAddress::fold(address)],
    }
}
