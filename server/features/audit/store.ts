import type { JsonObject } from '@/server/kernel/json'
import type { OrgScope } from '@/server/operations'
import { containing, type Prisma, type TenantDb } from '@/server/platform/db'
import { ACTOR_KINDS, type AuditEntry, type AuditFilter, type AuditSummary } from './schema'

export type AuditRow = Prisma.AuditEntryGetPayload<object>

/** Entries newest first, `limit` of them, older than the entry `before`. */
export function listAuditRows(
  scope: OrgScope,
  db: TenantDb,
  filter: AuditFilter,
  page: { before?: string | undefined; limit: number },
): Promise<AuditRow[]> {
  return db.auditEntry.findMany({
    where: { ...conditionsOf(scope, filter), ...(page.before && { id: { lt: page.before } }) },
    // Ids are ULIDs: newest first, and a stable cursor where two rows share a millisecond.
    orderBy: { id: 'desc' },
    take: page.limit,
  })
}

function conditionsOf(scope: OrgScope, filter: AuditFilter): Prisma.AuditEntryWhereInput {
  const { outcome, action, actor, project, search, from, to } = filter
  const contains = search ? containing(search) : undefined
  return {
    orgId: scope.orgId,
    ...(outcome && { outcome }),
    ...(action && { action: action.includes('.') ? action : { startsWith: `${action}.` } }),
    ...(actor && { actorId: actor }),
    ...(project && { projectId: project }),
    ...((from || to) && { at: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
    ...(contains && {
      OR: [
        { action: contains },
        { actorName: contains },
        { subject: contains },
        { ip: contains },
        { correlationId: contains },
      ],
    }),
  }
}

/** Each action and each actor that occurs: one index probe a value, however long the log is. */
export async function auditFacets(
  scope: OrgScope,
  db: TenantDb,
): Promise<{ actions: string[]; actors: { id: string; name: string }[] }> {
  const [actions, actors] = await Promise.all([
    db.$queryRaw<{ action: string }[]>`
      WITH RECURSIVE found AS (
        SELECT (SELECT min(action) FROM "AuditEntry" WHERE "orgId" = ${scope.orgId}) AS action
        UNION ALL
        SELECT (SELECT min(action) FROM "AuditEntry" WHERE "orgId" = ${scope.orgId} AND action > found.action)
          FROM found WHERE found.action IS NOT NULL
      ) SELECT action FROM found WHERE action IS NOT NULL`,
    db.$queryRaw<{ id: string; name: string | null }[]>`
      WITH RECURSIVE found AS (
        SELECT (SELECT min("actorId") FROM "AuditEntry" WHERE "orgId" = ${scope.orgId}) AS id
        UNION ALL
        SELECT (SELECT min("actorId") FROM "AuditEntry" WHERE "orgId" = ${scope.orgId} AND "actorId" > found.id)
          FROM found WHERE found.id IS NOT NULL
      )
      SELECT found.id, latest.name FROM found, LATERAL (
        SELECT "actorName" AS name FROM "AuditEntry"
         WHERE "orgId" = ${scope.orgId} AND "actorId" = found.id ORDER BY id DESC LIMIT 1
      ) latest`,
  ])
  return {
    actions: actions.map((row) => row.action),
    actors: actors.map((row) => ({ id: row.id, name: row.name ?? row.id })),
  }
}

export function presentSummary(row: AuditRow): AuditSummary {
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome === 'refused' ? 'refused' : 'done',
    actorKind: ACTOR_KINDS.find((kind) => kind === row.actorKind) ?? 'system',
    actorId: row.actorId,
    actor: row.actorName ?? (row.actorKind === 'anonymous' ? 'Nobody signed in' : 'Pawl'),
    subject: row.subject,
    projectId: row.projectId,
  }
}

export function presentEntry(
  row: AuditRow,
  names: { project: string | null; apiKey: string | null },
): AuditEntry {
  return {
    ...presentSummary(row),
    projectName: names.project,
    apiKey: row.apiKeyId ? { id: row.apiKeyId, name: names.apiKey } : null,
    details: asObject(row.details) ?? {},
    before: asObject(row.before),
    after: asObject(row.after),
    correlationId: row.correlationId,
    ip: row.ip,
  }
}

/** Only `writeAudit` and its like write these columns, always an object or nothing. */
function asObject(value: Prisma.JsonValue): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}
