-- A run that begins is counted by one plain statement, as each start waits for it: what becomes of a run has a
-- before and an after, a new run has neither.
CREATE FUNCTION count_new_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "RunMetricDelta" ("orgId", "projectId", "workflowId", hour, runs, succeeded, failed, cancelled,
                                "queueBucket", "queueCount", "durationBucket", "durationCount")
  VALUES (NEW."orgId", NEW."projectId", NEW."workflowId", date_trunc('hour', NEW."createdAt", 'UTC'), 1,
          (NEW.status = 'succeeded')::int, (NEW.status IN ('failed', 'rolled_back'))::int,
          (NEW.status = 'cancelled')::int,
          metric_bucket_between(NEW."createdAt", NEW."startedAt"), (NEW."startedAt" IS NOT NULL)::int,
          metric_bucket_between(NEW."startedAt", NEW."finishedAt"),
          (NEW."startedAt" IS NOT NULL AND NEW."finishedAt" IS NOT NULL)::int);
  RETURN NULL;
END
$$;

CREATE FUNCTION count_changed_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was_queue smallint := metric_bucket_between(OLD."createdAt", OLD."startedAt");
  was_duration smallint := metric_bucket_between(OLD."startedAt", OLD."finishedAt");
  queue smallint := metric_bucket_between(NEW."createdAt", NEW."startedAt");
  duration smallint := metric_bucket_between(NEW."startedAt", NEW."finishedAt");
  hour timestamptz := date_trunc('hour', NEW."createdAt", 'UTC');
BEGIN
  IF was_queue IS NOT DISTINCT FROM queue THEN was_queue := NULL; queue := NULL; END IF;
  IF was_duration IS NOT DISTINCT FROM duration THEN was_duration := NULL; duration := NULL; END IF;
  INSERT INTO "RunMetricDelta" ("orgId", "projectId", "workflowId", hour, succeeded, failed, cancelled,
                                "queueBucket", "queueCount", "durationBucket", "durationCount")
  VALUES (NEW."orgId", NEW."projectId", NEW."workflowId", hour,
          (NEW.status = 'succeeded')::int - (OLD.status = 'succeeded')::int,
          (NEW.status IN ('failed', 'rolled_back'))::int - (OLD.status IN ('failed', 'rolled_back'))::int,
          (NEW.status = 'cancelled')::int - (OLD.status = 'cancelled')::int,
          queue, (queue IS NOT NULL)::int, duration, (duration IS NOT NULL)::int);
  IF was_queue IS NOT NULL OR was_duration IS NOT NULL THEN
    INSERT INTO "RunMetricDelta" ("orgId", "projectId", "workflowId", hour, "queueBucket", "queueCount", "durationBucket", "durationCount")
    VALUES (NEW."orgId", NEW."projectId", NEW."workflowId", hour,
            was_queue, -(was_queue IS NOT NULL)::int, was_duration, -(was_duration IS NOT NULL)::int);
  END IF;
  RETURN NULL;
END
$$;

DROP TRIGGER count_new_run ON "Run";
CREATE TRIGGER count_new_run AFTER INSERT ON "Run" FOR EACH ROW WHEN (NEW.fragment IS NULL)
  EXECUTE FUNCTION count_new_run();

DROP TRIGGER count_changed_run ON "Run";
CREATE TRIGGER count_changed_run AFTER UPDATE OF "startedAt", "finishedAt" ON "Run" FOR EACH ROW
  WHEN (NEW.fragment IS NULL AND (OLD."startedAt" IS DISTINCT FROM NEW."startedAt" OR OLD."finishedAt" IS DISTINCT FROM NEW."finishedAt"
        OR (OLD.status <> NEW.status AND (OLD.status IN ('succeeded', 'failed', 'cancelled', 'rolled_back')
                                       OR NEW.status IN ('succeeded', 'failed', 'cancelled', 'rolled_back')))))
  EXECUTE FUNCTION count_changed_run();

DROP FUNCTION count_run();
