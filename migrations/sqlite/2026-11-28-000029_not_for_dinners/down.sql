ALTER TABLE contacts DROP COLUMN not_for_dinners;
