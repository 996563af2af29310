-- Whatever ends a run, or has it start over, sets "finishedAt" too. With `status` in the list, Postgres read the
-- condition below anew at every commit of every run, which all name the status.
DROP TRIGGER count_changed_run ON "Run";
CREATE TRIGGER count_changed_run AFTER UPDATE OF "startedAt", "finishedAt" ON "Run" FOR EACH ROW
  WHEN (NEW.fragment IS NULL AND (OLD."startedAt" IS DISTINCT FROM NEW."startedAt" OR OLD."finishedAt" IS DISTINCT FROM NEW."finishedAt"
        OR (OLD.status <> NEW.status AND (OLD.status IN ('succeeded', 'failed', 'cancelled', 'rolled_back')
                                       OR NEW.status IN ('succeeded', 'failed', 'cancelled', 'rolled_back')))))
  EXECUTE FUNCTION count_run();
