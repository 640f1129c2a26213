//! Compresses a page with gzip, at a fraction of the cost of compressing all of it.
//!
//! Most of a page is its head with the style, which is the same for all guests of a language and a
//! colour. The head is compressed once at the best level and cached; the rest is compressed for each
//! guest at the fastest level. Together they form one gzip member (RFC 1952): the first part ends with a
//! flush on a byte boundary, and the second part does not refer back to it (RFC 1951, section 3.2.4).

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::guests::view::STYLE;

/// The gzip header: deflate, no name, no time, unknown system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// The cached heads. The key is the part before the style, of which there is one for each language and
/// colour, because a head contains nothing about a guest.
static HEADS: LazyLock<RwLock<HashMap<String, Arc<Head>>>> = LazyLock::new(RwLock::default);

struct Head {
    deflated: Vec<u8>,
    checked: Crc,
}

/// Compresses a page.
pub(crate) fn gzip(page: &str) -> io::Result<Vec<u8>> {
    let (beginning, head, own) = parts(page);
    let head = deflated(beginning, head)?;
    let mut packed = Vec::with_capacity(HEADER.len() + head.deflated.len() + own.len());
    packed.extend(HEADER);
    packed.extend(&head.deflated);
    let mut deflater = DeflateEncoder::new(packed, Compression::fast());
    deflater.write_all(own.as_bytes())?;
    let mut packed = deflater.finish()?;

    let mut checked = Crc::new();
    checked.combine(&head.checked);
    checked.update(own.as_bytes());
    packed.extend(checked.sum().to_le_bytes());
    packed.extend(checked.amount().to_le_bytes());
    Ok(packed)
}

/// The part before the style, the head (that part with the style), and the rest. A page without the
/// style has no head.
fn parts(page: &str) -> (&str, &str, &str) {
    const STYLE_TAG: &str = "<style>";
    let parts = page.find(STYLE_TAG).and_then(|before| {
        let (beginning, rest) = page.split_at(before + STYLE_TAG.len());
        let own = rest.strip_prefix(STYLE)?;
        Some((beginning, page.strip_suffix(own)?, own))
    });
    parts.unwrap_or(("", "", page))
}

/// The compressed head with this beginning, from the cache if possible.
fn deflated(beginning: &str, head: &str) -> io::Result<Arc<Head>> {
    let heads = HEADS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = heads.get(beginning) {
        return Ok(Arc::clone(known));
    }
    drop(heads);
    let mut deflater = DeflateEncoder::new(Vec::new(), Compression::best());
    deflater.write_all(head.as_bytes())?;
    deflater.flush()?;
    let mut checked = Crc::new();
    checked.update(head.as_bytes());
    let head = Arc::new(Head {
        deflated: deflater.get_ref().clone(),
        checked,
    });
    let mut heads = HEADS.write().unwrap_or_else(PoisonError::into_inner);
    heads.insert(beginning.to_owned(), Arc::clone(&head));
    Ok(head)
}
