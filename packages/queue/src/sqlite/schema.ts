/** `DocK`: what tells a database of ours from others. */
export const APPLICATION_ID = 0x446f_634b;

/**
 * From nothing to the present schema, one step for each version. A step that has been released is never changed: a file
 * of the first version becomes one of the last by all steps in between.
 *
 * States are numbers, for small indexes: 0 queued, 1 delayed, 2 running, 3 done, 4 dead, 5 cancelled.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE names (job INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, paused INTEGER NOT NULL DEFAULT 0) STRICT;

  CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    job INTEGER NOT NULL,
    state INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    key TEXT,
    affinity TEXT,
    due INTEGER,
    token INTEGER NOT NULL DEFAULT 0,
    worker TEXT,
    attempt INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    stalls INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    started INTEGER,
    ended INTEGER,
    deadline INTEGER,
    log_lines INTEGER NOT NULL DEFAULT 0,
    log_bytes INTEGER NOT NULL DEFAULT 0,
    idempotency TEXT,
    fingerprint TEXT,
    cancelling TEXT,
    refusals TEXT,
    progress TEXT,
    error TEXT,
    metadata TEXT NOT NULL,
    payload TEXT,
    result TEXT
  ) STRICT;

  CREATE INDEX queued ON jobs (job, priority DESC, seq) WHERE state = 0 AND key IS NULL AND affinity IS NULL;
  CREATE INDEX keyed ON jobs (job, key, priority DESC, seq) WHERE state = 0 AND key IS NOT NULL AND affinity IS NULL;
  CREATE INDEX bound ON jobs (job, affinity, priority DESC, seq) WHERE state = 0 AND affinity IS NOT NULL;
  CREATE INDEX delayed ON jobs (due) WHERE state = 1;
  CREATE INDEX running ON jobs (job, key) WHERE state = 2;
  CREATE INDEX done ON jobs (ended) WHERE state = 3;
  CREATE INDEX dead ON jobs (ended) WHERE state > 3;
  CREATE UNIQUE INDEX once ON jobs (job, idempotency) WHERE idempotency IS NOT NULL;

  -- Payloads and results that are too large to be copied each time their job changes.
  CREATE TABLE large (seq INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (seq, kind)) STRICT;
  CREATE TABLE steps (seq INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (seq, name)) STRICT;
  CREATE TABLE lines (seq INTEGER NOT NULL, line INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (seq, line)) STRICT, WITHOUT ROWID;

  -- Keys take turns: the one with the lowest turn is next. A key that comes back begins at the time of its job.
  CREATE TABLE turns (job INTEGER NOT NULL, key TEXT NOT NULL, turn INTEGER NOT NULL, waiting INTEGER NOT NULL,
    top INTEGER NOT NULL, PRIMARY KEY (job, key)) STRICT, WITHOUT ROWID;
  CREATE INDEX next_turn ON turns (job, top DESC, turn) WHERE waiting > 0;
  CREATE TABLE times (job INTEGER PRIMARY KEY, time INTEGER NOT NULL) STRICT;

  CREATE TRIGGER key_queued AFTER UPDATE OF state ON jobs
  WHEN NEW.state = 0 AND OLD.state <> 0 AND NEW.key IS NOT NULL AND NEW.affinity IS NULL BEGIN
    INSERT INTO turns (job, key, turn, waiting, top)
    VALUES (NEW.job, NEW.key, COALESCE((SELECT time FROM times WHERE job = NEW.job), 0), 1, NEW.priority)
    ON CONFLICT DO UPDATE SET
      turn = CASE WHEN waiting = 0 THEN max(turn, excluded.turn) ELSE turn END,
      top = CASE WHEN waiting = 0 THEN excluded.top ELSE max(top, excluded.top) END,
      waiting = waiting + 1;
  END;
  CREATE TRIGGER key_added AFTER INSERT ON jobs
  WHEN NEW.state = 0 AND NEW.key IS NOT NULL AND NEW.affinity IS NULL BEGIN
    INSERT INTO turns (job, key, turn, waiting, top)
    VALUES (NEW.job, NEW.key, COALESCE((SELECT time FROM times WHERE job = NEW.job), 0), 1, NEW.priority)
    ON CONFLICT DO UPDATE SET
      turn = CASE WHEN waiting = 0 THEN max(turn, excluded.turn) ELSE turn END,
      top = CASE WHEN waiting = 0 THEN excluded.top ELSE max(top, excluded.top) END,
      waiting = waiting + 1;
  END;
  CREATE TRIGGER key_left AFTER UPDATE OF state ON jobs
  WHEN OLD.state = 0 AND NEW.state <> 0 AND OLD.key IS NOT NULL AND OLD.affinity IS NULL BEGIN
    UPDATE turns SET waiting = waiting - 1, top = COALESCE((
      SELECT priority FROM jobs WHERE job = OLD.job AND key = OLD.key AND state = 0 AND affinity IS NULL
      ORDER BY priority DESC LIMIT 1), 0)
    WHERE job = OLD.job AND key = OLD.key;
  END;
  CREATE TRIGGER key_removed AFTER DELETE ON jobs
  WHEN OLD.state = 0 AND OLD.key IS NOT NULL AND OLD.affinity IS NULL BEGIN
    UPDATE turns SET waiting = waiting - 1, top = COALESCE((
      SELECT priority FROM jobs WHERE job = OLD.job AND key = OLD.key AND state = 0 AND affinity IS NULL
      ORDER BY priority DESC LIMIT 1), 0)
    WHERE job = OLD.job AND key = OLD.key;
  END;
  CREATE TRIGGER removed AFTER DELETE ON jobs BEGIN
    DELETE FROM large WHERE seq = OLD.seq;
    DELETE FROM steps WHERE seq = OLD.seq;
    DELETE FROM lines WHERE seq = OLD.seq;
  END;

  CREATE TABLE workers (worker TEXT PRIMARY KEY, host TEXT NOT NULL, beat INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE rates (name TEXT PRIMARY KEY, tokens REAL NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE schedules (name TEXT PRIMARY KEY, tick INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
];
