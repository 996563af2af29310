-- CreateTable
CREATE TABLE "RunMetricDelta" (
    "seq" BIGSERIAL NOT NULL,
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "workflowId" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "queueBucket" SMALLINT,
    "queueCount" INTEGER NOT NULL DEFAULT 0,
    "durationBucket" SMALLINT,
    "durationCount" INTEGER NOT NULL DEFAULT 0,
    "costNanos" BIGINT NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "unpricedCalls" INTEGER NOT NULL DEFAULT 0,
    "tokens" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "RunMetricDelta_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "RunMetric" (
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "workflowId" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "runs" INTEGER NOT NULL,
    "succeeded" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "cancelled" INTEGER NOT NULL,
    "queueBuckets" SMALLINT[],
    "queueCounts" INTEGER[],
    "durationBuckets" SMALLINT[],
    "durationCounts" INTEGER[],
    "costNanos" BIGINT NOT NULL,
    "calls" INTEGER NOT NULL,
    "unpricedCalls" INTEGER NOT NULL,
    "tokens" BIGINT NOT NULL,

    CONSTRAINT "RunMetric_pkey" PRIMARY KEY ("projectId","workflowId","grain","startsAt")
);

-- CreateIndex
CREATE INDEX "RunMetricDelta_orgId_projectId_idx" ON "RunMetricDelta"("orgId", "projectId");

-- CreateIndex
CREATE INDEX "RunMetric_orgId_idx" ON "RunMetric"("orgId");

-- Everything below is invisible to Prisma's schema: checks, counting, history, row-level security, grants.

-- What failed in a stretch of time is looked for among few, not among all.
CREATE INDEX "Run_failed_idx" ON "Run" ("orgId", "projectId", "createdAt" DESC) WHERE status = 'failed';

-- Rows live for a minute: what they leave behind is cleared before reads have to step over much of it.
ALTER TABLE "RunMetricDelta" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

ALTER TABLE "RunMetric" ADD CONSTRAINT "RunMetric_grain_check" CHECK (grain IN ('hour', 'day'));

-- Bucket 0 holds 0 ms; bucket n holds what lies between 1.1^(n-2) and 1.1^(n-1) ms. The middle that
-- server/features/metrics/histogram.ts takes for it is at most 4.8 % away. A clock that ran behind counts as 0.
CREATE FUNCTION metric_bucket(ms double precision) RETURNS smallint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CASE WHEN ms < 1 THEN 0 ELSE 1 + ceil(ln(ms) / ln(1.1::double precision)) END::smallint $$;

CREATE FUNCTION metric_bucket_between(start timestamptz, finish timestamptz) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT metric_bucket((extract(epoch FROM finish) * 1000 - extract(epoch FROM start) * 1000)::double precision) $$;

-- History: what the runs and the ledger tell at this moment. From here to the end of this transaction neither
-- changes. The owner is bound by row-level security like everybody, so it steps around it for two statements.
LOCK TABLE "Run", "Usage" IN SHARE ROW EXCLUSIVE MODE;
ALTER TABLE "Run" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "Usage" NO FORCE ROW LEVEL SECURITY;

INSERT INTO "RunMetric" ("orgId", "projectId", "workflowId", grain, "startsAt", runs, succeeded, failed, cancelled,
                         "queueBuckets", "queueCounts", "durationBuckets", "durationCounts",
                         "costNanos", calls, "unpricedCalls", tokens)
WITH run AS (
  SELECT r."orgId", r."projectId", w."workflowId", g.grain, date_trunc(g.grain, r."createdAt", 'UTC') AS "startsAt",
         r.status, metric_bucket_between(r."createdAt", r."startedAt") AS queue,
         metric_bucket_between(r."startedAt", r."finishedAt") AS duration
    FROM "Run" r CROSS JOIN (VALUES ('hour'), ('day')) AS g(grain)
   CROSS JOIN LATERAL (VALUES (''), (r."workflowId")) AS w("workflowId")
), usage AS (
  SELECT u."orgId", u."projectId", w."workflowId", g.grain, date_trunc(g.grain, u."createdAt", 'UTC') AS "startsAt",
         coalesce(sum(u."costNanos"), 0) AS "costNanos", count(*) AS calls,
         count(*) FILTER (WHERE u."costNanos" IS NULL) AS "unpricedCalls",
         sum(u."uncachedInputTokens"::bigint + u."cacheReadTokens" + u."cacheWriteTokens" + u."outputTokens"
             + u."reasoningTokens") AS tokens
    FROM "Usage" u LEFT JOIN "Run" r ON r.id = u."runId" CROSS JOIN (VALUES ('hour'), ('day')) AS g(grain)
   CROSS JOIN LATERAL (VALUES (''), (r."workflowId")) AS w("workflowId")
   WHERE w."workflowId" IS NOT NULL
   GROUP BY 1, 2, 3, 4, 5
), counted AS (
  SELECT "orgId", "projectId", "workflowId", grain, "startsAt", count(*) AS runs,
         count(*) FILTER (WHERE status = 'succeeded') AS succeeded, count(*) FILTER (WHERE status = 'failed') AS failed,
         count(*) FILTER (WHERE status = 'cancelled') AS cancelled
    FROM run GROUP BY 1, 2, 3, 4, 5
), queue AS (
  SELECT "projectId", "workflowId", grain, "startsAt", array_agg(queue ORDER BY queue) AS buckets, array_agg(n ORDER BY queue) AS counts
    FROM (SELECT "projectId", "workflowId", grain, "startsAt", queue, count(*)::int AS n FROM run
           WHERE queue IS NOT NULL GROUP BY 1, 2, 3, 4, 5) AS cells
   GROUP BY 1, 2, 3, 4
), duration AS (
  SELECT "projectId", "workflowId", grain, "startsAt", array_agg(duration ORDER BY duration) AS buckets, array_agg(n ORDER BY duration) AS counts
    FROM (SELECT "projectId", "workflowId", grain, "startsAt", duration, count(*)::int AS n FROM run
           WHERE duration IS NOT NULL GROUP BY 1, 2, 3, 4, 5) AS cells
   GROUP BY 1, 2, 3, 4
)
SELECT "orgId", "projectId", "workflowId", grain, "startsAt", coalesce(runs, 0), coalesce(succeeded, 0), coalesce(failed, 0),
       coalesce(cancelled, 0), coalesce(queue.buckets, '{}'), coalesce(queue.counts, '{}'), coalesce(duration.buckets, '{}'),
       coalesce(duration.counts, '{}'), coalesce("costNanos", 0), coalesce(calls, 0), coalesce("unpricedCalls", 0), coalesce(tokens, 0)
  FROM counted
  FULL JOIN usage USING ("orgId", "projectId", "workflowId", grain, "startsAt")
  LEFT JOIN queue USING ("projectId", "workflowId", grain, "startsAt")
  LEFT JOIN duration USING ("projectId", "workflowId", grain, "startsAt");

ALTER TABLE "Run" FORCE ROW LEVEL SECURITY;
ALTER TABLE "Usage" FORCE ROW LEVEL SECURITY;

-- Counting: whatever writes a run or a call of a model, in whatever order, is counted in its own transaction
-- as the difference between before and after. Only inserts, so runs never wait for each other here.
CREATE FUNCTION count_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was_status text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END;
  was_queue smallint := CASE WHEN TG_OP = 'UPDATE' THEN metric_bucket_between(OLD."createdAt", OLD."startedAt") END;
  was_duration smallint := CASE WHEN TG_OP = 'UPDATE' THEN metric_bucket_between(OLD."startedAt", OLD."finishedAt") END;
  queue smallint := metric_bucket_between(NEW."createdAt", NEW."startedAt");
  duration smallint := metric_bucket_between(NEW."startedAt", NEW."finishedAt");
  hour timestamptz := date_trunc('hour', NEW."createdAt", 'UTC');
BEGIN
  IF was_queue IS NOT DISTINCT FROM queue THEN was_queue := NULL; queue := NULL; END IF;
  IF was_duration IS NOT DISTINCT FROM duration THEN was_duration := NULL; duration := NULL; END IF;
  INSERT INTO "RunMetricDelta" ("orgId", "projectId", "workflowId", hour, runs, succeeded, failed, cancelled,
                                "queueBucket", "queueCount", "durationBucket", "durationCount")
  VALUES (NEW."orgId", NEW."projectId", NEW."workflowId", hour, CASE WHEN TG_OP = 'INSERT' THEN 1 ELSE 0 END,
          (NEW.status = 'succeeded')::int - coalesce((was_status = 'succeeded')::int, 0),
          (NEW.status = 'failed')::int - coalesce((was_status = 'failed')::int, 0),
          (NEW.status = 'cancelled')::int - coalesce((was_status = 'cancelled')::int, 0),
          queue, (queue IS NOT NULL)::int, duration, (duration IS NOT NULL)::int);
  IF was_queue IS NOT NULL OR was_duration IS NOT NULL THEN
    INSERT INTO "RunMetricDelta" ("orgId", "projectId", "workflowId", hour, "queueBucket", "queueCount", "durationBucket", "durationCount")
    VALUES (NEW."orgId", NEW."projectId", NEW."workflowId", hour,
            was_queue, -(was_queue IS NOT NULL)::int, was_duration, -(was_duration IS NOT NULL)::int);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER count_new_run AFTER INSERT ON "Run" FOR EACH ROW EXECUTE FUNCTION count_run();
CREATE TRIGGER count_changed_run AFTER UPDATE OF status, "startedAt", "finishedAt" ON "Run" FOR EACH ROW
  WHEN (OLD."startedAt" IS DISTINCT FROM NEW."startedAt" OR OLD."finishedAt" IS DISTINCT FROM NEW."finishedAt"
        OR (OLD.status <> NEW.status AND (OLD.status IN ('succeeded', 'failed', 'cancelled')
                                       OR NEW.status IN ('succeeded', 'failed', 'cancelled'))))
  EXECUTE FUNCTION count_run();

CREATE FUNCTION count_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "RunMetricDelta" ("orgId", "projectId", "workflowId", hour, "costNanos", calls, "unpricedCalls", tokens)
  VALUES (NEW."orgId", NEW."projectId", coalesce((SELECT r."workflowId" FROM "Run" r WHERE r.id = NEW."runId"), ''),
          date_trunc('hour', NEW."createdAt", 'UTC'), coalesce(NEW."costNanos", 0), 1, (NEW."costNanos" IS NULL)::int,
          NEW."uncachedInputTokens"::bigint + NEW."cacheReadTokens" + NEW."cacheWriteTokens" + NEW."outputTokens"
            + NEW."reasoningTokens");
  RETURN NULL;
END
$$;

CREATE TRIGGER count_usage AFTER INSERT ON "Usage" FOR EACH ROW EXECUTE FUNCTION count_usage();

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['RunMetricDelta', 'RunMetric'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I TO pawl_app USING ("orgId" = app_org_id()) WITH CHECK ("orgId" = app_org_id())', name);
    EXECUTE format('CREATE POLICY gone_read ON %I FOR SELECT TO pawl_system USING (NOT EXISTS (SELECT 1 FROM "Organization" o WHERE o.id = "orgId"))', name);
    EXECUTE format('CREATE POLICY gone_delete ON %I FOR DELETE TO pawl_system USING (NOT EXISTS (SELECT 1 FROM "Organization" o WHERE o.id = "orgId"))', name);
    EXECUTE format('GRANT SELECT ("orgId"), DELETE ON %I TO pawl_system', name);
  END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON "RunMetric" TO pawl_app;
-- A delta is never changed; Postgres asks for the right to update a column of a row that is locked.
GRANT SELECT, INSERT, DELETE, UPDATE (seq) ON "RunMetricDelta" TO pawl_app;
GRANT USAGE ON SEQUENCE "RunMetricDelta_seq_seq" TO pawl_app;

-- Folding asks which organizations have something to fold, then does it as each of them.
CREATE POLICY pending ON "RunMetricDelta" FOR SELECT TO pawl_system USING (true);
