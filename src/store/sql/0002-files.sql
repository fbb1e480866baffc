-- SPDX-License-Identifier: GPL-3.0-or-later
-- Why somebody removed us from a room; nothing was ever kept in "extra".
ALTER TABLE room RENAME COLUMN extra TO reason;

-- Files that wait to be uploaded lie apart: looking at the outbox must not read them.

ALTER TABLE outbox DROP COLUMN data;

CREATE TABLE outbox_file (
  item  INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- The bytes stay exactly as long as the item is an upload (MX_OUTBOX_UPLOAD).
CREATE TRIGGER outbox_gone AFTER DELETE ON outbox BEGIN
  DELETE FROM outbox_file WHERE item = old.id;
END;
CREATE TRIGGER outbox_uploaded AFTER UPDATE OF kind ON outbox WHEN new.kind <> 14 BEGIN
  DELETE FROM outbox_file WHERE item = new.id;
END;
