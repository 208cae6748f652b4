-- Receipts found by what the customer has: the end of a card's number, the amount. Projections of
-- `journal_entry`.

ALTER TABLE attempt ADD COLUMN card_end INTEGER;  -- four digits; the terminal masked the others

CREATE TABLE sale_card (
  card_end INTEGER NOT NULL,
  seq      INTEGER NOT NULL,          -- the completing entry
  PRIMARY KEY (card_end, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX sale_total ON sale (total_minor);
