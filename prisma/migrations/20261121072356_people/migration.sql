-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN     "after" JSON,
ADD COLUMN     "apiKeyId" TEXT,
ADD COLUMN     "before" JSON;

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "deletedById" TEXT,
ADD COLUMN     "deletionDueAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "deletedById" TEXT,
ADD COLUMN     "deletionDueAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Provider" ADD COLUMN     "checkError" TEXT,
ADD COLUMN     "checkLatencyMs" INTEGER,
ADD COLUMN     "checkedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "eventsErasedAt" TIMESTAMPTZ(3),
ADD COLUMN     "payloadsErasedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "locale" TEXT,
ADD COLUMN     "timeZone" TEXT;

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "permissions" TEXT[],
    "isLimitedToProjects" BOOLEAN NOT NULL DEFAULT false,
    "projectIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "lastUsedIp" TEXT,

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "hasAnswer" BOOLEAN NOT NULL DEFAULT false,
    "answer" JSON,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProjectMembership" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProjectMembership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "projectRoles" JSONB NOT NULL DEFAULT '[]',
    "tokenHash" TEXT NOT NULL,
    "invitedById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedById" TEXT,
    "revokedAt" TIMESTAMPTZ(3),
    "mailedAt" TIMESTAMPTZ(3),
    "mailError" TEXT,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Setting" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "projectId" TEXT,
    "scopeId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedById" TEXT NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Variable" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSON NOT NULL,
    "description" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedById" TEXT NOT NULL,

    CONSTRAINT "Variable_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_prefix_key" ON "ApiKey"("prefix");

-- CreateIndex
CREATE INDEX "ApiKey_orgId_userId_idx" ON "ApiKey"("orgId", "userId");

-- CreateIndex
CREATE INDEX "IdempotencyKey_orgId_idx" ON "IdempotencyKey"("orgId");

-- CreateIndex
CREATE INDEX "IdempotencyKey_expiresAt_idx" ON "IdempotencyKey"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "IdempotencyKey_userId_key_key" ON "IdempotencyKey"("userId", "key");

-- CreateIndex
CREATE INDEX "ProjectMembership_orgId_userId_idx" ON "ProjectMembership"("orgId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "ProjectMembership_projectId_userId_key" ON "ProjectMembership"("projectId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_orgId_createdAt_idx" ON "Invitation"("orgId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Setting_orgId_idx" ON "Setting"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Setting_scopeId_key_key" ON "Setting"("scopeId", "key");

-- CreateIndex
CREATE INDEX "Variable_orgId_idx" ON "Variable"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Variable_projectId_name_key" ON "Variable"("projectId", "name");

-- CreateIndex
CREATE INDEX "AuditEntry_orgId_id_idx" ON "AuditEntry"("orgId", "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_orgId_actorId_id_idx" ON "AuditEntry"("orgId", "actorId", "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_orgId_action_id_idx" ON "AuditEntry"("orgId", "action", "id" DESC);

-- CreateIndex
CREATE INDEX "Run_orgId_projectId_finishedAt_idx" ON "Run"("orgId", "projectId", "finishedAt");

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectMembership" ADD CONSTRAINT "ProjectMembership_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectMembership" ADD CONSTRAINT "ProjectMembership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Everything below is invisible to Prisma's schema: checks, row-level security, grants.

ALTER TABLE "Membership" DROP CONSTRAINT "Membership_role_check";
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_role_check" CHECK (role IN ('owner', 'admin', 'builder', 'operator', 'approver', 'viewer', 'guest'));
ALTER TABLE "ProjectMembership" ADD CONSTRAINT "ProjectMembership_role_check" CHECK (role IN ('admin', 'builder', 'operator', 'approver', 'viewer'));
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_role_check" CHECK (role IN ('owner', 'admin', 'builder', 'operator', 'approver', 'viewer', 'guest'));

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ApiKey', 'ProjectMembership', 'Invitation', 'Setting', 'Variable', 'IdempotencyKey'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I TO pawl_app USING ("orgId" = app_org_id()) WITH CHECK ("orgId" = app_org_id())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO pawl_app', name);
  END LOOP;
  -- Accepting an invitation and resolving a scope come before an org is known.
  FOREACH name IN ARRAY ARRAY['ProjectMembership', 'Invitation'] LOOP
    EXECUTE format('CREATE POLICY system ON %I TO pawl_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO pawl_system', name);
  END LOOP;
END
$$;

-- A program shows its key before its org is known.
CREATE POLICY system ON "ApiKey" TO pawl_system USING (true) WITH CHECK (true);
GRANT SELECT ON "ApiKey" TO pawl_system;
GRANT UPDATE ("lastUsedAt", "lastUsedIp", "revokedAt") ON "ApiKey" TO pawl_system;

CREATE POLICY expired ON "IdempotencyKey" TO pawl_system USING ("expiresAt" < now());
GRANT SELECT ("expiresAt"), DELETE ON "IdempotencyKey" TO pawl_system;

-- Retention and erasure: the log may be deleted and its payloads blanked; what an event was, and when, stays.
GRANT DELETE, UPDATE (data) ON "RunEvent" TO pawl_app;
CREATE POLICY ended_delete ON "RunEvent" AS RESTRICTIVE FOR DELETE TO pawl_app
  USING (EXISTS (SELECT 1 FROM "Run" r WHERE r.id = "runId" AND r.status IN ('succeeded', 'failed', 'cancelled')));
CREATE POLICY ended_update ON "RunEvent" AS RESTRICTIVE FOR UPDATE TO pawl_app
  USING (EXISTS (SELECT 1 FROM "Run" r WHERE r.id = "runId" AND r.status IN ('succeeded', 'failed', 'cancelled')));
GRANT UPDATE ("values", comment) ON "ApprovalDecision" TO pawl_app;

-- Ledgers are never deleted while their organization lives.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['AuditEntry', 'Usage'] LOOP
    EXECUTE format('CREATE POLICY gone_read ON %I FOR SELECT TO pawl_system USING ("orgId" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "Organization" o WHERE o.id = "orgId"))', name);
    EXECUTE format('CREATE POLICY gone_delete ON %I FOR DELETE TO pawl_system USING ("orgId" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "Organization" o WHERE o.id = "orgId"))', name);
    EXECUTE format('GRANT SELECT ("orgId"), DELETE ON %I TO pawl_system', name);
  END LOOP;
END
$$;
