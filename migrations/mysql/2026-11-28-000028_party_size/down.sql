ALTER TABLE invitations DROP COLUMN party_size;
ALTER TABLE contacts DROP COLUMN party_size;
