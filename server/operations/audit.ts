import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import { systemDb, type TenantTransaction } from '@/server/platform/db'
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

/** The row of a mutation that happened, in its own transaction. */
export async function writeAudit(db: Pick<TenantTransaction, 'auditEntry'>, done: Done): Promise<void> {
  await db.auditEntry.createMany({
    data: {
      ...common(done.operation, done.caller, done.now),
      orgId: done.orgId,
      projectId: done.scope.within === 'project' && 'projectId' in done.scope ? done.scope.projectId : null,
      outcome: 'done',
      subject: done.note.subject,
      details: done.note.details ?? {},
      ...(done.change.before && { before: done.change.before }),
      ...(done.change.after && { after: done.change.after }),
    },
  })
}

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
