use diesel::prelude::*;

use crate::schema::contacts;
use crate::search::folded;
use crate::{Conn, Error, Result};

/// Computes the search text of contacts where a migration has emptied it.
pub(crate) fn fill_search_texts(conn: &mut Conn) -> Result<()> {
    let mut after = String::new();
    loop {
        let rows: Vec<(String, String, Option<String>, Option<String>)> = contacts::table
            .filter(contacts::search_text.eq(""))
            .filter(contacts::id.gt(&after))
            .order(contacts::id)
            .limit(1_000)
            .select((
                contacts::id,
                contacts::name,
                contacts::phone_number,
                contacts::email,
            ))
            .load(conn)?;
        let Some((last, ..)) = rows.last() else {
            return Ok(());
        };
        after.clone_from(last);
        conn.transaction(|conn| {
            for (id, name, phone_number, email) in &rows {
                let text = search_text(name, phone_number.as_deref(), email.as_deref());
                diesel::update(contacts::table.find(id))
                    .set(contacts::search_text.eq(text))
                    .execute(conn)?;
            }
            Ok::<_, Error>(())
        })?;
    }
}

/// The text that searches match and that lists are sorted by.
pub(super) fn search_text(name: &str, phone_number: Option<&str>, email: Option<&str>) -> String {
    let parts = [Some(name), phone_number, email];
    let text = folded(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    // Folding can lengthen a text; the column has 500 characters.
    text.chars().take(500).collect()
}
