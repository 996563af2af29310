-- The embedded engine's own schema. Plain SQL: Prisma neither reads nor writes these tables.
-- Lock order, which every statement keeps: the run's row first (several runs: by id), then its queue
-- rows and waits. Claiming and freeing touch queue rows only.
CREATE SCHEMA engine;

CREATE TABLE engine.functions (
  id text PRIMARY KEY,
  app_id text NOT NULL,
  config jsonb NOT NULL,
  -- One number per concurrency rule; the rule's key for a run stands at the same place in slot_keys.
  slot_limits integer[] NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX functions_app ON engine.functions (app_id);

CREATE TABLE engine.triggers (
  function_id text NOT NULL REFERENCES engine.functions ON DELETE CASCADE,
  position integer NOT NULL,
  event_name text NOT NULL,
  expression text,
  PRIMARY KEY (function_id, position)
);
CREATE INDEX triggers_event ON engine.triggers (event_name);

CREATE TABLE engine.crons (
  function_id text NOT NULL REFERENCES engine.functions ON DELETE CASCADE,
  expression text NOT NULL,
  jitter_ms double precision NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  PRIMARY KEY (function_id, expression)
);
CREATE INDEX crons_next ON engine.crons (next_at);

CREATE TABLE engine.events (
  id text PRIMARY KEY,
  name text NOT NULL,
  -- The sender's event id, or the seed of one sending: the same one within 24 hours starts nothing twice.
  dedupe_key text UNIQUE,
  -- Text, not jsonb: jsonb refuses \u0000 and does not keep what was sent.
  payload text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_received ON engine.events (received_at);

CREATE TABLE engine.runs (
  id text PRIMARY KEY,
  function_id text NOT NULL,
  event_id text NOT NULL REFERENCES engine.events,
  status text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
  -- Which concurrency slots its calls take, in the order of the function's rules; null without any.
  slot_keys text[],
  output text,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX runs_event ON engine.runs (event_id);
CREATE INDEX runs_ended ON engine.runs (ended_at) WHERE ended_at IS NOT NULL;

-- Finished steps only: what a call is given back.
CREATE TABLE engine.steps (
  run_id text NOT NULL REFERENCES engine.runs ON DELETE CASCADE,
  step_id text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  -- {"data": …} or {"error": …}
  result text NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, step_id)
);

CREATE SEQUENCE engine.tokens;

-- Calls to make. At most one plain call ('' as step) and one call per planned step for each run.
CREATE TABLE engine.queue (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id text NOT NULL REFERENCES engine.runs ON DELETE CASCADE,
  step_id text NOT NULL DEFAULT '',
  function_id text NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  slot_keys text[],
  owner_id text,
  -- Names one claim: whatever a caller commits is conditional on it.
  token bigint,
  -- Something finished while the plain call was under way: call once more afterwards.
  rerun boolean NOT NULL DEFAULT false,
  UNIQUE (run_id, step_id)
);
CREATE INDEX queue_due ON engine.queue (due_at, id) WHERE owner_id IS NULL;
CREATE INDEX queue_owned ON engine.queue (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX queue_slots ON engine.queue (due_at, id) WHERE owner_id IS NULL AND slot_keys IS NOT NULL;

CREATE TABLE engine.waits (
  run_id text NOT NULL REFERENCES engine.runs ON DELETE CASCADE,
  step_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sleep', 'event', 'cancel')),
  due_at timestamptz,
  event_name text,
  -- An equality the event must satisfy, taken from the expression; '' when it has none.
  match_key text,
  expression text,
  PRIMARY KEY (run_id, step_id)
);
CREATE INDEX waits_due ON engine.waits (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX waits_match ON engine.waits (event_name, match_key) WHERE event_name IS NOT NULL;

-- Which fields of an event waits compare, so that an event is looked up by those only.
CREATE TABLE engine.wait_paths (
  event_name text NOT NULL,
  path text NOT NULL,
  PRIMARY KEY (event_name, path)
);

CREATE TABLE engine.owners (
  id text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

GRANT USAGE ON SCHEMA engine TO pawl_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA engine TO pawl_system;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA engine TO pawl_system;
