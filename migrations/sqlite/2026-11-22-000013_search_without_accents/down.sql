-- Letters in lower case are what `search_text` was before.
UPDATE contacts SET search_text = LOWER(
    name || COALESCE(CHAR(10) || phone_number, '') || COALESCE(CHAR(10) || email, '')
);
