-- From which entry on the journal is sealed with which version of its key. No row: version 1 from
-- the first entry on. A projection of the entries that tell of a new key; whoever changes a row
-- makes the chain fail, because the key of that version does not fit.
CREATE TABLE journal_epoch (
    version  INTEGER PRIMARY KEY,
    from_seq INTEGER NOT NULL UNIQUE
) STRICT;
