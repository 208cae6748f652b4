-- How people are known: who was given a secret by somebody else, second factors, recovery codes,
-- what a secret was before, wrong tries at a device, and how late it has been.

ALTER TABLE user ADD COLUMN pin_given INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN password_given INTEGER NOT NULL DEFAULT 0;

CREATE TABLE second_factor (
  user_id     BLOB    NOT NULL PRIMARY KEY,
  seed        BLOB    NOT NULL,   -- sealed under a key that is not in this file
  last_step   INTEGER NOT NULL,   -- of thirty seconds since 1970; only a later one is taken
  enrolled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
  user_id BLOB NOT NULL,
  mac     BLOB NOT NULL,          -- under a key that is not in this file
  used_at INTEGER,
  PRIMARY KEY (user_id, mac)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_secret (
  user_id BLOB    NOT NULL,
  kind    INTEGER NOT NULL,       -- 0 PIN, 1 password
  nth     INTEGER NOT NULL,       -- grows with each change
  hash    TEXT    NOT NULL,
  PRIMARY KEY (user_id, kind, nth)
) STRICT, WITHOUT ROWID;

CREATE TABLE seat_try (
  seat  TEXT    NOT NULL PRIMARY KEY,
  wrong INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How late it was when the wall clock was set back, until it is that late again.
CREATE TABLE clock_mark (
  only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  at   INTEGER NOT NULL
) STRICT;
