-- The register of devices. Not a projection: places, names, notes and photos are in the file only;
-- who a device is, its locks and its inspections are entries.

CREATE TABLE device (
  device_id       BLOB    NOT NULL PRIMARY KEY,   -- the terminal's or the peripheral's own
  kind            INTEGER NOT NULL,
  name            TEXT    NOT NULL,
  make            TEXT,
  model           TEXT,
  serial_number   TEXT,
  terminal_number TEXT,
  firmware        TEXT,
  kcv             TEXT,
  place           TEXT    NOT NULL,
  state           INTEGER NOT NULL,
  lock            TEXT,                           -- JSON
  enrolled_at     INTEGER NOT NULL,
  retired_at      INTEGER,
  inspected_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection (
  inspection_no INTEGER PRIMARY KEY,              -- the order in which they were made
  inspection_id BLOB    NOT NULL UNIQUE,
  device_id     BLOB    NOT NULL,
  at            INTEGER NOT NULL,
  by            BLOB    NOT NULL,
  ok            INTEGER NOT NULL,
  note          TEXT    NOT NULL,
  photo         BLOB                              -- JPEG or PNG
) STRICT;
CREATE INDEX inspection_device ON inspection (device_id);

-- What was paired before there was a register is in it from now on: it is inspected for the first
-- time an interval after the file's newest entry, not after a pairing long ago.
INSERT INTO device (device_id, kind, name, model, serial_number, terminal_number, firmware, place,
                    state, enrolled_at)
  SELECT terminal_id, 0, name, model, serial_number, terminal_number, software, '', 0,
         max(paired_at, coalesce((SELECT max(at) FROM journal_entry), 0))
    FROM terminal;
INSERT INTO device (device_id, kind, name, model, place, state, enrolled_at)
  SELECT peripheral_id, kind + 1, name, model, '', 0,
         max(paired_at, coalesce((SELECT max(at) FROM journal_entry), 0))
    FROM peripheral;
