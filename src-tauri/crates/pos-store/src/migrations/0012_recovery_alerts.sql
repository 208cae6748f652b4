-- Uses of recovery codes that nobody has looked at yet; each is an entry of the journal.

CREATE TABLE recovery_alert (
  seq     INTEGER NOT NULL PRIMARY KEY,
  user_id BLOB    NOT NULL            -- whose code it was
) STRICT;
