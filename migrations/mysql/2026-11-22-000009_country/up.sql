-- Where the host lives: two letters (ISO 3166-1), so that phone numbers need no country code.
ALTER TABLE hosts ADD COLUMN country VARCHAR(2) NULL;
