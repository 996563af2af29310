import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import { type Statement, systemDb, type TenantTransaction } from '@/server/platform/db'
import type { Caller, ScopeOf, Within } from './caller'
import type { AuditChange, AuditNote } from './define'

interface Done {
  operation: string
  caller: Caller
  scope: ScopeOf[Within]
  note: AuditNote
  change: AuditChange
  orgId: string | null
  now: Date
}

/** Writes the row of a mutation that happened, for its own transaction. */
export function auditStatement(done: Done): Statement {
  const { scope, note, change } = done
  const row = common(done.operation, done.caller, done.now)
  const json = (value: JsonObject | undefined) => (value ? JSON.stringify(value) : null)
  return {
    name: 'audit',
    text: INSERT_ENTRY,
    values: [
      row.id,
      done.orgId,
      scope.within === 'project' && 'projectId' in scope ? scope.projectId : null,
      row.actorKind,
      row.actorId,
      row.actorName,
      row.action,
      note.subject,
      row.apiKeyId,
      json(note.details ?? {}),
      json(change.before),
      json(change.after),
      row.correlationId,
      row.ip,
      row.at.toISOString(),
    ],
  }
}

const INSERT_ENTRY = `
  INSERT INTO "AuditEntry" (id, "orgId", "projectId", "actorKind", "actorId", "actorName", action, outcome, subject,
                            "apiKeyId", details, before, after, "correlationId", ip, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 'done', $8, $9, $10::jsonb, $11::json, $12::json, $13, $14, $15::timestamptz)`

/** The row of a call that was refused. Input that does not parse and bugs are no refusals. */
export async function recordRefusal(
  operation: { name: string; kind: string },
  caller: Caller,
  scope: ScopeOf[Within] | undefined,
  error: unknown,
): Promise<void> {
  if (!AppError.is(error) || error.code === 'invalid_input') return
  if (operation.kind !== 'mutation' && error.code !== 'forbidden') return
  const details: JsonObject = { code: error.code, message: error.message }
  await systemDb().auditEntry.createMany({
    data: {
      ...common(operation.name, caller, new Date()),
      orgId: scope && scope.within !== 'instance' ? scope.orgId : null,
      projectId: scope && 'projectId' in scope ? scope.projectId : null,
      outcome: 'refused',
      details,
    },
  })
}

/** Sign-in, sign-out and the like, in the log of every organization of who it is about. */
export async function recordSessionEvent(
  event: {
    action: 'sessions.signIn' | 'sessions.signOut' | 'sessions.passwordChange'
    outcome: 'done' | 'refused'
    user: { userId: string; name: string } | null
    /** Whose account was tried by somebody not known. */
    triedUserId?: string
    details: JsonObject
    ip: string | null
  },
  db: Pick<TenantTransaction, 'auditEntry' | 'membership'> = systemDb(),
): Promise<void> {
  const userId = event.user?.userId ?? event.triedUserId
  const orgs = userId ? await db.membership.findMany({ where: { userId }, select: { orgId: true } }) : []
  const rows = orgs.length > 0 ? orgs.map((org) => org.orgId) : [null]
  await db.auditEntry.createMany({
    data: rows.map((orgId) => ({
      id: newId('audit'),
      orgId,
      actorKind: event.user ? 'user' : 'anonymous',
      actorId: event.user?.userId ?? null,
      actorName: event.user?.name ?? null,
      action: event.action,
      outcome: event.outcome,
      details: event.details,
      ip: event.ip,
    })),
  })
}

function common(action: string, caller: Caller, now: Date) {
  return {
    id: newId('audit'),
    actorKind: caller.apiKey ? 'apiKey' : caller.user ? 'user' : 'anonymous',
    actorId: caller.user?.userId ?? null,
    actorName: caller.user?.name ?? null,
    apiKeyId: caller.apiKey?.apiKeyId ?? null,
    action,
    correlationId: caller.correlationId,
    ip: caller.ip,
    at: now,
  }
}
