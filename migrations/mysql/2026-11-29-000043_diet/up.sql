-- What a contact eats and does not eat, in the contact's own words; NULL: nothing is known.
ALTER TABLE contacts ADD COLUMN diet VARCHAR(200) NULL;
