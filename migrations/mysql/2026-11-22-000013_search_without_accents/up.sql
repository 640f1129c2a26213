-- `search_text` is without accents from now on. What has letters beyond ASCII is emptied here, and
-- filled by the program as soon as it has run this.
UPDATE contacts SET search_text = '' WHERE LENGTH(search_text) <> CHAR_LENGTH(search_text);
