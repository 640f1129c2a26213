-- `search_text` is without accents from now on. What has letters beyond ASCII is emptied here, and
-- filled by the program as soon as it has run this.
UPDATE contacts SET search_text = '' WHERE LENGTH(CAST(search_text AS BLOB)) <> LENGTH(search_text);
