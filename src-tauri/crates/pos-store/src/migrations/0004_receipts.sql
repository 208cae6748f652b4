-- Receipts found by the end of a card's number. Projections of `journal_entry`. A sale of some
-- amount is looked for from the newest back: an index would cost each sale more than it may.

ALTER TABLE attempt ADD COLUMN card_end INTEGER;  -- four digits; the terminal masked the others

CREATE TABLE sale_card (
  card_end INTEGER NOT NULL,
  seq      INTEGER NOT NULL,          -- the completing entry
  PRIMARY KEY (card_end, seq)
) STRICT, WITHOUT ROWID;
