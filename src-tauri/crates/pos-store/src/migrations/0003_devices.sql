-- Devices beside the terminals, what is to be printed, the shop's picture. Not in the journal: a
-- pairing and a reprint are entries, the paper itself can be made again from the books.

CREATE TABLE peripheral (
  peripheral_id BLOB    NOT NULL PRIMARY KEY,
  kind          INTEGER NOT NULL,
  driver        TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  address       TEXT    NOT NULL,   -- JSON
  options       TEXT    NOT NULL,   -- JSON
  model         TEXT,
  simulator     INTEGER NOT NULL,
  paired_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE print_job (
  job_no   INTEGER PRIMARY KEY,     -- the order in which they were made
  job_id   BLOB    NOT NULL,
  what     TEXT    NOT NULL,        -- JSON
  sale_id  BLOB,                    -- of a receipt or slip
  state    INTEGER NOT NULL,
  copy     INTEGER NOT NULL,
  printer  BLOB,                    -- NULL: the first one there is
  document TEXT,                    -- JSON, where it cannot be made again
  made_at  INTEGER NOT NULL,
  tries    INTEGER NOT NULL,        -- how often it may have come out
  trouble  TEXT
) STRICT;
CREATE UNIQUE INDEX print_job_job_id ON print_job (job_id);
CREATE INDEX print_job_sale ON print_job (sale_id) WHERE sale_id IS NOT NULL;
CREATE INDEX print_job_open ON print_job (job_no) WHERE state IN (0, 1, 3);

CREATE TABLE picture (
  only  INTEGER PRIMARY KEY CHECK (only = 1),
  bytes BLOB NOT NULL
) STRICT;
