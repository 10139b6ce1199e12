-- The tables of durable executions, for H2 and PostgreSQL alike. Times are milliseconds since 1970.

-- One row: which tables these are.
CREATE TABLE IF NOT EXISTS durable_schema (
  version INTEGER NOT NULL PRIMARY KEY
);

-- One row: the latest time that any change was made at. Each change locks it.
CREATE TABLE IF NOT EXISTS durable_clock (
  id INTEGER NOT NULL PRIMARY KEY,
  millis BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS durable_execution (
  id VARCHAR(200) NOT NULL PRIMARY KEY,
  program VARCHAR(200) NOT NULL,
  input TEXT NOT NULL,
  -- What comes of it: a promise.
  promise_state VARCHAR(16) NOT NULL,
  promise_value TEXT,
  deadline BIGINT NOT NULL,
  settled_at BIGINT NOT NULL,
  -- Who runs it.
  task_state VARCHAR(16) NOT NULL,
  version INTEGER NOT NULL,
  since BIGINT NOT NULL,
  worker VARCHAR(200),
  lease_until BIGINT NOT NULL,
  -- Why it is halted.
  problem TEXT,
  recorded BOOLEAN NOT NULL
);

CREATE INDEX IF NOT EXISTS durable_execution_by_task ON durable_execution (task_state, since);
CREATE INDEX IF NOT EXISTS durable_execution_by_lease ON durable_execution (task_state, lease_until);
CREATE INDEX IF NOT EXISTS durable_execution_by_deadline ON durable_execution (promise_state, deadline);

-- The journal.
CREATE TABLE IF NOT EXISTS durable_step (
  execution VARCHAR(200) NOT NULL REFERENCES durable_execution (id),
  step INTEGER NOT NULL,
  kind VARCHAR(8) NOT NULL,
  name VARCHAR(200) NOT NULL,
  promise_state VARCHAR(16) NOT NULL,
  promise_value TEXT,
  deadline BIGINT NOT NULL,
  timer BOOLEAN NOT NULL,
  settled_at BIGINT NOT NULL,
  -- Whether it wakes the execution.
  awaited BOOLEAN NOT NULL,
  PRIMARY KEY (execution, step)
);

CREATE INDEX IF NOT EXISTS durable_step_by_deadline ON durable_step (promise_state, deadline);

-- What happened, of the executions that are recorded.
CREATE TABLE IF NOT EXISTS durable_event (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  execution VARCHAR(200) NOT NULL REFERENCES durable_execution (id),
  -- Of what a worker did: who, and the number of this event among those of that worker.
  worker VARCHAR(200),
  ordinal BIGINT NOT NULL,
  event TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS durable_event_by_execution ON durable_event (execution, seq)
