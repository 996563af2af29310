-- The embedded engine: functions of other processes, more of the protocol, claims that are fair and cheap.

-- Where a function is called; null: in the engine's own process.
ALTER TABLE engine.functions ADD COLUMN url text;

ALTER TABLE engine.runs
  -- Who shares fairly with others; '' where nobody said.
  ADD COLUMN tenant text NOT NULL DEFAULT '',
  -- How much sooner it goes than others that are due at the same moment.
  ADD COLUMN priority_ms integer NOT NULL DEFAULT 0;

-- Claims are committed asynchronously: after a crash of Postgres a sequence could name two claims alike.
ALTER TABLE engine.queue
  ALTER COLUMN token TYPE uuid USING NULL,
  -- COLLATE "C": claims walk from tenant to tenant in the order of bytes.
  ADD COLUMN tenant text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN priority_ms integer NOT NULL DEFAULT 0,
  -- Due, less the priority: who waits grows older than any priority. Null until it is due.
  ADD COLUMN order_at timestamptz DEFAULT now();
UPDATE engine.queue SET owner_id = NULL, rerun = false, order_at = CASE WHEN due_at <= now() THEN due_at END;
DROP SEQUENCE engine.tokens;
DROP INDEX engine.queue_due, engine.queue_slots;
-- Not due yet, due, and due under concurrency rules: three kinds of free calls, each found without passing the others.
CREATE INDEX queue_later ON engine.queue (due_at) WHERE owner_id IS NULL AND order_at IS NULL;
CREATE INDEX queue_ready ON engine.queue (tenant, order_at, id)
  WHERE owner_id IS NULL AND order_at IS NOT NULL AND slot_keys IS NULL;
CREATE INDEX queue_limited ON engine.queue (order_at, id)
  WHERE owner_id IS NULL AND order_at IS NOT NULL AND slot_keys IS NOT NULL;
-- Small and rewritten all the time.
ALTER TABLE engine.queue SET (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000,
  autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 5000);

-- Retention walks through old events.
DROP INDEX engine.events_received;
CREATE INDEX events_received ON engine.events (received_at, id);

-- A heartbeat is a number that rises: seen to stand still, its owner is dead, whatever the clocks say.
ALTER TABLE engine.owners ADD COLUMN beats bigint NOT NULL DEFAULT 0;

-- Which state of `functions` a process has in memory. It rises with every change.
CREATE TABLE engine.catalogue (
  version bigint NOT NULL
);
INSERT INTO engine.catalogue VALUES (1);
CREATE FUNCTION engine.raise_catalogue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE engine.catalogue SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER functions_changed AFTER INSERT OR UPDATE OR DELETE ON engine.functions
  FOR EACH STATEMENT EXECUTE FUNCTION engine.raise_catalogue();
GRANT SELECT, UPDATE ON engine.catalogue TO pawl_system;

-- The relay takes from all orgs, and from all kinds of entries, in turn.
DROP INDEX "OutboxEntry_availableAt_idx";
CREATE INDEX "OutboxEntry_orgId_name_availableAt_id_idx" ON "OutboxEntry"("orgId", "name", "availableAt", "id");

ALTER TABLE engine.waits DROP CONSTRAINT waits_kind_check;
ALTER TABLE engine.waits
  ADD CONSTRAINT waits_kind_check
    CHECK (kind IN ('sleep', 'event', 'cancel', 'invoke', 'signal', 'start', 'finish')),
  -- Only `invoke`: the run whose end it waits for.
  ADD COLUMN child_run_id text;
CREATE INDEX waits_child ON engine.waits (child_run_id) WHERE child_run_id IS NOT NULL;
CREATE UNIQUE INDEX waits_signal ON engine.waits (event_name) WHERE kind = 'signal';

-- What a function's `idempotency` has seen within 24 hours.
CREATE TABLE engine.idempotency (
  function_id text NOT NULL,
  key text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (function_id, key)
);
CREATE INDEX idempotency_seen ON engine.idempotency (seen_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON engine.idempotency TO pawl_system;

-- Runs

-- Rows of a run are found by the run. Row-level security compares "orgId" too, which made these indexes look as good:
-- a plan that was made while the tables were small read all rows of the organization for each step ever after.
DROP INDEX "RunEvent_orgId_idx";
DROP INDEX "StepRun_orgId_idx";
DROP INDEX "Wait_orgId_idx";
