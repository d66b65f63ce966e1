"""The archive's tables, and the steps by which an older file becomes one of today."""

APPLICATION_ID = 0x4E444553
"""What SQLite's header says of the file: "NDES"."""

VERSION = 4
"""Of the tables below: `PRAGMA user_version`."""

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

CREATE TABLE source (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, reader TEXT);

-- How far a file (later an address) was read, in the words of whoever reads it.
CREATE TABLE cursor (place TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;

-- How a time came about, what the entry is and whose clock it has: the same for most entries.
CREATE TABLE manner (
  n INTEGER PRIMARY KEY, basis TEXT NOT NULL, role TEXT NOT NULL, zone TEXT,
  UNIQUE (basis, role, zone)
);

-- What a mention names: an actor, a region, a place in one.
CREATE TABLE name (
  n INTEGER PRIMARY KEY, what TEXT NOT NULL, id TEXT NOT NULL, place TEXT,
  UNIQUE (what, id, place)
);

-- `newest`: doc of the version that holds; NULL for an entry of which there is a mark only.
CREATE TABLE entry (
  n INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, id TEXT NOT NULL,
  newest INTEGER, UNIQUE (id, source)
);

-- One version of one entry. `doc` grows in order of arrival and is never used again.
-- `time` in microseconds since 1970; `known` as microseconds after `time` (after 1970 without one).
-- `kinds`: of claims; `current`: how many claims are current. coding.py tells of `names`, `spans`,
-- `text` and `rest`; the first `cut` characters of the text are the headline, NULL without one.
CREATE TABLE version (
  doc INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entry, revision INTEGER NOT NULL,
  replaces INTEGER, time INTEGER, known INTEGER, manner INTEGER NOT NULL REFERENCES manner,
  sequence INTEGER NOT NULL, kinds INTEGER NOT NULL, current INTEGER NOT NULL,
  names BLOB, spans BLOB, cut INTEGER, text NOT NULL, url TEXT, rest
);

-- `known` in microseconds since 1970.
CREATE TABLE claim (
  doc INTEGER NOT NULL REFERENCES version, n INTEGER NOT NULL, id TEXT NOT NULL, known INTEGER,
  data TEXT NOT NULL, PRIMARY KEY (doc, n)
) WITHOUT ROWID;
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_known ON claim (known);

-- Folded words (feeds.folding); rowid is `doc`. The texts themselves are in `version` alone.
CREATE VIRTUAL TABLE words USING fts5 (
  headline, body, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE decision (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL);

CREATE TABLE marking (
  entry INTEGER PRIMARY KEY REFERENCES entry, marked INTEGER NOT NULL, read INTEGER NOT NULL,
  note TEXT NOT NULL
);
CREATE TABLE tag (
  entry INTEGER NOT NULL REFERENCES entry, tag TEXT NOT NULL, PRIMARY KEY (entry, tag)
) WITHOUT ROWID;
CREATE TABLE view (name TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (name TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;

-- Parts of an index, worked out from the rest; those of another generation are stale.
CREATE TABLE stored (key TEXT PRIMARY KEY, generation INTEGER NOT NULL, data BLOB NOT NULL);
"""

CHAINED = (
    """
CREATE TEMP TABLE linked AS SELECT doc, entry, revision AS before,
  lag(doc) OVER chain AS replaces,
  max(revision - n) OVER (PARTITION BY entry ORDER BY n) + n AS revision
FROM (
  SELECT doc, entry, revision, row_number() OVER (
      PARTITION BY entry ORDER BY known NOT NULL, ifnull(known + ifnull(time, 0), 0),
      ifnull(given, revision), doc
    ) AS n
  FROM version WHERE entry IN (SELECT entry FROM odd)
) WINDOW chain AS (PARTITION BY entry ORDER BY n);""",
    """
UPDATE marking SET read = (
  SELECT l.revision FROM linked l WHERE l.entry = marking.entry AND l.before = marking.read
) WHERE EXISTS (
  SELECT 1 FROM linked l WHERE l.entry = marking.entry AND l.before = marking.read
);""",
    """
UPDATE version SET given = ifnull(given, version.revision),
  replaces = l.replaces, revision = l.revision FROM linked l WHERE l.doc = version.doc;""",
    """
UPDATE entry SET newest = (
  SELECT l.doc FROM linked l WHERE l.entry = entry.n ORDER BY l.revision DESC LIMIT 1
) WHERE n IN (SELECT entry FROM odd);""",
    "DROP TABLE linked;",
)
"""Put the versions of the entries in the table `odd` in their order (feeds.versions)."""

_SECOND = "\n".join(
    (
        """
-- `given`: the revision that the source gave, where `revision` is another.
ALTER TABLE version ADD COLUMN given INTEGER;
CREATE INDEX version_replaces ON version (replaces) WHERE replaces NOT NULL;

-- Entries whose versions stand as they came in, and not as they were known.
CREATE TEMP TABLE odd AS SELECT DISTINCT v.entry FROM version v JOIN version p ON p.doc = v.replaces
WHERE p.known NOT NULL AND (
  v.known IS NULL OR p.known + ifnull(p.time, 0) > v.known + ifnull(v.time, 0)
);""",
        *CHAINED,
        """
INSERT OR REPLACE INTO meta SELECT 'generation',
  CAST(ifnull((SELECT value FROM meta WHERE key = 'generation'), 0) + 1 AS TEXT)
WHERE EXISTS (SELECT 1 FROM odd);
DROP TABLE odd;
""",
    )
)

_THIRD = """
-- What was fetched, byte for byte, deflated by zstd; once, however often it came. `base`: the
-- payload to which `data` tells the difference, itself whole. No bytes at all: it was pruned.
CREATE TABLE payload (
  n INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
  base INTEGER REFERENCES payload, data BLOB NOT NULL
);

-- A retrieval that gave something other than the one before. `at`, `until`: when, and when it was
-- last found to be the same, in microseconds since 1970.
CREATE TABLE fetch (
  n INTEGER PRIMARY KEY, source TEXT NOT NULL, place TEXT NOT NULL, at INTEGER NOT NULL,
  until INTEGER NOT NULL, payload INTEGER NOT NULL REFERENCES payload, type TEXT,
  UNIQUE (source, place, at)
);

-- The fetch in which a version came in; NULL for what was imported.
ALTER TABLE version ADD COLUMN fetch INTEGER REFERENCES fetch;

-- The first and the last fetch that had an entry; `gone`: the first that should have had it.
CREATE TABLE sighting (
  entry INTEGER PRIMARY KEY REFERENCES entry, first INTEGER NOT NULL REFERENCES fetch,
  last INTEGER NOT NULL REFERENCES fetch, gone INTEGER REFERENCES fetch
);
CREATE INDEX sighting_last ON sighting (last);

-- How each source is followed and how it fares, in the words of whoever follows it.
CREATE TABLE followed (source TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
"""

_FOURTH = "DROP INDEX claim_known;\n"
"""Nothing looks claims up by time: an index of versions knows."""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH)
"""Statements that make version n + 1 of version n; the first makes a file of none."""
