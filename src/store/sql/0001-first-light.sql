-- SPDX-License-Identifier: GPL-3.0-or-later
-- The first schema. Never changed once released: a later file changes it.

-- What the store keeps for itself.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Words of the account: the sync token, the filter's id.
CREATE TABLE account_value (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Account data as the server has it; room 0 is the global one.
CREATE TABLE account_data (
  room    INTEGER NOT NULL,
  type    TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (room, type)
) STRICT, WITHOUT ROWID;

-- One row a room; everything the room list is drawn from. A room that only has state so
-- far is not listed yet.
CREATE TABLE room (
  id                 INTEGER PRIMARY KEY,
  room_id            TEXT NOT NULL UNIQUE,
  listed             INTEGER NOT NULL DEFAULT 0,
  membership         INTEGER NOT NULL DEFAULT 0,
  is_encrypted       INTEGER NOT NULL DEFAULT 0,
  members_complete   INTEGER NOT NULL DEFAULT 0,
  heroes             TEXT,
  joined_count       INTEGER NOT NULL DEFAULT 0,
  invited_count      INTEGER NOT NULL DEFAULT 0,
  notification_count INTEGER NOT NULL DEFAULT 0,
  highlight_count    INTEGER NOT NULL DEFAULT 0,
  unread_count       INTEGER NOT NULL DEFAULT 0,
  unread_highlights  INTEGER NOT NULL DEFAULT 0,
  prev_batch         TEXT,
  fully_read         TEXT,
  own_receipt        TEXT,
  marked_unread      INTEGER NOT NULL DEFAULT 0,
  is_favourite       INTEGER NOT NULL DEFAULT 0,
  is_low_priority    INTEGER NOT NULL DEFAULT 0,
  tag_order          REAL NOT NULL DEFAULT 2,
  is_direct          INTEGER NOT NULL DEFAULT 0,
  is_muted           INTEGER NOT NULL DEFAULT 0,
  draft              TEXT,
  opened_ts          INTEGER NOT NULL DEFAULT 0,
  sort_ts            INTEGER NOT NULL DEFAULT 0,
  name               TEXT,
  avatar             TEXT,
  topic              TEXT,
  alias              TEXT,
  version            TEXT,
  type               TEXT,
  join_rule          TEXT,
  guest_access       TEXT,
  history_visibility TEXT,
  replacement        TEXT,
  direct_user        TEXT,
  inviter            TEXT,
  inviter_name       TEXT,
  last_sender        TEXT,
  last_text          TEXT,
  last_ts            INTEGER NOT NULL DEFAULT 0,
  last_event         TEXT,
  last_type          TEXT,
  extra              TEXT
) STRICT;

-- Current state, members apart.
CREATE TABLE state (
  room      INTEGER NOT NULL,
  type      TEXT NOT NULL,
  state_key TEXT NOT NULL,
  source    TEXT NOT NULL,
  UNIQUE (room, type, state_key)
) STRICT;
CREATE INDEX state_of_rooms ON state (type, state_key);

CREATE TABLE member (
  room       INTEGER NOT NULL,
  user       TEXT NOT NULL,
  membership INTEGER NOT NULL,
  name       TEXT,
  avatar     TEXT,
  source     TEXT NOT NULL,
  UNIQUE (room, user)
) STRICT;
CREATE INDEX member_name ON member (room, membership, name);

-- Events in order of pos; a row without a source is a gap, its token asks for what is missing.
-- hash and target are keyed 64-bit hashes of event ids.
CREATE TABLE timeline (
  ord      INTEGER PRIMARY KEY,
  room     INTEGER NOT NULL,
  pos      INTEGER NOT NULL,
  hash     INTEGER,
  event_id TEXT,
  sender   TEXT,
  ts       INTEGER NOT NULL DEFAULT 0,
  txn_id   TEXT,
  relation INTEGER NOT NULL DEFAULT 0,
  target   INTEGER,
  redacted INTEGER NOT NULL DEFAULT 0,
  source   TEXT,
  token    TEXT
) STRICT;
CREATE UNIQUE INDEX timeline_pos ON timeline (room, pos);
CREATE INDEX timeline_hash ON timeline (hash) WHERE hash IS NOT NULL;
CREATE INDEX timeline_target ON timeline (target) WHERE target IS NOT NULL;
CREATE INDEX timeline_txn ON timeline (txn_id) WHERE txn_id IS NOT NULL;
CREATE INDEX timeline_gap ON timeline (room, pos) WHERE source IS NULL;

CREATE TABLE receipt (
  room     INTEGER NOT NULL,
  user     TEXT NOT NULL,
  type     TEXT NOT NULL,
  thread   TEXT NOT NULL,
  event_id TEXT NOT NULL,
  ts       INTEGER NOT NULL,
  PRIMARY KEY (room, user, type, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_event ON receipt (room, event_id);

-- What waits to be sent; state is an MxSendState.
CREATE TABLE outbox (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  txn_id        TEXT NOT NULL UNIQUE,
  room_id       TEXT,
  queue         TEXT NOT NULL,
  kind          INTEGER NOT NULL,
  type          TEXT,
  target        TEXT,
  content       TEXT,
  data          BLOB,
  state         INTEGER NOT NULL,
  event_id      TEXT,
  error_code    INTEGER NOT NULL DEFAULT 0,
  error_message TEXT,
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_try      INTEGER NOT NULL DEFAULT 0,
  created       INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_queue ON outbox (queue, id) WHERE state IN (1, 2);
