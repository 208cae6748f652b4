-- A seal for each table that is not counted from the journal (people, goods, devices, rules): an
-- older page that is put back decrypts, and only the seal tells. Moves in the transaction that
-- changes the table.
CREATE TABLE table_seal (
    name  TEXT    NOT NULL PRIMARY KEY,
    -- The journal's end when the table was changed last, and the version of its key.
    seq   INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    -- How many rows, and what their keyed hashes add up to.
    count INTEGER NOT NULL,
    sum   BLOB    NOT NULL,
    -- Over all of these.
    seal  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
