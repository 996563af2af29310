-- A run's events and steps are written in one statement with the run's row, which that locks (`server/features/run-events`):
-- a foreign key would look for the row again at each of them, for a third of what such a statement costs. What the keys
-- did besides, deleting them with their run, a trigger does.
ALTER TABLE "RunEvent" DROP CONSTRAINT "RunEvent_runId_fkey";
ALTER TABLE "StepRun" DROP CONSTRAINT "StepRun_runId_fkey";

CREATE FUNCTION delete_run_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "RunEvent" WHERE "runId" = OLD.id;
  DELETE FROM "StepRun" WHERE "runId" = OLD.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER delete_run_log AFTER DELETE ON "Run" FOR EACH ROW EXECUTE FUNCTION delete_run_log();

-- The log of a run that goes on stays; that of one that has ended, or is gone, may go.
DROP POLICY ended_delete ON "RunEvent";
CREATE POLICY ended_delete ON "RunEvent" AS RESTRICTIVE FOR DELETE TO pawl_app
  USING (NOT EXISTS (SELECT FROM "Run" r WHERE r.id = "runId"
                       AND r.status NOT IN ('succeeded', 'failed', 'cancelled', 'rolled_back')));
