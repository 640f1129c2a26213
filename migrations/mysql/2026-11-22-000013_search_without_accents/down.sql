-- Letters in lower case are what `search_text` was before.
UPDATE contacts SET search_text = LOWER(CONCAT_WS(CHAR(10), name, phone_number, email));
