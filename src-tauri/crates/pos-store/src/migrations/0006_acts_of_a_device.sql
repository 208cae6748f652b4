-- What one terminal did. A doubt is held against its other receipts while a customer may be
-- waiting: the whole journal is too long for that.

CREATE INDEX journal_entry_device ON journal_entry (device) WHERE device IS NOT NULL;
