-- Drawers and the end of a day. All of it is a projection of `journal_entry`.

CREATE TABLE shift (
  shift_no       INTEGER PRIMARY KEY,
  drawer_no      INTEGER NOT NULL,
  holder         BLOB,                 -- NULL: everybody rings into it
  opened_seq     INTEGER NOT NULL,
  float_minor    INTEGER NOT NULL,
  z_number       INTEGER NOT NULL,     -- the period it was opened in
  counted_seq    INTEGER,              -- its last count
  times_counted  INTEGER NOT NULL,
  closed_seq     INTEGER,
  counted_minor  INTEGER,
  expected_minor INTEGER
) STRICT;
CREATE INDEX shift_open ON shift (shift_no) WHERE closed_seq IS NULL;
CREATE INDEX shift_period ON shift (z_number);
CREATE INDEX shift_drawer ON shift (drawer_no);

-- Cash that moved beside the sales.
CREATE TABLE shift_move (
  shift_no INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  PRIMARY KEY (shift_no, seq)
) STRICT, WITHOUT ROWID;

-- Closed periods; the one that runs is the number after the last.
CREATE TABLE period (
  z_number INTEGER PRIMARY KEY,
  seq      INTEGER NOT NULL,
  day      INTEGER NOT NULL
) STRICT;

CREATE TABLE period_sum (
  z_number     INTEGER NOT NULL,
  shift_no     INTEGER NOT NULL,       -- 0: without a shift
  measure      INTEGER NOT NULL,       -- an account's code, or an act's
  count        INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (z_number, shift_no, measure)
) STRICT, WITHOUT ROWID;

-- What a terminal took between two of its ends of day.
CREATE TABLE card_batch (
  terminal_id BLOB    NOT NULL,
  batch_no    INTEGER NOT NULL,
  closed_seq  INTEGER,
  PRIMARY KEY (terminal_id, batch_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_batch_open ON card_batch (terminal_id) WHERE closed_seq IS NULL;
CREATE INDEX card_batch_closed ON card_batch (closed_seq) WHERE closed_seq IS NOT NULL;

CREATE TABLE card_sum (
  terminal_id  BLOB    NOT NULL,
  batch_no     INTEGER NOT NULL,
  card_name    TEXT    NOT NULL,
  count        INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (terminal_id, batch_no, card_name)
) STRICT, WITHOUT ROWID;

-- Where a second person gave his word: an entry as a whole, or a part of a sale.
CREATE TABLE approval (
  seq     INTEGER NOT NULL,
  line_no INTEGER NOT NULL,            -- 0: the entry; -1: a whole sale's discount
  PRIMARY KEY (seq, line_no)
) STRICT, WITHOUT ROWID;
