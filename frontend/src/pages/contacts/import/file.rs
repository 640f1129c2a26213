//! Reads the file of an address book.

use js_sys::Uint8Array;
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// The most bytes that the server takes.
const LIMIT: usize = 1024 * 1024;

/// The most bytes that are read. A vCard file with pictures is much larger than what is sent of it.
const READ_LIMIT: f64 = 64e6;

const UNREADABLE: &str = "The file could not be read. Choose it again, or paste its text.";
const TOO_LARGE: &str = "The file has more than 1 MB. Export fewer contacts at once, and import one file after the other.";

/// The bytes of a file in base64, whatever its character encoding. Drops pictures from a vCard file
/// that is too large with them. An error is a sentence for the host.
pub(super) async fn read(file: &File) -> Result<String, &'static str> {
    if file.size() > READ_LIMIT {
        return Err(TOO_LARGE);
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| UNREADABLE)?;
    let mut bytes = Uint8Array::new(&buffer).to_vec();
    if bytes.len() > LIMIT {
        bytes = without_media(&bytes);
    }
    if bytes.len() > LIMIT {
        return Err(TOO_LARGE);
    }
    // `btoa` takes a string with one character for each byte.
    let binary: String = bytes.into_iter().map(char::from).collect();
    window().btoa(&binary).map_err(|_| UNREADABLE)
}

/// Removes pictures, sounds and keys from a vCard file. Their names are the same bytes in all
/// encodings but UTF-16.
fn without_media(book: &[u8]) -> Vec<u8> {
    let mut is_media = false;
    let mut kept = Vec::new();
    for line in book.split_inclusive(|byte| *byte == b'\n') {
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let end = line.iter().position(|byte| b";:".contains(byte));
            let name = &line[..end.unwrap_or_default()];
            let name = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
            let media: [&[u8]; 4] = [b"PHOTO", b"LOGO", b"SOUND", b"KEY"];
            is_media = line.contains(&b':') && media.contains(&name);
        }
        if !is_media {
            kept.extend_from_slice(line);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_are_removed_from_vcards_only() {
        let card = b"BEGIN:VCARD\r\nitem1.PHOTO;ENCODING=b:AAAA\r\n BBBB\r\n\tCCCC\r\nFN:Zo\xeb\r\n K\r\nKEY:x\r\nEND:VCARD";
        let kept = b"BEGIN:VCARD\r\nFN:Zo\xeb\r\n K\r\nEND:VCARD";
        assert_eq!(without_media(card), kept);
        let table = b"Photo,Name\nPHOTO,Ada\n";
        assert_eq!(without_media(table), table);
    }
}
