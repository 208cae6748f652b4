-- The books, and what is counted from them. Everything from `sale` to `stock` is a projection of
-- `journal_entry`: it is rebuilt by the same code that wrote it. Instants are milliseconds since
-- 1970 (UTC), days are days since 1970-01-01, money is minor units, quantities are thousandths.

-- Who and what the headers name, each once; a header points here. Guarded by the chain like the
-- headers themselves.
CREATE TABLE identity (
  identity_no INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE journal_entry (
  seq        INTEGER PRIMARY KEY,
  register   INTEGER NOT NULL,
  request_id BLOB    NOT NULL,
  input_hash INTEGER NOT NULL,
  kind       INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  actor      INTEGER,
  approver   INTEGER,
  device     INTEGER,
  body_hash  BLOB    NOT NULL,
  hash       BLOB    NOT NULL,
  body       BLOB                     -- NULL: a tombstone
) STRICT;
CREATE UNIQUE INDEX journal_entry_request ON journal_entry (request_id);

CREATE TABLE sale (
  seq         INTEGER PRIMARY KEY,    -- the completing or voiding entry
  sale_id     BLOB    NOT NULL,
  kind        INTEGER NOT NULL,
  state       INTEGER NOT NULL,
  number      INTEGER,
  day         INTEGER NOT NULL,
  total_minor INTEGER NOT NULL,
  line_count  INTEGER NOT NULL,
  tenders     INTEGER NOT NULL,       -- a bit for each kind of tender
  original    INTEGER                 -- a return: the completing entry of what was bought
) STRICT;
CREATE UNIQUE INDEX sale_sale_id ON sale (sale_id);
CREATE UNIQUE INDEX sale_number ON sale (number) WHERE number IS NOT NULL;
CREATE INDEX sale_day ON sale (day);
CREATE INDEX sale_voided ON sale (seq) WHERE state = 4;
CREATE INDEX sale_original ON sale (original) WHERE original IS NOT NULL;

CREATE TABLE sale_line (
  seq              INTEGER NOT NULL,
  line_no          INTEGER NOT NULL,
  product_id       INTEGER,
  quantity         INTEGER NOT NULL,
  amount_minor     INTEGER NOT NULL,
  tax_class        INTEGER NOT NULL,
  original_line_no INTEGER,
  PRIMARY KEY (seq, line_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE sale_tender (
  seq          INTEGER NOT NULL,
  tender_no    INTEGER NOT NULL,
  kind         INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (seq, tender_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting (
  seq          INTEGER NOT NULL,
  account      INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,      -- debit is positive
  PRIMARY KEY (seq, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
  sale_id      BLOB    NOT NULL,
  attempt_id   BLOB    NOT NULL,
  sent_seq     INTEGER NOT NULL,      -- the entry that allowed it to go out
  act          INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  state        INTEGER NOT NULL,
  moved_seq    INTEGER,               -- the entry of its newest step
  slip_seq     INTEGER,               -- the newest entry that carries a slip
  lines_seq    INTEGER,               -- the entry with the terminal's own lines
  times_asked  INTEGER NOT NULL,
  PRIMARY KEY (sale_id, attempt_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX attempt_attempt_id ON attempt (attempt_id);
CREATE INDEX attempt_unsettled ON attempt (state) WHERE state IN (0, 3);

CREATE TABLE day_sum (
  day          INTEGER NOT NULL,
  axis         INTEGER NOT NULL,
  key          ANY     NOT NULL,      -- a number, or a user's sixteen bytes
  sale_count   INTEGER NOT NULL,
  return_count INTEGER NOT NULL,
  quantity     INTEGER NOT NULL,
  net_minor    INTEGER NOT NULL,
  tax_minor    INTEGER NOT NULL,
  return_minor INTEGER NOT NULL,
  PRIMARY KEY (day, axis, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE stock (
  product_id INTEGER PRIMARY KEY,
  moved      INTEGER NOT NULL         -- since the file began; positive into the shop
) STRICT;

-- Not in the journal.

CREATE TABLE cart (
  sale_id BLOB NOT NULL PRIMARY KEY,
  head    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cart_line (
  sale_id BLOB    NOT NULL,
  line_no INTEGER NOT NULL,
  line_id BLOB    NOT NULL,
  line    BLOB    NOT NULL,
  PRIMARY KEY (sale_id, line_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
  product_id    INTEGER PRIMARY KEY,
  barcode       TEXT,
  name          TEXT    NOT NULL,
  name_zh       TEXT,
  category_id   INTEGER,
  unit_price    INTEGER NOT NULL,     -- ten-thousandths of a major unit
  unit          INTEGER NOT NULL,
  tax_class     INTEGER NOT NULL,
  favourite     INTEGER NOT NULL,
  open_price    INTEGER NOT NULL,
  active        INTEGER NOT NULL,
  stock_counted INTEGER
) STRICT;
CREATE UNIQUE INDEX product_barcode ON product (barcode) WHERE active = 1;
CREATE INDEX product_category ON product (category_id, name COLLATE NOCASE) WHERE active = 1;
CREATE INDEX product_favourite ON product (name COLLATE NOCASE)
  WHERE active = 1 AND favourite = 1;

CREATE TABLE category (
  category_id INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,
  name_zh     TEXT,
  hue         INTEGER NOT NULL
) STRICT;

CREATE TABLE user (
  user_id       BLOB    NOT NULL PRIMARY KEY,
  name          TEXT    NOT NULL,
  role          INTEGER NOT NULL,
  active        INTEGER NOT NULL,
  pin_hash      TEXT,
  password_hash TEXT,
  wrong_tries   INTEGER NOT NULL,
  locked_until  INTEGER,
  last_sign_in  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE terminal (
  terminal_id     BLOB    NOT NULL PRIMARY KEY,
  name            TEXT    NOT NULL,
  driver          TEXT    NOT NULL,
  address         TEXT    NOT NULL,   -- JSON
  password        TEXT    NOT NULL,
  terminal_number TEXT    NOT NULL,
  serial_number   TEXT,
  model           TEXT,
  software        TEXT,
  simulator       INTEGER NOT NULL,
  paired_at       INTEGER NOT NULL,
  alarm           TEXT,
  last_receipt    BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE shop (
  only   INTEGER PRIMARY KEY CHECK (only = 1),
  record TEXT NOT NULL                -- JSON
) STRICT;
