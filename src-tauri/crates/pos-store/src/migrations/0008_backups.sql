-- Backups that were made, the newest drill, and how far numbers had come when a backup was
-- restored. Only the last is a projection of `journal_entry`; older journals have no such entry.

CREATE TABLE backup (
  backup_id BLOB    NOT NULL PRIMARY KEY,
  at        INTEGER NOT NULL,
  record    TEXT    NOT NULL           -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX backup_at ON backup (at);

CREATE TABLE drill (
  only   INTEGER PRIMARY KEY CHECK (only = 1),
  record TEXT NOT NULL                 -- JSON
) STRICT;

CREATE TABLE restored (
  seq        INTEGER PRIMARY KEY,
  epoch      INTEGER NOT NULL,
  receipt_no INTEGER NOT NULL,         -- not given again, nor any below
  z_number   INTEGER NOT NULL          -- not given again, nor any below
) STRICT;
