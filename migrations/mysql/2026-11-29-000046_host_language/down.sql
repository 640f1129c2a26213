ALTER TABLE hosts DROP COLUMN language;
