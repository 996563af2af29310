-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "depth" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "fragment" JSON,
ADD COLUMN     "killRequestedAt" TIMESTAMPTZ(3),
ADD COLUMN     "outcome" JSON,
ADD COLUMN     "parentAttempt" INTEGER,
ADD COLUMN     "parentPath" TEXT,
ADD COLUMN     "parentRunId" TEXT,
ADD COLUMN     "pausedAt" TIMESTAMPTZ(3),
ADD COLUMN     "pausedMs" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "phase" TEXT NOT NULL DEFAULT 'main',
ADD COLUMN     "projectVars" JSON NOT NULL DEFAULT '{}',
ADD COLUMN     "replayFrom" TEXT,
ADD COLUMN     "replayOfId" TEXT,
ALTER COLUMN "versionNumber" DROP NOT NULL;

-- AlterTable
ALTER TABLE "StepRun" ADD COLUMN     "cached" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "callDigest" TEXT,
ADD COLUMN     "caught" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "endedSeq" INTEGER,
ADD COLUMN     "generated" JSON;

-- AlterTable
ALTER TABLE "Wait" ADD COLUMN     "childRunId" TEXT,
ADD COLUMN     "eventName" TEXT,
ADD COLUMN     "projectId" TEXT,
ADD COLUMN     "since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "WorkflowVersion" ALTER COLUMN "number" DROP NOT NULL;

-- CreateTable
CREATE TABLE "Blob" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Blob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BlobChunk" (
    "orgId" TEXT NOT NULL,
    "blobId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "BlobChunk_pkey" PRIMARY KEY ("blobId","index")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "data" JSON NOT NULL,
    "runId" TEXT,
    "path" TEXT,
    "sentById" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConcurrencySlot" (
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "limit" INTEGER NOT NULL,
    "isHeld" BOOLEAN NOT NULL DEFAULT false,
    "requestedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConcurrencySlot_pkey" PRIMARY KEY ("runId","path")
);

-- CreateTable
CREATE TABLE "StepCache" (
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "output" JSON NOT NULL,
    "runId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StepCache_pkey" PRIMARY KEY ("projectId","key")
);

-- CreateTable
CREATE TABLE "WorkflowLabel" (
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "workflowId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "updatedById" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WorkflowLabel_pkey" PRIMARY KEY ("workflowId","name")
);

-- CreateIndex
CREATE INDEX "Blob_orgId_idx" ON "Blob"("orgId");

-- CreateIndex
CREATE INDEX "Blob_runId_idx" ON "Blob"("runId");

-- CreateIndex
CREATE INDEX "BlobChunk_orgId_idx" ON "BlobChunk"("orgId");

-- CreateIndex
CREATE INDEX "Event_orgId_idx" ON "Event"("orgId");

-- CreateIndex
CREATE INDEX "Event_projectId_name_at_idx" ON "Event"("projectId", "name", "at");

-- CreateIndex
CREATE INDEX "ConcurrencySlot_orgId_idx" ON "ConcurrencySlot"("orgId");

-- CreateIndex
CREATE INDEX "ConcurrencySlot_projectId_key_isHeld_requestedAt_idx" ON "ConcurrencySlot"("projectId", "key", "isHeld", "requestedAt");

-- CreateIndex
CREATE INDEX "StepCache_orgId_idx" ON "StepCache"("orgId");

-- CreateIndex
CREATE INDEX "StepCache_runId_idx" ON "StepCache"("runId");

-- CreateIndex
CREATE INDEX "StepCache_expiresAt_idx" ON "StepCache"("expiresAt");

-- CreateIndex
CREATE INDEX "WorkflowLabel_orgId_idx" ON "WorkflowLabel"("orgId");

-- CreateIndex
CREATE INDEX "WorkflowLabel_versionId_idx" ON "WorkflowLabel"("versionId");

-- CreateIndex
CREATE UNIQUE INDEX "Run_parentRunId_parentPath_parentAttempt_key" ON "Run"("parentRunId", "parentPath", "parentAttempt");

-- CreateIndex
CREATE INDEX "Run_replayOfId_idx" ON "Run"("replayOfId");

-- CreateIndex
CREATE INDEX "Wait_projectId_eventName_idx" ON "Wait"("projectId", "eventName");

-- AddForeignKey
ALTER TABLE "BlobChunk" ADD CONSTRAINT "BlobChunk_blobId_fkey" FOREIGN KEY ("blobId") REFERENCES "Blob"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkflowLabel" ADD CONSTRAINT "WorkflowLabel_workflowId_fkey" FOREIGN KEY ("workflowId") REFERENCES "Workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkflowLabel" ADD CONSTRAINT "WorkflowLabel_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "WorkflowVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Everything below is invisible to Prisma's schema: history, checks, counting, row-level security, grants.

-- The owner is bound by row-level security like everybody, so it steps around it for these statements.
ALTER TABLE "Run" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "Wait" NO FORCE ROW LEVEL SECURITY;
UPDATE "Wait" w SET "projectId" = r."projectId" FROM "Run" r WHERE r.id = w."runId";
UPDATE "Run" SET "projectVars" = (trigger->>'projectVars')::json, trigger = trigger - 'projectVars'
 WHERE trigger ? 'projectVars';
ALTER TABLE "Run" FORCE ROW LEVEL SECURITY;
ALTER TABLE "Wait" FORCE ROW LEVEL SECURITY;
ALTER TABLE "Wait" ALTER COLUMN "projectId" SET NOT NULL;

ALTER TABLE "Run" DROP CONSTRAINT "Run_status_check";
ALTER TABLE "Run" ADD CONSTRAINT "Run_status_check"
  CHECK (status IN ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'rolled_back'));
ALTER TABLE "Run" ADD CONSTRAINT "Run_phase_check" CHECK (phase IN ('main', 'finally', 'rollback'));
ALTER TABLE "StepRun" DROP CONSTRAINT "StepRun_status_check";
ALTER TABLE "StepRun" ADD CONSTRAINT "StepRun_status_check"
  CHECK (status IN ('running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled', 'rolled_back'));
ALTER TABLE "Wait" DROP CONSTRAINT "Wait_kind_check";
ALTER TABLE "Wait" ADD CONSTRAINT "Wait_kind_check"
  CHECK (kind IN ('timer', 'retry', 'approval', 'delay', 'event', 'child', 'slot'));
ALTER TABLE "ConcurrencySlot" ADD CONSTRAINT "ConcurrencySlot_limit_check" CHECK ("limit" >= 1);

ALTER TABLE "ConcurrencySlot" ADD CONSTRAINT "ConcurrencySlot_runId_fkey"
  FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Blob" ADD CONSTRAINT "Blob_runId_fkey"
  FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A run that was rolled back had failed, or its result was taken back: overview and metrics count it as failed.
CREATE OR REPLACE FUNCTION count_run() RETURNS trigger LANGUAGE plpgsql AS $$
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
          (NEW.status IN ('failed', 'rolled_back'))::int - coalesce((was_status IN ('failed', 'rolled_back'))::int, 0),
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

-- A run of a part of a version is counted with the run it belongs to.
DROP TRIGGER count_new_run ON "Run";
CREATE TRIGGER count_new_run AFTER INSERT ON "Run" FOR EACH ROW WHEN (NEW.fragment IS NULL)
  EXECUTE FUNCTION count_run();
DROP TRIGGER count_changed_run ON "Run";
CREATE TRIGGER count_changed_run AFTER UPDATE OF status, "startedAt", "finishedAt" ON "Run" FOR EACH ROW
  WHEN (NEW.fragment IS NULL AND (OLD."startedAt" IS DISTINCT FROM NEW."startedAt" OR OLD."finishedAt" IS DISTINCT FROM NEW."finishedAt"
        OR (OLD.status <> NEW.status AND (OLD.status IN ('succeeded', 'failed', 'cancelled', 'rolled_back')
                                       OR NEW.status IN ('succeeded', 'failed', 'cancelled', 'rolled_back')))))
  EXECUTE FUNCTION count_run();

DROP POLICY ended_delete ON "RunEvent";
CREATE POLICY ended_delete ON "RunEvent" AS RESTRICTIVE FOR DELETE TO pawl_app
  USING (EXISTS (SELECT 1 FROM "Run" r WHERE r.id = "runId"
                    AND r.status IN ('succeeded', 'failed', 'cancelled', 'rolled_back')));
DROP POLICY ended_update ON "RunEvent";
CREATE POLICY ended_update ON "RunEvent" AS RESTRICTIVE FOR UPDATE TO pawl_app
  USING (EXISTS (SELECT 1 FROM "Run" r WHERE r.id = "runId"
                    AND r.status IN ('succeeded', 'failed', 'cancelled', 'rolled_back')));

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Event', 'ConcurrencySlot', 'StepCache', 'WorkflowLabel', 'Blob', 'BlobChunk'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I TO pawl_app USING ("orgId" = app_org_id()) WITH CHECK ("orgId" = app_org_id())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO pawl_app', name);
  END LOOP;
END
$$;
