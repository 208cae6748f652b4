-- Payments in doubt. An approval whose order has not ended is unsettled as well; the sale that it
-- completes captures it.

DROP INDEX attempt_unsettled;
CREATE INDEX attempt_unsettled ON attempt (state) WHERE state IN (0, 1, 3);

-- Found to stand after its sale was done or given up without it.
ALTER TABLE attempt ADD COLUMN loose INTEGER NOT NULL DEFAULT 0;
CREATE INDEX attempt_loose ON attempt (loose) WHERE loose = 1;

-- The steps of an attempt that took more than one.
CREATE TABLE attempt_step (
  attempt_id BLOB    NOT NULL,
  seq        INTEGER NOT NULL,
  PRIMARY KEY (attempt_id, seq)
) STRICT, WITHOUT ROWID;
